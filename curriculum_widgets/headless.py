"""The main job without a screen: for Python scripts, and for notebooks that papermill executes.

Papermill, cron and schedulers give parameters as text, so everything here takes text as well as real values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from curriculum_widgets import yaml
from curriculum_widgets.batch import BatchManager, BatchView, JobState
from curriculum_widgets.batch.audit import JobReport, do_job
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import Include
from curriculum_widgets.errors import BadRequest, GenerationFailed
from curriculum_widgets.report import Report
from curriculum_widgets.workspace import Library, Workspace

_WHOLE_NUMBERS = ("topic_count", "richness", "exercise_set", "concurrency", "token_budget")
_LISTS = ("subjects", "grades", "styles", "languages", "topics", "without")


def _number(name: str, value: object) -> int:
    try:
        whole = int(str(value).strip())
    except ValueError:
        msg = f"{name} is {value!r}; it must be a whole number."
        raise BadRequest(msg) from None
    return whole


def _list(name: str, value: object) -> list[str]:
    if isinstance(value, str):
        text = value.strip()
        try:  # JSON and YAML lists come as text from papermill's -p
            found = yaml.load(text) if text.startswith("[") else None
        except yaml.YAMLError:
            msg = f"{name} is {value!r}; write it as [one, two] or parted by commas."
            raise BadRequest(msg) from None
        parts: Iterable[object] = found if isinstance(found, list) else text.replace(";", ",").split(",")
    elif isinstance(value, Iterable):
        parts = value
    else:
        parts = [value]
    return [str(part).strip() for part in parts if str(part).strip()]


def coerced(**parameters: Any) -> dict[str, Any]:
    """Parameters as they are meant, whatever type they came in.

    Args:
        **parameters: Names and values, all of which may be text.

    Returns:
        Whole numbers as such, lists as lists, everything else as text; what was left empty is left out.

    Raises:
        BadRequest: A value can't be what it must be.
    """
    stripped = {
        name: value.strip() if isinstance(value, str) else value for name, value in parameters.items()
    }
    given = {
        name: value for name, value in stripped.items() if value is not None and value not in ("", (), [])
    }
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name in _WHOLE_NUMBERS:
            found[name] = _number(name, value)
        elif name in _LISTS:
            found[name] = _list(name, value)
        else:
            found[name] = value if isinstance(value, Mapping | list | tuple) else str(value)
    sections = found.pop("without", [])
    for section in sections:
        if section not in Include.model_fields:
            msg = (
                f"There is no section {section!r} to leave out. There are: {', '.join(Include.model_fields)}."
            )
            raise BadRequest(msg)
    if sections:
        found["include"] = dict.fromkeys(sections, False)
    return found


def generate(
    subject: str, grade: str | int, *, workspace: Path | str | None = None, **fields: Any
) -> Curriculum:
    """Makes one Curriculum and saves it in the library.

    Args:
        subject: A subject of the catalogue.
        grade: A grade of the catalogue, such as `5` or `K`.
        workspace: The folder that holds the library; the usual one by default.
        **fields: Further fields of the Request, such as `style` or `topics`, or `template`; and what it may cost,
            `budget` in US dollars and `token_budget`.

    Returns:
        The Curriculum; Parts that could not be written are named in it.

    Raises:
        BadRequest: Something is not valid, or not covered.
        GenerationFailed: No Curriculum could be made.
    """
    manager = BatchManager(workspace)
    limits = coerced(budget=fields.pop("budget", None), token_budget=fields.pop("token_budget", None))
    row = coerced(subject=subject, grade=grade, **fields)
    planned = manager.create_custom_batch([row], listed=False, **limits)
    manager.start_batch(planned.id)
    job = manager.wait(planned.id).jobs[0]
    if job.status not in (JobState.COMPLETED, JobState.PARTIAL):
        msg = f"{job.name}: {job.status}. {job.detail.error} Go on with: curriculum resume {planned.id}"
        raise GenerationFailed(msg)
    return manager.library.load(job.job.curriculum)


def _say_ended(say: Callable[[str], None]) -> Callable[[BatchView], None]:
    told: set[str] = set()

    def tell(view: BatchView) -> None:
        for job in view.jobs:
            if job.status.ended and job.job.id not in told:
                told.add(job.job.id)
                say(f"{len(told)} of {view.total_jobs}: {job.status.icon} {job.status} {job.name}")

    return tell


def _run(
    manager: BatchManager, planned: BatchView, say: Callable[[str], None], limits: Mapping[str, Any]
) -> Report:
    say(f"Workspace: {manager.workspace.root}")
    say(f"Batch: {planned.id}")
    if any(job.status is not JobState.COMPLETED for job in planned.jobs):
        manager.start_batch(planned.id, **limits)  # which may be higher than when it was planned
    return Report(manager.wait(planned.id, on_change=_say_ended(say)))


def run_request(
    *,
    budget: Any = "",
    token_budget: Any = "",
    workspace: str = "",
    batch_id: str = "",
    batch_folder: str = "",
    job_id: str = "",
    say: Callable[[str], None] = print,
    **fields: Any,
) -> Report | JobReport:
    """Makes one Curriculum, as the notebook `generate_curriculum` does.

    Args:
        budget: The most that it may cost, in US dollars.
        token_budget: The most tokens that it may use.
        workspace: The folder that holds the library; the usual one when it is empty.
        batch_id: An id for this run; running again with the same one goes on where the last one stopped.
        batch_folder: The folder of a batch whose Jobs run in notebooks.
        job_id: The Job of it that this is; all else is as that was planned.
        say: Told of progress, a line at a time.
        **fields: Fields of the Request, all of which may be text.

    Returns:
        The report.

    Raises:
        BadRequest: Something is not valid, or not covered; nothing was started.
    """
    if str(job_id).strip():
        return do_job(Path(str(batch_folder)), str(job_id).strip())
    row = coerced(**fields)
    manager = BatchManager(str(workspace).strip() or None)
    limits = coerced(budget=budget, token_budget=token_budget)
    planned = manager.create_custom_batch([row], listed=False, batch_id=str(batch_id).strip(), **limits)
    return _run(manager, planned, say, limits)


def run_batch(
    *,
    subjects: Any = (),
    grades: Any = (),
    styles: Any = (),
    languages: Any = (),
    template: str = "",
    plan: str = "",
    name: str = "",
    concurrency: Any = "",
    executor: str = "",
    scheduler: str = "",
    budget: Any = "",
    token_budget: Any = "",
    workspace: str = "",
    batch_id: str = "",
    say: Callable[[str], None] = print,
    **fields: Any,
) -> Report:
    """Makes a batch of Curricula, as the notebook `run_batch` does.

    Args:
        subjects: A list, or text parted by commas.
        grades: A list, or text parted by commas.
        styles: A list, or text parted by commas; the template's by default.
        languages: A list, or text parted by commas; the template's by default.
        template: The id of a template.
        plan: A YAML or CSV file that lists the Jobs, instead of the above.
        name: How lists call the batch.
        concurrency: Jobs at once.
        executor: Where Jobs run: `threads`, `papermill` or `dask`.
        scheduler: The address of a Dask scheduler; workers on this computer when it is empty.
        budget: The most that it may cost, in US dollars.
        token_budget: The most tokens that it may use.
        workspace: The folder that holds everything; the usual one when it is empty.
        batch_id: An id for this run; running again with the same one goes on where the last one stopped.
        say: Told of progress, a line at a time.
        **fields: Further fields of every Request.

    Returns:
        The report.

    Raises:
        BadRequest: Something is not valid, or not covered; nothing was started.
    """
    plan, batch_id = str(plan).strip(), str(batch_id).strip()
    limits = coerced(budget=budget, token_budget=token_budget)
    about = limits | coerced(
        name=name, concurrency=concurrency, executor=executor, scheduler=scheduler,
        template="" if plan else template,
    )  # fmt: skip
    manager = BatchManager(str(workspace).strip() or None)
    if plan:
        planned = manager.create_batch_from_file(Path(plan), **about, batch_id=batch_id)
        return _run(manager, planned, say, limits)
    axes = coerced(subjects=subjects, grades=grades, styles=styles, languages=languages)
    planned = manager.create_batch_from_template(
        about.pop("template", ""),
        axes.pop("subjects", ()),
        axes.pop("grades", ()),
        **axes,
        **about,
        **coerced(**fields),
        batch_id=batch_id,
    )
    return _run(manager, planned, say, limits)


class Preview:
    """The beginning of what a report's first Job has made, to read in a notebook.

    Args:
        report: As `run_request` gave it.
        workspace: The folder that holds the library; the usual one when it is empty.
    """

    def __init__(self, report: Report | JobReport, workspace: str = "") -> None:
        library = Library(Workspace.open(str(workspace).strip() or None))
        job = report.job if isinstance(report, JobReport) else report.view.jobs[0].job
        self._made = library.load(job.curriculum)

    def __repr__(self) -> str:
        units = ", ".join(unit.title for unit in self._made.units)
        return f"{self._made.title}: {units}"

    def _repr_markdown_(self) -> str:
        made, first = self._made, self._made.units[0]
        lesson = re.sub(r"^!\[[^\]]*\]\(figure:[^)]*\)$\n*", "", first.lesson or "", flags=re.MULTILINE)
        return (
            f"# {made.title}\n\n{made.overview}\n\n## {first.title}\n\n{lesson}\n\n---\n\n"
            f"The whole of it, with pictures and quizzes: `curriculum export {made.id} --format html`"
        )
