"""A template as the fields of a form, and a form as a template."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from curriculum_widgets import yaml
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.request import TOPICS_AT_MOST
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import BadRequest, NotFound
from curriculum_widgets.workspace import TemplateShelf

FIELDS = {
    "name": "the name",
    "description": "the description",
    "tags": "the tags",
    "subjects": "the subjects",
    "grades": "the grades",
    "style": "the style",
    "language": "the language",
    "patterns": "the units",
    "topic_count": "the number of topics",
    "richness": "the richness",
    "include": "the sections",
    "prompt_additions": "what a language model is told",
    "licence": "the licence",
    "author_name": "the author's name",
}
"""What a teacher fills in; the rest is ours."""


class FormFault(BadRequest):
    """A field of the form can't be as it is.

    Args:
        field: Its name.
        message: What is wrong with it.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, field=field)


def form_of(template: Template) -> dict[str, Any]:
    """A template as the fields of a form."""
    return template.model_dump(mode="json", include=set(FIELDS))


def template_of(form: dict[str, Any], template_id: str = "new") -> Template:
    """A form as a template.

    Args:
        form: The fields.
        template_id: The template's id.

    Returns:
        The template, not yet saved.

    Raises:
        FormFault: A field can't be as it is.
    """
    values = {name: form[name] for name in FIELDS if name in form}
    try:
        return Template.model_validate({**values, "id": template_id})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise FormFault(field, _plain(field, first["type"], first["msg"])) from None


_PLAIN = {
    ("name", "string_too_short"): "Give it a name.",
    ("patterns", "too_short"): "It needs at least one unit for each topic.",
    ("patterns", "too_long"): "At most 12 units for each topic.",
    ("patterns", "string_too_short"): "Give each unit a title; {topic} stands for the topic's name.",
    ("patterns", "value_error"): (
        "Each unit's title must be one line that holds {topic}, which stands for the topic's name, and no other { or }."
    ),
}
"""Faults that teachers make, by field and kind."""


def _plain(field: str, kind: str, message: str) -> str:
    if field == "topic_count":
        return f"Choose between 1 and {TOPICS_AT_MOST} topics."
    said = message.removeprefix("Value error, ")
    return (
        _PLAIN.get((field, kind)) or f"Please mend {FIELDS.get(field, 'this')}: {said[:1].lower()}{said[1:]}."
    )


def from_curriculum(made: Curriculum) -> dict[str, Any]:
    """The form of a template that teaches as a curriculum was asked to."""
    request = made.request
    template = Template(
        id="new",
        name=f"Like {made.title}"[:500],
        description=f"Made from the curriculum “{made.title}”."[:20_000],
        subjects=(request.subject,),
        grades=(request.grade,),
        style=request.style,
        language=request.language,
        patterns=request.patterns,
        topic_count=len(request.topics) or request.topic_count,
        richness=request.richness,
        include=request.include,
        prompt_additions=request.guidelines,
        licence=request.licence,
    )
    return form_of(template)


def add(shelf: TemplateShelf, template: Template) -> Template:
    """Saves a new template under an id that no other has, made of its name.

    Args:
        shelf: Where to.
        template: The template, of any id.

    Returns:
        The template as it was saved.

    Raises:
        WorkspaceError: It can't be written.
    """
    values = template.model_dump(mode="json", exclude={"id"})
    return shelf.import_yaml(yaml.dump(values))  # gives it a free id under the shelf's lock


def change(shelf: TemplateShelf, template: Template, before: dict[str, Any]) -> Template:
    """Saves a template that was edited, unless somebody else has changed it in the meantime.

    Args:
        shelf: Where it is.
        template: The template as it is to be.
        before: The form as it was opened.

    Returns:
        The template as it was saved.

    Raises:
        BadRequest: It was changed or deleted since; nothing was overwritten.
        WorkspaceError: It can't be written.
    """
    try:
        now = shelf.get(template.id)
    except NotFound:
        now = None
    if now is None or form_of(now) != before:
        what = "deleted" if now is None else "changed"
        msg = f"This template was {what} in another window since you opened it. Save yours as a new template, so that nothing is lost."
        raise FormFault("changed", msg)
    shelf.save(template)
    return template


def free_name(shelf: TemplateShelf, name: str) -> str:
    """A name for a copy that no template has."""
    taken, number = {template.name for template in shelf.list()}, 2
    free = f"{name[:480]} (copy)"
    while free in taken:
        free = f"{name[:480]} (copy {number})"
        number += 1
    return free
