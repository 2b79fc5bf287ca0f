"""What every registered author must do; a new one is tested the moment it is registered."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint

import pytest

from curriculum_widgets.authors import AUTHORS
from curriculum_widgets.authors.author import AuthorKind
from curriculum_widgets.authors.bank import BankAuthor
from curriculum_widgets.batch import BatchManager, BatchState
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadPlan, UnknownName
from curriculum_widgets.settings import Settings


@pytest.mark.parametrize("name", AUTHORS.names())
def test_an_author_is_a_whole_record(name: str) -> None:
    kind = AUTHORS.get(name)
    assert isinstance(kind, AuthorKind)
    assert kind.label
    assert callable(kind.open)


def test_third_parties_are_found_by_their_entry_point() -> None:
    assert AUTHORS.names() == ["bank", "openai", "anthropic", "google", "slow"]


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(
        UnknownName,
        match=r"no author 'bnak'. Did you mean 'bank'\? There are: bank, openai, anthropic, google, slow",
    ):
        AUTHORS.get("bnak")


def _opens(monkeypatch: pytest.MonkeyPatch, open_: Callable[..., object]) -> None:
    monkeypatch.setattr("slow_author.AUTHOR", AuthorKind(label="Odd", open=open_))  # type: ignore[arg-type]


def _crash(*_: object) -> object:
    raise ZeroDivisionError


class _Limited:
    def __init__(self, calls_at_once: object) -> None:
        self.calls_at_once = calls_at_once

    def check(self, _: Request) -> None:
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("open_", "message"),
    [
        (_crash, "'slow' can't be opened (ZeroDivisionError"),
        (lambda *_: None, "'slow' can't be opened (AttributeError"),
        (lambda *_: _Limited(0), "'slow' can't be opened (ValueError: calls_at_once is 0)"),
        (lambda *_: _Limited("8"), "calls_at_once is '8'"),
        (lambda *_: _Limited(1), "'slow' can't say whether it can write this (ZeroDivisionError"),
    ],
)
def test_a_plugin_that_crashes_is_one_line_and_nothing_starts(
    manager: BatchManager,
    monkeypatch: pytest.MonkeyPatch,
    open_: Callable[..., object],
    message: str,
) -> None:
    _opens(monkeypatch, open_)
    with pytest.raises(BadPlan) as caught:
        manager.create_custom_batch([{"subject": "Science", "grade": 4, "author": "slow"}])
    assert message in str(caught.value)
    assert list(manager.workspace.batches.iterdir()) == []


@pytest.mark.parametrize("value", ["not_there:AUTHOR", "slow_author:NOTHING"])
def test_a_plugin_that_cannot_be_loaded_says_so(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint(name="broken", value=value, group="x")
    monkeypatch.setattr("curriculum_widgets.registry.entry_points", lambda **_: [point])
    with pytest.raises(UnknownName, match=rf"'broken' at {value} can't be loaded .*uninstall its package"):
        AUTHORS.get("broken")


def test_an_author_that_cannot_be_closed_costs_nothing(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def aclose(_: BankAuthor) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(BankAuthor, "aclose", aclose)
    view = manager.create_custom_batch([{"subject": "Science", "grade": 4, "topic_count": 1}])
    manager.start_batch(view.id)
    assert manager.wait(view.id, timeout=30).status is BatchState.COMPLETED


def test_planning_opens_each_author_once(manager: BatchManager, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[BankAuthor] = []
    kind = AUTHORS.get("slow")

    def open_(model: str, url: str, settings: Settings) -> object:
        opened.append(kind.open(model, url, settings))  # type: ignore[arg-type]
        return opened[-1]

    _opens(monkeypatch, open_)
    rows = [{"subject": "Science", "grade": grade, "author": "slow:1"} for grade in (3, 4, 5)]
    manager.create_custom_batch(rows)
    assert len(opened) == 1
