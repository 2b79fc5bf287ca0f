"""Commands that change what is wanted of a batch, whoever runs it: pause, cancel, steer; and tidy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.tidying import size_in_words
from curriculum_widgets.commands.show import say, table
from curriculum_widgets.errors import BadRequest, CurriculumError
from curriculum_widgets.workspace import Workspace


def _opened(workspace: Path | None) -> BatchManager:
    return BatchManager(Workspace.open(workspace))


def pause(batch_id: str, jobs: tuple[str, ...], workspace: Path | None) -> int:
    """Has a batch, or some of its Jobs, rest.

    Args:
        batch_id: Which batch.
        jobs: Only these; all when there are none.
        workspace: The folder that was asked for.

    Returns:
        The exit code.
    """
    _opened(workspace).pause_batch(batch_id, jobs or None)
    what = f"{len(jobs)} jobs of {batch_id}" if jobs else batch_id
    more = "".join(f" --job {job}" for job in jobs)
    say(
        f"Pausing {what}; what is being written is finished first. Go on with: curriculum resume {batch_id}{more}"
    )
    return 0


def cancel(batch_id: str, jobs: tuple[str, ...], workspace: Path | None) -> int:
    """Stops a batch, or some of its Jobs.

    Args:
        batch_id: Which batch.
        jobs: Only these; all when there are none.
        workspace: The folder that was asked for.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
    view = manager.get_batch_status(batch_id)
    if view.start_at and not jobs:
        manager.start_at(batch_id, None)
        say(
            f"The batch {batch_id} does not start by itself any more. Start it with: curriculum resume {batch_id}"
        )
        return 0
    if not view.held:
        msg = f"The batch {batch_id} does not run: it is {view.status}."
        raise CurriculumError(msg)
    manager.cancel_batch(batch_id, jobs or None)
    what = f"{len(jobs)} jobs of {batch_id}" if jobs else batch_id
    say(f"Stopping {what}; finished parts are kept. Go on later with: curriculum resume {batch_id}")
    return 0


def steer(
    batch_id: str,
    workspace: Path | None,
    *,
    first: bool,
    jobs: tuple[str, ...],
    wishes: Mapping[str, Any],
) -> int:
    """Changes how a batch is worked on, also while it runs.

    Args:
        batch_id: Which batch.
        workspace: The folder that was asked for.
        first: Whether it is served before all other batches of its process.
        jobs: The Jobs that are to be next.
        wishes: `priority`, `concurrency`, `budget` and `token_budget`, those that are to change.

    Returns:
        The exit code.
    """
    manager = _opened(workspace)
    if not (first or jobs or any(value is not None for value in wishes.values())):
        msg = "Say what is to change: --next, --priority, --job, --concurrency, --budget or --token-budget."
        raise BadRequest(msg)
    if first and wishes["priority"] is not None:
        msg = "Give --next or --priority, not both."
        raise BadRequest(msg)
    manager.allow(batch_id, budget=wishes["budget"], token_budget=wishes["token_budget"])
    if wishes["concurrency"] is not None:
        manager.set_concurrency(batch_id, wishes["concurrency"])
    if jobs:
        manager.prioritise(batch_id, jobs=jobs)
    if first or wishes["priority"] is not None:
        manager.prioritise(batch_id, priority=wishes["priority"])
    view = manager.get_batch_status(batch_id)
    wanted, plan = view.wanted, view.plan
    budget, tokens = wanted.budget or plan.budget, wanted.token_budget or plan.token_budget
    facts = [f"{wanted.concurrency or plan.concurrency} at once", f"priority {wanted.priority}"]
    facts += [f"next {wanted.first_jobs[0]}"] if wanted.first_jobs else []
    facts += [f"up to {budget} USD"] if budget else []
    facts += [f"up to {tokens:,} tokens"] if tokens else []
    say(f"{view.name} ({batch_id}): {view.status}, {', '.join(facts)}")
    return 0


def tidy(workspace: Path | None, *, dry_run: bool, trash: bool) -> int:
    """Removes what the workspace no longer needs, or says what that is.

    Args:
        workspace: The folder that was asked for.
        dry_run: Whether to remove nothing.
        trash: Whether what was deleted long ago is removed too.

    Returns:
        The exit code.
    """
    found = _opened(workspace).tidy(trash=trash, dry_run=dry_run)
    if not found:
        say("There is nothing to tidy up.")
        return 0
    rows = ((one.where, one.what, str(len(one.paths)), size_in_words(one.size)) for one in found)
    table(("Where", "What", "Files", "Size"), rows)
    total = size_in_words(sum(one.size for one in found))
    say(f"\n{total} {'would be removed' if dry_run else 'removed'}. Curricula are never touched.")
    return 0
