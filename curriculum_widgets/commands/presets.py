"""Commands for presets."""

from __future__ import annotations

from pathlib import Path

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.commands.show import read_yaml, say, say_json, table, warn
from curriculum_widgets.workspace import PresetShelf, Workspace


def _shelf(workspace: Path | None) -> PresetShelf:
    return PresetShelf(Workspace.open(workspace))


def list_presets(workspace: Path | None, *, as_json: bool) -> None:
    """Lists all presets."""
    shelf = _shelf(workspace)
    found = shelf.list()
    warn(shelf.warnings)
    if as_json:
        say_json([{"id": preset.id, **preset.plain()} for preset in found])
    elif not found:
        say("No presets yet. Save a batch as one with: curriculum presets save BATCH --name NAME")
    else:
        rows = ((preset.id, preset.name, preset.makes, preset.author) for preset in found)
        table(("Preset", "Name", "Makes", "Author"), rows)


def show(preset_id: str, workspace: Path | None) -> None:
    """Prints a preset as YAML."""
    say(_shelf(workspace).export_yaml(preset_id))


def take(file: Path, workspace: Path | None) -> None:
    """Adds a preset from a YAML file."""
    made = _shelf(workspace).import_yaml(read_yaml(file, "a preset"))
    say(f"Added the preset {made.id}. Run it with: curriculum batch --preset {made.id}")


def save(batch_id: str, name: str, workspace: Path | None) -> None:
    """Saves a batch's plan as a preset."""
    made = BatchManager(Workspace.open(workspace)).save_as_preset(batch_id, name)
    say(f"Saved as the preset {made.id}. Run it with: curriculum batch --preset {made.id}")


def delete(preset_id: str, workspace: Path | None) -> None:
    """Moves a preset to the trash."""
    name = _shelf(workspace).delete(preset_id)
    say(f"{preset_id} is in the trash. Take it back with: curriculum presets restore {name}")


def restore(name: str, workspace: Path | None) -> None:
    """Takes a preset back out of the trash."""
    say(f"{_shelf(workspace).restore_deleted(name)} is a preset again.")
