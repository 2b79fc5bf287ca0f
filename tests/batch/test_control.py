from __future__ import annotations

import json
import multiprocessing
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum_widgets.batch.control import Control, ControlWatch, read_control, steer, take_orders

SAMPLES = Path(__file__).parent / "samples"


def _steer(folder: Path, number: int) -> None:
    chance = random.Random(number)
    job = f"j{number}"
    change = chance.choice([Control.stopping, Control.pausing, Control.retrying, Control.preferring])
    steer(folder, lambda wanted: change(wanted, [job]))
    steer(folder, lambda wanted: wanted.model_copy(update={"priority": wanted.priority + 1}))


def test_all_who_steer_at_once_are_honoured(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        pool.starmap(_steer, [(tmp_path, number) for number in range(40)])
    wanted = read_control(tmp_path)
    lists = (wanted.cancel_jobs, wanted.pause_jobs, wanted.retry_jobs, wanted.first_jobs)
    assert sorted(job for jobs in lists for job in jobs) == sorted(f"j{number}" for number in range(40))
    assert all(lists)
    assert wanted.priority == 40


JOBS = st.lists(st.sampled_from("abcd"), max_size=3)
WAYS = st.sampled_from(["stopping", "pausing", "resuming", "retrying", "preferring"])
STEPS = st.lists(st.tuples(WAYS, JOBS | st.none()), max_size=12)


@given(STEPS)
def test_who_comes_last_is_heard_and_a_stop_is_never_forgotten(
    steps: list[tuple[str, list[str] | None]],
) -> None:
    wanted = Control()
    for way, jobs in steps:
        chosen = jobs if jobs is not None or way in ("stopping", "pausing", "resuming") else []
        before, wanted = wanted, getattr(wanted, way)(chosen)
        told = set("abcd") if chosen is None else set(chosen)
        lists = (wanted.cancel_jobs, wanted.pause_jobs, wanted.retry_jobs)
        assert sum(map(len, lists)) == len(set().union(*lists))
        assert all(len(set(jobs)) == len(jobs) for jobs in (*lists, wanted.first_jobs))
        if way == "stopping":
            assert all(wanted.cancels(job) for job in told)
        elif way == "pausing":
            assert all(wanted.pauses(job) or before.cancels(job) for job in told)
            assert {job for job in "abcd" if before.cancels(job)} == {
                job for job in "abcd" if wanted.cancels(job)
            }
        elif way == "resuming":
            assert not told.intersection(wanted.pause_jobs)
            assert wanted.pause == (before.pause and chosen is not None)
        elif way == "retrying":
            assert told <= set(wanted.retry_jobs)
        assert wanted.lasting().lasting() == wanted.lasting()
        assert Control.model_validate_json(wanted.model_dump_json()) == wanted
        for other in set("abcd") - told:  # nobody else is touched
            assert (wanted.cancels(other), wanted.pauses(other)) == (
                before.cancels(other),
                before.pauses(other),
            )


def test_a_new_run_forgets_what_was_meant_for_the_last_one(tmp_path: Path) -> None:
    lasting = {"priority": 3, "first_jobs": ("a",), "concurrency": 4, "budget": "2.5", "token_budget": 7}
    now = {"pause": True, "pause_jobs": ("b",), "cancel_jobs": ("c",), "retry_jobs": ("d",)}
    steer(tmp_path, lambda _: Control.model_validate(lasting | now))
    assert take_orders(tmp_path, afresh=True) == ("d",)
    assert read_control(tmp_path) == Control.model_validate(lasting)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("control-*.json")), ids=lambda path: path.stem)
def test_control_files_of_older_versions_are_understood(tmp_path: Path, path: Path) -> None:
    (tmp_path / "control.json").write_bytes(path.read_bytes())
    old = json.loads(path.read_bytes())
    now = read_control(tmp_path).model_dump(mode="json")
    assert {name: now[name] for name in old} == old
    assert {name for name in now if now[name] not in (None, False, 0, [], "")} <= set(old)


def test_a_watch_reads_only_what_changed(tmp_path: Path) -> None:
    watch = ControlWatch(tmp_path)
    assert watch.now() == Control()
    steer(tmp_path, lambda wanted: wanted.model_copy(update={"cancel": True}))
    seen = watch.now()
    assert seen.cancels("anything")
    assert watch.now() is seen


def test_a_torn_control_file_asks_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "control.json").write_bytes(b'{"cancel": tr')
    assert read_control(tmp_path) == Control()
