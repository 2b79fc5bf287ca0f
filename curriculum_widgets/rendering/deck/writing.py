"""How slides are begun, continued and titled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from curriculum_widgets.rendering.deck.rich import Run, Text, line, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide, Table
from curriculum_widgets.rendering.deck.stage import (
    ASK,
    BODY,
    SIZES,
    Box,
    paged,
    tabled,
    titled,
)
from curriculum_widgets.rendering.words import Words

_ASKED = (52, 46, 40)
_FEW_WORDS = 120  # characters that a heading may have where a text stands below it


def plain(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Paragraphs as lines of plain text, for notes."""
    return [f"{one.marker} {words(one.text)}".strip() for one in paragraphs]


@dataclass(frozen=True, slots=True)
class Writing:
    """Makes slides whose texts fit, as many as they need.

    Args:
        words: The labels' language.
    """

    words: Words

    def pages(
        self,
        title: Text,
        body: Sequence[Paragraph],
        place: str,
        notes: Iterable[str],
        *,
        box: Box = BODY,
        sizes: Sequence[int] = SIZES,
    ) -> Iterator[Slide]:
        """A text under its heading.

        Args:
            title: The heading; one that no slide holds is cut, and whole in the notes.
            body: The text.
            place: Where in the course it stands.
            notes: For its speaker; on the first slide.
            box: Where the text stands.
            sizes: To choose from for the text.

        Returns:
            One slide, or some that count on.
        """
        notes = tuple(note for note in notes if note) or tuple(plain(body))
        size, pages = paged(body, box, sizes)
        for number, page in enumerate(pages or [()], 1):
            heading, title_size, whole = titled((*title, Run(f" ({number})")) if number > 1 else title)
            said = notes if number == 1 else tuple(plain(page))
            said = said if whole or number > 1 else (words(title), *said)
            yield Slide("text", heading, title_size, place, page, size, notes=said or (words(title),))

    def asking(self, prompt: Sequence[Paragraph], place: str, notes: Iterable[str]) -> Iterator[Slide]:
        """A question that has the slide to itself.

        Args:
            prompt: What is asked.
            place: Where in the course it stands.
            notes: For its speaker.

        Returns:
            One slide, or some where the question is long.
        """
        if len(prompt) == 1 and not prompt[0].marker and prompt[0].tone == "plain":
            title, size, whole = titled(prompt[0].text, ASK, _ASKED)
            if whole:
                yield Slide("ask", title, size, place, notes=tuple(notes) or (words(title),))
                return
        yield from self.headed(prompt, (), place, notes)

    def headed(
        self, prompt: Sequence[Paragraph], body: Sequence[Paragraph], place: str, notes: Iterable[str]
    ) -> Iterator[Slide]:
        """A question over what belongs to it, as its heading where it is short enough.

        Args:
            prompt: What is asked.
            body: What stands below.
            place: Where in the course it stands.
            notes: For its speaker.

        Returns:
            One slide or some.
        """
        if len(prompt) == 1 and not prompt[0].marker and len(words(prompt[0].text)) <= _FEW_WORDS:
            title, _, whole = titled(prompt[0].text)
            if whole and prompt[0].tone == "plain":
                yield from self.pages(title, body, place, notes)
                return
        title = line(place.rsplit(" · ", 1)[-1] if " · " in place else place)
        place = place.rpartition(" · ")[0] or place
        yield from self.pages(title, [*prompt, *body], place, notes)

    def table(self, title: Text, table: Table, place: str, notes: Sequence[str]) -> Iterator[Slide]:
        """A table under its heading; one that is too wide as lines of text.

        Args:
            title: The heading.
            table: All of it.
            place: Where in the course it stands.
            notes: For its speaker.

        Returns:
            One slide or some.
        """
        fitted = tabled(table)
        if fitted is None:
            rows = [
                Paragraph(line("; ".join(f"{words(head)}: {words(cell)}" for head, cell in zip(table.head, row, strict=True))), "•")
                for row in table.rows
            ]  # fmt: skip
            yield from self.pages(title, rows, place, notes)
            return
        size, tables = fitted
        for number, one in enumerate(tables, 1):
            heading, title_size, _ = titled((*title, Run(f" ({number})")) if number > 1 else title)
            said = tuple(notes) or tuple(" | ".join(map(words, row)) for row in (one.head, *one.rows))
            yield Slide("table", heading, title_size, place, size=size, table=one, notes=said)
