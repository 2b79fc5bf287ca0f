"""Judges of formats that need an environment of their own; `make test` sets them up where that can be had."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ANKI = Path(sys.prefix) / "judges" / "anki" / "bin" / "python"
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


def in_anki(script: str, *arguments: str) -> str:
    """What a script prints that uses Anki's own package; the test is skipped where there is none."""
    asked = [str(ANKI), "-c", "import anki.collection"]
    if not ANKI.is_file() or subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("needs Anki's own package, which `make test` sets up where pip has it for the machine")
    run = subprocess.run([str(ANKI), "-c", script, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout
