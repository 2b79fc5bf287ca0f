"""What an archive of results says of itself: a page, a table for spreadsheets, and a summary for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curriculum_widgets.batch.status import JobState
from curriculum_widgets.batch.view import BatchView, JobView
from curriculum_widgets.rendering.file_index import index_page, index_table
from curriculum_widgets.rendering.markup import Html, join, tag

_HEADS = (
    "No.", "Job", "Subject", "Grade", "Style", "Language", "State", "Title", "Units", "Seconds", "Files", "Remark",
)  # fmt: skip


@dataclass(slots=True)
class Result:
    """What an archive holds of one Job.

    Args:
        job: The Job.
        title: Its Curriculum's title.
        units: How many units that has.
        files: Where its files are in the archive.
        error: What is missing, and why.
    """

    job: JobView
    title: str = ""
    units: int = 0
    files: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def seconds(self) -> float | None:
        """How long its last run took."""
        started, ended = self.job.detail.started, self.job.detail.ended
        return round((ended - started).total_seconds(), 1) if started and ended else None


def index_html(batch: BatchView, results: Sequence[Result]) -> str:
    """The page that leads to every file.

    Args:
        batch: The batch.
        results: What is there of each Job.

    Returns:
        A whole page.
    """
    counts = batch.counts
    facts = [f"{batch.completed_jobs} of {batch.total_jobs} made"]
    facts += [f"{counts[JobState.PARTIAL]} with parts missing"] if counts[JobState.PARTIAL] else []
    facts += [f"{batch.failed_jobs} failed"] if batch.failed_jobs else []
    facts += [f"planned by {batch.plan.author_name}"] if batch.plan.author_name else []
    facts.append(f"planned {batch.plan.created:%Y-%m-%d}")
    body = tag(
        "main",
        tag("h1", batch.name),
        tag("p", batch.plan.description) if batch.plan.description else Html(""),
        tag("p", " · ".join(facts)),
        _table(results),
        tag("p", "The same as a table: ", tag("a", "index.csv", href="index.csv"), ". ", _CHECK),
    )
    return index_page(batch.name, body)


_CHECK = join(("Whether all arrived unharmed says ", tag("code", "sha256sum -c SHA256SUMS"), "."))


def _table(results: Iterable[Result]) -> Html:
    return index_table(("Curriculum", "State", "Files", "Remark"), map(_row, results))


def _row(result: Result) -> Html:
    state = result.job.status
    links = join(tag("a", _label(path), href=path) for path in result.files)
    return tag(
        "tr",
        tag("th", result.title or result.job.name, scope="row"),
        *(tag("td", cell) for cell in (f"{state.icon} {state}", links, result.error)),
    )


def _label(path: str) -> str:
    edition, _, name = path.partition("/")
    if edition == "notebooks":
        return "Notebook that did it"
    return f"{edition.capitalize()} edition ({name.rpartition('.')[2]})"


def index_csv(results: Iterable[Result]) -> str:
    """The same as a table for spreadsheets.

    Args:
        results: What is there of each Job.

    Returns:
        Comma-separated values with a head.
    """
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_HEADS)
    for number, result in enumerate(results, 1):
        request = result.job.job.request
        cells = (
            number, result.job.name, request.subject, request.grade, request.style, request.language, result.job.status,
            result.title, result.units or "", result.seconds if result.seconds is not None else "",
            " ".join(result.files), result.error,
        )  # fmt: skip
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return lines.getvalue()


def _harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell


def summary_json(batch: BatchView, results: Iterable[Result]) -> str:
    """The batch's summary for programs.

    Args:
        batch: The batch.
        results: What is there of each Job.

    Returns:
        A JSON document.
    """
    plan, statuses = batch.plan, [job.detail for job in batch.jobs]
    started = min((status.started for status in statuses if status.started), default=None)
    ended = max((status.ended for status in statuses if status.ended), default=None)
    values = {
        "batch": plan.id, "name": plan.name, "description": plan.description, "planned_by": plan.author_name,
        "planned": plan.created, "started": started, "ended": ended, "state": batch.status, "total": batch.total_jobs,
        "counts": {state: count for state in JobState if (count := batch.counts[state])},
        "usage": batch.usage.model_dump(mode="json"),
        "costs": [cost.model_dump(mode="json") for cost in batch.costs],
        "jobs": [
            {
                "id": result.job.job.id, "name": result.job.name, "state": result.job.status,
                "curriculum": result.job.job.curriculum, "title": result.title, "units": result.units,
                "seconds": result.seconds, "files": result.files, "error": result.error,
            }
            for result in results
        ],
    }  # fmt: skip
    return json.dumps(values, indent=1, ensure_ascii=False, default=str) + "\n"
