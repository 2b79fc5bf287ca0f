from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from curriculum_widgets.__main__ import main


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> object:
        return json.loads(self.out)


@pytest.fixture
def curriculum(workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the command as a shell would, in this process."""

    def run(*words: object) -> Ran:
        monkeypatch.setenv("CURRICULUM_WORKSPACE", str(workspace))
        monkeypatch.setattr(sys, "argv", ["curriculum", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        out = capsys.readouterr()
        return Ran(code, out.out, out.err)

    return run
