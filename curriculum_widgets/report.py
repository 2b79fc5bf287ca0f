"""A batch as a page to read: a table, a timeline and the cost, without any live widget."""

from __future__ import annotations

from datetime import datetime
from html import escape

from curriculum_widgets.batch import BatchState, BatchView, JobState, JobView
from curriculum_widgets.errors import GenerationFailed
from curriculum_widgets.rendering.chart import svg_png

_COLOURS = {
    JobState.COMPLETED: "#2f7d5b",
    JobState.PARTIAL: "#b7791f",
    JobState.FAILED: "#b3413b",
    JobState.CANCELLED: "#8a8f98",
}
_ROW, _LEFT, _WIDTH = 22, 230, 760  # pixels
_BARS_AT_MOST = 60
_NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="1" height="1"/>'


def _seconds(job: JobView) -> float | None:
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
        cost = self.view.usage.cost
        if cost is None:
            return "unknown"
        return "nothing" if cost == 0 else f"{cost:.4f} USD"

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
    def timeline(self) -> Picture:
        """The Jobs over time, as a picture; the longest ones when there are too many to show."""
        return Picture(self._timeline_svg())

    def _timeline_svg(self) -> str:
        jobs = [job for job in self.view.jobs if job.detail.started]
        if not jobs:
            return _NOTHING
        if len(jobs) > _BARS_AT_MOST:
            jobs = sorted(jobs, key=lambda job: -(_seconds(job) or 0))[:_BARS_AT_MOST]
        begin = min(job.detail.started for job in jobs if job.detail.started)
        last = max((job.detail.ended or begin) for job in jobs)
        span = max((last - begin).total_seconds(), 1.0)
        height = _ROW * (len(jobs) + 1) + 6

        def x(moment: datetime) -> float:
            return _LEFT + (moment - begin).total_seconds() / span * (_WIDTH - _LEFT - 10)

        bars = []
        for row, job in enumerate(jobs):
            started = job.detail.started or begin
            left, right = x(started), x(job.detail.ended or last)
            top = row * _ROW + 4
            name = job.name if len(job.name) <= 34 else f"{job.name[:33]}…"
            bars.append(
                f'<text x="{_LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(name)}</text>'
                f'<rect x="{left:.1f}" y="{top}" width="{max(right - left, 3):.1f}" height="{_ROW - 7}" rx="3" '
                f'fill="{_COLOURS.get(job.status, "#8a8f98")}"><title>{escape(job.name)}: {job.status}, '
                f"{_spent(_seconds(job))}</title></rect>"
            )
        axis = height - 8
        marks = f'<text x="{_LEFT}" y="{axis}">0 s</text><text x="{_WIDTH - 10}" y="{axis}" text-anchor="end">{span:.0f} s</text>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img" '
            f'aria-label="When each job ran" font-family="sans-serif" font-size="12" fill="#555">{"".join(bars)}{marks}</svg>'
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(job.name)}</td><td>{job.status.icon} {job.status}</td><td>{_spent(_seconds(job))}</td>"
            f"<td><code>{escape(job.job.curriculum)}</code></td><td>{escape(job.detail.error)}</td></tr>"
            for job in self.view.jobs
        )
        return (
            f"<h3>{escape(self.view.name)}</h3><p>{escape(self.headline)}</p>"
            "<table><thead><tr><th>Job</th><th>State</th><th>Time</th><th>Curriculum</th><th>Why</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )
