"""What is measured with: many Requests that differ, all of them in the bank."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from curriculum_widgets.authors import open_author
from curriculum_widgets.authors.styles import SHAPES
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Request
from curriculum_widgets.generation import generate, submit
from curriculum_widgets.settings import Settings

_SUBJECTS = ("Science", "Mathematics", "Computer Science")
_CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def requests(count: int, **fields: object) -> list[Request]:
    """So many different Requests, in an order that makes each part of the list a fair sample of the whole.

    Args:
        count: How many.
        **fields: Further fields of each.

    Returns:
        The same ones at each call.
    """
    all_of_them = list(product(_SUBJECTS, range(3, 9), SHAPES, range(6)))
    random.Random(0).shuffle(all_of_them)
    return [
        Request.model_validate(
            {"subject": subject, "grade": f"Grade {grade}", "style": style, "richness": richness} | fields
        )
        for subject, grade, style, richness in all_of_them[:count]
    ]


def curriculum(request: Request) -> Curriculum:
    """Only the generation of a Request: no batch, no checkpoints, no library."""
    author = open_author(request, Settings())
    return submit(generate(request, author, curriculum_id="bench", created=_CREATED)).result()


def folder() -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk, gone when the `with` ends."""
    return tempfile.TemporaryDirectory(prefix="curriculum-bench-", ignore_cleanup_errors=True)


def folder_in_memory() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where the system has one, so that a disk that others use does not blur what grows."""
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() else None
    return tempfile.TemporaryDirectory(prefix="curriculum-bench-", dir=where, ignore_cleanup_errors=True)
