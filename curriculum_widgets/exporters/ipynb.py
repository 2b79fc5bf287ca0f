"""A Jupyter notebook: lessons to read, charts, code to try, and quizzes that mark themselves in its student edition."""

from __future__ import annotations

from dataclasses import replace

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.notebook.cells import Chapter, notebook
from curriculum_widgets.rendering.notebook.chapters import chapters, contents, helper, imprint, needs_helper
from curriculum_widgets.rendering.notebook.unit_cells import CellWriter
from curriculum_widgets.rendering.words import words_for

_STYLE = """<style>
.celltag_remove-cell, .celltag_remove-input .jp-Cell-inputWrapper { display: none }
</style>"""
"""Hides on `nbconvert`'s pages the code that notebooks hide themselves; notebooks leave it out."""


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Writes one notebook of the whole."""
    words = words_for(curriculum)
    (first, *others), _ = chapters(curriculum, edition, media)
    cells = [cell for chapter in others for cell in chapter.cells]
    wrapped = words.direction == "rtl"
    listed = CellWriter(words, edition, wrapped=wrapped).text(contents(tuple(others), words))
    listed = replace(listed, source=f"{listed.source}\n\n{_STYLE}")
    last = imprint(seen_by(curriculum, edition), words, wrapped=wrapped)
    helpers = [helper(words)] if needs_helper(tuple(cells)) else []
    made = Chapter("cell", curriculum.title, (*first.cells, listed, *helpers, *cells, last))
    return notebook(made, curriculum, words, edition)


EXPORTER = Exporter(
    label="Jupyter notebook",
    suffix=".ipynb",
    media_type="application/x-ipynb+json",
    keys="self-checking",
    render=render,
    about="Opens in JupyterLab, VS Code or Colab.",
)
