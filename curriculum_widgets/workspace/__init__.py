"""Where documents live on disk: the folder, the library of curricula, and the shelves of templates and presets."""

from __future__ import annotations

from curriculum_widgets.settings import find_workspace
from curriculum_widgets.workspace.card import Card
from curriculum_widgets.workspace.folder import Workspace
from curriculum_widgets.workspace.library import Library
from curriculum_widgets.workspace.media import Media
from curriculum_widgets.workspace.presets import PresetShelf
from curriculum_widgets.workspace.revisions import Revision
from curriculum_widgets.workspace.templates import TemplateShelf
from curriculum_widgets.workspace.trash import Trashed

__all__ = [
    "Card",
    "Library",
    "Media",
    "PresetShelf",
    "Revision",
    "TemplateShelf",
    "Trashed",
    "Workspace",
    "find_workspace",
]
