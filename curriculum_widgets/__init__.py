"""A curriculum studio that lives in a notebook: whole courses, offline or with any language model.

The public names are imported when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curriculum_widgets.batch import BatchManager as BatchManager
    from curriculum_widgets.documents.curriculum import Curriculum as Curriculum
    from curriculum_widgets.documents.request import Request as Request
    from curriculum_widgets.documents.template import Template as Template
    from curriculum_widgets.documents.unit import Unit as Unit
    from curriculum_widgets.exporters import export as export
    from curriculum_widgets.headless import generate as generate
    from curriculum_widgets.ui.studio import Studio as Studio
    from curriculum_widgets.workspace import Library as Library
    from curriculum_widgets.workspace import TemplateShelf as TemplateShelf
    from curriculum_widgets.workspace import Workspace as Workspace

_PUBLIC = {
    "BatchManager": "curriculum_widgets.batch",
    "Curriculum": "curriculum_widgets.documents.curriculum",
    "Library": "curriculum_widgets.workspace",
    "Studio": "curriculum_widgets.ui.studio",
    "Request": "curriculum_widgets.documents.request",
    "Template": "curriculum_widgets.documents.template",
    "TemplateShelf": "curriculum_widgets.workspace",
    "Unit": "curriculum_widgets.documents.unit",
    "Workspace": "curriculum_widgets.workspace",
    "export": "curriculum_widgets.exporters",
    "generate": "curriculum_widgets.headless",
}

__all__ = sorted(_PUBLIC)  # noqa: PLE0605 - a sorted list of the table above


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used."""
    if name not in _PUBLIC:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return __all__
