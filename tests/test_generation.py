from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curriculum_widgets.authors import Author, Brief, Written, open_author
from curriculum_widgets.authors.parts import (
    ASSESSMENT,
    OUTLINE,
    UNIT_PARTS,
    ChartPart,
    DiagramsPart,
    Outline,
    Part,
)
from curriculum_widgets.documents.curriculum import Curriculum, Usage
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadRequest, GenerationFailed, NotCovered, PartFailed, WorkspaceError
from curriculum_widgets.generation import Progress, event_loop, generate, submit
from curriculum_widgets.settings import Settings

CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def request(author: str = "bank", **fields: object) -> Request:
    values = {"subject": "Science", "grade": "Grade 4", "topic_count": 2, "author": author}
    return Request.model_validate(values | fields)


def run(
    wanted: Request,
    *,
    author: Author | None = None,
    folder: Path | None = None,
    heard: list[Progress] | None = None,
) -> Curriculum:
    return submit(
        generate(
            wanted,
            author or open_author(wanted, Settings()),
            curriculum_id="c",
            created=CREATED,
            checkpoints=folder,
            on_progress=(heard if heard is not None else []).append,
        )
    ).result(timeout=30)


def test_a_request_becomes_a_whole_curriculum() -> None:
    made = run(request(richness=5))
    assert len(made.units) == 2
    assert not made.is_partial
    for unit in made.units:
        for field in (
            "objectives", "prior_knowledge", "standards", "minutes", "lesson", "key_points", "vocabulary", "misconceptions",
            "activity", "practice", "variants", "diagrams", "quiz", "exit_ticket", "rubric", "summary", "resources", "teacher_plan",
        ):  # fmt: skip
            assert getattr(unit, field), field
    assert made.essential_question
    assert made.glossary
    assert made.materials
    assert made.final_assessment
    assert made.provenance.author == "bank"
    assert made.provenance.usage.cost == 0


def test_the_same_request_gives_the_same_units() -> None:
    assert run(request()) == run(request())


def test_progress_is_monotonic_weighted_and_reaches_one() -> None:
    heard: list[Progress] = []
    run(request("slow:2"), heard=heard)
    fractions = [progress.fraction for progress in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert heard[-1].finished == heard[-1].planned
    assert max(fractions[:-1]) < 1.0 or fractions[-2] == 1.0
    assert len(set(fractions)) > 10


@pytest.mark.parametrize(
    "name", ["key_points", "activity", "practice", "quiz", "summary", "resources", "teacher_plan"]
)
def test_a_section_that_is_not_wanted_is_not_written(name: str) -> None:
    made = run(request(include={name: False}))
    assert not made.is_partial
    for unit in made.units:
        assert not getattr(unit, name)
    if name == "quiz":
        assert made.final_assessment is None


@pytest.mark.parametrize("richness", range(6))
def test_richness_decides_the_pictures(richness: int) -> None:
    for topic in ("The Water Cycle", "Life Cycles of Plants and Animals"):
        made = run(request(richness=richness, topics=[topic]))
        unit = made.units[0]
        charted = topic == "The Water Cycle"
        assert bool(unit.key_points) == (richness >= 1)
        assert bool(unit.chart) == (richness >= 3 and charted)
        least = {0: 0, 1: 0, 2: 1, 3: 1, 4: 1 if charted else 2, 5: 2}[richness]
        assert len(unit.diagrams) >= least if richness == 5 else len(unit.diagrams) == least
        assert bool(made.provenance.notes) == (richness >= 3 and not charted)


def test_a_part_that_fails_once_is_written_again() -> None:
    made = run(request("slow:1,flaky=quiz"))
    assert not made.is_partial


@pytest.mark.parametrize("fault", ["fail", "crash"])
def test_a_part_that_keeps_failing_is_missing_with_its_reason(fault: str) -> None:
    made = run(request(f"slow:1,{fault}=quiz"))
    reason = (
        "the slow author never writes this"
        if fault == "fail"
        else "the author stopped with ZeroDivisionError"
    )
    for unit in made.units:
        assert unit.quiz is None
        assert unit.missing == {"quiz": reason}
        assert unit.lesson
        assert unit.summary
    assert made.missing == {"assessment": "no unit has a quiz to take questions from"}


def test_without_any_lesson_there_is_no_curriculum() -> None:
    with pytest.raises(
        GenerationFailed, match="No lesson of Science, Grade 4, could be written: the slow author"
    ):
        run(request("slow:1,fail=lesson"))


def test_without_an_outline_there_is_no_curriculum() -> None:
    with pytest.raises(GenerationFailed, match="outline of Science, Grade 4"):
        run(request("slow:1,fail=outline"))


def test_what_is_not_covered_is_refused_before_anything_starts() -> None:
    heard: list[Progress] = []
    with pytest.raises(NotCovered, match="bank holds nothing for Music"):
        run(request(subject="Music"), heard=heard)
    assert heard == []


def test_resuming_writes_only_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(log))
    wanted = request("slow:1", topic_count=2)
    first = run(wanted, folder=tmp_path / "work")
    written = log.read_text().splitlines()
    assert (
        len(written) == len(set(written)) == 2 + 2 * len([part for part in UNIT_PARTS if part.wanted(wanted)])
    )
    (tmp_path / "work" / "course-assessment.json").unlink()
    torn = next((tmp_path / "work").glob("*-quiz.json"))
    torn.write_bytes(torn.read_bytes()[:50])
    log.unlink()
    second = run(wanted, folder=tmp_path / "work")
    assert second == first
    assert sorted(line.split()[-1] for line in log.read_text().splitlines()) == ["assessment", "quiz"]


