"""Jobs at once are shared fairly among the batches of one process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.agenda import Agenda, Why
from curriculum_widgets.batch.slots import Share, Slots
from curriculum_widgets.errors import BadRequest


def shares(
    stack: ExitStack, *at_once: int, least: int = 2, counted: bool = True
) -> tuple[Slots, list[Share]]:
    slots = Slots()
    made = [
        stack.enter_context(slots.share(at_once=each, least=least, counted=counted, bell=threading.Event()))
        for each in at_once
    ]
    for share in made:
        share.wants = 100
    return slots, made


def served(made: list[Share], places: int) -> list[int]:
    """Who gets the next places, each of which is given back at once."""
    order = []
    for _ in range(places):
        for at, share in enumerate(made):
            if share.take():
                order.append(at)
                share.give()
                break
    return order


def test_alike_batches_take_turns_the_oldest_first() -> None:
    with ExitStack() as stack:
        _, made = shares(stack, 1, 1, 1, least=1)
        assert served(made, 6) == [0, 1, 2, 0, 1, 2]


def test_the_higher_priority_is_served_first_and_alone_while_it_has_work() -> None:
    with ExitStack() as stack:
        _, made = shares(stack, 2, 2)
        made[1].priority = 1
        assert served(made, 3) == [1, 1, 1]
        assert [made[0].take(), made[1].take(), made[1].take(), made[0].take()] == [False, True, True, False]
        made[1].wants = 0
        made[1].give()
        assert made[0].take()


def test_who_waits_is_rung_when_a_place_becomes_free() -> None:
    with ExitStack() as stack:
        _, (one, other) = shares(stack, 1, 1, least=1)
        assert one.take()
        assert not other.take()
        other.bell.clear()
        one.give()
        assert other.bell.is_set()


def test_a_single_generation_waits_for_nobody_and_nobody_for_it() -> None:
    with ExitStack() as stack:
        slots, (batch,) = shares(stack, 1, least=1)
        assert batch.take()
        single = stack.enter_context(slots.share(at_once=1, least=1, counted=False, bell=threading.Event()))
        assert single.take()
        assert not single.take()
        batch.give()
        assert batch.take()


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(-1, 1), st.integers(0, 4)), min_size=1, max_size=5),
    st.lists(st.integers(0, 9), max_size=60),
)
def test_there_are_never_too_many_and_never_a_place_that_nobody_may_take(
    batches: list[tuple[int, int, int]], moves: list[int]
) -> None:
    with ExitStack() as stack:
        _, made = shares(stack, *(at_once for at_once, _, _ in batches))
        for share, (_, priority, wants) in zip(made, batches, strict=True):
            share.priority, share.wants = priority, wants
        for move in moves:
            share = made[move % len(made)]
            if move >= 5 and share.running:
                share.give()
            elif share.wants and share.take():
                share.wants -= 1
            room = max(2, *(one.at_once for one in made))
            assert sum(one.running for one in made) <= room
            assert all(one.running <= one.at_once for one in made)
        while any(one.wants for one in made):
            before = sum(one.wants for one in made)
            for share in made:
                if share.wants and share.take():
                    share.wants -= 1
            if sum(one.wants for one in made) == before:
                busy = next(one for one in made if one.running)  # else nobody may begin, for ever
                busy.give()


def test_an_agenda_keeps_its_order() -> None:
    agenda = Agenda("abcd")
    agenda.hold("b", Why.WANTED)
    agenda.prefer("dxb")
    assert [*agenda.waiting] == ["d", "a", "c"]
    agenda.put("b", first=True)
    assert agenda.take() == "b"
    assert [*agenda.waiting] == ["d", "a", "c"]
    assert agenda.held_for(Why.WANTED) == ()


def rows(author: str, grades: tuple[int, ...] = (3, 4, 5, 6)) -> list[dict[str, object]]:
    return [{"subject": "Science", "grade": grade, "topic_count": 1, "author": author} for grade in grades]


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def begun(manager: BatchManager, *batches: str) -> list[tuple[str, int]]:
    """The Jobs in the order in which they were begun."""
    found = [
        (job.detail.started, batch, at)
        for batch in batches
        for at, job in enumerate(manager.get_batch_status(batch).jobs)
        if job.detail.started
    ]
    return [(batch, at) for _, batch, at in sorted(found)]


def test_a_job_that_is_moved_up_is_next(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:40"), concurrency=1)
    ids = [job.job.id for job in batch.jobs]
    manager.start_batch(batch.id)
    until(lambda: manager.get_batch_status(batch.id).counts[JobState.RUNNING] > 0)
    manager.prioritise(batch.id, jobs=[ids[3], ids[2]])
    with pytest.raises(BadRequest, match="so none can be moved up"):
        manager.prioritise(batch.id, jobs=[ids[0]])
    with pytest.raises(BadRequest, match="not both"):
        manager.prioritise(batch.id, priority=2, jobs=[ids[3]])
    manager.wait(batch.id, timeout=60)
    assert [at for _, at in begun(manager, batch.id)] == [0, 3, 2, 1]


def test_a_batch_that_is_moved_up_is_served_before_an_older_one(manager: BatchManager) -> None:
    one = manager.create_custom_batch(rows("slow:150", (3, 4, 5, 6, 7, 8)), name="One")
    two = manager.create_custom_batch(rows("slow:151", (3, 4, 5, 6, 7, 8)), name="Two")
    for batch in (one, two):
        manager.set_concurrency(batch.id, 2)
        manager.start_batch(batch.id)
    until(lambda: manager.get_batch_status(two.id).counts[JobState.RUNNING] > 0)
    assert manager.prioritise(two.id).wanted.priority == 1
    assert manager.prioritise(one.id, priority=-3).wanted.priority == -3
    before = len(begun(manager, one.id, two.id)) + 2  # two places, which may be given away before it is heard
    with pytest.raises(BadRequest, match="no priority"):
        manager.prioritise(one.id, priority=5000)
    manager.wait(one.id, timeout=60)
    order = begun(manager, one.id, two.id)
    later = [batch for batch, _ in order[before:]]
    assert later.count(two.id) >= 2
    assert later == sorted(later, key=lambda batch: batch != two.id)
    assert manager.get_batch_status(two.id).status is BatchState.COMPLETED


def test_more_at_once_and_fewer_take_effect_while_it_runs(manager: BatchManager) -> None:
    batch = manager.create_custom_batch(rows("slow:80", (3, 4, 5, 6, 7, 8)), concurrency=1)
    manager.start_batch(batch.id)
    until(lambda: manager.get_batch_status(batch.id).counts[JobState.RUNNING] == 1)
    manager.set_concurrency(batch.id, 4)
    until(lambda: manager.get_batch_status(batch.id).counts[JobState.RUNNING] == 4)
    manager.set_concurrency(batch.id, 1)
    until(lambda: manager.get_batch_status(batch.id).counts[JobState.COMPLETED] == 4)
    assert manager.get_batch_status(batch.id).counts[JobState.RUNNING] <= 1
    assert manager.wait(batch.id, timeout=60).status is BatchState.COMPLETED
    with pytest.raises(BadRequest, match="from 1 to 64"):
        manager.set_concurrency(batch.id, 0)
