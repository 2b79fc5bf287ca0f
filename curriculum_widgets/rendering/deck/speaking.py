"""What stands in the notes of slides, for whoever speaks: the lesson, and for teachers what only they see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curriculum_widgets.documents.figures import Chart, Diagram, Image
from curriculum_widgets.documents.unit import Activity, Misconception, Unit
from curriculum_widgets.rendering.deck.lesson import blocks
from curriculum_widgets.rendering.deck.writing import plain
from curriculum_widgets.rendering.figures import Figure, chart_table
from curriculum_widgets.rendering.words import Words


@dataclass(frozen=True, slots=True)
class Speaking:
    """Writes notes. What students must not see is empty in what they get, so nothing is left out here.

    Args:
        words: The labels' language.
    """

    words: Words

    def said(self, label: str, text: str) -> list[str]:
        """A text under its label; nothing when there is none."""
        return [f"{self.words(label)}: {' '.join(plain(blocks(text)))}"] if text else []

    def listed(self, label: str, texts: Sequence[str]) -> list[str]:
        """Some lines under their label; nothing when there are none."""
        return [f"{self.words(label)}:", *(f"• {text}" for text in texts)] if texts else []

    def opening(self, unit: Unit) -> list[str]:
        """How a unit is led: its time, its plan, and what is missing in it."""
        said, plan = self.words, unit.teacher_plan
        notes = [f"{said('time')}: {said('minutes', count=unit.minutes.total)}"] if unit.minutes else []
        notes += self.listed("standards", unit.standards)
        if plan:
            notes += self.listed("preparation", plan.preparation)
            steps = [f"{said('minutes', count=step.minutes)}: {step.do}" for step in plan.steps]
            notes += self.listed("steps", steps)
            notes += [
                f"{said('ask')}: {one.ask} – {said('listen_for')}: {one.listen_for}" for one in plan.prompts
            ]
            notes += self.said("if_stuck", plan.if_stuck)
        return notes + self.missing(unit.missing)

    def missing(self, parts: dict[str, str]) -> list[str]:
        """What could not be written and, for teachers, why."""
        return [
            self.words("missing_because" if reason else "missing", part=self.words(name), reason=reason)
            for name, reason in parts.items()
        ]

    def beliefs(self, misconceptions: Iterable[Misconception]) -> list[str]:
        """What learners may think instead, and how to respond."""
        pairs = (
            (label, getattr(one, label))
            for one in misconceptions
            for label in ("belief", "why", "truth", "response")
        )
        return [note for label, text in pairs for note in self.said(label, text)]

    def figure(self, figure: Figure) -> list[str]:
        """What a figure shows, in words, and a chart's numbers."""
        match figure:
            case Image():
                return [" ".join(figure.alt.split()), *filter(None, (figure.caption, figure.credit))]
            case Diagram():
                return [" ".join(figure.alt.split())]
            case Chart():
                head, rows = chart_table(figure)
                numbers = [" | ".join(row) for row in (head, *rows)]
                asked = self.said("find_out", figure.question)
                source = f"{self.words('source')}: {figure.source}"
                return [" ".join(figure.alt.split()), *asked, source, *numbers]

    def activity(self, activity: Activity) -> list[str]:
        """What an activity needs, and how it is adapted."""
        extra, said = activity.adaptations, self.words
        notes = [f"{activity.title}: {said(activity.grouping)}, {said('minutes', count=activity.minutes)}"]
        notes += [
            f"• {one.name} ({said('or_else', thing=one.substitute)})"
            for one in activity.materials
            if one.substitute
        ]
        for label in ("support", "challenge", "access"):
            notes += self.said(label, getattr(extra, label))
        return notes + (self.expected(activity) if activity.in_lesson else [])

    def expected(self, activity: Activity) -> list[str]:
        """What should be seen at the end."""
        return self.said("expected", activity.expected)
