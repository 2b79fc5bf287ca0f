"""The commands that show what there is: the catalogue, the notebooks, the bank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum_widgets.commands.options import JsonOption, WorkspaceOption


def catalog(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    only_coverage: Annotated[
        bool, typer.Option("--coverage", help="Only how many topics the bank holds, as a grid.")
    ] = False,
) -> None:
    """Show subjects, grades, styles and languages, and what the bank covers."""
    from curriculum_widgets.commands import names

    raise typer.Exit(names.catalog(workspace, as_json=as_json, only_coverage=only_coverage))


def notebooks(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to put them.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are there already.")
    ] = False,
) -> None:
    """Copy the notebooks that come with the package."""
    from curriculum_widgets.commands import take

    raise typer.Exit(take.notebooks(folder, overwrite=overwrite))


def bank_report(
    files: Annotated[
        list[Path],
        typer.Argument(help="Files of topics; the bank's and your own by default.", default_factory=list),
    ],
    workspace: WorkspaceOption = None,
) -> None:
    """Show how hard topics of the bank read, and what they say alike."""
    from curriculum_widgets.commands import names

    raise typer.Exit(names.bank_report(files, workspace))


def bank_check(
    files: Annotated[
        list[Path],
        typer.Argument(help="Files of topics; the bank's and your own by default.", default_factory=list),
    ],
    workspace: WorkspaceOption = None,
) -> None:
    """Say in plain words what topics of the bank lack."""
    from curriculum_widgets.commands import names

    raise typer.Exit(names.bank_check(files, workspace))
