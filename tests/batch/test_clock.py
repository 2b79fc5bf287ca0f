from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from subprocesses import environment

from curriculum_widgets.authors import keys
from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.batch import clock as clocks
from curriculum_widgets.batch.clock import Clock, served_by, serving
from curriculum_widgets.batch.notes import read_note
from curriculum_widgets.batch.timetable import forgotten_keys
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Schedule
from curriculum_widgets.errors import BadPlan, BadRequest, Busy
from curriculum_widgets.files import locked

SCIENCE = Preset(id="science", name="Science", subjects=("Science",), grades=("4",), topic_count=1)
HOUR = timedelta(hours=1)


def until(ready: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def put(manager: BatchManager, **changes: Any) -> Schedule:
    """A schedule whose time came a moment ago, or as the changes say."""
    now = utc_now()
    usual = {"id": "nightly", "name": "Nightly", "plan": SCIENCE, "at": now - timedelta(seconds=1)}
    made = Schedule.model_validate(usual | {"seen": now - HOUR} | changes)
    manager.schedules.save(made)
    return made


@pytest.fixture
def clock(manager: BatchManager) -> Iterator[Clock]:
    made = Clock(manager)
    yield made
    made.stop()
    for view in manager.list_batches():
        manager.wait(view.id, timeout=60)


def test_it_sleeps_until_the_time_has_come_and_starts_a_new_batch_named_by_it(
    manager: BatchManager, clock: Clock
) -> None:
    clock.start()
    soon = utc_now() + timedelta(seconds=1.5)
    made = manager.schedule(SCIENCE, name="Nightly", at=soon, zone="Asia/Tokyo")  # it notices by itself
    assert manager.list_batches() == ()
    until(lambda: manager.schedules.get(made.id).outcomes)
    (view,) = manager.list_batches()
    outcome = manager.schedules.get(made.id).outcomes[0]
    assert timedelta(0) <= outcome.noticed - soon < timedelta(seconds=1)
    assert (outcome.batch, outcome.problem) == (view.id, "")
    tokyo = soon + timedelta(hours=9)
    assert view.name == f"Nightly {tokyo:%Y-%m-%d %H:%M}"
    assert manager.wait(view.id, timeout=60).status is BatchState.COMPLETED


def test_each_repetition_makes_a_batch_of_its_own(manager: BatchManager, clock: Clock) -> None:
    put(manager, at=None, cron="* * * * *")
    now = utc_now()
    for minutes in (0, 1, 1, 2):  # a second look within the same minute does nothing
        clock.look(now + timedelta(minutes=minutes))
        clock._looked = float("-inf")
    assert len(manager.list_batches()) == 3
    assert len({view.name for view in manager.list_batches()}) == 3


SEE_TO = """
import sys, time
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.clock import Clock
from curriculum_widgets.documents.curriculum import utc_now
manager = BatchManager(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
Clock(manager, tell=lambda *said: print(*said, flush=True)).look(utc_now())
for view in manager.list_batches():
    manager.wait(view.id)
"""


def test_of_several_processes_exactly_one_sees_to_a_time(manager: BatchManager) -> None:
    put(manager)
    waiting = manager.create_batch_from_preset(SCIENCE, batch_id="waiting")
    manager.start_at(waiting.id, utc_now())
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SEE_TO, str(manager.workspace.root)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
        )
        for _ in range(4)
    ]  # fmt: skip
    for one in processes:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in processes:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate(timeout=60)[0].splitlines() for one in processes]
    lines = sorted(line for each in said for line in each)
    assert [line.split()[0] for line in lines] == ["Nightly", "waiting"], lines
    assert {view.status for view in manager.list_batches()} == {BatchState.COMPLETED}
    assert len(manager.list_batches()) == 2
    assert len(manager.schedules.get("nightly").outcomes) == 1


def test_who_goes_on_after_a_kill_in_the_middle_makes_no_second_batch(
    manager: BatchManager, clock: Clock
) -> None:
    made = put(manager)
    clock.look(utc_now())
    manager.schedules.save(made)  # as it was before its outcome was written
    clock.look(utc_now())
    (view,) = manager.list_batches()
    assert manager.schedules.get(made.id).outcomes[0].batch == view.id


