"""Cells of a notebook, and a notebook of them, as nbformat 4.5 has it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.words import Words, author_name

_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


@dataclass(frozen=True)
class Cell:
    """One cell.

    Args:
        source: Its text.
        code: Whether it runs; else it is Markdown.
        shows: What it shows before it is run, each by its media types.
        tags: What tools should know of it.
        hidden: Whether only what it shows is seen.
        attachments: Pictures that its Markdown names, by their names.
    """

    source: str
    code: bool = False
    shows: tuple[Mapping[str, Any], ...] = ()
    tags: tuple[str, ...] = ()
    hidden: bool = False
    attachments: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    """Some cells under a heading, or all of a notebook.

    Args:
        name: What its file is called, without an ending; the ids of its cells begin with it.
        title: Its heading's words.
        cells: What it holds.
    """

    name: str
    title: str
    cells: tuple[Cell, ...]


def notebook(chapter: Chapter, curriculum: Curriculum, words: Words, edition: Edition) -> bytes:
    """A notebook's file.

    Args:
        chapter: What it holds.
        curriculum: Where it comes from.
        words: The labels' language.
        edition: Who reads it.

    Returns:
        JSON, the same for equal cells.
    """
    about = {
        "title": chapter.title,
        "authors": [{"name": author_name(curriculum, words)}],
        "language": words.code,
        "curriculum": {
            "id": curriculum.id,
            "title": curriculum.title,
            "edition": str(edition),
            "subject": curriculum.request.subject,
            "grade": curriculum.request.grade,
            "created": f"{curriculum.provenance.created:%Y-%m-%d}",
        },
    }
    made = {
        "cells": [_cell(cell, f"{chapter.name}-{number}") for number, cell in enumerate(chapter.cells, 1)],
        "metadata": {**_KERNEL, **about},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _cell(cell: Cell, name: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {"tags": list(cell.tags)} if cell.tags else {}
    if cell.hidden:
        metadata["jupyter"] = {"source_hidden": True}
    made: dict[str, Any] = {"id": name, "metadata": metadata, "source": cell.source.splitlines(keepends=True)}
    if cell.code:
        outputs = [{"output_type": "display_data", "data": dict(one), "metadata": {}} for one in cell.shows]
        return {**made, "cell_type": "code", "execution_count": None, "outputs": outputs}
    if cell.attachments:
        made["attachments"] = {
            file: {_media_type(file): base64.b64encode(data).decode()}
            for file, data in cell.attachments.items()
        }
    return {**made, "cell_type": "markdown"}


def _media_type(file: str) -> str:
    return _TYPES[file[file.rindex(".") :]]
