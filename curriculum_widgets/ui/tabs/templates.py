"""The Templates tab: saved ways of teaching, to browse, to make, to change and to use."""

from __future__ import annotations

from typing import Any

from curriculum_widgets.documents.request import TOPICS_AT_MOST
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.ui.panel import Panel
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.teaching import (
    FOCUS,
    LICENCE_CHOICES,
    RICHNESS_CHOICES,
    SECTION_CHOICES,
    coverage,
    described,
)
from curriculum_widgets.ui.template_form import (
    FormFault,
    add,
    change,
    form_of,
    free_name,
    from_curriculum,
    template_of,
)
from curriculum_widgets.ui.template_uses import UseCount
from curriculum_widgets.workspace.templates import built_in

_CURRICULA_AT_MOST = 50


class TemplatesTab(Panel):
    """Saved ways of teaching."""

    scripts = (
        "tabs/licence.js",
        "tabs/templates_browse.js",
        "tabs/templates_detail.js",
        "tabs/templates_form.js",
        "tabs/templates.js",
    )

    def __init__(self, session: Session) -> None:
        self._uses = UseCount(session.workspace)
        super().__init__(session)

    def call_load(self) -> dict[str, Any]:
        """All templates, and the choices of the form."""
        catalog = self.session.catalog
        return {
            "subjects": [entry.name for entry in catalog.subjects],
            "grades": [entry.name for entry in catalog.grades],
            "styles": [{"value": entry.name, "about": entry.about} for entry in catalog.styles],
            "languages": [entry.name for entry in catalog.languages],
            "focuses": [
                {"value": str(focus), "label": label, "about": about}
                for focus, (label, about) in FOCUS.items()
            ],
            "richness": RICHNESS_CHOICES,
            "sections": SECTION_CHOICES,
            "licences": LICENCE_CHOICES,
            "topics_at_most": TOPICS_AT_MOST,
            "blank": form_of(Template(id="new", name="New")) | {"name": ""},
            "arrival": self.call_arrived(),
            **self.call_list(),
        }

    def call_list(self) -> dict[str, Any]:
        """All templates, as cards show them, and what could not be read."""
        shelf, uses = self.session.templates, self._uses.look()
        return {
            "templates": [_card(template, uses[template.id]) for template in shelf.list()],
            "warnings": list(shelf.warnings),
        }

    def call_show(self, template: str) -> dict[str, Any]:
        """One template, with what it does in plain words."""
        item = self.session.templates.get(template)
        return {
            "card": _card(item, self._uses.look()[item.id]),
            "form": form_of(item),
            "does": described(item, self.session.catalog),
        }

    def call_cover(self, template: str) -> dict[str, Any]:
        """Starts to find out what of a template the bank can write."""
        item, catalog, settings = (
            self.session.templates.get(template),
            self.session.catalog,
            self.session.settings,
        )
        return self._errands.answer(lambda: coverage(item, catalog, settings))

    def call_save(
        self, form: dict[str, Any], template: str = "", before: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Saves the form.

        Args:
            form: The fields.
            template: Which template it changes; a new one when it is empty.
            before: The form as it was opened, when it changes one.

        Returns:
            The template as it is now, or the `problem` and its `field`.
        """
        shelf = self.session.templates
        try:
            made = template_of(form, template or "new")
            saved = change(shelf, made, before or {}) if template else add(shelf, made)
        except FormFault as fault:
            return {"problem": str(fault), "field": fault.field}
        return {"saved": saved.id, "name": saved.name}

    def call_duplicate(self, template: str) -> dict[str, str]:
        """Copies a template, to be changed."""
        shelf = self.session.templates
        copy = shelf.duplicate(template, free_name(shelf, shelf.get(template).name))
        return {"saved": copy.id, "name": copy.name}

    def call_delete(self, template: str) -> dict[str, str]:
        """Moves a template into the trash."""
        name = self.session.templates.get(template).name
        return {"trash": self.session.templates.delete(template), "name": name}

    def call_restore(self, trash: str) -> str:
        """Takes a template back out of the trash."""
        return self.session.templates.restore_deleted(trash)

    def call_yaml(self, template: str) -> dict[str, str]:
        """A template as text, to be sent to a colleague."""
        return {"text": self.session.templates.export_yaml(template), "name": f"{template}.yaml"}

    def call_import_yaml(self, text: str) -> dict[str, Any]:
        """Adds a template from such a text."""
        if not text.strip():
            msg = "Paste the text of a template, or choose its file."
            raise BadRequest(msg)
        known = {template.id for template in self.session.templates.list()}
        made = self.session.templates.import_yaml(text)
        return {"saved": made.id, "name": made.name, "new": made.id not in known}

    def call_curricula(self, words: str = "") -> list[dict[str, str]]:
        """Curricula that a template can be made from."""
        return [
            {
                "id": card.id,
                "title": card.title,
                "about": f"{card.subject} · {card.grade} · {card.style}",
            }
            for card in self.session.library.search(words)[:_CURRICULA_AT_MOST]
        ]

    def call_from_curriculum(self, curriculum: str) -> dict[str, Any]:
        """The form of a template that teaches as a curriculum was asked to."""
        return from_curriculum(self.session.library.load(curriculum))

    def call_use(self, template: str) -> None:
        """Fills the Generate tab's form."""
        self.session.go("generate", template=template)

    def call_batch(self, template: str) -> None:
        """Fills the Batch tab's form."""
        self.session.go("batch", template=template)


def _card(template: Template, uses: int) -> dict[str, Any]:
    return {
        "id": template.id,
        "name": template.name,
        "description": template.description,
        "tags": list(template.tags),
        "subjects": list(template.subjects),
        "grades": list(template.grades),
        "style": template.style,
        "language": template.language,
        "units": template.topic_count * len(template.patterns),
        "built_in": template.id in built_in(),
        "uses": uses,
    }
