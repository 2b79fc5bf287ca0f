"""A batch whose author is paid is killed, and resumed: it ends whole, and only calls in flight are paid for twice."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import islice, product

import pytest
from model_server import Call, ModelServer, serving
from subprocesses import environment

from curriculum_widgets.authors.parts import ASSESSMENT, OUTLINE, REVIEW, UNIT_PARTS
from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.plan import load_plan
from curriculum_widgets.batch.status import read_status
from curriculum_widgets.pricing.ledger import Ledger, Line

JOBS_AT_ONCE, CALLS_AT_ONCE = 2, 4
FEWEST, MOST = 3, 40  # jobs of one batch
SUBJECTS, GRADES = ("Science", "Art", "Music", "History"), range(3, 13)
IN_FLIGHT = JOBS_AT_ONCE * CALLS_AT_ONCE
"""As many Parts as may be between their reservation and their checkpoint."""
PARTS = [part.name for part in (OUTLINE, *UNIT_PARTS, ASSESSMENT, REVIEW)]
SCRIPT = """
import sys
from curriculum_widgets.batch import BatchManager
manager = BatchManager(sys.argv[1])
manager.start_batch(sys.argv[2])
manager.wait(sys.argv[2])
"""


class Watched(ModelServer):
    """A server that says when it was asked a certain number of times."""

    def __init__(self) -> None:
        super().__init__(latency=0.03)
        self.enough = threading.Event()
        self.left = 0

    def fault(self, name: str) -> str:
        with self.lock:
            self.left -= 1
            if self.left == 0:
                self.enough.set()
        return super().fault(name)

    def after(self, calls: int) -> threading.Event:
        with self.lock:
            self.enough.clear()
            self.left = calls
        return self.enough


@pytest.fixture
def server() -> Iterator[Watched]:
    watched = Watched()
    with serving(watched):
        yield watched


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--kills"))


def written(calls: list[Call]) -> set[tuple[str, str]]:
    """Which Parts of which course were asked for."""
    return {(course(call.body["messages"][0]["content"]), call.name.replace("_", "-")) for call in calls}


def course(text: str) -> str:
    """Which course a system prompt is about, or a job's name."""
    subject = re.search("|".join(SUBJECTS), text)
    grade = re.search(r"Grade \d+", text)
    assert subject
    assert grade
    return f"{subject[0]} {grade[0]}"


class Batch:
    """One batch, killed and resumed until it is complete."""

    def __init__(self, manager: BatchManager, server: Watched, jobs: int) -> None:
        self.manager, self.server = manager, server
        row = {"topic_count": 1, "author": "openai:tiny", "base_url": server.url}
        pairs = islice(product(SUBJECTS, GRADES), jobs)
        planned = manager.create_custom_batch(
            [row | {"subject": subject, "grade": grade} for subject, grade in pairs]
        )
        self.id, self.folder = planned.id, manager.workspace.batches / planned.id
        self.plan, self.first = load_plan(self.folder), len(server.calls)
        self.ledger = self.folder / "ledger.jsonl"

    def run(self, chance: random.Random) -> bool:
        """Runs until a random moment, or to its end; whether it was killed."""
        before, kept = len(self.server.calls), self.kept()
        asked = written(self.server.calls[self.first :])
        enough = self.server.after(chance.randint(1, 14))
        command = [sys.executable, "-c", SCRIPT, str(self.manager.workspace.root), self.id]
        limits = {
            "CURRICULUM_JOBS_AT_ONCE": str(JOBS_AT_ONCE),
            "CURRICULUM_CALLS_AT_ONCE": str(CALLS_AT_ONCE),
        }
        with subprocess.Popen(command, env=environment() | limits) as process:
            while process.poll() is None and not enough.wait(0.05):
                continue
            # That call is under way, answered, settled or checkpointed, or its course saved: wherever chance has it.
            threading.Event().wait(chance.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
        assert process.returncode in (0, -signal.SIGKILL)
        again = written(self.server.calls[before:]) & asked
        assert not again & kept, "what was there was paid for a second time"
        assert len(again) <= IN_FLIGHT
        return process.returncode != 0

    def kept(self) -> set[tuple[str, str]]:
        """The Parts that are on disk, as checkpoints or in a Curriculum of the library."""
        found = set()
        for job in self.plan.jobs:
            names = {path.stem for path in (self.folder / "work" / job.id).glob("*.json")}
            if read_status(self.folder, job.id).state is JobState.COMPLETED:
                names = {f"-{part}" for part in PARTS}
            name = course(job.name)
            found |= {(name, part) for part in PARTS if any(one.endswith(f"-{part}") for one in names)}
        return found

    def check_ledger(self, kills: int) -> None:
        lines = [Line.model_validate_json(line) for line in self.ledger.read_text().splitlines()]
        reserved = {line.call: line.tokens for line in lines if not line.settled}
        settled = {line.call: line.tokens for line in lines if line.settled}
        assert len(self.server.calls) - self.first <= len(reserved), "a call was made that was not reserved"
        assert len(reserved) - len(settled) <= kills * IN_FLIGHT
        assert Ledger(self.ledger).spent()[0] == sum((reserved | settled).values())

    def check_files(self) -> None:
        """Nothing is left over outside `work/`, once what the last kill interrupted is done."""
        self.manager.start_batch(self.id)  # it may have come before the summary was whole
        assert self.manager.wait(self.id, timeout=30).summary
        assert {path.name for path in self.folder.iterdir()} <= {
            "batch.json", "control.json", "control.lock", "ledger.jsonl", "ledger.lock", "runner.lock", "status",
            "summary.json", "work",
        }  # fmt: skip
        assert {path.stem for path in (self.folder / "status").iterdir()} == set(self.plan.by_id)
        outside = [self.manager.workspace.curricula, self.folder / "status"]
        assert not [path for folder in outside for path in folder.rglob("*.tmp")]


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_at_random_moments_and_resumed(manager: BatchManager, server: Watched, kills: int) -> None:
    chance, done, batches = random.Random(kills), 0, 0
    jobs = min(max(kills, FEWEST), MOST)
    while done < kills:
        batch, killed = Batch(manager, server, jobs), 0
        batches += 1
        while batch.run(chance):
            killed += 1
            if manager.get_batch_status(batch.id).status is BatchState.COMPLETED:
                break
        view = manager.get_batch_status(batch.id)
        assert view.status is BatchState.COMPLETED
        assert view.completed_jobs == jobs
        assert (
            len(manager.library.list())
            == len(list(manager.workspace.curricula.glob("[!.]*/")))
            == jobs * batches
        )
        assert {name for name, _ in batch.kept()} == {course(job.name) for job in batch.plan.jobs}
        batch.check_ledger(killed)
        batch.check_files()
        done += killed
    print(f"{done} kills in {batches} batches of {jobs} jobs: all complete, none twice")  # noqa: T201 - the figure
