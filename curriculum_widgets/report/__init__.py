"""A batch as a page to read: tables, a timeline, distributions and the cost, without any live widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from curriculum_widgets.batch import BatchState, BatchView, JobState, JobView
from curriculum_widgets.batch.costs import cost_table, money
from curriculum_widgets.errors import GenerationFailed
from curriculum_widgets.rendering.chart import svg_png
from curriculum_widgets.report.pictures import histograms, lanes

_REASONS = 30  # that a report names
_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;"
    "border-bottom:1px solid #ddd;overflow-wrap:anywhere}svg{max-width:100%;height:auto}h2{margin-top:2rem}"
)


def seconds_of(job: JobView) -> float | None:
    """How long a Job's last run took, in seconds."""
    started, ended = job.detail.started, job.detail.ended
    return (ended - started).total_seconds() if started and ended else None


def _spent(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return "under 1 s" if seconds < 1 else f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


class Picture:
    """A drawing that notebooks show: as SVG where they trust it, as PNG where they don't.

    Args:
        svg: The drawing.
    """

    def __init__(self, svg: str) -> None:
        self._svg = svg

    def __repr__(self) -> str:
        return "A picture"

    def _repr_svg_(self) -> str:
        return self._svg

    def _repr_png_(self) -> bytes:
        return svg_png(self._svg)


class Report:
    """What became of a batch.

    Args:
        view: The batch as it ended.
    """

    def __init__(self, view: BatchView) -> None:
        self.view = view

    @property
    def cost(self) -> str:
        """What the batch has cost, in words; an unknown price is never shown as nothing."""
        return money(self.view.usage.cost)

    @property
    def headline(self) -> str:
        """The batch in one line."""
        view = self.view
        missing = view.counts[JobState.PARTIAL]
        partial = f" ({missing} with parts missing)" if missing else ""
        return f"{view.status}: {view.completed_jobs} of {view.total_jobs} done{partial}, {view.failed_jobs} failed, cost {self.cost}"

    def raise_if_failed(self) -> None:
        """Fails the notebook, and with it the papermill run, when some Job gave no Curriculum.

        Raises:
            GenerationFailed: It names the Jobs and how to go on.
        """
        if self.view.status is BatchState.COMPLETED:
            return
        lines = [
            f"{job.name}: {job.status} {job.detail.error}".strip()
            for job in self.view.jobs
            if job.status is not JobState.COMPLETED
        ]
        msg = (
            f"The batch {self.view.id} is {self.view.status}. Go on with: curriculum resume {self.view.id}\n"
            + "\n".join(lines)
        )
        raise GenerationFailed(msg)

    def __repr__(self) -> str:
        lines = [f"{self.view.name}: {self.headline}"]
        lines += [
            f"  {job.status.icon} {job.status:<10} {job.name}"
            + (f" – {job.detail.error}" if job.detail.error else "")
            for job in self.view.jobs
        ]
        return "\n".join(lines)

    @property
    def throughput(self) -> str:
        """How fast it went, in words; empty when nothing was made."""
        view = self.view
        started = [job.detail.started for job in view.jobs if job.detail.started]
        ended = [job.detail.ended for job in view.jobs if job.detail.ended]
        if not (started and ended and view.completed_jobs):
            return ""
        took = max((max(ended) - min(started)).total_seconds(), 0.001)
        what = "curriculum" if view.completed_jobs == 1 else "curricula"
        busy = sum(seconds_of(job) or 0 for job in view.jobs)
        return (
            f"{view.completed_jobs} {what} in {_spent(took)}: {view.completed_jobs / took * 60:,.1f} a minute, "
            f"{busy / took:.1f} at work at once on average"
        )

    @property
    def timeline(self) -> Picture:
        """The Jobs over time, a lane for each worker."""
        return Picture(lanes(self.view.jobs))

    @property
    def distributions(self) -> Picture:
        """How many Jobs took how long, and how many cost how much."""
        durations = [seconds for job in self.view.jobs if (seconds := seconds_of(job)) is not None]
        prices = [float(cost) for job in self.view.jobs if (cost := job.detail.usage.cost)]
        return Picture(histograms({"Seconds a job": durations, "US dollars a job": prices}))

    def reasons(self) -> list[tuple[str, int, str]]:
        """Why Jobs failed or lack something: each reason once, of how many Jobs, and the first of them."""
        why = Counter(job.detail.error for job in self.view.jobs if job.detail.error)
        whose = {job.detail.error: job.name for job in reversed(self.view.jobs)}
        return [(reason, count, whose[reason]) for reason, count in why.most_common(_REASONS)]

    def _repr_html_(self) -> str:
        rows = [
            (job.name, f"{job.status.icon} {job.status}", _spent(seconds_of(job)), job.job.curriculum, job.detail.error)
            for job in self.view.jobs
        ]  # fmt: skip
        parts = [f"<h3>{escape(self.view.name)}</h3>", f"<p>{escape(self.headline)}</p>"]
        parts += [f"<p>{escape(self.throughput)}</p>"] if self.throughput else []
        if reasons := self.reasons():
            told = [(why, str(count), first) for why, count, first in reasons]
            parts += ["<h4>What went wrong</h4>", _table(("Why", "Jobs", "Such as"), told)]
        costs = self.view.costs
        if not all(cost.is_free for cost in costs):
            parts += ["<h4>What it cost</h4>", _table(*cost_table(costs))]
        parts += ["<h4>All jobs</h4>", _table(("Job", "State", "Time", "Curriculum", "Why"), rows)]
        return "".join(parts)

    def page(self) -> str:
        """The whole report as a web page that needs nothing else."""
        name = escape(self.view.name)
        pictures = (
            f"<h2>When each job ran</h2>{self.timeline._repr_svg_()}"
            f"<h2>How long, and how much</h2>{self.distributions._repr_svg_()}"
        )
        return (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{name}: report</title><style>{_STYLE}</style></head><body>{self._repr_html_()}{pictures}</body></html>\n"
        )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
