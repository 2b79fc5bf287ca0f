"""Small curricula, and disks that are full or read-only in earnest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from curriculum_widgets.documents.curriculum import Curriculum, Provenance
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.unit import Objective, Term, Unit
from curriculum_widgets.workspace import Library, Workspace

MakeCurriculum = Callable[..., Curriculum]
CREATED = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)


def curriculum_of(name: str = "plants", **changes: Any) -> Curriculum:
    """A whole but small Curriculum; of the changes, those that a Request or a Unit has go there."""
    request = {key: changes.pop(key) for key in ("subject", "grade", "style", "language") if key in changes}
    unit = {key: changes.pop(key) for key in ("key_points", "vocabulary", "lesson") if key in changes}
    values: dict[str, Any] = {
        "id": name,
        "title": "How plants eat light",
        "overview": "From leaf to sugar.",
        "request": Request.model_validate({"subject": "Science", "grade": "Grade 5"} | request),
        "units": (
            Unit.model_validate(
                {
                    "id": "photosynthesis",
                    "title": "Photosynthesis",
                    "objectives": (Objective(id="o1", text="I can name what a leaf takes in."),),
                    "key_points": ("Leaves take in carbon dioxide.",),
                    "vocabulary": (Term(term="chlorophyll", definition="The green that catches light."),),
                    "lesson": "A leaf is a kitchen.",
                }
                | unit
            ),
        ),
        "provenance": Provenance(author="bank", author_version="1", package_version="1", created=CREATED),
    }
    return Curriculum.model_validate(values | changes)


@pytest.fixture
def make() -> MakeCurriculum:
    return curriculum_of


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "here")


@pytest.fixture
def library(workspace: Workspace) -> Library:
    return Library(workspace)


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine allows no mounts: {done.stderr.strip()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 kB."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root on Linux can mount a tiny disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder))
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Makes a folder read-only, also for root."""
    if sys.platform == "win32":
        pytest.skip("Windows knows no read-only folders")
    if os.geteuid():
        modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*")) if path.is_dir()}
        for path in modes:
            path.chmod(0o555)
        yield
        for path, mode in modes.items():
            path.chmod(mode)
        return
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,ro,bind", str(folder))
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that is below a folder, but for locks and the library's index, which is written when it is old enough to be trusted."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if ".lock" not in path.as_posix() and path.name != "index.json"
    }
