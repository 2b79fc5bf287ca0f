"""The shelf of templates: the built-in ones, and the educator's own."""

from __future__ import annotations

import functools
from importlib.resources import files as resources

from curriculum_widgets import yaml
from curriculum_widgets.documents.template import Template
from curriculum_widgets.workspace.folder import Workspace
from curriculum_widgets.workspace.shelf import Shelf, from_values

_EXAMPLE = "name: My way of teaching"


class TemplateShelf(Shelf[Template]):
    """The built-in templates and the educator's own.

    Args:
        workspace: Where the own ones are.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            Template, workspace.templates, workspace.trash, built_in=built_in(), example=_EXAMPLE
        )


@functools.cache
def built_in() -> dict[str, Template]:
    """The templates that come with the package, by id; they are not to be changed."""
    folder = resources("curriculum_widgets.workspace") / "builtin"
    texts = sorted((file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir())
    templates = (
        from_values(Template, yaml.load(text), example=_EXAMPLE)
        for name, text in texts
        if name.endswith(".yaml")
    )
    return {template.id: template for template in templates}
