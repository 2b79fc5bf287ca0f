from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_page import Page

from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch import BatchTab


@pytest.fixture
def session(workspace: Path) -> Session:
    return Session(workspace, interval=0.5)


@pytest.fixture
def tab(session: Session) -> Iterator[BatchTab]:
    made = BatchTab(session)
    yield made
    made.close()


@pytest.fixture
def page(tab: BatchTab) -> Page:
    return Page(tab)
