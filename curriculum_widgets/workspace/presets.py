"""The shelf of presets: batches that are planned again and again."""

from __future__ import annotations

from curriculum_widgets import yaml
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.workspace.folder import Workspace
from curriculum_widgets.workspace.shelf import Shelf


class PresetShelf(Shelf[Preset]):
    """The educator's presets.

    Args:
        workspace: Where they are.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(Preset, workspace.presets, workspace.trash)

    def export_yaml(self, wanted: str) -> str:
        """A preset as YAML without what is as usual; `curriculum batch --plan` takes such a file too.

        Args:
            wanted: Its id.

        Returns:
            The YAML.

        Raises:
            BadRequest: That is not an id.
            NotFound: There is none of that id.
            DocumentError: Its file can't be read.
        """
        return yaml.dump(self.get(wanted).plain())
