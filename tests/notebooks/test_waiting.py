"""A cell that awaits a batch, where there is no page: under nbval, and under papermill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from subprocesses import environment

from curriculum_widgets.batch import BatchManager

NOTEBOOK = Path(__file__).with_name("wait.ipynb")
SANITIZE = Path(__file__).with_name("sanitize.cfg")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def run(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *map(str, words)],
        capture_output=True, text=True, cwd=folder, env=environment(), check=False,
    )  # fmt: skip


def test_its_table_is_what_nbval_expects(tmp_path: Path) -> None:
    copy = tmp_path / NOTEBOOK.name
    copy.write_bytes(NOTEBOOK.read_bytes())
    words = ("pytest", "-q", "--nbval", "--nbval-sanitize-with", SANITIZE, "-p", "no:cacheprovider", copy)
    ran = run(tmp_path, *words)
    assert ran.returncode == 0, ran.stdout
    assert "6 passed" in ran.stdout


def test_papermill_shows_it_as_a_plain_table(tmp_path: Path) -> None:
    output = tmp_path / "out.ipynb"
    ran = run(tmp_path, "papermill", NOTEBOOK, output, "-p", "workspace", tmp_path / "w")
    assert ran.returncode == 0, ran.stderr
    cells = {cell.id: cell for cell in nbformat.read(output, as_version=4).cells}
    [shown] = cells["table"].outputs
    assert "<td>Science · Grade 5</td>" in shown.data["text/html"]
    assert "2 of 2 done" in shown.data["text/plain"]
    assert [view.status for view in BatchManager(tmp_path / "w").list_batches()] == ["completed"]