@pytest.mark.parametrize(("policy", "batches"), [("run", 1), ("skip", 0)])
def test_what_was_missed_while_nothing_ran(
    manager: BatchManager, clock: Clock, policy: str, batches: int
) -> None:
    put(manager, at=None, cron="*/10 * * * *", seen=utc_now() - 24 * HOUR, missed=policy)
    now = utc_now().replace(minute=25, second=0)  # five minutes after the last
    clock.look(now)
    assert len(manager.list_batches()) == batches  # of a hundred and more
    (outcome,) = manager.schedules.get("nightly").outcomes
    assert outcome.due.astimezone(UTC) == now.replace(minute=20, microsecond=0)
    assert ("left out, as chosen" in outcome.problem) == (policy == "skip")
    coming = manager.schedules.get("nightly").next()
    assert coming
    assert coming.astimezone(UTC) == now.replace(minute=30, microsecond=0)


def test_what_is_late_by_a_moment_was_not_missed(manager: BatchManager, clock: Clock) -> None:
    put(manager, at=utc_now() - timedelta(seconds=60), missed="skip")
    clock.look(utc_now())
    assert len(manager.list_batches()) == 1


def test_a_paused_one_rests_and_does_not_catch_up(manager: BatchManager, clock: Clock) -> None:
    put(manager, at=None, cron="* * * * *")
    manager.schedules.pause("nightly", paused=True)
    clock.look(utc_now())
    manager.schedules.pause("nightly", paused=False)
    clock.look(utc_now())
    assert manager.list_batches() == ()
    clock.look(utc_now() + timedelta(minutes=1))
    assert len(manager.list_batches()) == 1


@pytest.mark.usefixtures("knitting")
def test_why_nothing_came_of_a_time_is_kept(manager: BatchManager, clock: Clock) -> None:
    put(manager, plan=SCIENCE.model_copy(update={"subjects": ("Knitting",)}))
    put(manager, id="good", name="Good")
    clock.look(utc_now())
    outcome = manager.schedules.get("nightly").outcomes[0]
    assert outcome.batch is None
    assert "The bank holds nothing for Knitting" in outcome.problem
    assert [view.name.split()[0] for view in manager.list_batches()] == ["Good"]


def test_a_clock_that_was_wrong_does_not_stop_a_schedule_for_years(
    manager: BatchManager, clock: Clock
) -> None:
    put(manager, at=None, cron="* * * * *", seen=utc_now() + 10_000 * HOUR)
    clock.look(utc_now())
    assert manager.list_batches() == ()
    clock.look(utc_now() + timedelta(minutes=1))
    assert len(manager.list_batches()) == 1


def test_a_planned_batch_starts_at_its_time_unless_that_is_taken_away(
    manager: BatchManager, clock: Clock
) -> None:
    one, other = (manager.create_batch_from_preset(SCIENCE) for _ in range(2))
    for view in (one, other):
        planned = manager.start_at(view.id, utc_now() + HOUR)
        assert planned.status is BatchState.SCHEDULED
    manager.start_at(other.id, None)
    clock.look(utc_now())
    assert {view.status for view in manager.list_batches()} == {BatchState.SCHEDULED, BatchState.PENDING}
    clock.look(utc_now() + 9 * HOUR)  # missed, and made up for
    done = manager.wait(one.id, timeout=60)
    assert (done.status, done.start_at) == (BatchState.COMPLETED, None)
    assert manager.get_batch_status(other.id).status is BatchState.PENDING
    with pytest.raises(BadRequest, match="nothing to start"):
        manager.start_at(one.id, "22:00")


def test_one_that_another_process_starts_just_now_is_left_to_it(manager: BatchManager, clock: Clock) -> None:
    view = manager.create_batch_from_preset(SCIENCE)
    manager.start_at(view.id, utc_now())
    with locked(manager.workspace.batches / view.id / "start.lock", wait=0, busy=""):
        clock.look(utc_now())
        assert manager.get_batch_status(view.id).status is BatchState.SCHEDULED
    clock.look(utc_now())
    assert manager.wait(view.id, timeout=60).status is BatchState.COMPLETED


