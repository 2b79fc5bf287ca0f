"""A batch that has ended, compacted into one file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, ValidationError

from curriculum_widgets.batch.costs import Cost, costs
from curriculum_widgets.batch.plan import Plan
from curriculum_widgets.batch.status import BatchState, JobState, Status, StatusReader, batch_state
from curriculum_widgets.documents.curriculum import Usage, utc_now
from curriculum_widgets.documents.text import Document, Line, Slug
from curriculum_widgets.files import replace


class Summary(Document):
    """A batch that has ended, with the last status of each of its Jobs."""

    schema_version: Literal[1] = 1
    batch: Slug
    name: Line
    state: BatchState
    started: AwareDatetime | None
    ended: AwareDatetime
    total: Annotated[int, Field(ge=1)]
    counts: dict[JobState, int]
    usage: Usage
    costs: tuple[Cost, ...] = ()
    """By author; summaries of older versions have none."""
    statuses: tuple[Status, ...]


def write_summary(folder: Path, plan: Plan) -> Summary | None:
    """Compacts an ended batch into one file.

    Args:
        folder: The batch's folder.
        plan: Its plan.

    Returns:
        The summary; `None` when some Job has not ended.
    """
    reader = StatusReader(folder)
    reader.changes()
    statuses = tuple(reader.statuses.get(job.id, Status(job=job.id)) for job in plan.jobs)
    if not all(status.state.ended for status in statuses):
        return None
    counts = Counter(status.state for status in statuses)
    state = batch_state(counts.elements(), total=len(statuses), alive=False)
    summary = Summary(
        batch=plan.id,
        name=plan.name,
        state=state,
        started=min((status.started for status in statuses if status.started), default=None),
        ended=max(status.ended or utc_now() for status in statuses),
        total=len(statuses),
        counts=dict(counts),
        usage=sum((status.usage for status in statuses), Usage()),
        costs=costs(zip(plan.jobs, statuses, strict=True)),
        statuses=statuses,
    )
    replace(folder / "summary.json", summary.model_dump_json(exclude_defaults=True).encode(), durable=True)
    return summary


def read_summary(folder: Path) -> Summary | None:
    """An ended batch's summary; `None` when it has not ended."""
    try:
        return Summary.model_validate_json((folder / "summary.json").read_bytes())
    except (OSError, ValidationError):
        return None
