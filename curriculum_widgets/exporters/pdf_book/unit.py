"""One unit of the book, from its opener to what only its teacher reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curriculum_widgets.documents.unit import Activity, Material, Problem, Resource, Term, Unit
from curriculum_widgets.exporters.pdf_book.code import Typst, breakable, call, join, line, text
from curriculum_widgets.exporters.pdf_book.figures import Plates
from curriculum_widgets.exporters.pdf_book.prose import lesson, prose
from curriculum_widgets.exporters.pdf_book.quiz import LONG, asked
from curriculum_widgets.exporters.pdf_book.teacher import labelled, rubric, teachers_pages
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import numbered
from curriculum_widgets.rendering.words import Words

_LINES = 3
"""On which a student writes."""


def part(label: str, *content: Typst) -> Typst:
    """A section under its heading; nothing when it is empty."""
    return join([call("part", line(label)), *content]) if any(content) else Typst()


def missing(parts: Mapping[str, str], words: Words) -> Typst:
    """Quiet notes that say what is missing and, to teachers, why."""
    return join(
        call(
            "aside",
            line(words("missing_because" if reason else "missing", part=words(name), reason=reason)),
        )
        for name, reason in parts.items()
    )


def terms(vocabulary: Iterable[Term], *, columns: int) -> Typst:
    """Words with their meanings."""
    pairs = [(line(term.term), prose(term.definition)) for term in vocabulary]
    return call("words-of", pairs, columns=columns) if pairs else Typst()


def material(thing: Material, words: Words) -> Typst:
    """A material with its quantity and what can take its place."""
    quantity = f" ({thing.quantity})" if thing.quantity else ""
    other = f" – {words('or_else', thing=thing.substitute)}" if thing.substitute else ""
    return line(f"{thing.name}{quantity}{other}")


@dataclass(frozen=True)
class UnitPages:
    """Writes units.

    Args:
        words: The labels' language.
        edition: Who reads them.
        plates: Their figures.
        columns: How many columns of short texts a page has.
    """

    words: Words
    edition: Edition
    plates: Plates
    columns: int = 2

    def pages(self, unit: Unit, number: int) -> Typst:
        """A whole unit.

        Args:
            unit: What the edition's readers see of it.
            number: From 1.

        Returns:
            Its pages.
        """
        words = self.words
        figures = numbered(unit, number)
        drawn = {one.figure.id: self.plates.figure(one) for one in figures}
        others = [drawn[one.figure.id] for one in figures if not one.in_lesson]
        points = call("list", *map(line, unit.key_points))
        long = sum(map(len, unit.key_points)) > LONG
        return join(
            [
                self._opener(unit, number),
                missing(unit.missing, words),
                self._goals(unit),
                part(words("lesson"), lesson(unit.lesson, drawn, top=3) if unit.lesson else Typst()),
                part(words("figures"), *others),
                call("callout", "key", words("key_points"), points, breakable=long)
                if unit.key_points
                else Typst(),
                part(words("vocabulary"), terms(unit.vocabulary, columns=self.columns)),
                self._activity(unit.activity) if unit.activity else Typst(),
                part(words("practice"), *(self._problem(n, one) for n, one in enumerate(unit.practice, 1))),
                part(words.versioned("quiz"), asked(unit.quiz, words, self.edition))
                if unit.quiz
                else Typst(),
                self._exit_ticket(unit),
                part(words("summary"), prose(unit.summary) if unit.summary else Typst()),
                part(words("resources"), self._resources(unit.resources)),
                rubric(unit, words),
                teachers_pages(unit, words),
            ]
        )

    def _opener(self, unit: Unit, number: int) -> Typst:
        words = self.words
        facts = []
        if unit.minutes:
            sections = [
                (name, getattr(unit.minutes, name)) for name in ("lesson", "activity", "practice", "quiz")
            ]
            times = " · ".join(
                f"{words(name)} {words('minutes', count=count)}" for name, count in sections if count
            )
            total = words("minutes", count=unit.minutes.total)
            facts.append(text(f"{words('time')}: {total} ({times})"))
        if unit.standards:
            facts.append(line(f"{words('standards')}: {' · '.join(unit.standards)}"))
        return call(
            "opener",
            label=words("unit", number=number),
            number=number,
            title=breakable(unit.title),
            question=breakable(unit.essential_question),
            facts=facts,
        )

    def _goals(self, unit: Unit) -> Typst:
        words = self.words
        sides = (
            (words("objectives"), [line(objective.text) for objective in unit.objectives]),
            (words("prior_knowledge"), [line(known) for known in unit.prior_knowledge]),
        )
        return call("goals", *sides)

    def _activity(self, activity: Activity) -> Typst:
        words, extra = self.words, activity.adaptations
        facts = f"{words(activity.grouping)} · {words('minutes', count=activity.minutes)}"
        materials = [material(thing, words) for thing in activity.materials]
        leading = [
            join([call("subpart", text(words("materials"))), call("list", *materials)])
            if materials
            else Typst(),
            self._callout("safety", "safety", activity.safety),
            call("subpart", text(words("steps"))),
            call("steps", *map(prose, activity.steps)),
        ]
        return part(
            f"{words('activity')}: {activity.title}",
            call("aside", text(facts), sticky=True),
            *([call("par", text(words("in_lesson")))] if activity.in_lesson else leading),
            self._callout("teacher", "expected", activity.expected),
            *(labelled(words(label), getattr(extra, label)) for label in ("support", "challenge", "access")),
        )

    def _callout(self, kind: str, label: str, said: str) -> Typst:
        if not said:
            return Typst()
        return call("callout", kind, self.words(label), prose(said), breakable=len(said) > LONG)

    def _problem(self, number: int, problem: Problem) -> Typst:
        level = call("instruction", text(self.words(problem.level)))
        body = join([prose(problem.prompt), level if self.edition is Edition.TEACHER else self._room()])
        return call("numbered", number, body, breakable=len(problem.prompt) > LONG)

    def _exit_ticket(self, unit: Unit) -> Typst:
        if unit.exit_ticket is None:
            return Typst()
        return part(self.words("exit_ticket"), prose(unit.exit_ticket.prompt), self._room())

    def _room(self) -> Typst:
        """Lines for students to write on; none where they answer aloud."""
        written = self.edition is Edition.STUDENT and not self.words.aloud
        return call("writing", _LINES) if written else Typst()

    def _resources(self, resources: Iterable[Resource]) -> Typst:
        items = []
        for resource in resources:
            title = call("strong", line(resource.title))
            url = call("address", resource.url, text(resource.url)) if resource.url else Typst()
            after = " · ".join(filter(None, [resource.by, self.words(resource.kind)]))
            why = [call("linebreak"), line(resource.why)] if resource.why else []
            items.append(join([title, text(" – "), line(after), *why, url]))
        return call("list", *items) if items else Typst()
