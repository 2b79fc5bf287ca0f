from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from curriculum_widgets import BatchManager, Studio
from curriculum_widgets.errors import BadRequest, WorkspaceError
from curriculum_widgets.ui.panel import Panel
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.studio import TABS
from curriculum_widgets.ui.tabs.batch import BatchTab


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    messages: list[Any] = []
    monkeypatch.setattr(
        Panel, "send", lambda _self, content, buffers=None: messages.append((content, buffers))
    )
    return messages


class Odd(Panel):
    scripts = ("tabs/generate.js",)

    def call_good(self, *, word: str) -> str:
        return word

    def call_refused(self) -> None:
        msg = "Not like this; do it so."
        raise BadRequest(msg)

    def call_broken(self) -> None:
        raise ZeroDivisionError

    def call_bytes(self) -> tuple[dict[str, str], list[bytes]]:
        return {"name": "x"}, [b"bytes"]


def test_five_tabs_are_built_when_they_are_first_opened(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "w")
    assert studio.panels == {}
    door = studio.children[0]
    assert door.answer("load", {}) == {"where": str(tmp_path / "w"), "trouble": ""}
    assert studio.children == (door, studio.tabs)
    assert list(studio.panels) == ["generate"]
    assert [title for _, title, _ in TABS] == list(studio.tabs.titles)
    for name, _, _ in TABS:
        studio.show(name)
        assert name in studio.panels
    assert repr(studio) == "Studio()"


def test_every_tab_can_show_itself_from_an_empty_workspace(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "w")
    for name, _, _ in TABS:
        studio.show(name)
        assert isinstance(studio.panels[name].answer("load", {}), dict)


def test_a_workspace_that_cannot_be_used_is_said_in_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    studio = Studio(tmp_path / "file")
    (door,) = studio.children
    with pytest.raises(
        WorkspaceError, match=r"^The studio can't open\. .*file is a file, not a folder; choose a folder"
    ):
        door.answer("load", {})
    (tmp_path / "file").unlink()
    assert door.answer("load", {})["trouble"] == ""
    assert studio.children == (door, studio.tabs)


def test_a_name_that_is_no_folder_is_said_on_the_page(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"^The studio can't open\. "):
        Studio("~nobody-of-that-name/x").children[0].answer("load", {})


def test_the_tab_that_was_open_is_open_again(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "w")
    studio.children[0].answer("load", {})
    studio.tabs.selected_index = 3
    again = Studio(tmp_path / "w")
    again.children[0].answer("load", {})
    assert again.tabs.selected_index == 3
    assert list(again.panels) == ["templates"]


def test_a_tab_that_cannot_be_built_says_so_and_the_others_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        msg = "no such part"
        raise ImportError(msg)

    studio = Studio(tmp_path / "w")
    with monkeypatch.context() as patch:
        patch.setattr(BatchTab, "__init__", broken)
        studio.show("batch")
        with pytest.raises(ImportError):
            studio.panels["batch"].answer("load", {})
        studio.show("templates")
        assert studio.panels["templates"].answer("load", {})
    assert "no such part" in (tmp_path / "w" / "studio.log").read_text()
    assert studio.panels["batch"].answer("load", {}) == {}
    assert isinstance(studio.panels["batch"], BatchTab)
    assert studio.tabs.children[4] is studio.panels["batch"]


@pytest.mark.parametrize("fault", ["a file", "an error"])
def test_a_batch_engine_that_cannot_start_closes_only_the_batch_tab(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    (tmp_path / "w").mkdir()
    with monkeypatch.context() as patch:
        if fault == "a file":
            (tmp_path / "w" / "batches").write_text("")
        else:
            patch.setattr(BatchManager, "__init__", lambda *_, **__: 1 / 0)
        studio = Studio(tmp_path / "w")
        assert studio.children[0].answer("load", {})["trouble"] == ""
        for name, _, _ in TABS[:-1]:
            studio.show(name)
            assert isinstance(studio.panels[name].answer("load", {}), dict)
        studio.show("batch")
        with pytest.raises(Exception, match=r"batches is a file|division by zero"):
            studio.panels["batch"].answer("load", {})
    (tmp_path / "w" / "batches").unlink() if fault == "a file" else None
    assert "choices" in studio.panels["batch"].answer("load", {})


def test_answers_and_faults_go_back_to_whoever_called(
    tmp_path: Path, sent: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    panel = Odd(Session(tmp_path / "w"))
    caplog.set_level(logging.CRITICAL)
    for number, call in enumerate(("good", "refused", "broken", "bytes", "nothing")):
        panel._receive(
            panel, {"call": call, "id": number, "args": {"word": "hi"} if call == "good" else {}}, []
        )
    replies = [content for content, _ in sent]
    assert replies[0] == {"reply": 0, "result": "hi"}
    assert replies[1] == {"reply": 1, "error": "Not like this; do it so."}
    assert replies[2]["error"].startswith("That did not work (ZeroDivisionError). Nothing was lost;")
    assert "Traceback" not in replies[2]["error"]
    assert sent[3] == ({"reply": 3, "result": {"name": "x"}}, [b"bytes"])
    assert "AttributeError" in replies[4]["error"]
    panel._receive(panel, "noise", [])
    assert len(sent) == 5


def test_a_tab_is_told_what_another_wants_shown_even_before_its_page_is_there(
    tmp_path: Path, sent: list[Any]
) -> None:
    studio = Studio(tmp_path / "w")
    studio.session.go("templates", template="x")
    assert studio.tabs.selected_index == 3
    assert studio.panels["templates"].answer("arrived", {}) == {"template": "x"}
    assert studio.panels["templates"].answer("arrived", {}) == {}


def test_nothing_of_a_tab_is_in_its_saved_state(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "w")
    for name, _, _ in TABS:
        studio.show(name)
        state = studio.panels[name].get_state()
        assert {key for key in state if not key.startswith("_")} <= {"layout", "tabbable", "tooltip"}
