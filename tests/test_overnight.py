"""The night that README tells, from its first command to its last, with a mail server and a model server on loopback."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from mail_server import receiving
from model_server import serving
from subprocesses import environment

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.clock import Clock
from curriculum_widgets.documents.curriculum import utc_now

README = (Path(__file__).parents[1] / "README.md").read_text()


def commands() -> list[str]:
    night = README.split("## Overnight\n")[1].split("\n## ")[0]
    return re.findall(r"^\$ (.+)$", night, re.MULTILINE)


@pytest.mark.slow
def test_the_night_that_readme_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with receiving() as box, serving() as server:
        instead = {
            "mailto://anna:app-password@school.example": f"'{box.address}'",
            # A model on loopback has no price; its budget is in tokens.
            "openai:gpt-5-mini --budget 5": f"openai:tiny --base-url {server.url} --token-budget 14000",
            "--budget 8": "--token-budget 10000000",
        }

        def run(line: str, batch: str = "") -> str:
            for word, other in (*instead.items(), ("nightly-20261130-2100", batch)):
                line = line.replace(word, other)
            words = shlex.split(line)
            if words[0] == "curriculum":
                words = [sys.executable, "-m", "curriculum_widgets", *words[1:]]
            shell = shlex.join(words).replace("'>>'", ">>")
            done = subprocess.run(
                shell, shell=True, capture_output=True, text=True, check=False, env=environment()
            )
            assert done.returncode == 0, f"{line}: {done.stdout} {done.stderr}"
            return done.stdout

        setting, trial, adding, server_line, *morning = commands()
        run(setting)
        assert run(trial) == "Sent to mailto.\n"
        assert run(adding).startswith("Added the schedule nightly: next ")
        assert server_line == "curriculum serve-schedules"
        manager = BatchManager(tmp_path / "curriculum-workspace")
        due = manager.schedules.get("nightly").next()
        assert due
        begun: list[str] = []
        Clock(manager, serving=True, tell=lambda _name, batch, problem: begun.append(batch or problem)).look(
            due
        )
        (batch,) = begun
        paused = manager.wait(batch, timeout=120)
        assert paused.status == "paused", paused.status
        assert box.messages[1]["Subject"].endswith(f": paused, {paused.completed_jobs} of 2 made")
        assert f"curriculum resume {batch}" in box.texts[-1]
        assert batch in run(morning[0])
        run(morning[1], batch)
        assert box.messages[-1]["Subject"].endswith("completed, 2 of 2 made")
        assert f"curriculum export --batch {batch} --zip" in box.texts[-1]
        run(morning[2], batch)
        assert len(box.messages) == 3
    with zipfile.ZipFile("nightly.zip") as archive:
        assert "index.html" in archive.namelist()
    assert due > utc_now()
