"""Writing a Part of a unit again, through the Curriculum's own author; the result waits to be accepted."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from curriculum_widgets.authors import AUTHORS, Author, Brief, Written, open_author
from curriculum_widgets.authors.parts import (
    PICTURE,
    QUESTION,
    UNIT_PARTS,
    LessonPart,
    Outline,
    Part,
    PicturePart,
    QuestionPart,
    QuizPart,
)
from curriculum_widgets.documents.curriculum import Curriculum, Usage
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.request import EXERCISE_SETS, Request
from curriculum_widgets.documents.text import fold
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest, CurriculumError, NotCovered, PartFailed, PartRefused
from curriculum_widgets.generation import submit
from curriculum_widgets.settings import Settings
from curriculum_widgets.ui.fields import plain
from curriculum_widgets.ui.planned import bank_topic, plan_of
from curriculum_widgets.ui.wording import difference

PARTS: dict[str, str] = {
    "lesson": "the lesson",
    "key-points": "the key points",
    "vocabulary": "the vocabulary and the misconceptions",
    "activity": "the activity",
    "practice": "the practice and what is simpler and further",
    "diagrams": "the diagrams",
    "chart": "the chart",
    "picture": "the picture",
    "quiz": "the quiz and the exit ticket",
    "summary": "the summary",
    "resources": "the resources",
    "teacher-plan": "the teacher's plan and the rubric",
}
"""The Parts of a unit, as teachers call what each of them holds."""

STYLED = frozenset({"lesson", "activity", "diagrams"})
"""The Parts that the bank writes differently in different styles."""

_BANK = "bank"
_GUIDANCE_AT_MOST = 2000
_QUESTIONS_AT_MOST = 100  # as many as a quiz may hold
_FIGURE = re.compile(r"\]\(figure:([a-z0-9-]+)\)")


def about_author(curriculum: Curriculum, unit_id: str, settings: Settings) -> dict[str, Any]:
    """Who would write again, and how that can be steered.

    Args:
        curriculum: Whose author.
        unit_id: The unit that it is about.
        settings: Which model usually makes pictures, and where own topics are.

    Returns:
        Plain values for the page; `refusal` says in plain words why it can't be done at all, and `unpainted` why no picture
        can be made.
    """
    request = curriculum.request
    kind, _, model = request.author.partition(":")
    about = {
        "bank": kind == _BANK,
        "label": "The bank" if kind == _BANK else model or kind,
        "style": request.style,
        "styled": sorted(STYLED),
        "refusal": "",
        "unpainted": "",
        "image_model": request.image_model or settings.image_model,
    }
    if kind not in AUTHORS.names():
        about["refusal"] = f"It was written by {request.author}, which is not installed here."
    elif kind == _BANK and bank_topic(unit_id, request, settings.bank) is None:
        about["refusal"] = (
            "This unit was not written by the studio's bank: it was added, split or brought in from elsewhere. "
            "So the bank has no text of its own for it."
        )
    if not about["refusal"] and not AUTHORS.get(kind).paints:
        about["unpainted"] = (
            f"{about['label']} makes no pictures. Add one from your computer, or let a language model write the curriculum."
        )
    return about


@dataclass(frozen=True)
class Rewriting:
    """One Part being written again.

    Args:
        unit: The unit's id.
        part: Which Part.
        question: The id of the one question that it is about, if it is about one.
        future: The work.
    """

    unit: str
    part: Part
    question: str
    future: Future[Written]

    def stop(self) -> None:
        """Ends the work; nothing of it is kept."""
        self.future.cancel()

    def result(self) -> Written | None:
        """What was written, or nothing while it is being written.

        Returns:
            The Part.

        Raises:
            CurriculumError: It could not be written, or was stopped.
        """
        if not self.future.done():
            return None
        try:
            return self.future.result()
        except CancelledError:
            msg = "Stopped. Nothing was changed."
            raise CurriculumError(msg) from None

    def usage(self) -> Usage:
        """What it has cost."""
        done = self.future.done() and not self.future.cancelled() and not self.future.exception()
        return self.future.result().usage if done else Usage()


def start(
    curriculum: Curriculum,
    unit: Unit,
    part_name: str,
    settings: Settings,
    *,
    guidance: str = "",
    style: str = "",
    question: str = "",
    left: Iterable[Question] = (),
    image_model: str = "",
    keep: Callable[[str, bytes], None] | None = None,
) -> Rewriting:
    """Starts to write a Part again, on the loop of all generation.

    Args:
        curriculum: The Curriculum, as edited.
        unit: Which unit of it.
        part_name: Which Part; `question` for one question of the quiz.
        settings: How work is done.
        guidance: What to do differently.
        style: Another style than the Curriculum's.
        question: The id of that one question.
        left: Questions that were written in its place and not taken, so that another one comes.
        image_model: The model that makes a picture; the Curriculum's by default.
        keep: Keeps a picture that was made and paid for, whether it is taken or not.

    Returns:
        The work under way.

    Raises:
        BadRequest: It can't be done so.
    """
    known = [*(part for part in UNIT_PARTS if part.name in PARTS), QUESTION]
    part = next((part for part in known if part.name == part_name), None)
    if part is None:
        msg = f"There is no part {part_name!r} that can be written again."
        raise BadRequest(msg)
    about = about_author(curriculum, unit.id, settings)
    refusal = about["refusal"] or (about["unpainted"] if part is PICTURE else "")
    if refusal:
        raise NotCovered(refusal)
    if "lesson" in part.needs and unit.lesson is None:
        msg = "This is written from the lesson, which is missing. Write the lesson first."
        raise BadRequest(msg)
    request = curriculum.request
    if style:
        request = request.model_copy(update={"style": style})
    if request.author == _BANK:  # which takes guidance as guidelines, and has other exercises for another set
        changes: dict[str, Any] = {"guidelines": guidance.strip()[:_GUIDANCE_AT_MOST]} if guidance else {}
        if part.name == "practice":
            changes["exercise_set"] = secrets.randbelow(EXERCISE_SETS)
        request = request.model_copy(update=changes)
    if part is PICTURE:
        request = _painted(request, image_model or about["image_model"])
    brief = Brief(
        request=request,
        outline=Outline(
            title=curriculum.title,
            overview=curriculum.overview,
            essential_question=curriculum.essential_question,
            units=tuple(plan_of(item, request, settings.bank) for item in curriculum.units),
        ),
        unit=plan_of(unit, request, settings.bank),
        written=_written(part, unit, question, left),
        question=question,
        guidance=guidance.strip()[:_GUIDANCE_AT_MOST],
    )
    author = open_author(request, settings)
    return Rewriting(unit.id, part, question, submit(_write(author, part, brief, settings.retries, keep)))


def _painted(request: Request, image_model: str) -> Request:
    """The Request with a model for pictures."""
    try:
        painted = Request.model_validate(request.model_dump() | {"image_model": image_model})
    except ValidationError as error:
        raise BadRequest(explain(error), field="image_model") from None
    if not painted.image_model:
        msg = "Name the model that is to make the picture, such as gpt-image-1."
        raise BadRequest(msg, field="image_model")
    return painted


def _written(part: Part, unit: Unit, question: str, left: Iterable[Question]) -> dict[str, BaseModel]:
    """What a Part is written from."""
    written: dict[str, BaseModel] = {}
    if "lesson" in part.needs and unit.lesson:
        written["lesson"] = LessonPart(lesson=unit.lesson)
    if part is QUESTION:
        if not unit.quiz or question not in {one.id for one in unit.quiz.questions}:
            msg = "This question is not finished, or not in the quiz any more. Make it whole first."
            raise BadRequest(msg)
        # To the author, what was left is asked already: so it writes another one.
        more = [one.model_copy(update={"id": f"left-{at}"}) for at, one in enumerate(left, 1)]
        quiz = Quiz(questions=(*unit.quiz.questions, *more)[-_QUESTIONS_AT_MOST:])
        written["quiz"] = QuizPart(quiz=quiz, exit_ticket=None)
    return written


async def _write(
    author: Author,
    part: Part,
    brief: Brief,
    retries: int,
    keep: Callable[[str, bytes], None] | None,
) -> Written:
    failure = ""
    try:
        await asyncio.to_thread(author.check, brief.request)
        for attempt in range(retries + 1):
            again = Brief(
                request=brief.request,
                outline=brief.outline,
                unit=brief.unit,
                written=brief.written,
                question=brief.question,
                guidance=brief.guidance,
                attempt=attempt,
                failure=failure,
            )
            try:
                written = await author.write(part, again)
                _check(part.yields.model_validate(written.value.model_dump()), brief)
                if keep:
                    for name, data in written.files.items():
                        await asyncio.to_thread(keep, name, data)
            except PartRefused:
                raise
            except ValidationError as error:
                failure = f"what came back does not fit: {explain(error)}"
            except PartFailed as error:
                failure = str(error)
            else:
                return written
    finally:
        await asyncio.shield(author.aclose())
    msg = f"It could not be written: {failure}."
    raise PartFailed(msg)


def _check(value: BaseModel, brief: Brief) -> None:
    """Refuses a question that does not stand in for the one it was asked to replace."""
    quiz = brief.written.get("quiz")
    if not isinstance(value, QuestionPart) or not isinstance(quiz, QuizPart):
        return
    if fold(value.question.prompt) in {fold(one.prompt) for one in quiz.quiz.questions}:
        msg = "the quiz asks this already"
        raise PartFailed(msg)
    if value.question.id != brief.question:
        msg = f"the question's id must be {brief.question!r}"
        raise PartFailed(msg)


def values_of(rewriting: Rewriting, value: BaseModel, unit: Unit) -> dict[str, Any]:
    """What accepting would put into the unit.

    Args:
        rewriting: What was asked for.
        value: What was written.
        unit: The unit as it is now.

    Returns:
        Plain values by field; a Part that was missing is not any more.

    Raises:
        CurriculumError: The one question that it was to replace is gone.
    """
    if isinstance(value, QuestionPart):
        return {"quiz": _with_one(unit.quiz, value.question)}
    if isinstance(value, PicturePart):
        images = {
            image.id: image for image in (*unit.images, *value.images)
        }  # made again, it stays where it stood
        value = value.model_copy(update={"images": tuple(images.values())})
    values: dict[str, Any] = {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if rewriting.part.name in unit.missing:
        left = {name: why for name, why in unit.missing.items() if name != rewriting.part.name}
        values["missing"] = left
    return values


def _with_one(quiz: Quiz | None, question: Question) -> dict[str, Any]:
    """The quiz with one question replaced by another of the same id."""
    questions = [question if one.id == question.id else one for one in (quiz.questions if quiz else ())]
    if question not in questions:
        msg = "The question that this was to replace is not in the quiz any more."
        raise CurriculumError(msg)
    return {"questions": plain(tuple(questions))}


def shown(values: Mapping[str, Any], unit: Unit) -> dict[str, Any]:
    """What accepting would change, for the page.

    Args:
        values: As `values_of` has them.
        unit: The unit as it is now.

    Returns:
        The lines that differ, and a word on figures that the text shows and the unit lacks.
    """
    before = {name: plain(getattr(unit, name)) for name in values}
    known = {figure.id for figure in (*unit.diagrams, *unit.images, *((unit.chart,) if unit.chart else ()))}
    lost = sorted(set(_FIGURE.findall(str(values.get("lesson") or ""))) - known)
    told = ""
    if lost:
        told = (
            f"It shows {len(lost)} {'picture' if len(lost) == 1 else 'pictures'} that this unit does not have. "
            "Write the diagrams again in the same style to get them."
        )
    return {"rows": difference(before, values), "note": told}
