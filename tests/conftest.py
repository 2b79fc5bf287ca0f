from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from find_browser import find
from playwright.sync_api import Browser, sync_playwright

from curriculum_widgets.authors import keys
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.settings import Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=6, help="how often a batch with a paid author is killed")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds, or leaves, a workspace outside its own folders."""
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    monkeypatch.delenv("CURRICULUM_WORKSPACE", raising=False)


@pytest.fixture(autouse=True)
def _no_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches a server outside this machine, and none finds a real key."""
    for name in (
        "OPENAI_API_KEY",
        "ANTHROPIC_API_KEY",
        "GEMINI_API_KEY",
        "GOOGLE_API_KEY",
        "CURRICULUM_API_KEY",
        "CURRICULUM_NOTIFY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(keys, "_pasted", {})  # what one test types in, the next one knows nothing of
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        near = self.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1", "localhost")
        assert near, f"a test wanted to reach {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def knitting(workspace: Path) -> None:
    """Adds a subject to the workspace that the bank does not hold."""
    workspace.mkdir(parents=True, exist_ok=True)
    (workspace / "catalog.yaml").write_text("subjects: [{name: Knitting, icon: 🧶}]", encoding="utf-8")


@pytest.fixture
def manager(workspace: Path) -> BatchManager:
    return BatchManager(workspace)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a worker, since the library's loop can run only once in a thread."""
    path = find()
    assert path, "No browser: install Chromium, or set CURRICULUM_BROWSER to one."
    flags = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()
