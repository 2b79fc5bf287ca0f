"""A Jupyter Book: a folder of notebooks, one a unit, that both of its generations build into a web site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from curriculum_widgets import yaml
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.rendering.markdown_text import plain
from curriculum_widgets.rendering.markdown_unit import Writer
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.notebook.cells import Cell, Chapter, notebook
from curriculum_widgets.rendering.notebook.chapters import (
    answers,
    chapters,
    helper,
    imprint,
    needs_helper,
    raised,
)
from curriculum_widgets.rendering.words import Words, author_name, words_for

_PICTURES, _STYLE = "pictures", "_static/right-to-left.css"
_RIGHT_TO_LEFT = """\
article, .bd-article, .bd-sidebar-primary, .bd-sidebar-secondary { direction: rtl; text-align: right; }
pre, code, .highlight { direction: ltr; text-align: left; }
"""
_README = """\
# {title}

One notebook a unit, to read in JupyterLab or to build into a web site with [Jupyter Book](https://jupyterbook.org).
In this folder:

    pip install jupyter-book
    jupyter-book build --html     # Jupyter Book 2, by myst.yml
    jupyter-book build .          # Jupyter Book 1 (jupyter-book<2), by _config.yml and _toc.yml

The site shows quizzes as text. To have them answered on it, `pip install jupyterquiz ipykernel`, and let the notebooks run
while it is built: `jupyter-book build --html --execute`, or `execute_notebooks: force` in `_config.yml`.
"""


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Packs the notebooks, their pictures, and what builds them."""
    words, seen = words_for(curriculum), seen_by(curriculum, edition)
    made, pictures = chapters(curriculum, edition, media, beside=_PICTURES)
    last = answers(seen, Writer(words, edition)) if edition is Edition.TEACHER else None
    all_of_them = (*made, last) if last else made
    folder = curriculum.id
    files = {f"{folder}/README.md": _README.format(title=plain(curriculum.title)).encode()}
    files |= {
        f"{folder}/{name}": yaml.dump(values).encode()
        for name, values in _built_by(curriculum, all_of_them, words)
    }
    for chapter in all_of_them:
        alone = replace(chapter, cells=_cells(chapter, seen, words))
        files[f"{folder}/{chapter.name}.ipynb"] = notebook(alone, curriculum, words, edition)
    files |= {f"{folder}/{_PICTURES}/{name}": data for name, data in pictures.items()}
    if words.direction == "rtl":
        files[f"{folder}/{_STYLE}"] = _RIGHT_TO_LEFT.encode()
    return archive(files, curriculum.provenance.created)


def _cells(chapter: Chapter, seen: Curriculum, words: Words) -> tuple[Cell, ...]:
    """The cells of a chapter that is a file of its own."""
    first, *others = chapter.cells
    if chapter.name == "index":
        return (first, *others, imprint(seen, words))
    helpers = [helper(words)] if needs_helper(chapter.cells) else []
    return (raised(first), *helpers, *map(raised, others))


def _built_by(
    curriculum: Curriculum, made: Sequence[Chapter], words: Words
) -> list[tuple[str, Mapping[str, Any]]]:
    """The files by which Jupyter Book 1 and 2 build."""
    author, title = author_name(curriculum, words), curriculum.title
    first, *others = (chapter.name for chapter in made)
    toc = {"format": "jb-book", "root": first, "chapters": [{"file": name} for name in others]}
    config: dict[str, Any] = {
        "title": title,
        "author": author,
        "copyright": f"{curriculum.provenance.created:%Y}",
        "only_build_toc_files": True,
        "execute": {"execute_notebooks": "off"},
        "parse": {"myst_enable_extensions": ["dollarmath"]},
        "sphinx": {
            "config": {"language": words.code, "suppress_warnings": ["mystnb.unknown_mime_type"]}  # Vega-Lite
        },
    }
    project = {
        "title": title,
        "authors": [{"name": author}],
        "date": f"{curriculum.provenance.created:%Y-%m-%d}",
        "toc": [{"file": f"{name}.ipynb"} for name in (first, *others)],
    }
    site: dict[str, Any] = {"template": "book-theme"}
    if words.direction == "rtl":
        site["options"] = {"style": _STYLE}
    myst = {"version": 1, "project": project, "site": site}
    return [("_toc.yml", toc), ("_config.yml", config), ("myst.yml", myst)]


EXPORTER = Exporter(
    label="Jupyter Book",
    suffix=".book.zip",
    media_type="application/zip",
    keys="self-checking",
    render=render,
    about="A folder of notebooks; its README says how to build a web site of it.",
)
