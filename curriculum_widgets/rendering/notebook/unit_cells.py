"""One Unit as cells."""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from curriculum_widgets.documents.figures import Chart, Image
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.documents.text import ended
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.rendering.chart import chart_svg, svg_png, vega_lite
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.figures import Numbered, chart_table
from curriculum_widgets.rendering.markdown_text import plain, table
from curriculum_widgets.rendering.markdown_unit import Writer
from curriculum_widgets.rendering.media import shown
from curriculum_widgets.rendering.notebook.cells import Cell
from curriculum_widgets.rendering.notebook.code_to_try import stretches
from curriculum_widgets.rendering.notebook.helper import as_html
from curriculum_widgets.rendering.notebook.inert import inert, inert_html
from curriculum_widgets.rendering.notebook.quiz_data import quiz_data
from curriculum_widgets.rendering.notebook.right_to_left import right_to_left
from curriculum_widgets.rendering.quizzes import NamedQuiz
from curriculum_widgets.rendering.svg import plain_svg

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
_SCALE = 1.2  # pixels of an attached picture for one of the drawing; notebooks show each of them
_TO_TRY = {
    "Mathematics": (
        "try_numbers",
        "from fractions import Fraction\n\nprint(12 * 3 + 4)\nprint(Fraction(1, 2) + Fraction(1, 4))",
    ),
    "Computer Science": (
        "try_code",
        'for number in range(1, 4):\n    print(number, "times 7 is", number * 7)',
    ),
}


