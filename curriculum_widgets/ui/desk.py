"""The Curricula that one tab edits: their drafts, saves under way, and Parts being written again."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from curriculum_widgets.authors.parts import PicturePart, QuestionPart
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.quiz import Question
from curriculum_widgets.errors import CurriculumError, NotFound
from curriculum_widgets.quality.questions import question_problems
from curriculum_widgets.ui import fields, pictures, rewriting
from curriculum_widgets.ui.draft_file import Unsaved
from curriculum_widgets.ui.editing import Clash, Draft
from curriculum_widgets.ui.errands import Later
from curriculum_widgets.ui.rewriting import Rewriting
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.wording import Row, difference

_PATIENCE = (
    0.01  # seconds that a call waits for a save, which needs the same interpreter that the call holds up
)
_KEPT = 12  # results of writing again that nobody has answered


class Desk:
    """The Curricula that one tab edits.

    Args:
        session: What all tabs share.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._drafts: dict[str, Draft] = {}
        self._saves: Later[tuple[str, ...]] = Later(patience=_PATIENCE)
        self._saving: dict[str, int] = {}
        self._number = itertools.count(1)
        self._rewritings: dict[str, tuple[str, Rewriting]] = {}
        self._left: dict[tuple[str, str, str], tuple[Question, ...]] = {}
        self.sketchbook = pictures.Sketchbook()

    def draft(self, curriculum: str, *, fresh: bool = False) -> Draft:
        """The draft of a Curriculum.

        Args:
            curriculum: Its id.
            fresh: Whether to take what others saved, if nothing here waits.

        Returns:
            The same one each time, so that nothing unsaved is lost when the page is opened anew.
        """
        draft = self._drafts.get(curriculum)
        if draft is None:
            draft = self._drafts[curriculum] = Draft(self._session.library, curriculum)
        elif fresh and curriculum not in self._saving:
            draft.refresh()
        return draft

    def opened(self, curriculum: str, unit: str) -> dict[str, Any]:
        """All that the page needs to edit a unit."""
        draft = self.draft(curriculum, fresh=True)
        styles = [{"value": style.name, "about": style.about} for style in self._session.catalog.styles]
        return {
            **self.state(curriculum, unit),
            "unit": draft.shown(unit),
            "offers": [_offer(name, found, draft) for name, found in draft.offered().items()],
            "author": rewriting.about_author(draft.curriculum, unit, self._session.settings),
            "styles": styles,
            "parts": rewriting.PARTS,
            "files": self._session.library.media(curriculum).names(),
        }

    def state(self, curriculum: str, unit: str) -> dict[str, Any]:
        """How a unit and its Curriculum stand."""
        draft = self.draft(curriculum)
        undo, redo = draft.can_undo(unit)
        quiz = draft.unit(unit).quiz
        return {
            "faults": {
                name: [fault.plain() for fault in faults] for name, faults in draft.faults(unit).items()
            },
            "hints": {question.id: question_problems(question) for question in quiz.questions}
            if quiz
            else {},
            "title": draft.unit(unit).title,
            "undo": undo,
            "redo": redo,
            "dirty": draft.is_dirty,
            "unfinished": draft.unfinished,
            "version": draft.version,
        }

    def save(self, curriculum: str, choices: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Starts to save, or looks how the save under way is getting on.

        Args:
            curriculum: Which one.
            choices: For fields that two people changed: whose is kept.

        Returns:
            `saved`, with what others had changed and was `taken` in; or `saving`; or why not.
        """
        draft = self.draft(curriculum)
        number = self._saving.setdefault(curriculum, next(self._number))
        try:
            taken = self._saves.ask((curriculum, number), lambda: draft.save(choices=choices))
        except Clash as clash:
            self._saving.pop(curriculum, None)
            return {"saved": False, "conflict": True, "why": str(clash), "theirs": _overlaps(clash)}
        except CurriculumError as error:
            self._saving.pop(curriculum, None)
            return {"saved": False, "why": str(error)}
        if taken is None:
            return {"saved": False, "saving": True}
        self._saving.pop(curriculum, None)
        return {"saved": True, "taken": list(taken), "dirty": draft.is_dirty, "version": draft.version}

    def write_again(self, curriculum: str, unit: str, part: str, wishes: Mapping[str, str]) -> str:
        """Starts to write a Part again.

        Args:
            curriculum: Of which Curriculum.
            unit: Of which unit.
            part: Which Part.
            wishes: `guidance`, `style`, `question` and `image_model`, as far as there are any.

        Returns:
            A ticket to ask with.
        """
        draft = self.draft(curriculum)
        settings = self._session.settings
        left = self._left.get((curriculum, unit, wishes.get("question", "")), ())
        keep = self._session.library.media(curriculum).put
        work = rewriting.start(
            draft.curriculum, draft.unit(unit), part, settings, left=left, keep=keep, **wishes
        )
        ticket = f"{part}-{next(self._number)}"
        self._rewritings[ticket] = (curriculum, work)
        while len(self._rewritings) > _KEPT:
            self._rewritings.pop(next(iter(self._rewritings)))[1].stop()
        return ticket

    def written(self, ticket: str) -> dict[str, Any]:
        """How writing again is getting on.

        Args:
            ticket: Which.

        Returns:
            That it is `waiting`, or the lines that would change.
        """
        curriculum, work = self._work(ticket)
        try:
            written = work.result()
            if written is None:
                return {"waiting": True}
            unit = self.draft(curriculum).unit(work.unit)
            values = rewriting.values_of(work, written.value, unit)
        except BaseException:
            self._rewritings.pop(ticket, None)
            self._left.pop((curriculum, work.unit, work.question), None)  # all were seen: begin anew
            raise
        found = {**rewriting.shown(values, unit), "notes": list(written.notes)}
        if isinstance(written.value, PicturePart):
            found["pictures"] = [{"file": image.file, "alt": image.alt} for image in written.value.images]
            found["files"] = self._session.library.media(curriculum).names()
        return found

    def answer(self, ticket: str, *, accept: bool) -> None:
        """Takes what was written, or leaves it; what it cost is noted either way.

        Args:
            ticket: Which.
            accept: Whether it is taken.
        """
        curriculum, work = self._work(ticket)
        del self._rewritings[ticket]
        draft = self.draft(curriculum)
        written = work.result() if work.future.done() else None
        if written is None:
            work.stop()
            return
        question = (curriculum, work.unit, work.question)
        if isinstance(written.value, QuestionPart):
            self._left[question] = (*self._left.get(question, ()), written.value.question)
        if accept:
            self._left.pop(question, None)
            draft.apply_all(work.unit, rewriting.values_of(work, written.value, draft.unit(work.unit)))
        if written.usage.calls:
            draft.spend(written.usage)

    def _work(self, ticket: str) -> tuple[str, Rewriting]:
        if ticket not in self._rewritings:
            msg = "What was written is not there any more; write it again."
            raise NotFound(msg)
        return self._rewritings[ticket]


def _offer(name: str, found: Unsaved, draft: Draft) -> dict[str, Any]:
    titles = {unit.id: unit.title for unit in draft.curriculum.units}
    where: list[str] = []
    rows: list[Row] = []
    for unit in dict.fromkeys((*found.changes, *found.unfinished)):
        after = {key: change.after for key, change in found.changes.get(unit, {}).items()}
        after |= found.unfinished.get(unit, {})
        rows += difference(draft.shown(unit), after)
        where += [f"{titles[unit]}: {fields.LABELS.get(key, key)}" for key in after]
    seconds = (utc_now() - found.time).total_seconds()
    return {"name": name, "time": found.time.isoformat(), "age": seconds, "where": where, "rows": rows}


def _overlaps(clash: Clash) -> list[dict[str, Any]]:
    return [
        {
            "key": overlap.key,
            "title": overlap.title,
            "rows": difference(
                {overlap.name: fields.plain(overlap.theirs)}, {overlap.name: fields.plain(overlap.mine)}
            ),
        }
        for overlap in clash.overlaps
    ]
