from __future__ import annotations

from pathlib import Path

import pytest
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.ui.editing import Draft
from curriculum_widgets.ui.session import Session
from curriculum_widgets.workspace import Library, Workspace


@pytest.fixture
def session(workspace: Path) -> Session:
    return Session(workspace)


@pytest.fixture
def water(session: Session) -> Curriculum:
    made = sample_curriculum()
    session.library.save(made)
    return made


@pytest.fixture
def library(workspace: Path) -> Library:
    made = Library(Workspace.open(workspace))
    made.save(sample_curriculum())
    return made


@pytest.fixture
def draft(library: Library) -> Draft:
    return Draft(library, "water")