@dataclass(frozen=True)
class CellWriter(Writer):
    """Writes the pieces of a curriculum as cells; pictures stand beside the text, which names them.

    Args:
        beside: The folder where pictures are files; they are attached to their cells when there is none.
        subject: The curriculum's, which says what there is to try.
        wrapped: Whether each cell says itself that it is written from right to left.
        pictures_made: The bytes of pictures, by their names.
        cells_made: The cells that stand between texts, by their marks.
    """

    beside: str = ""
    subject: str = ""
    wrapped: bool = False
    pictures_made: dict[str, bytes] = field(default_factory=dict)
    cells_made: dict[str, Cell] = field(default_factory=dict)

    def unit_cells(self, unit: Unit, number: int, quiz: NamedQuiz | None) -> Iterator[Cell]:
        """One unit.

        Args:
            unit: As its readers see it.
            number: From 1.
            quiz: With its keys, for notebooks that mark it.

        Yields:
            Its cells.
        """
        quiz_heading, practice = f"### {self.words('quiz')}", False
        for section in _sections(self.unit(unit, number)):
            if section.startswith(quiz_heading):
                yield from self._to_try()
                practice = True
            yield from self.cells(section)
            if quiz and section.startswith(quiz_heading) and self.edition is Edition.STUDENT:
                yield self.quiz_cell(quiz, str(number))
        if not practice:
            yield from self._to_try()

    def cells(self, markdown: str) -> Iterator[Cell]:
        """A text as cells, of which some run.

        Args:
            markdown: One or more blocks.

        Yields:
            Markdown, charts and code.
        """
        marks = "|".join(map(re.escape, self.cells_made)) or r"(?!)"
        for text in re.split(rf"^({marks})$", markdown, flags=re.MULTILINE):
            if text in self.cells_made:
                yield self.cells_made[text]
                continue
            for stretch in stretches(text):
                if stretch.code:
                    yield Cell(stretch.text, code=True)
                elif stretch.text.strip():
                    yield self.text(stretch.text.strip())

    def text(self, markdown: str) -> Cell:
        """A cell to read, with the pictures that it names."""
        safe = inert_html(right_to_left(markdown, self.words.code)) if self.wrapped else inert(markdown)
        named = re.findall(r"""attachment:([a-z0-9.-]+)[")]""", safe)
        return Cell(
            safe, attachments={name: self.pictures_made[name] for name in named if name in self.pictures_made}
        )

    def title(self, unit: Unit, number: int) -> str:
        """A unit's heading, to which notebooks themselves make a link."""
        return f"## {self.words('unit', number=number)}: {plain(unit.title)}"

    def questions(self, quiz: Quiz, *, level: int) -> list[str]:
        """A quiz for teachers; that of students is a cell of its own."""
        return super().questions(quiz, level=level) if self.edition is Edition.TEACHER else []

    def quiz_cell(self, quiz: NamedQuiz, name: str) -> Cell:
        """A cell that asks the questions and marks the answers, and shows the questions before it is run."""
        data, words = quiz_data(quiz, self.words), self.words
        asked = "<br>".join(as_html(f"{name}.{n}", question) for n, question in enumerate(data, 1))
        hint = (
            "" if self.beside else f"<p><em>{words('run_cell')}</em></p>"
        )  # no cell is seen in a built book
        html = hint + asked
        said = {
            "text/html": right_to_left(html, words.code) if words.direction == "rtl" else html,
            "text/plain": words("quiz"),
        }
        return Cell(
            f'# {words("quiz")} {name}\nquiz("{name}", "{packed(data)}")',
            code=True,
            shows=(said,),
            tags=("remove-input",),
            hidden=True,
        )

    def figure(self, one: Numbered) -> str:
        """A figure with its caption; a chart is drawn by a cell of its own, with its numbers below."""
        figure, label = one.figure, self.words("figure", number=one.number)
        if isinstance(figure, Image):
            return self._photo(figure, label, one.number)
        caption = f"**{label}: {plain(figure.title)}**"
        if not isinstance(figure, Chart):
            svg = diagram_svg(figure)
            name = self._kept(
                one.number, plain_svg(svg).encode() if self.beside else svg_png(svg, scale=_SCALE)
            )
            return f"![{plain(figure.alt)}]({name})\n\n{caption}"
        mark = f"chart {secrets.token_hex(16)}"  # which no author can write
        self.cells_made[mark] = _chart_cell(figure, label)
        blocks = [mark, caption, f"*{plain(figure.alt)}*", table(*chart_table(figure))]
        blocks.append(f"{self.words('source')}: {plain(figure.source)}")
        if figure.question:
            blocks.append(f"**{self.words('find_out')}:** {plain(figure.question)}")
        return "\n\n".join(blocks)

    def _photo(self, image: Image, label: str, number: str) -> str:
        seen = shown(image, self.media)
        if not seen:
            return self._image(image, label)
        name = self._kept(number, seen.data, _ENDINGS.get(seen.picture.media_type, ".png"))
        about = plain(" · ".join(filter(None, (image.caption, image.credit))))
        return f"![{plain(image.alt)}]({name})\n\n{f'**{label}.** {about}'.strip()}"

    def _kept(self, number: str, data: bytes, ending: str = "") -> str:
        """Where a picture is, as the text names it."""
        name = f"figure-{number.replace('.', '-')}{ending or ('.svg' if self.beside else '.png')}"
        self.pictures_made[name] = data
        return f"{self.beside}/{name}" if self.beside else f"attachment:{name}"

    def _to_try(self) -> Iterator[Cell]:
        if self.subject in _TO_TRY:
            label, code = _TO_TRY[self.subject]
            yield self.text(f"*{plain(self.words(label))}*")
            yield Cell(code, code=True)


def packed(values: Any) -> str:
    """Values as the notebook's helper opens them: not to be read by accident."""
    return base64.b64encode(json.dumps(values).encode()).decode()


def _chart_cell(chart: Chart, label: str) -> Cell:
    said = f"{ended(chart.title)} {' '.join(chart.alt.split())}"
    bundle: Mapping[str, Any] = {
        "application/vnd.vegalite.v5+json": vega_lite(chart),
        "image/svg+xml": plain_svg(chart_svg(chart)),
        "text/plain": said,
    }
    source = f'# {label}\nchart("{packed(bundle)}")'
    return Cell(source, code=True, shows=(bundle,), tags=("remove-input",), hidden=True)


def _sections(blocks: Sequence[str]) -> Iterator[str]:
    """The blocks that stand under one heading, together."""
    together: list[str] = []
    for block in filter(None, blocks):
        if block.startswith("### ") and together:
            yield "\n\n".join(together)
            together = []
        together.append(block)
    if together:
        yield "\n\n".join(together)
