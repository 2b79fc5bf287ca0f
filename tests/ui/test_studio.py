from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from curriculum_widgets import Studio
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.ui.panel import Panel
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.studio import TABS


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
    assert (
        "The studio can&#x27;t open" in studio.children[0].value or "can't open" in studio.children[0].value
    )
    assert "choose" in studio.children[0].value


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
