"""Curricula as the bank writes them, each made once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from curriculum_widgets.authors import open_author
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Request
from curriculum_widgets.generation import generate, submit
from curriculum_widgets.settings import Settings


@cache
def demo(subject: str = "Science", grade: int = 4, style: str = "Standard") -> Curriculum:
    """Two units with all that they can have."""
    request = Request(subject=subject, grade=f"Grade {grade}", style=style, topic_count=2, richness=5)
    author, created = open_author(request, Settings()), datetime(2026, 1, 2, tzinfo=UTC)
    return submit(generate(request, author, curriculum_id="demo", created=created)).result()