def test_a_checkpoint_of_another_request_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(request("slow:1", topics=["water-cycle"]), folder=tmp_path / "work")
    monkeypatch.setenv("SLOW_AUTHOR_LOG", str(tmp_path / "log"))
    run(request("slow:1", topics=["water-cycle"], style="Concise"), folder=tmp_path / "work")
    assert len((tmp_path / "log").read_text().splitlines()) > 10


def test_a_checkpoint_says_what_it_was_made_from(tmp_path: Path) -> None:
    run(request(topics=["water-cycle"]), folder=tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert {"course-outline.json", "water-cycle-lesson.json", "course-assessment.json"} <= names
    assert len(json.loads((tmp_path / "water-cycle-lesson.json").read_bytes())["fingerprint"]) == 64


def test_cancelling_stops_within_200_ms() -> None:
    wanted = request("slow:400")
    future = submit(generate(wanted, open_author(wanted, Settings()), curriculum_id="c", created=CREATED))
    time.sleep(0.5)
    started = time.monotonic()
    future.cancel()
    with pytest.raises(CancelledError):
        future.result(timeout=1)
    settled = asyncio.run_coroutine_threadsafe(_idle(), event_loop()).result(timeout=1)
    assert settled
    assert time.monotonic() - started < 0.2


async def _idle() -> bool:
    """Waits until nothing of a generation is left on the loop."""
    while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110 - tasks end by themselves; there is no event to wait for
        await asyncio.sleep(0.005)
    return True


class _Counting:
    """An author that records how many Parts it writes side by side, and on which thread."""

    name, paid, calls_at_once = "bank", False, 3

    def __init__(self) -> None:
        self.now = self.most = 0
        self.threads: set[str] = set()
        self._inner = open_author(request(), Settings())

    def version(self, _: Request) -> str:
        return "1"

    def check(self, _: Request) -> None:
        pass

    async def write(self, part: Part, brief: Brief) -> Written:
        self.now += 1
        self.most = max(self.most, self.now)
        self.threads.add(threading.current_thread().name)
        await asyncio.sleep(0.005)
        written = await self._inner.write(part, brief)
        self.now -= 1
        if part is ASSESSMENT:
            assert set(brief.written) == {unit.id for unit in brief.outline.units} if brief.outline else False
        elif part.needs:
            assert set(brief.written) == {"lesson"}
        return written

    async def aclose(self) -> None:
        pass


def test_parts_run_side_by_side_up_to_the_limit_on_one_thread() -> None:
    author = _Counting()
    run(request(), author=author)
    assert author.most == 3
    assert author.threads == {"curriculum-loop"}


def test_a_record_of_the_wrong_kind_is_not_taken() -> None:
    class Wrong(_Counting):
        async def write(self, part: Part, brief: Brief) -> Written:
            if part.name == "summary":
                return Written(brief.request)
            return await self._inner.write(part, brief)

    made = run(request(), author=Wrong())
    assert all("does not fit" in unit.missing["summary"] for unit in made.units)


class _Misbehaving(_Counting):
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
    class Twice(_Counting):
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
    class Clash(_Counting):
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
    assert submit(_idle()).result(timeout=5)


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
