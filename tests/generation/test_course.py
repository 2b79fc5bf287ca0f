from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
from runs import CREATED, Counting, idle, request, run

from curriculum_widgets.authors import Brief, Written, open_author
from curriculum_widgets.authors.parts import (
    UNIT_PARTS,
    Part,
)
from curriculum_widgets.errors import GenerationFailed, NotCovered
from curriculum_widgets.generation import Progress, event_loop, generate, submit
from curriculum_widgets.settings import Settings


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
    with pytest.raises(NotCovered, match="bank holds nothing for Knitting"):
        run(request(subject="Knitting"), heard=heard)
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


def test_cancelling_does_not_wait_for_a_part_in_flight() -> None:
    wanted = request("slow:60000")
    future = submit(generate(wanted, open_author(wanted, Settings()), curriculum_id="c", created=CREATED))
    time.sleep(0.5)
    future.cancel()
    with pytest.raises(CancelledError):
        future.result(timeout=20)
    assert asyncio.run_coroutine_threadsafe(idle(), event_loop()).result(timeout=20)


def test_parts_run_side_by_side_up_to_the_limit_on_one_thread() -> None:
    author = Counting()
    run(request(), author=author)
    assert author.most == 3
    assert author.threads == {"curriculum-loop"}


def test_a_record_of_the_wrong_kind_is_not_taken() -> None:
    class Wrong(Counting):
        async def write(self, part: Part, brief: Brief) -> Written:
            if part.name == "summary":
                return Written(brief.request)
            return await self._inner.write(part, brief)

    made = run(request(), author=Wrong())
    assert all("does not fit" in unit.missing["summary"] for unit in made.units)
