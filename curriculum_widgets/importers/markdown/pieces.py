"""The sections of a unit read back, each from its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, get_args

from curriculum_widgets.documents.text import fold, slug
from curriculum_widgets.documents.unit import Grouping, Level, ResourceKind, Unit
from curriculum_widgets.importers.markdown.blocks import (
    Block,
    blocks,
    items,
    labelled,
    rows,
    sections,
    source_of,
    text_of,
)
from curriculum_widgets.importers.markdown.labels import Labels
from curriculum_widgets.importers.questions import free_id

Values = dict[str, Any]
_TERM = re.compile(r"\*\*(.+?)[:：]\*\*\s*(.*)", re.DOTALL)
_LINKED = re.compile(
    r"(?:\[(?P<title>(?:\\.|[^\]\\])*)\]\(<?(?P<url>[^\s>)]*)>?\)|\*(?P<plain>(?:\\.|[^*\\])+)\*)"
    r"(?:\s+\((?P<about>[^()]*(?:\([^()]*\)[^()]*)*)\))?(?:\.\s+(?P<why>.*))?",
    re.DOTALL,
)
_MINUTES = r"\d{1,3}"


def _listed(found: Iterable[Block]) -> list[str]:
    return [item for block in found if block.kind in ("bullets", "numbers") for item in items(block)]


def prose(found: Sequence[Block], labels: Labels, before: Unit | None) -> str:
    """Some sentences."""
    del labels, before
    return source_of(found)


def lines(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[str]:
    """A list of plain lines."""
    del labels, before
    return [text_of(item) for item in _listed(found)]


def objectives(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[Values]:
    """Objectives, under the ids that they had: those of the same words, else of the same place."""
    texts = lines(found, labels, before)
    old = before.objectives if before else ()
    return _with_ids(texts, [(one.text, one.id) for one in old], "text")


def _with_ids(texts: list[str], old: list[tuple[str, str]], name: str) -> list[Values]:
    by_text = {fold(text): key for text, key in old}
    taken: set[str] = {by_text[fold(text)] for text in texts if fold(text) in by_text}
    made = []
    for at, text in enumerate(texts):
        key = by_text.get(fold(text), "")
        if not key:
            there = old[at][1] if len(old) == len(texts) else ""
            key = there if there and there not in taken else free_id(slug(text, at_most=40), taken)
            taken.add(key)
        made.append({"id": key, name: text})
    return made


def vocabulary(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[Values]:
    """Words and their meanings."""
    del labels
    ideas = {fold(term.term): term.idea for term in before.vocabulary} if before else {}
    made = []
    for item in _listed(found):
        read = _TERM.fullmatch(item)
        term, definition = (text_of(read[1]), read[2]) if read else (text_of(item), "")
        made.append({"term": term, "definition": definition, "idea": ideas.get(fold(term))})
    return made


def activity(title: str, found: Sequence[Block], labels: Labels, before: Unit | None) -> Values:
    """An activity.

    Args:
        title: Behind its heading.
        found: Below it.
        labels: Of the document.
        before: The unit as the library has it.

    Returns:
        The fields of an activity.
    """
    words = labels.words
    old = before.activity if before else None
    names = ("materials", "steps", "safety", "expected", "support", "challenge", "access")
    said = labelled([_bold(block) for block in found], [words(name) for name in names])
    facts = blocks(said.get("", ""))
    values: Values = {"title": title, "in_lesson": any(block.text == words("in_lesson") for block in facts)}
    groupings = "|".join(re.escape(words(name)) for name in get_args(Grouping))
    fact = labels.pattern("minutes", count=_MINUTES)
    read = re.fullmatch(rf"(?P<grouping>{groupings}),? (?:· )?{fact}", facts[0].text) if facts else None
    values["grouping"] = labels.key(read["grouping"], get_args(Grouping)) if read else old and old.grouping
    values["minutes"] = int(read["count"]) if read else old and old.minutes
    if values["in_lesson"] and old:  # neither its materials nor its steps are in the document
        values |= {"materials": old.materials, "steps": old.steps, "safety": old.safety}
    else:
        values["materials"] = [
            _material(text_of(item), labels) for item in _listed(blocks(said.get(words("materials"), "")))
        ]
        values["steps"] = _listed(blocks(said.get(words("steps"), "")))
        values["safety"] = said.get(words("safety"), "")
    values["expected"] = said.get(words("expected"), "")
    values["adaptations"] = {name: said.get(words(name), "") for name in ("support", "challenge", "access")}
    return values


def _bold(block: Block) -> Block:
    """A bold word alone in its line as the label that it is."""
    found = re.fullmatch(r"\*\*(.+?)\*\*", block.source) if block.kind == "paragraph" else None
    return Block(block.kind, f"**{found[1]}:**", "") if found and not found[1].endswith(":") else block


def _material(text: str, labels: Labels) -> Values:
    name, _, other = text.partition(" – ")
    substitute = labels.find("or_else", other, thing=".+") if other else None
    if other and not substitute:
        name = text
    found = re.fullmatch(r"(.+?) \(([^()]+)\)", name)
    return {
        "name": found[1] if found else name,
        "quantity": found[2] if found else "",
        "substitute": substitute["thing"] if substitute else "",
    }


def practice(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[Values]:
    """Problems with their levels and solutions; where the document has none, those that the library has."""
    old = before.practice if before else ()
    listed = _listed(found)
    made: list[Values] = []
    for at, item in enumerate(listed):
        inside = blocks(item)
        level = next((key for block in inside if (key := _level(block, labels))), "")
        said = labelled([block for block in inside if not _level(block, labels)], [labels.words("solution")])
        prompt = said.get("", "")
        known = next((one for one in old if fold(text_of(one.prompt)) == fold(text_of(prompt))), None)
        known = known or (old[at] if len(old) == len(listed) else None)
        made.append(
            {
                "id": known.id if known else f"p{at + 1}",
                "level": level or (known.level if known else "core"),
                "prompt": prompt,
                "solution": said.get(labels.words("solution")) or (known.solution if known else ""),
                "idea": known.idea if known else None,
            }
        )
    return made


def _level(block: Block, labels: Labels) -> str:
    if block.kind == "paragraph" and re.fullmatch(r"[*_][^*_]+[*_]", block.source):
        return labels.key(block.text, get_args(Level))
    return ""


def exit_ticket(found: Sequence[Block], labels: Labels, before: Unit | None) -> Values:
    """The last question; its answer from the library where the document has none."""
    words, old = labels.words, before.exit_ticket if before else None
    said = labelled(found, [words("answer"), words("look_for")])
    answered = words("answer") in said
    return {
        "prompt": said.get("", ""),
        "answer": said.get(words("answer")) or (old.answer if old else ""),
        "look_for": said.get(words("look_for"), "") if answered or not old else old.look_for,
    }


def resources(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[Values]:
    """What to read next."""
    del before
    made = []
    for item in _listed(found):
        read = _LINKED.fullmatch(item.strip())
        if not read:
            made.append({"kind": "book", "title": text_of(item)})
            continue
        by, _, kind = text_of(read["about"] or "").rpartition(", ")
        key = labels.key(kind, get_args(ResourceKind))
        made.append(
            {
                "kind": key or ("website" if read["url"] else "book"),
                "title": text_of(read["title"] or read["plain"]),
                "by": by if key else ", ".join(filter(None, (by, kind))),
                "url": read["url"] or "",
                "why": text_of(read["why"] or ""),
            }
        )
    return made


def misconceptions(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[Values]:
    """Beliefs with why, truth and response."""
    old, words = before.misconceptions if before else (), labels.words
    names = ("belief", "why", "truth", "response")
    made = []
    for item in _listed(found):
        said = labelled(blocks(item), [words(name) for name in names])
        made.append({name: said.get(words(name), "") for name in names})
    known = [(one.belief, one.id) for one in old]
    ids = _with_ids([one["belief"] for one in made], known, "belief")
    ideas = {one.id: one.idea for one in old}
    return [one | {"id": key["id"], "idea": ideas.get(key["id"])} for one, key in zip(made, ids, strict=True)]


def teacher_plan(found: Sequence[Block], labels: Labels, before: Unit | None) -> Values:
    """The page that leads through the lesson."""
    del before
    words = labels.words
    said = labelled(
        [_bold(block) for block in found if block.kind != "table"], [words("preparation"), words("if_stuck")]
    )
    values: Values = {
        "preparation": [text_of(item) for item in _listed(blocks(said.get(words("preparation"), "")))],
        "if_stuck": said.get(words("if_stuck"), ""),
        "steps": [],
        "prompts": [],
    }
    for block in found:
        head, *body = rows(block) if block.kind == "table" else [[]]
        if head == [words("time"), words("steps")]:
            for time, do in body:
                read = labels.find("minutes", time, count=_MINUTES) or re.fullmatch(
                    rf"(?P<count>{_MINUTES})\D*", time
                )
                values["steps"].append({"minutes": int(read["count"]) if read else 0, "do": do})
        elif head == [words("ask"), words("listen_for")]:
            values["prompts"] += [{"ask": ask, "listen_for": listen} for ask, listen in body]
    return values


def rubric(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[Values]:
    """The rows of a rubric; each names its objective by its words."""
    del labels
    ids = {fold(one.text): one.id for one in before.objectives} if before else {}
    names = ("beginning", "developing", "secure", "extending")
    made = []
    for block in found:
        for first, *cells in rows(block)[1:] if block.kind == "table" else ():
            made.append(
                {
                    "objective": ids.get(fold(first), slug(first, at_most=40)),
                    **dict(zip(names, cells, strict=True)),
                }
            )
    return made


def variants(found: Sequence[Block], labels: Labels, before: Unit | None) -> list[Values]:
    """Each idea said more simply, and one step beyond it."""
    del before
    words = labels.words
    made = []
    for heading, below in sections(found, 4):
        if heading is None:
            continue
        said = labelled(below, [words("support"), words("challenge")])
        made.append(
            {
                "idea": heading.text,
                "support": said.get(words("support"), ""),
                "challenge": said.get(words("challenge"), ""),
            }
        )
    return made


def minutes(text: str, labels: Labels) -> Values | None:
    """How long each section takes, of a line such as `45 min (Lesson 20 min, Quiz 10 min)`."""
    made: Values = {}
    for name in ("lesson", "activity", "practice", "quiz"):
        pattern = rf"{re.escape(labels.words(name))} {labels.pattern('minutes', count=_MINUTES)}"
        read = re.search(pattern, text)
        if read:
            made[name] = int(read["count"])
    return made or None
