"""What only a unit's teacher reads."""

from __future__ import annotations

from curriculum_widgets.documents.unit import Misconception, TeacherPlan, Unit
from curriculum_widgets.rendering.pandoc.elements import (
    Element,
    Elements,
    callout,
    div,
    header,
    line,
    lines,
    made,
    numbered,
    span,
    table,
    text,
)
from curriculum_widgets.rendering.pandoc.prose import prose
from curriculum_widgets.rendering.pandoc.quiz import keys
from curriculum_widgets.rendering.words import Words

_PLAN, _RUBRIC = (0.16, 0.84), (0.24, 0.19, 0.19, 0.19, 0.19)


def teachers_pages(unit: Unit, words: Words) -> Elements:
    """The plan, misconceptions and variants of a unit; nothing when there are none."""
    blocks: Elements = []
    if unit.teacher_plan:
        blocks += [_titled("teacher_plan", words), *_plan(unit.teacher_plan, words)]
    if unit.misconceptions:
        blocks.append(_titled("misconceptions", words))
        blocks += [_misconception(one, words) for one in unit.misconceptions]
    if unit.variants:
        blocks.append(_titled("variants", words))
    for variant in unit.variants:
        blocks.append(header(3, line(variant.idea)))
        blocks += prose(variant.support, words("support"))
        blocks += prose(variant.challenge, words("challenge"))
    return blocks


def rubric(unit: Unit, words: Words) -> Elements:
    """The rubric of a unit; nothing when it has none."""
    if not unit.rubric:
        return []
    texts = {objective.id: objective.text for objective in unit.objectives}
    names = ("objective", "beginning", "developing", "secure", "extending")
    rows = [
        [texts.get(one.objective, one.objective), one.beginning, one.developing, one.secure, one.extending]
        for one in unit.rubric
    ]
    cells = [[line(cell) for cell in row] for row in rows]
    head = [text(words(name)) for name in names]
    return [header(2, text(words("rubric"))), table(head, cells, widths=_RUBRIC, heads=1)]


def answers(unit: Unit, words: Words) -> Elements:
    """All keys of a unit: practice, quiz, exit ticket; nothing when nothing is asked."""
    blocks: Elements = []
    if unit.practice:
        solutions = numbered([prose(problem.solution) for problem in unit.practice])
        blocks += [header(3, text(words("practice"))), div("keys", solutions)]
    if unit.quiz:
        blocks += [header(3, text(words.versioned("quiz"))), keys(unit.quiz, words)]
    if unit.exit_ticket:
        ticket = unit.exit_ticket
        blocks.append(header(3, text(words("exit_ticket"))))
        blocks += [*prose(ticket.answer), *prose(ticket.look_for, words("look_for"))]
    return blocks


def _titled(label: str, words: Words) -> Element:
    tag = span("tag", text(words("teacher_edition")))
    return header(2, [*text(words(label)), made("Space"), tag])


def _misconception(one: Misconception, words: Words) -> Element:
    said = (("why", one.why), ("truth", one.truth), ("response", one.response))
    more = [block for label, told in said for block in prose(told, words(label))]
    return callout("misconception", words("belief"), *prose(one.belief), *more)


def _plan(plan: TeacherPlan, words: Words) -> Elements:
    blocks: Elements = []
    if plan.preparation:
        blocks.append(callout("teacher", words("preparation"), lines(plan.preparation)))
    steps = [[text(words("minutes", count=step.minutes)), line(step.do)] for step in plan.steps]
    blocks.append(table([text(words("time")), text(words("steps"))], steps, widths=_PLAN, heads=1))
    if plan.prompts:
        rows = [[line(prompt.ask), line(prompt.listen_for)] for prompt in plan.prompts]
        blocks.append(table([text(words("ask")), text(words("listen_for"))], rows, widths=(0.5, 0.5)))
    return [*blocks, *prose(plan.if_stuck, words("if_stuck"))]
