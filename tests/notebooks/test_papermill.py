from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from model_server import serving
from subprocesses import PYTHONPATH

from curriculum_widgets import shipped
from curriculum_widgets.batch import BatchManager

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Executed:
    def __init__(self, code: int, err: str, path: Path) -> None:
        self.code, self.err = code, err
        self.cells = nbformat.read(path, as_version=4).cells if path.exists() else []

    @property
    def text(self) -> str:
        return json.dumps([cell.get("outputs", []) for cell in self.cells], ensure_ascii=False)


def papermill(name: str, folder: Path, **parameters: object) -> Executed:
    """Runs papermill as a shell would, without naming a kernel."""
    output = folder / f"{name}-out.ipynb"
    words = [word for key, value in parameters.items() for word in ("-p", key, str(value))]
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH}
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(shipped.notebook(name)), str(output), *words],
        capture_output=True, text=True, cwd=folder, env=environment, check=False,
    )  # fmt: skip
    return Executed(done.returncode, done.stderr, output)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Where a notebook keeps its work when nobody says."""
    return tmp_path / "curriculum-workspace"


def test_the_sentence_to_make_true(tmp_path: Path) -> None:
    ran = papermill("generate_curriculum", tmp_path, subject="Science", grade=5)
    assert ran.code == 0, ran.err
    manager = BatchManager(tmp_path / "curriculum-workspace")
    made = manager.library.list()
    assert [(card.subject, card.grade) for card in made] == [("Science", "Grade 5")]
    assert "completed: 1 of 1 done, 0 failed, cost nothing" in ran.text
    assert "text/markdown" in ran.text
    assert "widget-view" not in ran.text


def test_a_batch_with_parameters_as_text_and_a_readable_report(tmp_path: Path) -> None:
    ran = papermill(
        "run_batch", tmp_path, subjects="[Science, Mathematics]", grades="4;7", topic_count="1", richness="2",
        concurrency="3", workspace=tmp_path / "w", batch_id="nightly",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "4 of 4 done" in ran.text
    for form in ("text/html", "image/svg+xml", "image/png", "text/plain"):
        assert form in ran.text
    manager = BatchManager(tmp_path / "w")
    before = {card.id for card in manager.library.list()}
    again = papermill(
        "run_batch", tmp_path, subjects="Science, Mathematics", grades="4, 7", topic_count=1, richness=2,
        concurrency=3, workspace=tmp_path / "w", batch_id="nightly",
    )  # fmt: skip
    assert again.code == 0, again.err
    assert {card.id for card in manager.library.list()} == before


def test_a_batch_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text("subject,grade,topic_count\nScience,3,1\nmath,8,1\n")
    ran = papermill("run_batch", tmp_path, plan="jobs.csv")
    assert ran.code == 0, ran.err
    assert "2 of 2 done" in ran.text


def test_failed_jobs_fail_the_run_and_the_notebook_is_kept(tmp_path: Path) -> None:
    ran = papermill(
        "run_batch",
        tmp_path,
        subjects="Science",
        grades=4,
        topic_count=1,
        author="slow:1,fail=lesson",
        batch_id="bad",
    )
    assert ran.code == 1
    assert "curriculum resume bad" in ran.err
    assert "❌ failed" in ran.text


@pytest.mark.usefixtures("knitting")
@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"grade": "seventeen"}, "There is no grade 'seventeen'"),
        ({"topic_count": "many"}, "topic_count is 'many'; it must be a whole number"),
        ({"subject": "Knitting"}, "The bank holds nothing for Knitting"),
    ],
)
def test_bad_parameters_fail_before_anything_is_made(
    tmp_path: Path, parameters: dict[str, str], message: str
) -> None:
    ran = papermill("generate_curriculum", tmp_path, **parameters)
    assert ran.code == 1
    assert message in ran.err
    batches = tmp_path / "curriculum-workspace" / "batches"
    assert not batches.exists() or list(batches.iterdir()) == []


def test_the_studio_without_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at it, so it makes nothing; what is kept holds no key, no traceback and no text of a page."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-never-to-be-seen")
    monkeypatch.setenv("CURRICULUM_WORKSPACE", str(tmp_path / "workspace"))
    ran = papermill("studio", tmp_path)
    assert ran.code == 0, ran.err
    (cell,) = [cell for cell in ran.cells if cell.cell_type == "code"]
    (output,) = cell.outputs
    assert output.data["text/plain"] == "Studio()"
    kept = (tmp_path / "studio-out.ipynb").read_text()
    assert "sk-never-to-be-seen" not in kept
    assert "Traceback" not in kept
    assert not (tmp_path / "workspace").exists()


@pytest.mark.parametrize("notebook", shipped.notebooks(), ids=lambda path: path.stem)
def test_committed_notebooks_are_clean(notebook: Path) -> None:
    found = nbformat.read(notebook, as_version=4)
    nbformat.validate(found)
    assert found.metadata.kernelspec.name == "python3"
    tagged = [cell for cell in found.cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == (0 if notebook.stem == "studio" else 1)  # the studio is asked on its page
    for cell in found.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_a_language_model_writes_by_papermill_within_a_budget_and_its_key_stands_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "a-key-from-the-environment-0123"
    monkeypatch.setenv("CURRICULUM_API_KEY", secret)
    with serving(key=secret) as server:
        asked = {
            "subject": "Music", "grade": "5", "topics": "Rounds", "author": "openai:tiny", "base_url": server.url,
            "workspace": tmp_path / "w", "batch_id": "rounds",
        }  # fmt: skip
        paused = papermill("generate_curriculum", tmp_path, **asked, token_budget=12_000)
        assert paused.code != 0
        assert "paused" in paused.text + paused.err
        ran = papermill("generate_curriculum", tmp_path, **asked, token_budget=10_000_000)
    assert ran.code == 0, ran.err
    assert "1 of 1 done" in ran.text
    assert server.names().count("outline") == 1
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if secret.encode() in path.read_bytes()]
    assert secret not in ran.err + paused.err
