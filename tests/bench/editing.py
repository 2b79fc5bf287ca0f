"""How long the kernel is held while a course of twenty units is edited in the studio."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from curriculum_widgets.documents.request import Request
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.view import ViewTab
from tests.bench import material
from tests.bench.figure import Figure, bounded

_UNITS, _TIMES = 20, 15
_PAUSE = 0.08  # seconds between two looks of the page at a save


def figures() -> Iterator[Figure]:
    """The longest call of each autosave, and of each move of a unit."""
    made = material.curriculum(Request(subject="Science", grade="Grade 4", topic_count=1))
    units = tuple(made.units[0].model_copy(update={"id": f"u-{number}"}) for number in range(_UNITS))
    with material.folder() as here:
        session = Session(here)
        session.library.save(made.model_copy(update={"id": "course", "units": units}))
        tab = ViewTab(session)
        where = {"curriculum": "course", "unit": "u-3"}
        tab.answer("edit_open", where)

        def longest(call: str, args: dict[str, Any], again: str) -> float:
            took = []
            while True:
                start = time.perf_counter()
                answer = tab.answer(call, args)
                took.append(time.perf_counter() - start)
                if "waiting" not in answer and not answer.get("saving"):
                    return max(took)
                call, args = again, {"ticket": answer["waiting"]} if "waiting" in answer else args
                time.sleep(_PAUSE)

        saves, moves = [], []
        for number in range(_TIMES):
            tab.answer("edit_apply", {**where, "values": {"summary": f"Text {number}."}})
            saves.append(longest("edit_save", where, "edit_save"))
        for number in range(_TIMES):
            move = {**where, "version": session.library.version("course"), "to": number % 2}
            moves.append(longest("move_unit", move, "collect"))
    yield bounded(f"{_UNITS} units, autosave, longest call", median(saves) * 1000, 50, "ms", digits=0)
    yield bounded(f"{_UNITS} units, a unit moved, longest call", median(moves) * 1000, 50, "ms", digits=0)
