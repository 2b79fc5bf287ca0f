"""One unit read back: what nobody touched stays as the library has it, the rest is read from its Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.importers.markdown import pieces
from curriculum_widgets.importers.markdown.blocks import Block, blocks, lead, sections, source_of, text_of
from curriculum_widgets.importers.markdown.figures import Found, with_places
from curriculum_widgets.importers.markdown.labels import Labels
from curriculum_widgets.importers.markdown.quizzes import read_quiz
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import numbered
from curriculum_widgets.rendering.markdown_text import plain
from curriculum_widgets.rendering.markdown_unit import Writer

Sections = dict[str, list[Block]]
Picture = Callable[[str, str, str], Mapping[str, Any] | None]
"""Makes an image of a picture's words, its caption and its address in the document; nothing when there is none."""

_READERS: Mapping[str, Callable[[Sequence[Block], Labels, Unit | None], Any]] = {
    "objectives": pieces.objectives,
    "prior_knowledge": pieces.lines,
    "standards": pieces.lines,
    "key_points": pieces.lines,
    "vocabulary": pieces.vocabulary,
    "practice": pieces.practice,
    "exit_ticket": pieces.exit_ticket,
    "summary": pieces.prose,
    "resources": pieces.resources,
    "misconceptions": pieces.misconceptions,
    "teacher_plan": pieces.teacher_plan,
    "rubric": pieces.rubric,
    "variants": pieces.variants,
}
_HEADED = (*_READERS, "lesson", "figures", "activity", "quiz")
_SHOWN = 80  # characters of what could not be read
_EMPTY: dict[str, Any] = {
    "lesson": None, "activity": None, "quiz": None, "exit_ticket": None, "teacher_plan": None, "minutes": None,
    "essential_question": "", "summary": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitReader:
    """Reads the units of one document.

    Args:
        labels: Of the document.
        edition: Which edition it is.
        picture: Makes images of the pictures that the document holds.
        problems: What could not be read, a line each; grows.
    """

    labels: Labels
    edition: Edition
    picture: Picture
    problems: list[str] = field(default_factory=list)

    def read(
        self, title: str, found: Sequence[Block], before: Unit | None, shown: Unit | None, number: int
    ) -> Unit | None:
        """Reads a unit.

        Args:
            title: Its title.
            found: What stands below it.
            before: The unit as the library has it, if it does.
            shown: The same as the edition's readers see it.
            number: Its number in the document.

        Returns:
            The unit; `None` when it can't be one.
        """
        ids = {one.number: one.figure.id for one in numbered(before, number)} if before else {}
        now, figures = self._sections(found, ids)
        was, drawn = self._written(shown, number, ids) if shown else ({}, [])
        values: dict[str, Any] = dict(before) if before else {"id": f"unit-{number}"}
        values["title"] = before.title if before and title == text_of(plain(before.title)) else title
        changed = [
            key
            for key in (*was, *(key for key in now if key not in was))
            if said(was.get(key)) != said(now.get(key))
        ]
        for key in changed:
            values |= self._section(key, now.get(key), before, number)
        if before is None:
            values |= self._pictures(figures, number)
        elif _figures_differ(figures, drawn):
            self._problem(number, "figures", "figures are not read from Markdown; change them in View & Edit")
        return self._made(values, before, number, [key for key in changed if key in now], now)

    def _sections(self, found: Sequence[Block], ids: Mapping[str, str]) -> tuple[Sections, list[Found]]:
        parted: Sections = {"": []}
        key = ""
        for heading, below in sections(found, 3):
            known = self._key(heading)
            if heading is not None and not known:
                parted[key].append(heading)  # a teacher's own heading belongs to what it stands in
            elif heading is not None:
                key = known
                parted.setdefault(key, [])
                if key == "activity":
                    parted[key].append(Block("heading", heading.source, heading.text, 3))
            parted[key] += below
        figures: list[Found] = []
        for name, inside in list(parted.items()):
            parted[name], drawn = with_places(inside, self.labels, ids if name == "lesson" else {})
            figures += drawn
        parted |= self._opening(parted.pop(""))
        parted.pop("figures", None)
        return parted, figures

    def _opening(self, found: Iterable[Block]) -> Sections:
        """The essential question and the time, which have no headings."""
        made: Sections = {}
        for block in found:
            name = lead(block)[0]
            for key, label in (("essential_question", "essential_question"), ("minutes", "time")):
                if name == self.labels.words(label):
                    made[key] = [block]
        return made

    def _key(self, heading: Block | None) -> str:
        if heading is None:
            return ""
        return self.labels.key(heading.text, _HEADED) or (
            "activity"
            if re.match(rf"{re.escape(self.labels.words('activity'))} ?[:：]", heading.text)
            else ""
        )

    def _written(self, unit: Unit, number: int, ids: Mapping[str, str]) -> tuple[Sections, list[Found]]:
        """The sections as we would write them today."""
        writer = Writer(self.labels.words, self.edition, pictures=False)
        text = "\n\n".join(block for block in writer.unit(unit, number) if block)
        return self._sections([block for block in blocks(text) if block.level != 2], ids)

    def _section(
        self, key: str, found: Sequence[Block] | None, before: Unit | None, number: int
    ) -> dict[str, Any]:
        if found is None:
            return {key: _EMPTY.get(key, ())}
        if before is None and self.edition is Edition.STUDENT and key in ("practice", "exit_ticket"):
            self._problem(
                number,
                key,
                "a student edition holds no answers, so this was left out; take the teacher edition",
            )
            return {}
        try:
            value = self._value(key, found, before, number)
            field_type = Unit.model_fields[key].rebuild_annotation()
            return {key: TypeAdapter(field_type).validate_python(value)}
        except ValidationError as error:
            why = explain(error)
        except ValueError:
            why = "it has another form than it was written in"
        kept = "; it stays as it was" if before else ""
        self._problem(number, key, f"{why}{kept}")
        return {}

    def _value(self, key: str, found: Sequence[Block], before: Unit | None, number: int) -> Any:
        labels = self.labels
        match key:
            case "essential_question":
                return text_of(lead(found[0])[1])
            case "minutes":
                return pieces.minutes(found[0].text, labels)
            case "lesson":
                return _raised(source_of(found)) or None
            case "activity":
                return self._activity(found, before)
            case "quiz":
                return self._quiz(found, before, number)
            case _:
                return _READERS[key](found, labels, before)

    def _activity(self, found: Sequence[Block], before: Unit | None) -> dict[str, Any]:
        title = re.split(r"[:：]\s*", found[0].text, maxsplit=1)[-1]
        values = pieces.activity(title, found[1:], self.labels, before)
        old = before.activity if before else None
        if self.edition is Edition.STUDENT and old:
            values |= {"expected": old.expected, "adaptations": old.adaptations}
        return values

    def _quiz(self, found: Sequence[Block], before: Unit | None, number: int) -> Quiz | None:
        old = before.quiz if before else None
        read = read_quiz(found, self.labels, old)
        for problem in read.problems:
            self._problem(number, "quiz", problem)
        doubtful = (
            [one for one in old.questions if one.doubt] if old and self.edition is Edition.STUDENT else []
        )
        questions = [*(read.quiz.questions if read.quiz else ()), *doubtful]
        return Quiz(questions=tuple(questions)) if questions else None

    def _pictures(self, figures: Iterable[Found], number: int) -> dict[str, Any]:
        images = []
        for one in figures:
            found = one.picture
            caption = re.sub(r"^\*\*.*?\*\*\s*", "", one.said[0], flags=re.DOTALL) if one.said else ""
            image = self.picture(text_of(found["alt"]), text_of(caption), found["file"]) if found else None
            if image:
                images.append(image)
            else:
                self._problem(
                    number,
                    "figures",
                    f"figure {one.number} can't be made anew from Markdown; take the JSON file for it",
                )
        return {"images": images}

    def _made(
        self, values: dict[str, Any], before: Unit | None, number: int, read: Iterable[str], now: Sections
    ) -> Unit | None:
        try:
            made = Unit.model_validate(values)
        except ValidationError as error:
            self._problem(
                number, "", f"{explain(error)}; " + ("it stays as it was" if before else "it was left out")
            )
            return before
        missing = {
            part: why for part, why in made.missing.items() if not getattr(made, part.replace("-", "_"), None)
        }
        made = made.model_copy(update={"missing": missing})
        again, _ = self._written(made, number, {})
        told = {problem.partition(":")[0] for problem in self.problems}
        for key in read:
            if self._place(number, key) not in told and (lost := _lost(now[key], again.get(key, []))):
                self._problem(number, key, f"this could not be read: “{lost}”")
        return made

    def _problem(self, number: int, key: str, why: str) -> None:
        self.problems.append(f"{self._place(number, key)}: {why}")

    def _place(self, number: int, key: str) -> str:
        place = self.labels.words("unit", number=number)
        return f"{place}, {self.labels.words('time' if key == 'minutes' else key)}" if key else place


def said(found: Sequence[Block] | None) -> tuple[str, ...] | None:
    """What is compared: the source without how its lines are broken and its tables drawn."""
    return (
        None
        if found is None
        else tuple(" ".join(re.sub(r"-{3,}", "---", block.source).split()) for block in found)
    )


def _figures_differ(figures: Iterable[Found], drawn: Iterable[Found]) -> bool:
    """Whether something of them was changed; pictures that are files say more where they can't be shown."""
    said, was = ({one.number: one for one in some} for some in (figures, drawn))
    if set(said) != set(was):
        return True
    return any(one.said != was[number].said for number, one in said.items() if one.picture is None)


def _raised(lesson: str) -> str:
    """A lesson with its headings where authors have them: the highest one at the second level."""
    levels = [block.level for block in blocks(lesson) if block.kind == "heading"]
    if not levels:
        return lesson
    lower = min(levels) - 2
    parted = [
        Block(block.kind, "#" * (block.level - lower) + " " + block.source.lstrip("#").strip(), "")
        if block.kind == "heading" and block.source.startswith("#")
        else block
        for block in blocks(lesson)
    ]
    return source_of(parted)


def _lost(found: Iterable[Block], again: Iterable[Block]) -> str:
    """The words that are not in what was read."""
    there, kept = (Counter(" ".join(block.text for block in some).split()) for some in (found, again))
    lost = [
        word for word in (there - kept).elements() if len(word.strip(".,;")) > 1
    ]  # letters alone are marks
    return " ".join(lost)[:_SHOWN]
