"""The Batch tab without a browser: what its page does, and batches as a runner would leave them."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.beats import Beat
from curriculum_widgets.batch.plan import Plan, make_plan, save_plan
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch import BatchTab


class Page:
    """What the tab's script does, without a browser."""

    def __init__(self, tab: BatchTab) -> None:
        self.tab = tab
        self.known, self.rows_known, self.open = 0, 0, ""
        self.heads: dict[str, dict[str, Any]] = {}
        self.rows: list[dict[str, Any]] = []
        self.last: dict[str, Any] = {}

    def ask(self, call: str, **args: Any) -> Any:
        answer = self.tab.answer(call, args)
        deadline = time.monotonic() + 60
        while "waiting" in answer:
            assert time.monotonic() < deadline
            time.sleep(0.01)
            answer = self.tab.answer("collect", {"ticket": answer["waiting"]})
        return answer["value"]

    def beat(self, *, look: bool = False, **how: Any) -> dict[str, Any]:
        args = {"known": self.known, "batch": self.open, "rows": self.rows_known, "look": look, **how}
        answer = json.loads(json.dumps(self.tab.answer("beat", args)))
        for head in answer["heads"]:
            self.heads.setdefault(head["id"], {}).update(head)
        for batch in answer["gone"]:
            del self.heads[batch]
        rows = answer.get("rows", {})
        if "rows" in rows:
            self.rows_known = answer["tick"]
            if rows["full"]:
                self.rows = rows["rows"]
            else:
                for row in rows["rows"]:
                    self.rows[row["at"]] = {"name": self.rows[row["at"]]["name"], **row}
        self.known, self.last = answer["tick"], answer
        return answer

    def look(self, **how: Any) -> dict[str, Any]:
        answer = self.beat(look=True, **how)
        while not answer["read"]:
            time.sleep(0.01)
            answer = self.beat()
        return answer

    def until_still(self, batch: str) -> dict[str, Any]:
        deadline = time.monotonic() + 60
        while self.heads.get(batch, {}).get("active", True):
            assert time.monotonic() < deadline
            time.sleep(0.02)
            self.look()
        self.tab.session.manager.wait(batch, timeout=20)
        return self.heads[batch]


def form(**changes: Any) -> dict[str, Any]:
    usual = {"mode": "product", "subjects": ["Science"], "grades": ["Grade 4", "Grade 5"], "topic_count": 1}
    return usual | {"name": "Autumn", "at_once": 2} | changes


def planned(
    session: Session, jobs: int = 3, *, name: str = "Autumn", listed: bool = True
) -> tuple[Plan, Path]:
    row = {"subject": "Science", "grade": 4, "topic_count": 1, "author": "slow:10"}
    plan = make_plan([row], session.workspace, session.catalog, session.settings, name=name, listed=listed)
    one = plan.jobs[0]
    many = [one.model_copy(update={"id": f"{at:05d}", "curriculum": f"science-{at}"}) for at in range(jobs)]
    plan = plan.model_copy(update={"jobs": tuple(many)})
    folder = save_plan(plan, session.workspace)
    return plan.model_copy(update={"id": folder.name}), folder


def beat_of_a_runner(folder: Path, pid: int | None = None) -> None:
    beat = Beat(host=socket.gethostname(), pid=pid or os.getpid(), started=utc_now(), beat=time.time())
    (folder / "runner.json").write_text(beat.model_dump_json())
