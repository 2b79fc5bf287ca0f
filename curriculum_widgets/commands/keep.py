"""Commands that keep the library and the templates in order."""

from __future__ import annotations

from pathlib import Path

from curriculum_widgets.commands.show import read_yaml, say, say_json, table, warn
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace


def _library(workspace: Path | None) -> Library:
    return Library(Workspace.open(workspace))


def _shelf(workspace: Path | None) -> TemplateShelf:
    return TemplateShelf(Workspace.open(workspace))


def rename(curriculum_id: str, title: str, workspace: Path | None) -> None:
    """Gives a Curriculum another title."""
    _library(workspace).rename(curriculum_id, title)
    say(f"{curriculum_id} is now called {title!r}.")


def duplicate(curriculum_id: str, workspace: Path | None) -> None:
    """Copies a Curriculum under a new id."""
    say(_library(workspace).duplicate(curriculum_id))


def delete(curriculum_id: str, workspace: Path | None) -> None:
    """Moves a Curriculum to the trash."""
    name = _library(workspace).delete(curriculum_id)
    say(f"{curriculum_id} is in the trash. Take it back with: curriculum library restore {name}")


def trash(workspace: Path | None) -> None:
    """Lists the Curricula in the trash."""
    thrown = _library(workspace).trashed()
    if not thrown:
        say("The trash is empty.")
        return
    table(
        ("Name", "Title", "Deleted"),
        ((item.name, item.title, f"{item.deleted:%Y-%m-%d %H:%M}") for item in thrown),
    )


def restore(name: str, workspace: Path | None) -> None:
    """Takes a Curriculum back out of the trash."""
    say(f"{_library(workspace).restore_deleted(name)} is in the library again.")


def revisions(curriculum_id: str, number: int | None, workspace: Path | None) -> None:
    """Lists a Curriculum's earlier states, or goes back to one."""
    library = _library(workspace)
    if number is not None:
        library.restore(curriculum_id, number)
        say(f"{curriculum_id} is as it was at revision {number}; what it was until now is a revision too.")
        return
    rows = (
        (str(item.number), f"{item.time:%Y-%m-%d %H:%M:%S}", f"{item.size:,} bytes")
        for item in library.revisions(curriculum_id)
    )
    table(("Revision", "Until", "Size"), rows)


def list_templates(workspace: Path | None, *, as_json: bool) -> None:
    """Lists all templates."""
    shelf = _shelf(workspace)
    found = shelf.list()
    warn(shelf.warnings)
    if as_json:
        say_json([item.model_dump(mode="json") for item in found])
        return
    rows = (
        (item.id, item.name, item.style, ", ".join(item.subjects), ", ".join(item.grades)) for item in found
    )
    table(("Template", "Name", "Style", "Subjects", "Grades"), rows)


def show_template(template_id: str, workspace: Path | None) -> None:
    """Prints a template as YAML."""
    say(_shelf(workspace).export_yaml(template_id))


def import_template(file: Path, workspace: Path | None) -> None:
    """Adds a template from a YAML file."""
    text = read_yaml(file, "a template")
    say(f"Added the template {_shelf(workspace).import_yaml(text).id}.")


def delete_template(template_id: str, workspace: Path | None) -> None:
    """Moves one of the user's own templates to the trash."""
    _shelf(workspace).delete(template_id)
    say(f"The template {template_id} is in the trash.")
