"""The folder: which one it is, and that it can be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from curriculum_widgets.errors import WorkspaceError
from curriculum_widgets.workspace import Workspace, find_workspace

from .conftest import read_only, tree


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CURRICULUM_WORKSPACE", raising=False)
    (tmp_path / "school" / "class").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "school" / "class")


def test_a_new_one_is_here_and_not_yet_made(tmp_path: Path) -> None:
    if any((folder / "curriculum-workspace").exists() for folder in tmp_path.parents):
        pytest.skip("there is a workspace above the folder for temporary files, and it would be found")
    assert find_workspace() == tmp_path / "school" / "class" / "curriculum-workspace"
    assert not find_workspace().exists()


def test_the_nearest_one_above_is_found_even_from_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "curriculum-workspace").mkdir()
    near = tmp_path / "school" / "curriculum-workspace" / "curricula"
    near.mkdir(parents=True)
    assert find_workspace() == near.parent
    monkeypatch.chdir(near)
    assert find_workspace() == near.parent


def test_a_file_of_that_name_is_not_one(tmp_path: Path) -> None:
    (tmp_path / "school" / "class" / "curriculum-workspace").write_text("")
    (tmp_path / "curriculum-workspace").mkdir()
    assert find_workspace() == tmp_path / "curriculum-workspace"


def test_argument_before_environment_before_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "curriculum-workspace").mkdir()
    monkeypatch.setenv("CURRICULUM_WORKSPACE", str(tmp_path / "env"))
    assert find_workspace() == tmp_path / "env"
    assert find_workspace("given") == tmp_path / "school" / "class" / "given"
    monkeypatch.setenv("CURRICULUM_WORKSPACE", "")
    assert find_workspace() == tmp_path / "curriculum-workspace"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_workspace("~/mine") == tmp_path / "mine"


def test_opening_makes_all_folders_and_leaves_no_other_trace(tmp_path: Path) -> None:
    for _ in range(2):
        workspace = Workspace.open(tmp_path / "a" / "b")
        assert tree(workspace.root) == dict.fromkeys(
            ("batches", "curricula", "exports", "templates", "trash")
        )
    assert workspace.exports == tmp_path / "a" / "b" / "exports"


@pytest.mark.parametrize("name", ["file", "file/below", "file/below/deeper"])
def test_a_file_is_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(WorkspaceError, match=r"file.*; choose a folder"):
        Workspace.open(tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_file_in_the_place_of_a_room_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("mine")
    with pytest.raises(WorkspaceError, match="templates is a file"):
        Workspace.open(tmp_path)
    assert not (tmp_path / "curricula").exists()


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "~nobody-of-that-name/x", "x" * 300])
def test_impossible_names(name: str) -> None:
    with pytest.raises(WorkspaceError, match=r"choose|write out") as caught:
        Workspace.open(name)
    assert "\n" not in str(caught.value)


def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "school" / "class").rmdir()
    with pytest.raises(WorkspaceError, match="does not exist any more"):
        find_workspace()


def test_read_only(tmp_path: Path) -> None:
    made = Workspace.open(tmp_path / "there")
    with read_only(tmp_path):
        for name in ("there", "new"):
            with pytest.raises(WorkspaceError, match="choose another folder as the workspace"):
                Workspace.open(tmp_path / name)
    assert made.root.is_dir()
    assert not (tmp_path / "new").exists()


def test_one_read_only_room_is_enough(tmp_path: Path) -> None:
    made = Workspace.open(tmp_path)
    with read_only(made.exports), pytest.raises(WorkspaceError, match="exports"):
        Workspace.open(tmp_path)


def test_full_disk(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(b"\0" * (200 * 1024))
    with pytest.raises(WorkspaceError, match="disk is full; make room"):
        Workspace.open(small_disk / "a" / "b")
    assert list(tree(small_disk)) == ["filler"]
