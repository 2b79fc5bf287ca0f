"""Schedulers send all parameters as text: every parameter of every notebook arrives as it was meant."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import nbformat
import pytest
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from curriculum_widgets import shipped
from curriculum_widgets.batch import BatchView

ASKING = [path for path in shipped.notebooks() if path.stem != "studio"]
"""The studio's notebook has no parameters: it is asked on its page."""


def request(view: BatchView) -> Any:
    return view.jobs[0].job.request


# For each parameter: the text that a scheduler sends, and what must come of it.
MEANT: dict[str, dict[str, tuple[str, Any]]] = {
    "generate_curriculum": {
        "subject": ("Science", lambda view: request(view).subject == "Science"),
        "grade": ("4", lambda view: request(view).grade == "Grade 4"),
        "topics": ('["Water cycle"]', lambda view: request(view).topics == ("Water cycle",)),
        "topic_count": (" 1 ", lambda view: request(view).topic_count == 1),
        "style": ("Visual", lambda view: request(view).style == "Visual"),
        "language": ("English", lambda view: request(view).language == "English"),
        "guidelines": ("", lambda view: request(view).guidelines == ""),
        "richness": ("0", lambda view: request(view).richness == 0),
        "without": ("quiz; activity", lambda view: not (request(view).include.quiz or request(view).include.activity)),
        "author": ("bank", lambda view: request(view).author == "bank"),
        "base_url": ("", lambda view: request(view).base_url == ""),
        "image_model": ("", lambda view: request(view).image_model == ""),
        "image_size": ("", lambda view: request(view).image_size == ""),
        "image_quality": ("", lambda view: request(view).image_quality == ""),
        "licence": (" cc-by ", lambda view: request(view).licence == "CC BY 4.0"),
        "template": ("", lambda view: request(view).template is None),
        "batch_folder": ("", lambda view: view.id == "tonight"),
        "job_id": ("", lambda view: view.id == "tonight"),
        "budget": ("2.50", lambda view: view.plan.budget == Decimal("2.50")),
        "token_budget": ("900", lambda view: view.plan.token_budget == 900),
        "workspace": ("there", lambda _: Path("there/batches/tonight").is_dir()),
        "batch_id": ("tonight", lambda view: view.id == "tonight"),
    },
    "run_batch": {
        "subjects": ('["Mathematics"]', lambda view: {job.job.request.subject for job in view.jobs} == {"Mathematics"}),
        "grades": ("4; 5", lambda view: [job.job.request.grade for job in view.jobs] == ["Grade 4", "Grade 5"]),
        "styles": ("[Standard]", lambda view: request(view).style == "Standard"),
        "languages": ("English", lambda view: request(view).language == "English"),
        "template": ("math-problem-solving", lambda view: request(view).template == "math-problem-solving"),
        "plan": ("", lambda view: view.total_jobs == 2),
        "name": ("2026", lambda view: view.name == "2026"),
        "topic_count": ("1", lambda view: request(view).topic_count == 1),
        "richness": ("0", lambda view: request(view).richness == 0),
        "author": ("bank", lambda view: request(view).author == "bank"),
        "base_url": ("", lambda view: request(view).base_url == ""),
        "image_model": ("", lambda view: request(view).image_model == ""),
        "image_size": ("", lambda view: request(view).image_size == ""),
        "image_quality": ("", lambda view: request(view).image_quality == ""),
        "licence": (" cc-by ", lambda view: request(view).licence == "CC BY 4.0"),
        "concurrency": ("3", lambda view: view.plan.concurrency == 3),
        "executor": ("threads", lambda view: view.plan.executor == "threads"),
        "scheduler": ("", lambda view: view.plan.scheduler == ""),
        "budget": ("1", lambda view: view.plan.budget == 1),
        "token_budget": (" 900", lambda view: view.plan.token_budget == 900),
        "workspace": ("there", lambda _: Path("there/batches/tonight").is_dir()),
        "batch_id": ("tonight", lambda view: view.id == "tonight"),
    },
}  # fmt: skip
NEEDED = {"generate_curriculum": ("subject", "grade"), "run_batch": ("subjects", "grades")}


def parameters(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    (cell,) = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    names: dict[str, Any] = {}
    exec(cell.source, names)
    return [name for name in names if not name.startswith("__")]


def report_of(path: Path, given: dict[str, str]) -> BatchView:
    """Executes a notebook up to its report, with parameters put in as papermill and its schedulers do."""
    notebook = parameterize_notebook(
        load_notebook_node(str(path)), given, kernel_name="python3", language="python"
    )
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
        if "report" in names:
            break
    return names["report"].view


@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.stem)
def test_every_parameter_as_text(path: Path) -> None:
    meant = MEANT[path.stem]
    assert sorted(meant) == sorted(parameters(path)), "say here what a new parameter means as text"
    view = report_of(path, {name: text for name, (text, _) in meant.items()})
    wrong = [name for name, (_, holds) in meant.items() if not holds(view)]
    assert wrong == []
    assert view.completed_jobs == view.total_jobs


@pytest.mark.parametrize("nothing", ["", "  "])
@pytest.mark.parametrize("path", ASKING, ids=lambda path: path.stem)
def test_what_is_left_empty_is_as_usual(path: Path, nothing: str) -> None:
    needed = {"subject": "Science", "subjects": "Science", "grade": "4", "grades": "4"}
    given = dict.fromkeys(parameters(path), nothing) | {name: needed[name] for name in NEEDED[path.stem]}
    view = report_of(path, given | {"topic_count": "1"})
    asked = request(view)
    assert (asked.style, asked.language, asked.author, asked.richness) == ("Standard", "English", "bank", 3)
    assert (view.plan.budget, view.plan.token_budget, view.plan.concurrency) == (None, None, 2)
    assert Path("curriculum-workspace").is_dir()


def test_a_plan_file_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text("subject,grade,topic_count\nScience,3,1\n")
    given = dict.fromkeys(parameters(shipped.notebook("run_batch")), "") | {
        "plan": str(tmp_path / "jobs.csv")
    }
    assert report_of(shipped.notebook("run_batch"), given).name == "jobs"
