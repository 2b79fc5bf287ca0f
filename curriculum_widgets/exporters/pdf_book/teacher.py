"""What only a unit's teacher reads."""

from __future__ import annotations

from curriculum_widgets.documents.unit import Misconception, TeacherPlan, Unit
from curriculum_widgets.exporters.pdf_book.code import Bare, Typst, call, join, line, text
from curriculum_widgets.exporters.pdf_book.prose import prose
from curriculum_widgets.exporters.pdf_book.quiz import LONG, keys
from curriculum_widgets.rendering.words import Words


def labelled(label: str, words: str) -> Typst:
    """Prose that begins with a bold label; nothing when there is no prose."""
    return prose(words, lead=call("lead", text(label))) if words else Typst()


def teachers_pages(unit: Unit, words: Words) -> Typst:
    """The plan, misconceptions and variants of a unit.

    Args:
        unit: Whose.
        words: The labels' language.

    Returns:
        The sections; nothing when there are none.
    """
    tag = words("teacher_edition")
    sections: list[Typst] = []
    if unit.teacher_plan:
        sections += [call("part", text(words("teacher_plan")), tag=tag), _plan(unit.teacher_plan, words)]
    if unit.misconceptions:
        sections.append(call("part", text(words("misconceptions")), tag=tag))
        sections += [_misconception(one, words) for one in unit.misconceptions]
    if unit.variants:
        sections.append(call("part", text(words("variants")), tag=tag))
    for variant in unit.variants:
        sections += [
            call("subpart", line(variant.idea)),
            labelled(words("support"), variant.support),
            labelled(words("challenge"), variant.challenge),
        ]
    return join(sections)


def rubric(unit: Unit, words: Words) -> Typst:
    """The rubric of a unit; nothing when it has none."""
    if not unit.rubric:
        return Typst()
    texts = {objective.id: objective.text for objective in unit.objectives}
    names = ("objective", "beginning", "developing", "secure", "extending")
    rows = [
        [texts.get(one.objective, one.objective), one.beginning, one.developing, one.secure, one.extending]
        for one in unit.rubric
    ]
    table = call(
        "numbers",
        [text(words(name)) for name in names],
        [[line(cell) for cell in row] for row in rows],
        size=Bare("0.8em"),
        widths=Bare("(1.2fr, 1fr, 1fr, 1fr, 1fr)"),
    )
    return join([call("part", text(words("rubric"))), table])


def answers(unit: Unit, words: Words) -> Typst:
    """All keys of a unit: practice, quiz, exit ticket.

    Args:
        unit: Whose.
        words: The labels' language.

    Returns:
        The blocks; nothing when nothing is asked.
    """
    pieces: list[Typst] = []
    if unit.practice:
        pieces.append(call("subpart", text(words("practice"))))
        pieces += [
            call("keyed", number, None, prose(problem.solution))
            for number, problem in enumerate(unit.practice, 1)
        ]
    if unit.quiz:
        pieces += [call("subpart", text(words("quiz"))), keys(unit.quiz, words)]
    if unit.exit_ticket:
        ticket = unit.exit_ticket
        pieces += [
            call("subpart", text(words("exit_ticket"))),
            prose(ticket.answer),
            labelled(words("look_for"), ticket.look_for),
        ]
    return join(pieces)


def _misconception(one: Misconception, words: Words) -> Typst:
    said = (("why", one.why), ("truth", one.truth), ("response", one.response))
    body = join([prose(one.belief), *(labelled(words(label), told) for label, told in said)])
    long = sum(map(len, (one.belief, one.why, one.truth, one.response))) > LONG
    return call("callout", "misconception", words("belief"), body, breakable=long)


def _plan(plan: TeacherPlan, words: Words) -> Typst:
    pieces: list[Typst] = []
    if plan.preparation:
        body = call("list", *map(line, plan.preparation))
        long = sum(map(len, plan.preparation)) > LONG
        pieces.append(call("callout", "teacher", words("preparation"), body, breakable=long))
    steps = [[text(words("minutes", count=step.minutes)), line(step.do)] for step in plan.steps]
    head = [text(words("time")), text(words("steps"))]
    pieces.append(call("numbers", head, steps, widths=Bare("(auto, 1fr)")))
    if plan.prompts:
        rows = [[line(prompt.ask), line(prompt.listen_for)] for prompt in plan.prompts]
        head = [text(words("ask")), text(words("listen_for"))]
        pieces.append(call("numbers", head, rows, widths=Bare("(1fr, 1fr)")))
    return join([*pieces, labelled(words("if_stuck"), plan.if_stuck)])
