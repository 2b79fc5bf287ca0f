from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from model_server import ModelServer, serving
from pydantic_ai import models

from curriculum_widgets.authors import open_author
from curriculum_widgets.authors.author import Brief
from curriculum_widgets.authors.parts import LESSON, UNIT_PARTS, LessonPart, Outline, Part, UnitPlan
from curriculum_widgets.batch.manager import BatchManager
from curriculum_widgets.documents.request import Request
from curriculum_widgets.generation import submit
from curriculum_widgets.pricing.ledger import Account
from curriculum_widgets.settings import Settings

models.ALLOW_MODEL_REQUESTS = False


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as state:
        yield state


PLAN = UnitPlan(
    id="orbits", title="Orbits", topic="Orbits", objectives=({"id": "o1", "text": "I can explain an orbit."},)
)
OUTLINE = Outline(title="Planets", overview="Orbits.", units=(PLAN,))


def part_named(name: str) -> Part:
    return next(part for part in UNIT_PARTS if part.name == name)


@pytest.fixture
def ask(server: ModelServer) -> Callable[..., Any]:
    """Has the author write one Part, as generation would."""

    def written(name: str, *, lesson: str = "A star pulls its planets.", **more: Any) -> Any:
        settings = dataclasses.replace(Settings(patience=5.0), **more.pop("settings", {}))
        fields = {"subject": "Science", "grade": "Grade 4", "author": "openai:tiny", "base_url": server.url}
        request = Request(**(fields | more.pop("request", {})))
        part = part_named(name) if name != "lesson" else LESSON
        account = more.pop("account", Account())
        brief = Brief(
            request=request, outline=OUTLINE, unit=PLAN, written={"lesson": LessonPart(lesson=lesson)}, account=account, **more
        )  # fmt: skip

        async def run() -> Any:
            author = open_author(request, settings)
            try:
                return await author.write(part, brief)
            finally:
                await author.aclose()

        return submit(run()).result(timeout=60)

    return written


@pytest.fixture
def make(server: ModelServer, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Makes a batch with the server's model, and waits for its end."""

    def made(
        *,
        grades: tuple[int, ...] = (4,),
        environ: dict[str, str] | None = None,
        batch: dict[str, Any] | None = None,
        **fields: Any,
    ) -> Any:
        for name, value in (environ or {}).items():
            monkeypatch.setenv(name, value)
        manager = BatchManager(workspace)
        rows = [
            {"subject": "Science", "grade": str(grade), "topic_count": 1, "author": "openai:tiny", "base_url": server.url, **fields}
            for grade in grades
        ]  # fmt: skip
        planned = manager.create_custom_batch(rows, **(batch or {}))
        manager.start_batch(planned.id)
        return manager.wait(planned.id)

    return made
