from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curriculum_widgets.errors import Busy, WorkspaceError
from curriculum_widgets.files import locked, replace


def test_a_file_is_replaced_whole_and_nothing_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    for data in (b"one", b"two" * 1000):
        replace(path, data, durable=True)
        assert path.read_bytes() == data
    assert [found.name for found in path.parent.iterdir()] == ["file"]


def test_what_cannot_be_written_says_why_and_keeps_the_old(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkspaceError, match="a file, not a folder"):
        replace(tmp_path / "file" / "below", b"data")
    (tmp_path / "folder").mkdir()
    with pytest.raises(WorkspaceError, match="is a folder, not a file"):
        replace(tmp_path / "folder", b"data")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["file", "folder"]


def test_a_lock_is_held_by_one_and_freed_by_death(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    code = "import sys, time; from pathlib import Path; from curriculum_widgets.files import locked\n"
    code += "with locked(Path(sys.argv[1]), wait=0, busy='no'): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(lock)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(Busy, match="somebody has it"), locked(lock, wait=0, busy="somebody has it"):
            pass
        os.kill(process.pid, 9)
        process.wait()
    with locked(lock, wait=0, busy="no"):
        assert lock.exists()


def test_a_folder_is_not_made_where_it_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"was the folder moved or deleted\?$"):
        replace(tmp_path / "gone" / "file", b"data", make_folder=False)
    assert not (tmp_path / "gone").exists()


def test_a_disk_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def acquire(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr("curriculum_widgets.files.FileLock.acquire", acquire)
    with (
        pytest.raises(WorkspaceError, match="can't be locked on this disk"),
        locked(tmp_path / "l", wait=0, busy=""),
    ):
        pass
