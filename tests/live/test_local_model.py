"""A true language model, small and on this machine: what comes has the right form, as it comes, at a known price. Its facts are poor."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from curriculum_widgets.authors import open_author
from curriculum_widgets.authors.author import Brief
from curriculum_widgets.authors.parts import LESSON, OUTLINE, UNIT_PARTS, LessonPart, Outline, UnitPlan
from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.documents.request import Include, Request
from curriculum_widgets.errors import PartFailed
from curriculum_widgets.generation import submit
from curriculum_widgets.pricing.ledger import Account
from curriculum_widgets.settings import Settings

pytestmark = [pytest.mark.live, pytest.mark.timeout(600)]

HERE = Path(__file__)
PYTHON = HERE.parents[2] / ".venv-live" / "bin" / "python"
PLAN = UnitPlan(
    id="rain", title="Rain", topic="Rain", objectives=({"id": "o1", "text": "I can explain rain."},)
)
PLANNED = Outline(title="Weather", overview="Where rain comes from.", units=(PLAN,))
TEXT = (
    "The sun warms water. The water rises as vapour. Up high it cools and becomes drops. The drops fall as rain. "
    * 4
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    command = [PYTHON, HERE.with_name("local_model.py")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        yield next(line for line in server.stdout if line.startswith("http")).strip()
        assert server.stdin
        server.stdin.close()


@pytest.fixture
def request_(url: str) -> Request:
    nothing_else = Include.model_validate(dict.fromkeys(Include.model_fields, False))
    return Request(
        subject="Science", grade="Grade 4", topic_count=1, richness=0, include=nothing_else, author="openai:smollm2", base_url=url
    )  # fmt: skip


def write(request: Request, name: str, **more: Any) -> tuple[Future[Any], Account]:
    """Has the author write a Part, again with the reason when it failed, as generation does."""
    part = {part.name: part for part in (OUTLINE, *UNIT_PARTS)}[name]
    account = Account()

    async def run() -> Any:
        author, failure = open_author(request, Settings()), ""
        try:
            for attempt in range(1 + Settings().retries):
                brief = Brief(request=request, account=account, attempt=attempt, failure=failure, **more)
                try:
                    return (await author.write(part, brief)).value
                except (PartFailed, ValidationError) as error:
                    failure = str(error)
            raise PartFailed(failure)
        finally:
            await author.aclose()

    return submit(run()), account


def test_an_outline_has_its_form_and_its_tokens_are_counted(request_: Request) -> None:
    future, account = write(request_, "outline")
    outline = future.result(timeout=300)
    assert isinstance(outline, Outline)
    assert len(outline.units) == 1
    assert outline.units[0].objectives
    assert account.usage.calls >= 1
    assert account.usage.input_tokens > 100
    assert account.usage.output_tokens > 20
    assert account.usage.cost is None  # unknown, which is not free


def test_key_points_are_written_from_a_lesson(request_: Request) -> None:
    more = {"outline": PLANNED, "unit": PLAN, "written": {"lesson": LessonPart(lesson=TEXT)}}
    future, account = write(request_, "key-points", **more)
    assert future.result(timeout=300).key_points
    assert account.usage.output_tokens > 10


def test_a_lesson_comes_as_a_stream_and_can_be_cancelled(request_: Request, url: str) -> None:
    heard: list[str] = []
    enough = threading.Event()

    def hear(text: str) -> None:
        heard.append(text)
        if len(heard) > 5:
            enough.set()

    future, _ = write(request_, LESSON.name, outline=PLANNED, unit=PLAN, on_text=hear)
    assert enough.wait(120)
    assert all(longer.startswith(shorter) for shorter, longer in pairwise(heard))
    future.cancel()
    answered = threading.Event()
    # The server has one place: it answers somebody else only because the socket was closed and it stopped writing.
    again, _ = write(request_, LESSON.name, outline=PLANNED, unit=PLAN, on_text=lambda _: answered.set())
    assert answered.wait(60)
    again.cancel()


def test_a_batch_that_was_cancelled_goes_on_with_what_it_has(
    manager: BatchManager, request_: Request
) -> None:
    batch = manager.create_custom_batch([request_])
    folder = manager.workspace.batches / batch.id
    manager.start_batch(batch.id)
    outlines = folder / "work" / batch.jobs[0].job.id / "course-outline.json"

    def outlined(_: object) -> None:
        if outlines.exists():
            manager.cancel_batch(batch.id)

    assert (
        manager.wait(batch.id, on_change=outlined, interval=0.1, timeout=300).status is BatchState.CANCELLED
    )
    kept = outlines.read_bytes()
    before = manager.get_batch_status(batch.id).jobs[0].detail.usage.calls
    manager.start_batch(batch.id)
    view = manager.wait(batch.id, timeout=500)
    assert view.jobs[0].status in (JobState.COMPLETED, JobState.PARTIAL), view.jobs[0].detail.error
    assert before >= 1
    [course] = [manager.library.load(entry.id) for entry in manager.library.list()]
    assert course.units[0].lesson
    assert course.title in kept.decode()
