"""The calls of the unit editor: what the page asks for while a unit is edited."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.importers.questions import numbered_apart
from curriculum_widgets.importers.reading import read_questions
from curriculum_widgets.ui.pictures import UPLOAD_AT_MOST
from curriculum_widgets.ui.session import Session

if TYPE_CHECKING:
    from curriculum_widgets.ui.desk import Desk

SCRIPTS = (
    "tabs/edit_rows.js",
    "tabs/edit_rewrite.js",
    "tabs/edit_quiz.js",
    "tabs/edit_figures.js",
    "tabs/edit_sections.js",
    "tabs/edit.js",
)
"""The editor's scripts; the last one defines `unitEditor(api, root, container, context)`."""


class EditCalls:
    """Adds the unit editor's calls to a tab."""

    session: Session

    @cached_property
    def _desk(self) -> Desk:
        from curriculum_widgets.ui.desk import Desk  # noqa: PLC0415 - the tab opens at once without its editor

        return Desk(self.session)

    def call_edit_open(self, curriculum: str, unit: str) -> dict[str, Any]:
        """All that the page needs to edit a unit, with what is not saved or can't be saved yet."""
        return self._desk.opened(curriculum, unit)

    def call_edit_apply(
        self, curriculum: str, unit: str, values: dict[str, Any], at: str = ""
    ) -> dict[str, Any]:
        """Changes fields of a unit; says what is wrong with those that can't be so yet."""
        self._desk.draft(curriculum).apply_all(unit, values, at=at)
        return self._desk.state(curriculum, unit)

    def call_edit_undo(self, curriculum: str, unit: str, *, forth: bool = False) -> dict[str, Any]:
        """Undoes or redoes one step of a unit."""
        draft = self._desk.draft(curriculum)
        changed = draft.redo(unit) if forth else draft.undo(unit)
        return {**self._desk.state(curriculum, unit), "unit": draft.shown(unit), "changed": list(changed)}

    def call_edit_save(
        self, curriculum: str, unit: str, choices: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """Saves, or looks how the save under way is getting on."""
        draft = self._desk.draft(curriculum)
        done = self._desk.save(curriculum, choices)
        if done.get("taken") or choices is not None:
            there = any(item.id == unit for item in draft.curriculum.units)
            done |= {"unit": draft.shown(unit), "state": self._desk.state(curriculum, unit)} if there else {}
            done["gone"] = not there
        return done

    def call_edit_preview(self, curriculum: str, unit: str, lesson: str) -> dict[str, Any]:
        """A lesson's text as it will look, as far as its figures are drawn."""
        media = self.session.library.media(curriculum)
        return self._desk.sketchbook.preview(self._desk.draft(curriculum).unit(unit), lesson, media.read)

    def call_edit_sketch(self, kind: Literal["chart", "diagram"], value: Any) -> dict[str, Any]:
        """A chart or a diagram as it will look, or what it lacks."""
        return self._desk.sketchbook.sketch(kind, value)

    def call_edit_take_up(
        self, curriculum: str, unit: str, name: str, *, take: bool = True
    ) -> dict[str, Any]:
        """Takes up changes that were left unsaved, or throws them away."""
        draft = self._desk.draft(curriculum)
        if take:
            draft.take_up(name)
        else:
            draft.file.forget(name)
        return self._desk.opened(curriculum, unit)

    def call_edit_write_again(self, curriculum: str, unit: str, part: str, **wishes: str) -> dict[str, Any]:
        """Starts to write a Part again."""
        return {"ticket": self._desk.write_again(curriculum, unit, part, wishes)}

    def call_edit_written(self, ticket: str) -> dict[str, Any]:
        """How writing again is getting on, and what it would change."""
        return self._desk.written(ticket)

    def call_edit_answer(
        self, curriculum: str, unit: str, ticket: str, *, accept: bool = False
    ) -> dict[str, Any]:
        """Takes what was written again, or leaves it."""
        self._desk.answer(ticket, accept=accept)
        draft = self._desk.draft(curriculum)
        return {**self._desk.state(curriculum, unit), "unit": draft.shown(unit)}

    def call_edit_picture(self, curriculum: str, file: str) -> tuple[dict[str, Any], list[bytes]]:
        """A picture's bytes."""
        data = self.session.library.media(curriculum).read(file)
        return {"type": inspected(data).media_type}, [data]

    def call_edit_add_picture(
        self, curriculum: str, name: str, buffers: list[bytes] | None = None
    ) -> dict[str, Any]:
        """Puts a picture from the teacher's computer beside the curriculum."""
        media = self.session.library.media(curriculum)
        file = media.add(name, bytes(buffers[0]) if buffers else b"", largest=UPLOAD_AT_MOST)
        return {"file": file, "files": media.names()}

    def call_edit_read_questions(
        self, name: str, taken: list[str], buffers: list[bytes] | None = None
    ) -> dict[str, Any]:
        """Questions of a file from the teacher's computer, under ids that the quiz has not yet."""
        found = read_questions(name, bytes(buffers[0]) if buffers else b"")
        questions = [one.model_dump(mode="json") for one in numbered_apart(found.questions, taken)]
        return {"questions": questions, "left_out": found.left_out}
