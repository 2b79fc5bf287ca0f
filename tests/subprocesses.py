"""What processes that tests start find on their path: this checkout, and the author that a third party would bring."""

from __future__ import annotations

import os
from pathlib import Path

_TESTS = Path(__file__).parent
PYTHONPATH = os.pathsep.join(map(str, (_TESTS.parent, _TESTS / "plugin")))


def environment() -> dict[str, str]:
    """The environment of a process that a test starts."""
    return {**os.environ, "PYTHONPATH": PYTHONPATH}
