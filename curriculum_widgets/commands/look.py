"""Commands that only look: status, list, search."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.costs import cost_table
from curriculum_widgets.batch.notes import read_note
from curriculum_widgets.batch.times import shown
from curriculum_widgets.commands.show import batch_values, job_word, say, say_json, table, warn
from curriculum_widgets.files import replace
from curriculum_widgets.report import Report
from curriculum_widgets.workspace import Library, Workspace


def status(batch_id: str, workspace: Path | None, *, everything: bool, as_json: bool) -> int:
    """Shows one batch, or all.

    Args:
        batch_id: Which batch; all when it is empty.
        workspace: The folder that was asked for.
        everything: Whether single generations are shown too.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    manager = BatchManager(Workspace.open(workspace))
    if batch_id:
        view = manager.get_batch_status(batch_id)
        if as_json:
            say_json(batch_values(view) | {"costs": [cost.model_dump(mode="json") for cost in view.costs]})
            return 0
        say(
            f"{view.name} ({view.id}): {view.status}, {view.completed_jobs} of {view.total_jobs} done, {view.failed_jobs} failed"
        )
        if view.waits:
            say(view.waits)
        if view.start_at:
            say(
                f"Starts {shown(view.start_at)}, if a studio's kernel or curriculum serve-schedules runs then."
            )
        if note := read_note(manager.workspace.batches / view.id):
            say(f"Note: {note}")
        rows = (
            (job.job.id, job.name, job_word(job), f"{job.progress:.0%}", job.detail.error)
            for job in view.jobs
        )
        table(("Job", "Name", "State", "", "Why"), rows)
        if not all(cost.is_free for cost in view.costs):
            say()
            table(*cost_table(view.costs))
        return 0
    views = manager.list_batches(unlisted=everything)
    warn(manager.warnings)
    if as_json:
        say_json(
            [{key: value for key, value in batch_values(view).items() if key != "jobs"} for view in views]
        )
    elif not views:
        say("No batches yet. Start one with: curriculum batch --subjects Science --grades 3,4,5")
    else:
        rows = (
            (
                view.id,
                view.name,
                str(view.status),
                f"{view.completed_jobs} of {view.total_jobs}",
                str(view.failed_jobs or ""),
            )
            for view in views
        )
        table(("Batch", "Name", "State", "Done", "Failed"), rows)
    return 0


def curricula(words: str, workspace: Path | None, *, as_json: bool) -> int:
    """Lists the library, or what of it holds some words.

    Args:
        words: Words that must all occur; everything when there are none.
        workspace: The folder that was asked for.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    library = Library(Workspace.open(workspace))
    cards = library.search(words) if words else library.list()
    warn(library.warnings)
    if as_json:
        say_json([asdict(card) for card in cards])
    elif not cards and words:
        say(f"Nothing in the library holds {words!r}.")
    elif not cards:
        say(
            "The library is empty. Make a first curriculum with: curriculum generate --subject Science --grade 4"
        )
    else:
        for card in cards:
            partial = ", partial" if card.partial else ""
            say(
                f"{card.id}  ({card.created:%Y-%m-%d}{partial})\n  {card.title} · {card.style}: {', '.join(card.units)}"
            )
    return 0


def report(batch_id: str, output: Path | None, workspace: Path | None) -> int:
    """Writes what became of a batch as a web page.

    Args:
        batch_id: Which batch.
        output: The page's path; among the exports by default.
        workspace: The folder that was asked for.

    Returns:
        The exit code.
    """
    manager = BatchManager(Workspace.open(workspace))
    made = Report(manager.get_batch_status(batch_id))
    place = output or manager.workspace.exports / f"{batch_id}-report.html"
    replace(place, made.page().encode())
    say(made.headline)
    say(str(place))
    return 0
