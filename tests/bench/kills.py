"""Batches of an author that is paid, killed at random moments and resumed until they are whole."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure, shown

_KILLS = 200


def figures() -> Iterator[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "tests/chaos/test_kill_model.py", "--kills", str(_KILLS)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"(\d+ kills) in (.+)", done.stdout)
    if done.returncode or not found:
        raise RuntimeError(done.stdout[-400:])
    yield shown(f"{found[1]} and resumed", found[2])
