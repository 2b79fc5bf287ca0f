"""Groups of commands: the library, templates, presets, and schedules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curriculum_widgets.commands.options import (
    AtOption,
    AuthorOption,
    BaseUrlOption,
    BudgetOption,
    JsonOption,
    RichnessOption,
    TokenBudgetOption,
    TopicsOption,
    WorkspaceOption,
    ZoneOption,
)

library = typer.Typer(help="Rename, duplicate, delete and restore curricula.", no_args_is_help=True)
templates = typer.Typer(help="Saved ways of teaching: built-in ones and your own.", no_args_is_help=True)
presets = typer.Typer(help="Batches that are planned again and again.", no_args_is_help=True)
schedules = typer.Typer(help="Batches that start by themselves.", no_args_is_help=True)

PresetArgument = Annotated[str, typer.Argument(metavar="PRESET", help="A preset's id.")]
ScheduleArgument = Annotated[str, typer.Argument(metavar="SCHEDULE", help="A schedule's id.")]


@presets.command("list")
def presets_list(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List all presets."""
    from curriculum_widgets.commands import presets as work

    work.list_presets(workspace, as_json=as_json)


@presets.command("show")
def presets_show(preset_id: PresetArgument, workspace: WorkspaceOption = None) -> None:
    """Print a preset as YAML, to edit and import again, or for `batch --plan`."""
    from curriculum_widgets.commands import presets as work

    work.show(preset_id, workspace)


@presets.command("import")
def presets_import(file: Path, workspace: WorkspaceOption = None) -> None:
    """Add a preset from a YAML file."""
    from curriculum_widgets.commands import presets as work

    work.take(file, workspace)


@presets.command("save")
def presets_save(
    batch_id: Annotated[str, typer.Argument(metavar="BATCH", help="A batch's id.")],
    name: Annotated[str, typer.Option(help="How lists call it.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Save a batch's plan as a preset."""
    from curriculum_widgets.commands import presets as work

    work.save(batch_id, name, workspace)


@presets.command("delete")
def presets_delete(preset_id: PresetArgument, workspace: WorkspaceOption = None) -> None:
    """Move a preset to the trash."""
    from curriculum_widgets.commands import presets as work

    work.delete(preset_id, workspace)


@presets.command("restore")
def presets_restore(name: str, workspace: WorkspaceOption = None) -> None:
    """Take a preset back out of the trash."""
    from curriculum_widgets.commands import presets as work

    work.restore(name, workspace)


@schedules.command("list")
def schedules_list(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List what starts by itself: when next, and what became of it last time."""
    from curriculum_widgets.commands import schedules as work

    work.list_schedules(workspace, as_json=as_json)


@schedules.command("add")
def schedules_add(
    preset: Annotated[str, typer.Option(help="The id of a preset that says what to make.")] = "",
    plan: Annotated[Path | None, typer.Option(help="A .yaml or .csv file that says so, instead.")] = None,
    subjects: Annotated[str, typer.Option(help="Parted by commas, instead.")] = "",
    grades: Annotated[str, typer.Option(help="Parted by commas.")] = "",
    styles: Annotated[str, typer.Option(help="Parted by commas.")] = "",
    languages: Annotated[str, typer.Option(help="Parted by commas.")] = "",
    template: Annotated[str, typer.Option(help="The id of a template.")] = "",
    topics: TopicsOption = None,
    richness: RichnessOption = None,
    author: AuthorOption = "bank",
    base_url: BaseUrlOption = "",
    budget: BudgetOption = "",
    token_budget: TokenBudgetOption = None,
    name: Annotated[str, typer.Option(help="How lists call it; each batch gets this and its time.")] = "",
    at: AtOption = "",
    cron: Annotated[
        str,
        typer.Option(
            help="Again and again: minute, hour, day, month and weekday, such as '0 22 * * MON-FRI'."
        ),
    ] = "",
    zone: ZoneOption = "",
    missed: Annotated[
        str,
        typer.Option(
            help="A time that passes while nothing runs: run makes up for it once, skip leaves it out."
        ),
    ] = "run",
    workspace: WorkspaceOption = None,
) -> None:
    """Have batches made and started by themselves, once or again and again."""
    from curriculum_widgets.commands import schedules as work

    axes = {"subjects": subjects, "grades": grades, "styles": styles, "languages": languages}
    more = {
        "template": template, "topic_count": topics, "richness": richness, "author": author, "base_url": base_url,
        "budget": budget, "token_budget": token_budget,
    }  # fmt: skip
    when = {"name": name, "at": at, "cron": cron, "zone": zone, "missed": missed}
    work.add(workspace, preset=preset, plan=plan, axes=axes, more=more, when=when)


@schedules.command("pause")
def schedules_pause(schedule_id: ScheduleArgument, workspace: WorkspaceOption = None) -> None:
    """Have a schedule rest."""
    from curriculum_widgets.commands import schedules as work

    work.pause(schedule_id, workspace, paused=True)


@schedules.command("resume")
def schedules_resume(schedule_id: ScheduleArgument, workspace: WorkspaceOption = None) -> None:
    """Have a schedule go on with the next time that comes."""
    from curriculum_widgets.commands import schedules as work

    work.pause(schedule_id, workspace, paused=False)


@schedules.command("remove")
def schedules_remove(schedule_id: ScheduleArgument, workspace: WorkspaceOption = None) -> None:
    """Move a schedule to the trash; the batches that it made stay."""
    from curriculum_widgets.commands import schedules as work

    work.remove(schedule_id, workspace)


@schedules.command("restore")
def schedules_restore(name: str, workspace: WorkspaceOption = None) -> None:
    """Take a schedule back out of the trash."""
    from curriculum_widgets.commands import schedules as work

    work.restore(name, workspace)


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
