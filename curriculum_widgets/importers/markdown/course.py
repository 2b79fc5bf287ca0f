"""A whole document read back: onto the curriculum that it was written from, where the library has that, else anew."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from curriculum_widgets import catalog
from curriculum_widgets.documents.curriculum import Curriculum, Provenance, edited, utc_now
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.documents.text import without_control
from curriculum_widgets.errors import BadRequest, Damaged
from curriculum_widgets.generation.version import package_version
from curriculum_widgets.importers.markdown.blocks import Block, blocks, lead, sections, source_of, text_of
from curriculum_widgets.importers.markdown.labels import Labels
from curriculum_widgets.importers.markdown.quizzes import read_quiz
from curriculum_widgets.importers.markdown.units import UnitReader, said
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.markdown import ORIGIN
from curriculum_widgets.rendering.markdown_text import plain, prose
from curriculum_widgets.rendering.markdown_unit import Writer
from curriculum_widgets.rendering.words import words_in

TEXT_AT_MOST = 3_000_000
"""Characters of a document without its pictures."""
_DRAWN = re.compile(r"<figure>.*?</figure>", re.DOTALL)
_DATA = re.compile(r"\]\(data:image/[a-z+]{1,10};base64,([A-Za-z0-9+/=\s]+)\)")
_ENDS = ("glossary", "materials_list")


@dataclass(slots=True)
class ReadCourse:
    """What became of a document.

    Args:
        curriculum: What it says; of the id that it was written from, if it names one.
        pictures: The files of pictures that it brings along.
        problems: What could not be read, a line each.
        known: Whether the library had what it was written from.
    """

    curriculum: Curriculum
    pictures: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    known: bool = False


def read_course(text: str, find: Callable[[str], Curriculum | None]) -> ReadCourse:
    """Reads a document that the Markdown exporter wrote and a teacher may have changed.

    Args:
        text: All of it, maybe of somebody who means harm.
        find: Gives the curriculum of an id, as far as there is one.

    Returns:
        The curriculum.

    Raises:
        Damaged: It is no such document, or too long.
    """
    text = without_control(text.replace("\r\n", "\n").replace("\r", "\n"))
    pictures: dict[str, bytes] = {}
    light = _DATA.sub(
        lambda found: f"](picture:{_kept(found[1], pictures)})", _DRAWN.sub("<figure></figure>", text)
    )
    if len(light) > TEXT_AT_MOST:
        msg = f"it has more than {TEXT_AT_MOST // 1_000_000} million characters"
        raise Damaged(msg)
    origin = re.search(ORIGIN.format(id="(?P<id>[a-z0-9-]{1,120})", content="(?P<content>[a-z]+)"), light)
    if origin and origin["content"] != "all":
        msg = f"it holds only the {origin['content']}; export everything as Markdown, and change that"
        raise Damaged(msg)
    before = find(origin["id"]) if origin else None
    return _Reading(blocks(light), before, pictures).course(origin["id"] if origin else "")


def _kept(data: str, pictures: dict[str, bytes]) -> str:
    try:
        found = base64.b64decode("".join(data.split()), validate=True)
        inspected(found)
    except (binascii.Error, ValueError, BadRequest):
        return "0"
    key = hashlib.sha256(found).hexdigest()[:16]
    pictures[key] = found
    return key


@dataclass(slots=True)
class _Reading:
    found: list[Block]
    before: Curriculum | None
    pictures: dict[str, bytes]
    used: dict[str, bytes] = field(default_factory=dict)

    def course(self, name: str) -> ReadCourse:
        opening, *chapters = sections(self.found, 2)
        top = next((block for block in opening[1] if block.kind == "heading" and block.level == 1), None)
        labels, edition, facts = self._language(opening[1])
        if top is None or edition is None:
            msg = (
                "it is no Markdown that the studio wrote: that begins with a title and a line such as "
                "“Science · Grade 5 · Standard · Teacher edition”"
            )
            raise Damaged(msg)
        values = self._opening(opening[1], labels, facts)
        reader = UnitReader(labels, edition, self._image)
        seen = seen_by(self.before, edition) if self.before else None
        units, final = [], None
        for heading, below in chapters:
            title = heading.text if heading else ""
            read = re.fullmatch(rf"{labels.pattern('unit', number='[0-9]+')}[:：]\s*(?P<title>.+)", title)
            if read:
                number = int(read["number"])
                old = self._unit(self.before, number)
                unit = reader.read(read["title"], self._body(below), old, self._unit(seen, number), number)
                units += [unit] if unit else []
            elif labels.key(title, ("final_assessment",)):
                final = self._body(below)
            elif not labels.key(title, (*_ENDS, "contents")):
                reader.problems.append(
                    f"the heading “{title[:60]}” is none of a curriculum, so what stands below it was left out"
                )
        same = self.before is not None and top.text == text_of(plain(self.before.title))
        values |= {"units": _apart(units), "title": self.before.title if self.before and same else top.text}
        values["final_assessment"] = self._final(final, seen, reader)
        return self._made(values, name or "imported", labels, reader.problems)

    @staticmethod
    def _unit(curriculum: Curriculum | None, number: int) -> Any:
        return curriculum.units[number - 1] if curriculum and 0 < number <= len(curriculum.units) else None

    def _body(self, below: Sequence[Block]) -> list[Block]:
        """Without our anchors and, at the very end, the imprint."""
        kept: list[Block] = []
        for block in below:
            if block.kind == "other" and block.source.strip() == "---" and self.found[-1] in below:
                break
            if not re.fullmatch(r'<a id="[a-z0-9-]+"></a>', block.source):
                kept.append(block)
        return kept

    def _language(self, opening: Sequence[Block]) -> tuple[Labels, Edition | None, list[str]]:
        line = next((block.text for block in opening if block.kind == "paragraph"), "")
        facts = [fact.strip() for fact in line.split(" · ")]
        names = [self.before.request.language] if self.before else []
        names += [language.name for language in catalog.built_in().languages]
        for name in names:
            words = words_in(name)
            for edition in Edition:
                if words(f"{edition}_edition") in facts:
                    return Labels(words), edition, [*facts[: facts.index(words(f"{edition}_edition"))], name]
        return Labels(words_in("English")), None, facts

    def _opening(self, opening: Sequence[Block], labels: Labels, facts: list[str]) -> dict[str, Any]:
        told: list[Block] = []
        values: dict[str, Any] = {"essential_question": ""}
        paragraphs = [block for block in opening if block.level != 1]
        for block in paragraphs[1:]:
            label, rest = lead(block)
            if label == labels.words("essential_question"):
                values["essential_question"] = self._question(text_of(rest))
            elif block.kind not in ("quote", "html"):
                told.append(block)
        values["overview"] = source_of(told)
        if self.before and _same_prose(values["overview"], self.before.overview):
            values["overview"] = self.before.overview
        licence = self._licence(labels)
        if self.before:
            values["request"] = self.before.request.model_copy(update={"licence": licence})
        else:
            subject, grade, style = [*facts, "", "", ""][:3]
            values["request"] = {
                "subject": subject,
                "grade": grade,
                "style": style,
                "language": facts[-1],
                "licence": licence,
            }
        return values

    def _question(self, text: str) -> str:
        known = self.before.essential_question if self.before else ""
        return known if known and text == text_of(plain(known)) else text

    def _licence(self, labels: Labels) -> str:
        said = next(
            (
                read["name"]
                for block in reversed(self.found)
                if (read := labels.find("licence", block.text, name=".+"))
            ),
            "",
        )
        return "All rights reserved" if said == labels.words("all_rights_reserved") else said

    def _final(self, found: Sequence[Block] | None, seen: Curriculum | None, reader: UnitReader) -> Any:
        labels, before = reader.labels, self.before.final_assessment if self.before else None
        if found is None:
            return before if seen and not seen.final_assessment else None
        if seen and seen.final_assessment:
            written = Writer(labels.words, reader.edition).questions(seen.final_assessment, level=3)
            if said(blocks("\n\n".join(written))) == said(found):
                return before
        read = read_quiz(found, labels, before)
        reader.problems.extend(f"{labels.words('final_assessment')}, {problem}" for problem in read.problems)
        return read.quiz

    def _image(self, alt: str, caption: str, address: str) -> Mapping[str, Any] | None:
        data = self.pictures.get(address.removeprefix("picture:"))
        if data is None:
            return None
        name = f"picture-{address.removeprefix('picture:')}"
        file = f"{name}.{inspected(data).ending}"
        self.used[file] = data
        return {"id": name, "file": file, "alt": alt, "caption": caption}

    def _made(self, values: dict[str, Any], name: str, labels: Labels, problems: list[str]) -> ReadCourse:
        if not values["units"]:
            msg = "it has no unit: each begins with a heading such as “## Unit 1: The Water Cycle”"
            raise Damaged(msg)
        if self.before:
            kept = {key: value for key, value in dict(self.before).items() if key not in values}
        else:
            kept = {"id": name, "provenance": _provenance(self.found, labels)}
        try:
            made = Curriculum.model_validate(kept | values)
        except ValidationError as error:
            msg = f"it is not a whole curriculum: {explain(error)}"
            raise Damaged(msg) from None
        if self.before:
            made = edited(self.before, made)
        return ReadCourse(made, self.used, tuple(problems), known=self.before is not None)


def _apart(units: list[Any]) -> list[Any]:
    """Units under ids that differ: one that was copied in the document is a unit of its own."""
    ids: set[str] = set()
    apart = []
    for at, unit in enumerate(units, 1):
        name = unit.id if unit.id not in ids else f"unit-{at}-{len(ids)}"
        ids.add(name)
        apart.append(unit if name == unit.id else unit.model_copy(update={"id": name}))
    return apart


def _same_prose(now: str, before: str) -> bool:
    return source_of(blocks(prose(before))) == now


def _provenance(found: Sequence[Block], labels: Labels) -> Provenance:
    """What the imprint says of who wrote it, and when."""
    pattern = labels.pattern("written_by", author="[^\n]{1,200}?", date="[0-9]{4}-[0-9]{2}-[0-9]{2}")
    read = next((read for block in reversed(found) if (read := re.match(pattern, block.text))), None)
    author = read["author"] if read else "unknown"
    try:
        created = datetime.fromisoformat(read["date"]).replace(tzinfo=UTC) if read else utc_now()
    except ValueError:
        created = utc_now()
    return Provenance(
        author="bank" if author == labels.words("built_in") else author,
        author_version="Markdown",
        package_version=package_version(),
        created=created,
    )
