"""`curriculum library …` and `curriculum templates …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum_widgets.commands.options import JsonOption, WorkspaceOption

library = typer.Typer(help="Rename, duplicate, delete and restore curricula.", no_args_is_help=True)
templates = typer.Typer(help="Saved ways of teaching: built-in ones and your own.", no_args_is_help=True)


@library.command("rename")
def library_rename(curriculum_id: str, title: str, workspace: WorkspaceOption = None) -> None:
    """Give a curriculum another title."""
    from curriculum_widgets.commands import keep

    keep.rename(curriculum_id, title, workspace)


@library.command("duplicate")
def library_duplicate(curriculum_id: str, workspace: WorkspaceOption = None) -> None:
    """Copy a curriculum under a new id."""
    from curriculum_widgets.commands import keep

    keep.duplicate(curriculum_id, workspace)


@library.command("delete")
def library_delete(curriculum_id: str, workspace: WorkspaceOption = None) -> None:
    """Move a curriculum to the trash."""
    from curriculum_widgets.commands import keep

    keep.delete(curriculum_id, workspace)


@library.command("trash")
def library_trash(workspace: WorkspaceOption = None) -> None:
    """List what is in the trash."""
    from curriculum_widgets.commands import keep

    keep.trash(workspace)


@library.command("restore")
def library_restore(name: str, workspace: WorkspaceOption = None) -> None:
    """Take a curriculum back out of the trash."""
    from curriculum_widgets.commands import keep

    keep.restore(name, workspace)


@library.command("revisions")
def library_revisions(
    curriculum_id: str,
    restore: Annotated[int | None, typer.Option(help="Go back to this revision.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """List a curriculum's earlier states, or go back to one."""
    from curriculum_widgets.commands import keep

    keep.revisions(curriculum_id, restore, workspace)


@templates.command("list")
def templates_list(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List all templates."""
    from curriculum_widgets.commands import keep

    keep.list_templates(workspace, as_json=as_json)


@templates.command("show")
def templates_show(template_id: str, workspace: WorkspaceOption = None) -> None:
    """Print a template as YAML, to edit and import again."""
    from curriculum_widgets.commands import keep

    keep.show_template(template_id, workspace)


@templates.command("import")
def templates_import(file: Path, workspace: WorkspaceOption = None) -> None:
    """Add a template from a YAML file."""
    from curriculum_widgets.commands import keep

    keep.import_template(file, workspace)


@templates.command("delete")
def templates_delete(template_id: str, workspace: WorkspaceOption = None) -> None:
    """Move one of your own templates to the trash."""
    from curriculum_widgets.commands import keep

    keep.delete_template(template_id, workspace)
