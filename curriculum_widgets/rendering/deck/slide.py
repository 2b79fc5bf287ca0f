"""What a deck is made of, before any program's file format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from curriculum_widgets.rendering.deck.rich import Text
from curriculum_widgets.rendering.figures import Figure

Tone = Literal["plain", "lead", "muted", "right", "care", "code"]
Kind = Literal["cover", "unit", "text", "ask", "columns", "beside", "picture", "table"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of thought.

    Args:
        text: What it says.
        marker: What stands before it: a bullet, a number, a letter.
        tone: How it is said.
    """

    text: Text
    marker: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Some rows under their heads."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide, whose texts fit their boxes of the stage.

    Args:
        kind: How it is laid out.
        title: Its heading.
        title_size: How large the heading is, in pixels of the stage.
        eyebrow: Where in the course it stands.
        body: Its text.
        size: How large that is, in pixels of the stage.
        second: The text of the other column.
        figure: Its picture.
        caption: What is said under the picture.
        table: Its table.
        notes: What its speaker says or needs, paragraph by paragraph.
    """

    kind: Kind
    title: Text
    title_size: int
    eyebrow: str = ""
    body: tuple[Paragraph, ...] = ()
    size: int = 0
    second: tuple[Paragraph, ...] = ()
    figure: Figure | None = None
    caption: Text = ()
    table: Table | None = None
    notes: tuple[str, ...] = field(default=())
