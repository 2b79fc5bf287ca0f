"""Telling the educator that a batch has ended: what is said, when, and only once."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

from curriculum_widgets.batch.notes import read_note, write_note
from curriculum_widgets.batch.sending import addresses, send
from curriculum_widgets.batch.status import BatchState, JobState
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.errors import CurriculumError, NotFound
from curriculum_widgets.files import replace
from curriculum_widgets.settings import Settings

_log = logging.getLogger(__name__)
_EVENTS = {
    BatchState.COMPLETED: "done",
    BatchState.WITH_FAILURES: "failed",
    BatchState.FAILED: "failed",
    BatchState.PAUSED: "paused",
}
_REASONS = 10  # that a message names
_OURS = "No message could be sent about its end: "


def tell_end(folder: Path, settings: Settings, failure: Exception | None = None) -> None:
    """Sends one message about a batch whose runner has ended, if somebody wants it; a message that fails is only noted.

    Args:
        folder: The batch's folder.
        settings: Of what the educator wants to be told.
        failure: Why its runner could not work on it to its end.
    """
    try:
        _tell(folder, settings, failure)
    except NotFound:  # it was deleted
        return
    except CurriculumError as error:
        _log.warning("No message was sent about the batch %s: %s", folder.name, error)
        write_note(folder, f"{_OURS}{error}")
    except Exception:  # noqa: BLE001 - logged with its traceback; a message must never touch the batch
        _log.exception("No message was sent about the batch %s", folder.name)
        write_note(folder, f"{_OURS}the log says why.")


def _tell(folder: Path, settings: Settings, failure: Exception | None) -> None:
    if not addresses():
        return
    view = BatchWatch(folder, settings).view()
    event = "failed" if failure else _event(view)
    if not view.plan.listed or event not in settings.told_events:
        return
    # The same end is told once, also when a resumed run found nothing left to do.
    ended = max((str(job.detail.ended) for job in view.jobs if job.detail.ended), default="")
    mark = f"{view.status} {ended} {view.usage.calls}".encode()
    told = folder / "told"
    if told.exists() and told.read_bytes() == mark:
        return
    send(headline(view), text(view, folder.parent.parent, failure))
    replace(told, mark, make_folder=False)
    if read_note(folder).startswith(_OURS):
        write_note(folder, "")


def _event(view: BatchView) -> str:
    """What kind of end this is; one that the educator brought about by a click is none."""
    if view.status is BatchState.PAUSED and not any(_why_paused(view)):
        return ""
    return _EVENTS.get(view.status, "")


def _why_paused(view: BatchView) -> list[str]:
    return [job.detail.error for job in view.jobs if job.status is JobState.PAUSED and job.detail.error]


def headline(view: BatchView) -> str:
    """The batch's end in one line."""
    return f"{view.name}: {view.status}, {view.completed_jobs} of {view.total_jobs} made"


def text(view: BatchView, root: Path, failure: Exception | None = None) -> str:
    """The batch's end in plain words: how many, what failed and why, what it cost, and where the results are.

    Args:
        view: The batch.
        root: The workspace's folder.
        failure: Why it could not be worked on to its end.

    Returns:
        Some lines.
    """
    counts, cost = view.counts, view.usage.cost
    words = {
        JobState.COMPLETED: "completed",
        JobState.PARTIAL: "with parts missing",
        JobState.FAILED: "failed",
    }
    lines = [
        ", ".join(f"{counts[state]} {word}" for state, word in words.items() if counts[state])
        or "Nothing made"
    ]
    left = sum(not job.status.ended for job in view.jobs)
    lines[0] = f"{lines[0]}{f', {left} not done yet' if left else ''}, of {view.total_jobs}."
    lines.append(
        "Cost: " + ("not known." if cost is None else "nothing." if cost == 0 else f"{cost:.2f} US dollars.")
    )
    if failure:
        lines += ["", f"It stopped: {failure}"]
    elif view.status is BatchState.PAUSED:
        lines += ["", *dict.fromkeys(_why_paused(view))]
    lines += _reasons(view)
    lines.append("")
    if view.status is not BatchState.COMPLETED:
        lines += [
            "To go on with what is missing: Resume or Retry in the studio's Batch tab, or",
            f"  curriculum resume {view.id}",
        ]
    if view.completed_jobs:
        lines += [
            "The results: the studio's Batch tab, under History, or",
            f"  curriculum export --batch {view.id} --zip {view.id}.zip",
        ]
    return "\n".join([*lines, f"Workspace: {root}"])


def _reasons(view: BatchView) -> list[str]:
    why = Counter[str]()
    whose: dict[str, str] = {}
    for job in view.jobs:
        if job.status in (JobState.FAILED, JobState.PARTIAL):
            reason = job.detail.error or str(job.status)
            why[reason] += 1
            whose.setdefault(reason, job.name)
    if not why:
        return []
    named = [
        f"  • {whose[reason]}{f' and {count - 1} more' if count > 1 else ''}: {reason}"
        for reason, count in why.most_common(_REASONS)
    ]
    more = [f"  … and {len(why) - _REASONS} further reasons"] if len(why) > _REASONS else []
    return ["", "What went wrong:", *named, *more]
