"""The commands that steer a batch and tidy up a workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from curriculum_widgets.commands.options import WorkspaceOption


def pause(
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="A batch's id.")],
    job: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this job; give it again for more.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Have a batch rest, whoever runs it: what is being written is finished, and nothing new is begun."""
    from curriculum_widgets.commands import steer as steering

    raise typer.Exit(steering.pause(batch_id, tuple(job or ()), workspace))


def steer(
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="A batch's id.")],
    first: Annotated[
        bool, typer.Option("--next", help="Serve it before all other batches of the same process.")
    ] = False,
    priority: Annotated[
        int | None, typer.Option(help="A number instead: of several batches the highest is served first.")
    ] = None,
    job: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="This job is next; give it again for more.")
    ] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, max=64, help="Jobs at once.")] = None,
    budget: Annotated[str, typer.Option(metavar="USD", help="The most that it may cost in all.")] = "",
    token_budget: Annotated[
        int | None, typer.Option(min=1, help="The most tokens that it may use in all.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Change how a batch is worked on, also while it runs, wherever that is."""
    from curriculum_widgets.commands import steer as steering

    wishes = {
        "priority": priority, "concurrency": concurrency, "budget": budget or None, "token_budget": token_budget,
    }  # fmt: skip
    raise typer.Exit(steering.steer(batch_id, workspace, first=first, jobs=tuple(job or ()), wishes=wishes))


def cancel(
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="A batch's id.")],
    job: Annotated[list[str] | None, typer.Option(help="Only this job; give it again for more.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Stop a batch, whoever runs it; finished parts are kept."""
    from curriculum_widgets.commands import steer as steering

    raise typer.Exit(steering.cancel(batch_id, tuple(job or ()), workspace))


def tidy(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be removed, and how large it is.")
    ] = False,
    trash: Annotated[
        bool, typer.Option("--trash", help="Remove what was deleted more than a month ago for good, too.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove what is no longer needed: status files of old batches, parts of jobs long given up, torn files."""
    from curriculum_widgets.commands import steer as steering

    raise typer.Exit(steering.tidy(workspace, dry_run=dry_run, trash=trash))
