"""The command that brings things in."""

from __future__ import annotations

from pathlib import Path

from curriculum_widgets.commands.show import say, warn
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.files import explain
from curriculum_widgets.importers.curricula import SUFFIXES, import_curriculum
from curriculum_widgets.importers.questions import with_questions
from curriculum_widgets.importers.reading import read_questions
from curriculum_widgets.workspace import Library, Workspace

_LIMIT = 50_000_000
_BECAME = {
    "added": "{id} is in the library: {title}",
    "there": "{id} is there already, just as it is in the file; nothing was changed.",
    "copied": "Another curriculum has that id, so this one came in as a copy: {id}, {title}",
    "template": "A template of the original app is on your shelf now: {id}, {title}",
}


def file(path: Path, into: str, unit: str, workspace: Path | None) -> int:
    """Brings in a curriculum, or questions into a unit's quiz.

    Args:
        path: The file.
        into: The curriculum for questions; none for a curriculum.
        unit: Its unit.
        workspace: The folder that was asked for.

    Returns:
        The exit code.
    """
    try:
        if path.stat().st_size > _LIMIT:
            msg = f"{path} is larger than {_LIMIT // 1_000_000} MB, so it can't be imported."
            raise BadRequest(msg)
        data = path.read_bytes()
    except OSError as error:
        raise explain(error, path) from error
    if path.suffix.lower() in SUFFIXES:
        return _curriculum(path.name, data, into or unit, workspace)
    return _questions(path.name, data, into, unit, workspace)


def _curriculum(name: str, data: bytes, place: str, workspace: Path | None) -> int:
    if place:
        msg = f"{name} is a curriculum of its own; leave out --into and --unit, which are for questions."
        raise BadRequest(msg)
    made = import_curriculum(Workspace.open(workspace), name, data)
    warn(f"Not taken: {line}" for line in made.left_out)
    say(_BECAME[made.outcome].format(id=made.id, title=made.title))
    return 0


def _questions(name: str, data: bytes, into: str, unit: str, workspace: Path | None) -> int:
    if not into or not unit:
        msg = f"Say where the questions of {name} go: --into CURRICULUM --unit UNIT. List curricula with: curriculum list"
        raise BadRequest(msg)
    library = Library(Workspace.open(workspace))
    curriculum, version = library.open(into)
    found = read_questions(name, data)
    warn(f"Left out: {line}" for line in found.left_out)
    changed = with_questions(curriculum, unit, found.questions)
    library.save(changed, expected_version=version)
    say(f"{len(found.questions)} questions of {name} are in the quiz of {unit} now.")
    return 0
