"""Errands: work that is begun by one call and waited for by others."""

from __future__ import annotations

import threading

import pytest

from curriculum_widgets.errors import BadRequest, NotFound
from curriculum_widgets.ui.errands import Errands


def test_an_errand_raises_where_it_is_asked_for():
    def work() -> None:
        msg = "No."
        raise BadRequest(msg)

    with pytest.raises(BadRequest, match="No"):
        Errands(20).answer(work)


def test_an_errand_is_waited_for_by_whoever_wants_it():
    gate = threading.Event()
    errands = Errands(0.01)
    answer = errands.answer(lambda: {"there": gate.wait(20)})
    assert errands.collect(answer["waiting"]) == answer
    gate.set()
    ticket = answer["waiting"]
    while "waiting" in answer:
        answer = errands.collect(ticket)
    assert answer == {"value": {"there": True}}
    with pytest.raises(NotFound, match="answered already"):
        errands.collect(ticket)
