"""What goes wrong in a generation, and what it costs: one Part at most."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from runs import CREATED, Counting, idle, request, run

from curriculum_widgets.authors import Brief, Written, open_author
from curriculum_widgets.authors.parts import (
    OUTLINE,
    ChartPart,
    DiagramsPart,
    Outline,
    Part,
)
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.errors import BadRequest, GenerationFailed, PartFailed, WorkspaceError
from curriculum_widgets.generation import Progress, generate, submit
from curriculum_widgets.settings import Settings


class _Misbehaving(Counting):
    """An author whose quizzes come as a test says."""

    def __init__(self, quiz: Callable[[Written], object]) -> None:
        super().__init__()
        self.quiz = quiz

    async def write(self, part: Part, brief: Brief) -> Written:
        written = await self._inner.write(part, brief)
        return self.quiz(written) if part.name == "quiz" else written  # type: ignore[return-value]


def _raise(error: BaseException) -> object:
    raise error


class _Odd(BaseException):
    pass


@pytest.mark.parametrize(
    ("quiz", "reason"),
    [
        (lambda _: None, "stopped with AttributeError"),
        (lambda written: Written(written.value, None), "stopped with AttributeError"),
        (lambda written: Written(written.value, Usage(), None), "stopped with TypeError"),
        (lambda written: Written(type(written.value).model_construct(quiz="x")), "does not fit"),
        (lambda _: _raise(SystemExit(1)), "stopped with SystemExit"),
        (lambda _: _raise(KeyboardInterrupt()), "stopped with KeyboardInterrupt"),
        (lambda _: _raise(_Odd()), "stopped with _Odd"),
        (lambda _: _raise(asyncio.CancelledError()), "cancelled itself"),
        (lambda _: _raise(PartFailed("red \x1b[31m \x00 \udc80 end")), r"red \[31m end"),
    ],
)
def test_whatever_an_author_does_only_that_part_is_missing(
    quiz: Callable[[Written], object], reason: str
) -> None:
    made = run(request(topic_count=1), author=_Misbehaving(quiz))
    assert re.search(reason, made.units[0].missing["quiz"])
    assert set(made.units[0].missing) == {"quiz"}
    assert not run(request(topic_count=1)).is_partial


def test_notes_of_any_kind_become_lines() -> None:
    made = run(
        request(topic_count=1),
        author=_Misbehaving(lambda written: Written(written.value, Usage(), (5, "a\x00b"))),  # type: ignore[arg-type]
    )
    assert {"5", "a b"} <= set(made.provenance.notes)


def test_a_refusal_and_a_full_disk_arrive_as_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadRequest, match="not this one"):
        run(request(), author=_Misbehaving(lambda _: _raise(BadRequest("not this one"))))

    def full(path: Path, *_: object, **__: object) -> None:
        if "lesson" in path.name:
            msg = "the disk is full"
            raise WorkspaceError(msg)

    monkeypatch.setattr("curriculum_widgets.generation.checkpoints.replace", full)
    with pytest.raises(WorkspaceError, match="the disk is full"):
        run(request(), folder=tmp_path)


@pytest.mark.parametrize("fault", ["units", "objectives"])
def test_an_outline_that_names_something_twice_is_refused_before_anything_is_paid(fault: str) -> None:
    class Twice(Counting):
        async def write(self, part: Part, brief: Brief) -> Written:
            outline = (await self._inner.write(OUTLINE, brief)).value
            assert part is OUTLINE
            assert isinstance(outline, Outline)
            if fault == "objectives":
                first = outline.units[0]
                first = first.model_copy(update={"objectives": first.objectives * 2})
                return Written(outline.model_copy(update={"units": (first,)}))
            return Written(outline.model_copy(update={"units": outline.units * 2}))

    with pytest.raises(GenerationFailed, match=f"two {fault}.*have the same id"):
        run(request(), author=Twice())


def test_parts_that_do_not_fit_together_cost_one_part_and_are_written_again(tmp_path: Path) -> None:
    class Clash(Counting):
        async def write(self, part: Part, brief: Brief) -> Written:
            written = await self._inner.write(part, brief)
            if isinstance(written.value, ChartPart) and written.value.chart:
                taken = {"chart": written.value.chart.model_copy(update={"id": self.taken})}
                return Written(written.value.model_copy(update=taken))
            if isinstance(written.value, DiagramsPart):
                self.taken = written.value.diagrams[0].id
            return written

        taken = ""

    plain = run(request(topics=["water-cycle"])).units[0]
    author = Clash()
    author.taken = plain.diagrams[0].id
    made = run(request(topics=["water-cycle"]), author=author, folder=tmp_path)
    assert "two figures of the unit have the same id" in made.units[0].missing["chart"]
    assert made.units[0].diagrams
    assert not (tmp_path / "water-cycle-chart.json").exists()
    assert (tmp_path / "water-cycle-diagrams.json").exists()


async def _exit() -> None:
    raise SystemExit


@pytest.mark.filterwarnings("default")
def test_the_loop_outlives_what_ends_processes() -> None:
    with pytest.raises(SystemExit):
        submit(_exit()).result(timeout=5)
    assert submit(idle()).result(timeout=5)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
def test_a_forked_child_has_a_loop_of_its_own() -> None:
    code = (
        "import asyncio, os\n"
        "from curriculum_widgets.generation import submit\n"
        "submit(asyncio.sleep(0)).result(5)\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    submit(asyncio.sleep(0)).result(5)\n"
        "    os._exit(7)\n"
        "os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=30).returncode == 7


def test_a_folder_that_is_deleted_meanwhile_is_not_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "batch" / "work"

    def delete(_: Progress) -> None:
        shutil.rmtree(tmp_path / "batch", ignore_errors=True)

    with pytest.raises(WorkspaceError, match="does not exist any more"):
        submit(
            generate(
                request(),
                open_author(request(), Settings()),
                curriculum_id="c",
                created=CREATED,
                checkpoints=folder,
                on_progress=delete,
            )
        ).result(timeout=30)
    assert not folder.exists()
