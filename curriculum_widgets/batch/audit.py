"""What became of one Job, to be read in the notebook that did it: what was asked, what was made, and what it took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from curriculum_widgets.batch.apart import Told, hear, run_apart
from curriculum_widgets.batch.beats import is_alive
from curriculum_widgets.batch.plan import Job, load_plan
from curriculum_widgets.batch.status import JobState, Status, read_status
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import GenerationFailed
from curriculum_widgets.generation import Progress
from curriculum_widgets.workspace import Workspace

FOLDER = "notebooks"
"""Where a batch keeps the notebooks that did its Jobs."""

_ALWAYS = ("subject", "grade", "style", "language", "author")


def notebook_of(folder: Path, job: str) -> Path:
    """The notebook that did a Job, if one did."""
    return folder / FOLDER / f"{job}.ipynb"


@dataclass(frozen=True, slots=True)
class PartDone:
    """One Part, as it was finished."""

    name: str
    tokens: int
    cost: str


class _Listener:
    """Hears which Part was finished when, and what it took."""

    def __init__(self) -> None:
        self.parts: list[PartDone] = []
        self._finished, self._usage = 0, Usage()

    def hear(self, progress: Progress) -> None:
        if progress.finished == self._finished:
            return
        now, before = progress.usage, self._usage
        tokens = now.input_tokens + now.output_tokens - before.input_tokens - before.output_tokens
        known = now.cost is not None and before.cost is not None
        cost = f"{(now.cost or 0) - (before.cost or 0):.4f}" if known else "not known"
        self.parts.append(PartDone(progress.doing, tokens, cost))
        self._finished, self._usage = progress.finished, now


def do_job(folder: Path, job_id: str) -> JobReport:
    """Does a Job for the runner that asked for it; a notebook that is only run again by hand does nothing.

    Args:
        folder: The batch's folder.
        job_id: The Job's id.

    Returns:
        What became of it.
    """
    job, listener = load_plan(folder).job(job_id), _Listener()
    told: Told = []
    if is_alive(folder, Workspace(folder.parent.parent).settings()):
        told = run_apart(folder, job_id, listener.hear)
    return JobReport(folder.name, job, read_status(folder, job_id), listener.parts, told)


class JobReport:
    """What became of a Job.

    Args:
        batch: The batch's id.
        job: The Job.
        status: How it stands.
        parts: The Parts that were finished, in their order; those that an earlier run had finished are among them.
        told: What its runner must hear of.
    """

    def __init__(self, batch: str, job: Job, status: Status, parts: Sequence[PartDone], told: Told) -> None:
        self._batch, self.job, self.status, self.parts, self._told = batch, job, status, tuple(parts), told

    @property
    def headline(self) -> str:
        """The Job in one line."""
        status, usage = self.status, self.status.usage
        cost = "not known" if usage.cost is None else f"{usage.cost:.4f} USD" if usage.cost else "nothing"
        tokens = usage.input_tokens + usage.output_tokens
        spent = f"{tokens:,} tokens in {usage.calls} calls, cost {cost}" if usage.calls else f"cost {cost}"
        why = f". {status.error or (self._told and self._told[1]) or ''}".rstrip(". ")
        return f"{status.state.icon} {status.state}: {self.job.name}; {spent}{why}"

    def raise_if_failed(self) -> None:
        """Fails the notebook when the Job gave no Curriculum, with what its runner must hear.

        Raises:
            CurriculumError: It says why, and how to go on.
        """
        hear(self._told)
        if self.status.state not in (JobState.COMPLETED, JobState.PARTIAL):
            msg = f"{self.job.name}: {self.status.state}. {self.status.error} Go on with: curriculum resume {self._batch}"
            raise GenerationFailed(" ".join(msg.split()))

    def __repr__(self) -> str:
        lines = [self.headline, *(f"  {part.name}: {part.tokens:,} tokens" for part in self.parts)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        asked = _table(("Asked for", ""), _asked(self.job.request))
        rows = [(part.name, f"{part.tokens:,}", part.cost) for part in self.parts]
        made = _table(("Part", "Tokens", "Cost in USD"), rows) if rows else ""
        worker = f"<p>Batch {escape(self._batch)}, done by {escape(self.status.worker or 'nobody yet')}.</p>"
        return f"<h3>{escape(self.headline)}</h3>{worker}{asked}{made}"


def _asked(request: Request) -> Iterable[tuple[str, str]]:
    changed = request.model_dump(mode="json", exclude_defaults=True)
    for name, value in request.model_dump(mode="json").items():
        if name in changed or name in _ALWAYS:
            yield name.replace("_", " "), _words(value)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_words(one)}" for name, one in value.items())
    return "; ".join(map(_words, value)) if isinstance(value, list) else str(value)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
