from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from model_server import serving
from subprocesses import PYTHONPATH, environment

from curriculum_widgets.authors import keys
from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.batch.audit import notebook_of

pytestmark = pytest.mark.slow
SECRET = "a-key-that-was-typed-in-0123"


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", PYTHONPATH)


def test_the_notebook_tells_what_was_asked_and_made_and_what_it_took_and_never_the_key(
    manager: BatchManager, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(key=SECRET) as server:
        keys.remember("openai", server.url, SECRET)
        try:
            row = {
                "subject": "Music",
                "grade": 5,
                "topics": ("Rounds",),
                "author": "openai:tiny",
                "base_url": server.url,
            }
            batch = manager.create_custom_batch([row], executor="papermill")
            manager.start_batch(batch.id)
            done = manager.wait(batch.id, timeout=90)
        finally:
            keys.remember("openai", server.url, "")
    assert done.status is BatchState.COMPLETED, done.jobs[0].detail.error
    [job] = done.jobs
    folder = manager.workspace.batches / batch.id
    notebook = notebook_of(folder, job.job.id)
    cells = json.loads(notebook.read_text())["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells)
    assert 'topics = "Rounds"' in source
    shown = json.dumps([cell.get("outputs") for cell in cells], ensure_ascii=False)
    for words in (
        "✅ completed: Music · Grade 5; 2,450 tokens in 14 calls",
        "Rounds",
        "<td>Planets 1: lesson</td><td>500</td>",
    ):
        assert words in shown
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 8
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]
    assert SECRET not in caplog.text
    assert [path.name for path in notebook.parent.iterdir()] == [notebook.name]

    # Run again by hand, the record does nothing but say how the job stands.
    before = len(server.calls)
    again = tmp_path / "again.ipynb"
    words = (sys.executable, "-m", "papermill", str(notebook), str(again))
    ran = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "completed" in again.read_text()
    assert len(server.calls) == before


def test_a_job_that_failed_has_its_notebook_too(manager: BatchManager) -> None:
    row = {"subject": "Science", "grade": 4, "topic_count": 1, "author": "slow:1,fail=lesson"}
    batch = manager.create_custom_batch([row], executor="papermill")
    manager.start_batch(batch.id)
    [job] = manager.wait(batch.id, timeout=60).jobs
    assert job.status is JobState.FAILED
    notebook = notebook_of(manager.workspace.batches / batch.id, job.job.id)
    assert "No lesson of Science, Grade 4" in notebook.read_text()
