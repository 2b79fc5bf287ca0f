"""What only a teacher sees of a unit."""

from __future__ import annotations

from curriculum_widgets.documents.unit import TeacherPlan, Unit
from curriculum_widgets.rendering.markup import Html, bullets, join, line, prose, table, tag
from curriculum_widgets.rendering.words import Words


def note(words: Words, label: str, text: str, kind: str = "teacher") -> Html:
    """A short call-out with its label; nothing when there is nothing to say."""
    if not text:
        return Html()
    return tag("div", tag("p", words(label), class_="label"), prose(text), class_=f"note {kind}")


def misconceptions(unit: Unit, words: Words) -> Html:
    """Each belief with why it tempts, what is so, and how to respond."""
    items = [
        tag(
            "dl",
            *(
                tag("div", tag("dt", words(label)), tag("dd", prose(text)))
                for label, text in (
                    ("belief", m.belief),
                    ("why", m.why),
                    ("truth", m.truth),
                    ("response", m.response),
                )
                if text
            ),
            class_="misconception",
        )
        for m in unit.misconceptions
    ]
    return join(items)


def plan(teacher_plan: TeacherPlan, words: Words) -> Html:
    """The page that leads through the lesson."""
    steps = [[words("minutes", count=step.minutes), step.do] for step in teacher_plan.steps]
    prompts = [[prompt.ask, prompt.listen_for] for prompt in teacher_plan.prompts]
    before = [tag("h4", words("preparation")), bullets(teacher_plan.preparation)]
    return join(
        [
            *(before if teacher_plan.preparation else []),
            table([words("time"), words("steps")], steps),
            table([words("ask"), words("listen_for")], prompts) if prompts else Html(),
            note(words, "if_stuck", teacher_plan.if_stuck),
        ]
    )


def variants(unit: Unit, words: Words) -> Html:
    """Each idea said more simply, and one step beyond."""
    return join(
        tag(
            "div",
            tag("h4", line(variant.idea)),
            note(words, "support", variant.support),
            note(words, "challenge", variant.challenge),
            class_="variant",
        )
        for variant in unit.variants
    )


def rubric(unit: Unit, words: Words) -> Html:
    """What each objective looks like at four levels; students see it too."""
    texts = {objective.id: objective.text for objective in unit.objectives}
    return table(
        [words(label) for label in ("objective", "beginning", "developing", "secure", "extending")],
        [
            [
                texts.get(row.objective, row.objective),
                row.beginning,
                row.developing,
                row.secure,
                row.extending,
            ]
            for row in unit.rubric
        ],
    )
