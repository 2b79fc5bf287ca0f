"""Judges of formats that are written in JavaScript; `make test` sets them up where there is npm."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = Path(sys.prefix) / "judges" / "node_modules"


def judged(package: str, script: str, text: str) -> str:
    """What a script that uses a package prints of a text on its input; the test is skipped where there is none."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    folder(package)
    command = [node, "-e", script]
    run = subprocess.run(command, cwd=MODULES.parent, input=text, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def folder(package: str) -> Path:
    """Where a package is; the test is skipped where there is none."""
    if not (MODULES / package).is_dir():
        pytest.skip(f"needs npm's {package}, which `make test` sets up where there is npm")
    return MODULES / package
