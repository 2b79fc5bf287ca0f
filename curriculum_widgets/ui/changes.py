"""Changes to a curriculum that may meet somebody else's: none of the two is lost."""

from __future__ import annotations

from collections.abc import Callable

from curriculum_widgets.documents.curriculum import Curriculum, edited
from curriculum_widgets.errors import BadRequest, Conflict
from curriculum_widgets.workspace import Library, stored
from curriculum_widgets.workspace.revisions import found
from curriculum_widgets.workspace.saved import Saved, version_of

Change = Callable[[Curriculum], Curriculum]
"""What a teacher does to a curriculum."""


class Met(Exception):
    """A change met somebody else's; nothing was written.

    Args:
        mine: The curriculum with the change, as it was opened.
        theirs: The curriculum as it is on disk.
    """

    def __init__(self, mine: Curriculum, theirs: Curriculum) -> None:
        self.mine, self.theirs = mine, theirs
        super().__init__("Two changes met.")


def at_version(library: Library, curriculum_id: str, version: str) -> Curriculum:
    """A state of a curriculum by its version, now or before.

    Args:
        library: Where it is.
        curriculum_id: Which curriculum.
        version: The version.

    Returns:
        The curriculum as it was then.

    Raises:
        Conflict: That state is not there any more.
    """
    place = Saved(library.folder(curriculum_id))
    for path in (place.path, *found(place.revisions)):
        data = stored.read(path)
        if version_of(data) == version:
            return stored.parse(Curriculum, data, path=path, name=curriculum_id, remedy="open it again")
    msg = "Somebody else changed this curriculum, and the state that you saw is gone. Open it again."
    raise Conflict(msg)


def apply(library: Library, curriculum_id: str, version: str, change: Change) -> tuple[Curriculum, str]:
    """Changes a curriculum as it was opened.

    Args:
        library: Where it is.
        curriculum_id: Which curriculum.
        version: The version that the teacher sees.
        change: What the teacher does.

    Returns:
        The curriculum and its version, as they are now.

    Raises:
        Met: Somebody else saved it in the meantime.
        CurriculumError: The change can't be made, or not be written.
    """
    theirs, present = library.open(curriculum_id)
    if present == version:
        mine = edited(theirs, change(theirs))
        try:
            return mine, library.save(mine, expected_version=version)
        except Conflict:
            theirs = library.load(curriculum_id)
            raise Met(mine, theirs) from None
    seen = at_version(library, curriculum_id, version)
    raise Met(edited(seen, change(seen)), theirs)


def keep_as_copy(library: Library, mine: Curriculum) -> str:
    """Keeps somebody's state of a curriculum as a curriculum of its own, with the images.

    Args:
        library: Where it goes.
        mine: The state.

    Returns:
        The id of the copy.

    Raises:
        CurriculumError: It can't be written.
    """
    copy_id = library.duplicate(mine.id)
    library.save(mine.model_copy(update={"id": copy_id, "title": f"{mine.title[:480]} (my copy)"}))
    return copy_id


def place_of(curriculum: Curriculum, unit: str) -> int:
    """Where a unit stands, from 0.

    Args:
        curriculum: The curriculum.
        unit: The unit's id.

    Returns:
        Its place.

    Raises:
        BadRequest: The curriculum has no such unit.
    """
    for place, one in enumerate(curriculum.units):
        if one.id == unit:
            return place
    msg = "This unit is not in the curriculum any more."
    raise BadRequest(msg)
