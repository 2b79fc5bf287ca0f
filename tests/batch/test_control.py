from __future__ import annotations

import multiprocessing
from pathlib import Path

from curriculum_widgets.batch.control import Control, ControlWatch, read_control, steer


def _cancel_one(folder: Path, number: int) -> None:
    steer(
        folder, lambda wanted: wanted.model_copy(update={"cancel_jobs": (*wanted.cancel_jobs, f"j{number}")})
    )


def test_all_who_steer_at_once_are_honoured(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        pool.starmap(_cancel_one, [(tmp_path, number) for number in range(40)])
    assert set(read_control(tmp_path).cancel_jobs) == {f"j{number}" for number in range(40)}


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
