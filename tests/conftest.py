from __future__ import annotations

from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.settings import Settings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds, or leaves, a workspace outside its own folders."""
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))
    monkeypatch.delenv("CURRICULUM_WORKSPACE", raising=False)


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def manager(workspace: Path) -> BatchManager:
    return BatchManager(workspace)
