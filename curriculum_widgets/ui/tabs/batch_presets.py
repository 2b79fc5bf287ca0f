"""Presets in the Batch tab: the form for a new batch saved under a name, and filled again."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.ui.connecting import Connecting, picture_fields
from curriculum_widgets.ui.tabs.batch_form import Form, about, list_of, writer
from curriculum_widgets.ui.tabs.batch_table import as_cells


class PresetCalls(Connecting):
    """What the page asks about presets."""

    def call_presets(self) -> dict[str, Any]:
        """All presets, to choose from, and what could not be read."""
        shelf = self.session.manager.presets
        found = [{"value": one.id, "label": one.name, "about": one.makes} for one in shelf.list()]
        return {"presets": found, "warnings": list(shelf.warnings)}

    def call_save_preset(self, form: dict[str, Any], name: str) -> str:
        """Saves what the form means under a name.

        Args:
            form: As the page holds it.
            name: The preset's name.

        Returns:
            Its id.
        """
        return self.session.manager.presets.add(preset_of(form, name)).id

    def call_use_preset(self, preset: str) -> dict[str, Any]:
        """A preset as the form holds it."""
        return form_of(self.session.manager.presets.get(preset))

    def call_delete_preset(self, preset: str) -> dict[str, str]:
        """Moves a preset to the trash."""
        shelf = self.session.manager.presets
        name = shelf.get(preset).name
        return {"trash": shelf.delete(preset), "name": name}

    def call_restore_preset(self, trash: str) -> str:
        """Takes a preset back out of the trash."""
        return self.session.manager.presets.restore_deleted(trash)

    def call_preset_yaml(self, preset: str) -> dict[str, str]:
        """A preset as text, to be sent to a colleague."""
        return {"text": self.session.manager.presets.export_yaml(preset), "name": f"{preset}.yaml"}

    def call_import_preset(self, text: str) -> str:
        """Adds a preset from such a text.

        Args:
            text: YAML.

        Returns:
            Its id.
        """
        return self.session.manager.presets.import_yaml(text).id

    def call_failed_again(self, batch: str) -> dict[str, Any]:
        """Makes a new batch of what failed or lacks parts in one, and starts it."""

        def work() -> str:
            made = self.session.manager.create_batch_from_failed(batch)
            self.session.manager.start_batch(made.id)
            return made.id

        return self._errands.answer(work)


def preset_of(form: Form, name: str) -> Preset:
    """What a form means, as a preset.

    Args:
        form: As the page holds it.
        name: The preset's name.

    Returns:
        The preset, not yet on the shelf.

    Raises:
        BadRequest: It has no name, or asks for nothing.
    """
    title = name.strip()
    if not title:
        msg = "Give it a name."
        raise BadRequest(msg, field="name")
    shared = writer(form)
    values: dict[str, Any] = about(form) | shared | picture_fields(form, shared["author"])
    values |= {"id": slug(title), "name": title}
    if form.get("template"):
        values["template"] = form["template"]
    if form.get("mode") == "list":
        values["jobs"] = [row for _, row in list_of(form)]
    else:
        values |= {key: form.get(key) or () for key in ("subjects", "grades", "styles", "languages")}
    try:
        return Preset.model_validate(values)
    except ValidationError as error:
        msg = f"This can't be saved as a preset: {explain(error)}."
        raise BadRequest(msg) from None


def form_of(preset: Preset) -> Form:
    """A preset as the page holds it.

    Args:
        preset: The preset.

    Returns:
        The form's fields; a list of jobs when the preset has rows of its own.
    """
    plain = preset.plain()
    kind, _, model = preset.author.partition(":")
    rows = [as_cells({"richness": preset.richness, **row}) for row in plain.get("jobs", ())]
    axes = {
        key: [str(one) for one in getattr(preset, key)]
        for key in ("subjects", "grades", "styles", "languages")
    }
    return {
        "mode": "list" if rows else "product",
        "template": preset.template or "",
        **axes,
        "rows": rows,
        "author": kind,
        "model": model,
        "base_url": preset.base_url,
        "guidelines": preset.guidelines,
        "topic_count": preset.topic_count or "",
        "image_model": preset.image_model,
        "image_size": preset.image_size,
        "image_quality": preset.image_quality,
        "budget": "" if preset.budget is None else str(preset.budget),
        "token_budget": preset.token_budget or "",
        "name": preset.name,
        "description": preset.description,
        "planner": preset.author_name,
        "at_once": preset.concurrency,
        "executor": preset.executor,
        "scheduler": preset.scheduler,
    }
