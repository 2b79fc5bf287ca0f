"""What can be undone and redone in one unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_ONE_STEP = 3.0  # seconds; what is typed in one control without a longer pause is undone at once
_STEPS = 200

Values = dict[str, tuple[Any, Any]]
"""Fields, each as it was and as it became, as the page showed them."""


@dataclass
class _Step:
    at: str
    time: float
    values: Values


@dataclass
class History:
    """What can be undone and redone in one unit."""

    _done: list[_Step] = field(default_factory=list)
    _undone: list[_Step] = field(default_factory=list)

    @property
    def can(self) -> tuple[bool, bool]:
        """Whether something can be undone, and redone."""
        return bool(self._done), bool(self._undone)

    def remember(self, values: Values, at: str, now: float) -> None:
        """Notes a change; quick ones by the same control are one step.

        Args:
            values: What changed.
            at: The control that was used, if it matters.
            now: In seconds.
        """
        values = {name: pair for name, pair in values.items() if pair[0] != pair[1]}
        if not values:
            return
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last and at and last.at == at and now - last.time < _ONE_STEP and set(last.values) == set(values):
            last.values = {name: (last.values[name][0], after) for name, (_, after) in values.items()}
            last.time = now
            return
        self._done.append(_Step(at, now, values))
        del self._done[:-_STEPS]

    def back(self) -> dict[str, Any]:
        """Undoes one step.

        Returns:
            The values that the fields had before; none when there is nothing to undo.
        """
        return _moved(self._done, self._undone, 0)

    def forth(self) -> dict[str, Any]:
        """Redoes one step.

        Returns:
            The values that the fields had after it; none when there is nothing to redo.
        """
        return _moved(self._undone, self._done, 1)


def _moved(source: list[_Step], target: list[_Step], side: int) -> dict[str, Any]:
    if not source:
        return {}
    step = source.pop()
    target.append(_Step("", 0.0, step.values))
    return {name: pair[side] for name, pair in step.values.items()}
