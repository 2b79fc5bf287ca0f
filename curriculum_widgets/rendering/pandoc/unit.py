"""One unit of a document, from its title to what only its teacher reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curriculum_widgets.documents.unit import Activity, Material, Problem, Resource, Term, Unit
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import numbered as numbered_figures
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
    para,
    strong,
    text,
)
from curriculum_widgets.rendering.pandoc.figures import Plates
from curriculum_widgets.rendering.pandoc.prose import lesson, linked, prose
from curriculum_widgets.rendering.pandoc.quiz import asked, writing
from curriculum_widgets.rendering.pandoc.teacher import rubric, teachers_pages
from curriculum_widgets.rendering.words import Words

_LINES = 3
"""On which a student writes."""


def part(label: str, blocks: Elements) -> Elements:
    """A section under its heading; nothing when it is empty."""
    return [header(2, line(label)), *blocks] if blocks else []


def missing(parts: Mapping[str, str], words: Words) -> Elements:
    """Quiet notes that say what is missing and, to teachers, why."""
    said = (
        words("missing_because" if reason else "missing", part=words(name), reason=reason)
        for name, reason in parts.items()
    )
    return [div("facts", para(*line(note))) for note in said]


def terms(vocabulary: Iterable[Term]) -> Elements:
    """Words with their meanings; nothing when there are none."""
    pairs = [[line(term.term), [prose(term.definition)]] for term in vocabulary]
    return [made("DefinitionList", pairs)] if pairs else []


def material(thing: Material, words: Words) -> str:
    """A material with its quantity and what can take its place."""
    quantity = f" ({thing.quantity})" if thing.quantity else ""
    other = f" – {words('or_else', thing=thing.substitute)}" if thing.substitute else ""
    return f"{thing.name}{quantity}{other}"


@dataclass(frozen=True)
class UnitPages:
    """Writes units.

    Args:
        words: The labels' language.
        edition: Who reads them.
        plates: Their figures.
        paper: Whether students write on what they are given.
    """

    words: Words
    edition: Edition
    plates: Plates
    paper: bool

    @property
    def room(self) -> bool:
        """Whether there is room to write in."""
        return self.paper and self.edition is Edition.STUDENT and not self.words.aloud

    def pages(self, unit: Unit, number: int) -> Elements:
        """A whole unit.

        Args:
            unit: What the edition's readers see of it.
            number: From 1.

        Returns:
            Its blocks, the first of which is its title.
        """
        words = self.words
        figures = numbered_figures(unit, number)
        drawn = {one.figure.id: self.plates.figure(one) for one in figures}
        others = [block for one in figures if not one.in_lesson for block in drawn[one.figure.id]]
        key = [callout("key", words("key_points"), lines(unit.key_points))] if unit.key_points else []
        questions = asked(unit.quiz, words, room=self.room) if unit.quiz else []
        title = [*text(f"{words('unit', number=number)}:"), made("Space"), *line(unit.title)]
        return [
            header(1, title, f"unit-{number}"),
            *self._opening(unit),
            *part(words("lesson"), lesson(unit.lesson, drawn, top=3) if unit.lesson else []),
            *part(words("figures"), others),
            *key,
            *part(words("vocabulary"), terms(unit.vocabulary)),
            *(self._activity(unit.activity) if unit.activity else []),
            *part(words("practice"), self._practice(unit.practice)),
            *part(words.versioned("quiz"), questions),
            *self._exit_ticket(unit),
            *part(words("summary"), prose(unit.summary)),
            *part(words("resources"), self._resources(unit.resources)),
            *rubric(unit, words),
            *teachers_pages(unit, words),
        ]

    def _opening(self, unit: Unit) -> Elements:
        words, blocks = self.words, []
        if unit.essential_question:
            blocks.append(div("unit-question", para(*line(unit.essential_question))))
        if unit.minutes:
            names = ("lesson", "activity", "practice", "quiz")
            sections = [(name, getattr(unit.minutes, name)) for name in names]
            times = " · ".join(
                f"{words(name)} {words('minutes', count=count)}" for name, count in sections if count
            )
            total = words("minutes", count=unit.minutes.total)
            blocks.append(div("facts", para(*text(f"{words('time')}: {total} ({times})"))))
        if unit.standards:
            blocks.append(div("facts", para(*line(f"{words('standards')}: {' · '.join(unit.standards)}"))))
        blocks += missing(unit.missing, words)
        goals = (
            ("objectives", [one.text for one in unit.objectives]),
            ("prior_knowledge", unit.prior_knowledge),
        )
        return [*blocks, *(callout("goals", words(label), lines(said)) for label, said in goals if said)]

    def _activity(self, activity: Activity) -> Elements:
        words, extra = self.words, activity.adaptations
        facts = f"{words(activity.grouping)} · {words('minutes', count=activity.minutes)}"
        leading: Elements = []
        if activity.materials:
            leading = [
                header(3, text(words("materials"))),
                lines(material(thing, words) for thing in activity.materials),
            ]
        leading += self._callout("safety", "safety", activity.safety)
        leading += [header(3, text(words("steps"))), numbered(map(prose, activity.steps))]
        blocks = [
            div("facts", para(*text(facts))),
            *([para(*text(words("in_lesson")))] if activity.in_lesson else leading),
            *self._callout("teacher", "expected", activity.expected),
        ]
        for label in ("support", "challenge", "access"):
            blocks += prose(getattr(extra, label), words(label))
        return part(f"{words('activity')}: {activity.title}", blocks)

    def _callout(self, kind: str, label: str, said: str) -> Elements:
        return [callout(kind, self.words(label), *prose(said))] if said else []

    def _practice(self, problems: Iterable[Problem]) -> Elements:
        items = [[*prose(problem.prompt), *self._below(problem)] for problem in problems]
        return [div("questions", numbered(items))] if items else []

    def _below(self, problem: Problem) -> Elements:
        if self.edition is Edition.TEACHER:
            return [div("instruction", para(*text(self.words(problem.level))))]
        return [writing(_LINES)] if self.room else []

    def _exit_ticket(self, unit: Unit) -> Elements:
        if unit.exit_ticket is None:
            return []
        room = [writing(_LINES)] if self.room else []
        return part(self.words("exit_ticket"), [*prose(unit.exit_ticket.prompt), *room])

    def _resources(self, resources: Iterable[Resource]) -> Elements:
        items = []
        for resource in resources:
            title: list[Element] = [strong(linked(resource.url, line(resource.title)))]
            after = " · ".join(filter(None, [resource.by, self.words(resource.kind)]))
            why = [made("LineBreak"), *line(resource.why)] if resource.why else []
            url = (
                [made("LineBreak"), *linked(resource.url, text(resource.url))]
                if resource.url and self.paper
                else []
            )
            items.append(
                [
                    made(
                        "Plain",
                        [*title, made("Space"), made("Str", "–"), made("Space"), *line(after), *why, *url],
                    )
                ]
            )
        return [made("BulletList", items)] if items else []
