"""Figures in a document: found by their captions, and put back as the places that a lesson's text has for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curriculum_widgets.importers.markdown.blocks import Block, lead
from curriculum_widgets.importers.markdown.labels import Labels


@dataclass(frozen=True, slots=True)
class Found:
    """A figure of the document.

    Args:
        number: Such as `1.2`.
        blocks: All that belongs to it.
    """

    number: str
    blocks: tuple[Block, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """What it says, without the picture itself."""
        return tuple(block.source for block in self.blocks if not _is_picture(block))

    @property
    def picture(self) -> re.Match[str] | None:
        """The picture that is a file, with its words and its name."""
        return next(filter(None, (_PICTURE.fullmatch(block.source) for block in self.blocks)), None)


_PICTURE = re.compile(r"!\[(?P<alt>.*)\]\((?P<file>picture:[0-9a-f]+|\S+)\)", re.DOTALL)


def _is_picture(block: Block) -> bool:
    return block.source.startswith("<figure>") or bool(_PICTURE.fullmatch(block.source))


def with_places(
    found: Sequence[Block], labels: Labels, ids: Mapping[str, str]
) -> tuple[list[Block], list[Found]]:
    """Puts figures back into their places.

    Args:
        found: Blocks of a lesson, or of the figures besides it.
        labels: Of the document.
        ids: The figures that are known, by their numbers.

    Returns:
        The blocks, in which a place stands for each figure that is known, and all figures.
    """
    caption = re.compile(rf"{labels.pattern('figure', number='[0-9.]+?')}(?:: .*|)\.", re.DOTALL)
    blocks: list[Block] = []
    figures: list[Found] = []
    at = 0
    while at < len(found):
        start = at + _is_picture(found[at])
        name = _caption(found[start], caption) if start < len(found) else ""
        if not name:
            if not found[at].source.startswith("<figure>"):
                blocks.append(found[at])
            at += 1
            continue
        end = _end(found, start + 1, labels)
        figures.append(Found(name, tuple(found[at:end])))
        if name in ids:
            blocks.append(Block("paragraph", f"![{_title(found[start])}](figure:{ids[name]})", ""))
        at = end
    return blocks, figures


def _caption(block: Block, pattern: re.Pattern[str]) -> str:
    bold = re.match(r"\*\*(.+?)\*\*(?:\s|$)", block.source, re.DOTALL) if block.kind == "paragraph" else None
    read = pattern.fullmatch(bold[1]) if bold else None
    return read["number"] if read else ""


def _title(block: Block) -> str:
    bold = re.match(r"\*\*[^:]*: (.+?)\.\*\*", block.source, re.DOTALL)
    return bold[1].replace("[", "").replace("]", "") if bold else ""


def _end(found: Sequence[Block], at: int, labels: Labels) -> int:
    """Where a figure ends: behind its numbers, its source and its question."""
    source = re.compile(rf"{re.escape(labels.words('source'))} ?[:：]")
    after = at + 1
    if (
        at < len(found)
        and found[at].kind == "table"
        and after < len(found)
        and source.match(found[after].source)
    ):
        at = after
    if at < len(found) and source.match(found[at].source):
        at += 1
        if at < len(found) and lead(found[at])[0] == labels.words("find_out"):
            at += 1
    return at
