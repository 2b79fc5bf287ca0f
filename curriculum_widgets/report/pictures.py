"""The pictures of a batch's report, as plain SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import pairwise

from curriculum_widgets.batch import JobState, JobView

_COLOURS = {
    JobState.COMPLETED: "#2f7d5b",
    JobState.PARTIAL: "#b7791f",
    JobState.FAILED: "#b3413b",
    JobState.CANCELLED: "#8a8f98",
}
_OTHER = "#8a8f98"
_ROW, _LEFT, _WIDTH = 22, 230, 760  # pixels
_LANES_AT_MOST = 60
_LETTER = 6.5  # pixels, about
_BINS, _BAR_HEIGHT, _GAP = 12, 120, 40
NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="1" height="1"/>'


def _drawing(height: int, label: str, content: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img" '
        f'aria-label="{escape(label)}" font-family="sans-serif" font-size="12" fill="#555">{"".join(content)}</svg>'
    )


def lanes(jobs: Iterable[JobView]) -> str:
    """Jobs over time, a lane for each worker; the busiest ones when there are too many.

    Args:
        jobs: The Jobs; those that were never begun are left out.

    Returns:
        An SVG document.
    """
    begun = [(job, job.detail.started) for job in jobs if job.detail.started]
    if not begun:
        return NOTHING
    first = min(started for _, started in begun)
    last = max((job.detail.ended or started) for job, started in begun)
    span = max((last - first).total_seconds(), 1.0)
    workers: dict[str, list[tuple[JobView, datetime]]] = {}
    for job, started in sorted(begun, key=lambda item: item[1]):
        workers.setdefault(job.detail.worker or "worker", []).append((job, started))
    if len(workers) > _LANES_AT_MOST:
        busiest = sorted(workers, key=lambda worker: -len(workers[worker]))[:_LANES_AT_MOST]
        workers = {worker: workers[worker] for worker in workers if worker in set(busiest)}

    def x(moment: datetime) -> float:
        return _LEFT + (moment - first).total_seconds() / span * (_WIDTH - _LEFT - 10)

    drawn = []
    for row, (worker, work) in enumerate(workers.items()):
        top = row * _ROW + 4
        name = worker if len(worker) <= 34 else f"…{worker[-33:]}"
        drawn.append(f'<text x="{_LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(name)}</text>')
        for job, started in work:
            left, right = x(started), x(job.detail.ended or last)
            width = max(right - left - 1, 2)
            took = (job.detail.ended - started).total_seconds() if job.detail.ended else None
            title = f"{job.name}: {job.status}" + ("" if took is None else f", {took:.1f} s")
            drawn.append(
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_ROW - 6}" rx="3" '
                f'fill="{_COLOURS.get(job.status, _OTHER)}"><title>{escape(title)}</title></rect>'
            )
            letters = int((width - 10) / _LETTER)
            if letters >= 6:
                short = job.name if len(job.name) <= letters else f"{job.name[: letters - 1]}…"
                drawn.append(f'<text x="{left + 5:.1f}" y="{top + 12}" fill="#fff">{escape(short)}</text>')
    height = _ROW * (len(workers) + 1) + 6
    drawn.append(f'<text x="{_LEFT}" y="{height - 8}">0 s</text>')
    drawn.append(f'<text x="{_WIDTH - 10}" y="{height - 8}" text-anchor="end">{span:.0f} s</text>')
    return _drawing(height, "When each job ran, a lane for each worker", drawn)


def histograms(samples: Mapping[str, Sequence[float]]) -> str:
    """How often values occur, side by side.

    Args:
        samples: What is measured, with its unit, and the values; those without values are left out.

    Returns:
        An SVG document.
    """
    shown = {name: sorted(values) for name, values in samples.items() if values}
    if not shown:
        return NOTHING
    width = (_WIDTH - _GAP * (len(shown) - 1)) / len(shown)
    drawn: list[str] = []
    for place, (name, values) in enumerate(shown.items()):
        drawn += _histogram(name, values, left=place * (width + _GAP), width=width)
    return _drawing(
        _BAR_HEIGHT + 64, "; ".join(f"{name}: {len(values)} values" for name, values in shown.items()), drawn
    )


def _histogram(name: str, values: list[float], *, left: float, width: float) -> Iterable[str]:
    low, high = values[0], values[-1]
    bins = 1 if low == high else min(_BINS, len(values))
    edges = [low + (high - low) * step / bins for step in range(bins + 1)]
    counts = [sum(start <= value < end for value in values) for start, end in pairwise(edges)]
    counts[-1] += sum(value == high for value in values) if low != high else len(values)
    middle = values[len(values) // 2]
    most, bar = max(counts), width / bins
    yield f'<text x="{left:.1f}" y="14" font-weight="bold">{escape(name)}</text>'
    for at, count in enumerate(counts):
        if count:
            height = count / most * _BAR_HEIGHT
            yield (
                f'<rect x="{left + at * bar:.1f}" y="{24 + _BAR_HEIGHT - height:.1f}" width="{max(bar - 2, 1):.1f}" '
                f'height="{height:.1f}" fill="#1f6478"><title>{edges[at]:.4g} to {edges[at + 1]:.4g}: {count}</title></rect>'
            )
    base = 24 + _BAR_HEIGHT + 16
    yield f'<text x="{left:.1f}" y="{base}">{low:.4g}</text>'
    yield f'<text x="{left + width:.1f}" y="{base}" text-anchor="end">{high:.4g}</text>'
    yield f'<text x="{left:.1f}" y="{base + 16}">half took {middle:.4g} or less; {most} at most in one bar</text>'
