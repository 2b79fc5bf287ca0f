"""Coroutines in tests: a browser test leaves a running loop in its worker's main thread, where `asyncio.run` refuses."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

from curriculum_widgets.generation import submit

T = TypeVar("T")


def done(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns, run on the loop of generation."""
    return submit(work).result(timeout=120)
