"""The studio: how soon it is there, and what a look at many jobs costs."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.beats import Beat
from curriculum_widgets.batch.plan import make_plan, save_plan
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch import BatchTab
from tests.bench import material
from tests.bench.figure import Figure, bounded
from tests.bench.timing import ms, usual

_JOBS = 1_000
_TABS = {"view": "View & Edit", "export": "Export", "templates": "Templates", "batch": "Batch"}


def _seen() -> dict[str, Any]:
    """What a real browser sees of a real JupyterLab."""
    with tempfile.TemporaryDirectory(prefix="curriculum-bench-") as folder:
        found = Path(folder) / "figures.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/lab/figures.py"],
            cwd=Path(__file__).parents[2], env={**os.environ, "CURRICULUM_FIGURES": str(found)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stdout[-400:])
        return dict(json.loads(found.read_bytes()))


def _quiet_tick() -> float:
    """A tick of the Batch tab that watches a running batch with its table open, when nothing changed."""
    with material.folder() as folder:
        session = Session(folder)
        rows = [{"subject": "Science", "grade": 4, "topic_count": 1}]
        one = make_plan(rows, session.workspace, session.catalog, session.settings, name="Bench")
        jobs = tuple(
            one.jobs[0].model_copy(update={"id": f"{at:05d}", "curriculum": f"science-{at}"})
            for at in range(_JOBS)
        )
        plan = one.model_copy(update={"jobs": jobs})
        batch = save_plan(plan, session.workspace)
        for job in jobs:
            write_status(batch, Status(job=job.id, state=JobState.RUNNING, progress=0.3))
        beat = Beat(host=socket.gethostname(), pid=os.getpid(), started=utc_now(), beat=time.time() + 600)
        (batch / "runner.json").write_text(beat.model_dump_json())
        tab = BatchTab(session)
        known: dict[str, Any] = {"known": 0, "rows": 0, "batch": plan.id}

        def tick() -> dict[str, Any]:
            answer: dict[str, Any] = tab.answer("beat", known)
            known.update(known=answer["tick"], rows=answer["tick"])
            return answer

        while not (first := tick())["rows"].get("rows"):
            time.sleep(first["next"] or 0)
        took = usual(tick, times=50)
        last = tick()
        if last["heads"] or last["rows"].get("rows"):
            msg = f"something changed: {str(last)[:200]}"
            raise RuntimeError(msg)
        return took


def figures() -> Iterator[Figure]:
    yield bounded(f"a tick, nothing changed in {_JOBS:,} jobs", _quiet_tick() * 1000, 10, "ms")
    seen = _seen()
    yield bounded("cell run to studio visible", seen["shown"], 1.0, "s")
    yield bounded(
        "import and build / import ipywidgets",
        seen["studio"] / seen["widgets"],
        2,
        "×",
        detail=ms(seen["studio"], seen["widgets"]),
    )
    for name, title in _TABS.items():
        yield bounded(f"opening {title}", seen["tabs"][name], 0.3, "s")
    yield bounded("opening a curriculum of 20 units", seen["opened"], 0.5, "s")
    yield bounded("opening a batch's table of 2,000 jobs", seen["table"], 2, "s")
    yield bounded("… work for a frame while it is scrolled, 90th percentile", seen["frame"], 16.7, "ms")