def test_starting_now_takes_the_time_away(manager: BatchManager, clock: Clock) -> None:
    view = manager.create_batch_from_preset(SCIENCE)
    manager.start_at(view.id, utc_now() + HOUR)
    manager.start_batch(view.id)
    done = manager.wait(view.id, timeout=60)
    assert (done.status, done.start_at) == (BatchState.COMPLETED, None)


def test_a_batch_that_cannot_be_started_says_so_beside_it(manager: BatchManager, clock: Clock) -> None:
    view = manager.create_batch_from_preset(SCIENCE)
    folder = manager.workspace.batches / view.id
    manager.start_at(view.id, utc_now())
    (folder / "runner.lock").mkdir()
    clock.look(utc_now())
    assert "It could not be started at its time" in read_note(folder)
    assert manager.get_batch_status(view.id).status is BatchState.PENDING


def test_one_server_and_others_leave_the_work_to_it(manager: BatchManager, clock: Clock) -> None:
    put(manager)
    assert served_by(manager.workspace) is None
    with serving(manager.workspace):
        assert "process" in str(served_by(manager.workspace))
        with pytest.raises(Busy, match=r"served already \(process \d+ on"), serving(manager.workspace):
            pass
        clock.look(utc_now())
        assert manager.list_batches() == ()
        clock.look(utc_now() + timedelta(seconds=40))  # it does not answer
        assert len(manager.list_batches()) == 1
    assert served_by(manager.workspace) is None


def test_between_two_times_it_asks_the_disk_for_next_to_nothing(
    manager: BatchManager, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(manager, at=utc_now() + HOUR)
    clock.look(utc_now())
    listed: list[object] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: listed.append(folder) or scandir(folder))
    for _ in range(50):
        assert clock._step() == 1.0
    assert listed == []
    manager.schedules.pause("nightly", paused=True)
    clock._step()
    assert listed == [manager.workspace.batches]


def test_a_workspace_that_is_gone_is_waited_for(manager: BatchManager, tmp_path: Path) -> None:
    made = Clock(manager)
    put(manager)
    manager.workspace.schedules.chmod(0o000)
    manager.workspace.schedules.rename(tmp_path / "away")
    (manager.workspace.root / "schedules").write_text("a file")
    assert made._step() == clocks._REST
    (manager.workspace.root / "schedules").unlink()
    (tmp_path / "away").chmod(0o700)
    (tmp_path / "away").rename(manager.workspace.schedules)
    assert made._step() <= 1.0
    (view,) = manager.list_batches()
    manager.wait(view.id, timeout=60)


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        ({}, BadRequest, "Give either a time"),
        ({"at": "22:00", "cron": "0 22 * * *"}, BadRequest, "Give either a time"),
        ({"cron": "every day"}, BadRequest, "'every day' is no repetition"),
        ({"cron": "0 22 * * *", "missed": "perhaps"}, BadRequest, "give one of: run, skip"),
        ({"cron": "0 22 * * *", "name": " "}, BadRequest, "a schedule's name"),
    ],
)
def test_what_cannot_be_scheduled_is_said_now(
    manager: BatchManager, how: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        manager.schedule(SCIENCE, **how)
    assert manager.schedules.list() == ()


def test_a_key_that_is_missing_is_said_now_and_one_that_will_be_forgotten_too(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid = SCIENCE.model_copy(update={"author": "openai:gpt-5-mini"})
    with pytest.raises(BadPlan, match="OPENAI_API_KEY"):
        manager.schedule(paid, cron="0 3 * * *")
    keys.remember("openai", "", "sk-typed-in-just-now")
    try:
        plan = manager.check_preset(paid)
        (line,) = forgotten_keys(plan)
        assert "forgotten when the kernel ends" in line
        assert "sk-typed" not in line
        monkeypatch.setenv("OPENAI_API_KEY", "sk-from-the-environment")
        assert forgotten_keys(plan) == ()
    finally:
        keys.remember("openai", "", "")


def test_deleted_schedules_come_back(manager: BatchManager) -> None:
    made = put(manager, at=utc_now() + HOUR)
    name = manager.schedules.delete(made.id)
    assert manager.schedules.list() == ()
    assert manager.schedules.restore_deleted(name) == made.id
    assert manager.schedules.get(made.id) == made
