"""From a Request to a Curriculum: which Part when, in parallel, retried, checkpointed.

One coroutine does it, always on the process's single event-loop thread, so that limits are ordinary asyncio objects.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from curriculum_widgets.authors import Author, Brief, Written, check
from curriculum_widgets.authors.parts import (
    ASSESSMENT,
    LESSON,
    OUTLINE,
    PICTURE,
    QUIZ,
    REVIEW,
    UNIT_PARTS,
    Outline,
    Part,
    ReviewPart,
    UnitPlan,
)
from curriculum_widgets.documents.curriculum import Curriculum, Finding, Provenance, Usage
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import (
    AuthorUnusable,
    BadRequest,
    GenerationFailed,
    PartFailed,
    PartRefused,
    Paused,
    WorkspaceError,
)
from curriculum_widgets.files import make_folder
from curriculum_widgets.generation.checked import checked, one_line
from curriculum_widgets.generation.checkpoints import fingerprint, read_checkpoint, write_checkpoint
from curriculum_widgets.generation.gate import Gate
from curriculum_widgets.generation.live import Live
from curriculum_widgets.generation.loop import python_ends
from curriculum_widgets.generation.progress import Progress
from curriculum_widgets.generation.version import package_version
from curriculum_widgets.pricing.ledger import Account

_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass
class _Run:
    """One generation under way."""

    request: Request
    author: Author
    folder: Path | None
    on_progress: Callable[[Progress], None]
    retries: int
    limit: asyncio.Semaphore
    live: Live
    account: Account
    gate: Gate
    kept: frozenset[str] = frozenset()
    """The files that an earlier run left in the folder."""
    held: Paused | None = None
    """Why nothing more may be begun; what is under way is finished."""
    planned: float = 1.0
    planned_parts: int = 1
    done: float = 0.0
    finished: int = 0
    fraction: float = 0.0
    usage: Usage = field(default_factory=Usage)
    notes: list[str] = field(default_factory=list)

    def plan(self, units: int) -> None:
        """Says how many units there will be, which fixes what the whole work is."""
        wanted = [part for part in UNIT_PARTS if part.wanted(self.request)]
        course = [OUTLINE, *([ASSESSMENT] if ASSESSMENT.wanted(self.request) else [])]
        course += [REVIEW] if getattr(self.author, "reviews", False) else []
        self.planned = sum(part.weight for part in course) + units * sum(part.weight for part in wanted)
        self.planned_parts = len(course) + units * len(wanted)

    def tell(self, doing: str) -> None:
        self.fraction = max(self.fraction, min(self.done / self.planned, 1.0))
        self.on_progress(Progress(self.fraction, doing, self.finished, self.planned_parts, self.usage))

    def count(self, part: Part, doing: str) -> None:
        self.done += part.weight
        self.finished += 1
        self.tell(doing)

    def _path(self, part: Part, unit: UnitPlan | None) -> Path | None:
        return self.folder / f"{unit.id if unit else 'course'}-{part.name}.json" if self.folder else None

    def forget(self, part: Part, unit: UnitPlan) -> None:
        """Drops a Part's checkpoint, so that a resume writes it again."""
        path = self._path(part, unit)
        if path:
            path.unlink(missing_ok=True)

    def begins(self) -> None:
        """Raises why nothing new may be begun, if that is so."""
        if self.gate.shut and not self.held:
            self.held = Paused("Paused: what was begun is finished and kept. Resume goes on.")
        if self.held:
            raise self.held

    async def write(self, part: Part, brief: Brief) -> BaseModel:
        """Writes one Part, or takes it from its checkpoint."""
        doing = f"{brief.unit.title}: {part.name}" if brief.unit else part.name
        if part is PICTURE and not self.folder:
            msg = "there is no folder to keep a picture in"
            raise PartFailed(msg)
        path = self._path(part, brief.unit)
        mark = fingerprint(self.author, part, brief)
        # A Part may wait long for its turn at a busy server: until its first call it is not begun.
        account = replace(self.account, usage=Usage(), begins=self.begins)
        async with self.limit:
            self.begins()
            self.tell(doing)
            there = path and path.name in self.kept
            found = await asyncio.to_thread(read_checkpoint, path, mark, part) if path and there else None
            try:
                written = found or await self._try(part, replace(brief, account=account))
            except BaseException as error:
                self.usage += account.usage
                if isinstance(error, Paused):
                    self.held = error
                raise
            if path and not found:
                await asyncio.to_thread(write_checkpoint, path, mark, written, durable=self.author.paid)
        self.usage += written.usage
        self.notes += [note for note in written.notes if note not in self.notes]
        self.count(part, doing)
        return written.value

    async def _try(self, part: Part, brief: Brief) -> Written:
        with self.live.writing(brief.unit.title if brief.unit else "") as on_text:
            failure = ""
            for attempt in range(self.retries + 1):
                again = replace(brief, attempt=attempt, failure=failure, on_text=on_text)
                outcome = await self._attempt(part, again)
                if isinstance(outcome, Written):
                    # An author that pays call by call has told of failed attempts too.
                    return (
                        replace(outcome, usage=brief.account.usage) if brief.account.usage.calls else outcome
                    )
                failure = outcome
        raise PartFailed(failure)

    async def _attempt(self, part: Part, brief: Brief) -> Written | str:
        """The Part, or why it could not be written this time."""
        try:
            return checked(await self.author.write(part, brief), part)
        except (BadRequest, AuthorUnusable, Paused, WorkspaceError, PartRefused):
            raise
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            return "the author cancelled itself"
        except ValidationError as error:
            return f"what came back does not fit: {explain(error)}"
        except PartFailed as error:
            return str(error)
        except RuntimeError as error:
            if python_ends(error):
                raise asyncio.CancelledError from error
            _log.exception("Writing %s failed", part.name)
            return "the author stopped with RuntimeError"
        except BaseException as error:  # noqa: BLE001 - logged; one Part's accident must not take the other units with it
            _log.exception("Writing %s failed", part.name)
            return f"the author stopped with {type(error).__name__}"


async def _unit(
    run: _Run, outline: Outline, plan: UnitPlan, quiz: asyncio.Future[BaseModel | None]
) -> tuple[Unit, dict[str, BaseModel]]:
    """Writes one unit: the lesson first, then all that depends on it at once; `quiz` is told of its quiz at once."""
    wanted = [part for part in UNIT_PARTS if part.wanted(run.request)]
    written: dict[str, BaseModel] = {}
    missing: dict[str, str] = {}

    async def write(part: Part) -> None:
        if run.held:
            return
        absent = [name for name in part.needs if name not in written]
        if absent:
            missing[part.name] = f"it is written from the {absent[0]}, which is missing"
            run.count(part, f"{plan.title}: {part.name}")
            return
        brief = Brief(
            request=run.request,
            outline=outline,
            unit=plan,
            written={name: written[name] for name in part.needs},
        )
        try:
            written[part.name] = await run.write(part, brief)
            if part is QUIZ:
                quiz.set_result(written[part.name])
        except Paused:  # `generate` raises it when all that is under way is finished
            return
        except PartFailed as error:
            missing[part.name] = one_line(str(error))
            run.count(part, f"{plan.title}: {part.name}")

    await write(LESSON)
    rest = [part for part in wanted if part is not LESSON]
    await _all([write(part) for part in sorted(rest, key=lambda part: part is not QUIZ)])
    if not quiz.done():
        quiz.set_result(None)
    return _fitted(run, plan, written, missing), written


def _fitted(run: _Run, plan: UnitPlan, written: dict[str, BaseModel], missing: dict[str, str]) -> Unit:
    """The Parts of a unit put together; those that do not fit the others are taken out."""
    wanted = [part for part in UNIT_PARTS if part.wanted(run.request)]
    values = {name: getattr(plan, name) for name in UnitPlan.model_fields if name in Unit.model_fields}
    for part in [part for part in wanted if part.name in written]:
        record = written[part.name]
        more = values | {name: getattr(record, name) for name in type(record).model_fields}
        try:  # what is right by itself need not fit the rest, such as a chart that has the id of a diagram
            Unit.model_validate(more)
        except ValidationError as error:
            missing[part.name] = one_line(f"it does not fit the other parts: {explain(error)}")
            del written[part.name]
            run.forget(part, plan)
        else:
            values = more
    order = [part.name for part in wanted if part.name in missing]
    return Unit.model_validate({**values, "missing": {name: missing[name] for name in order}})


async def _all(work: list[Coroutine[Any, Any, T]]) -> list[T]:
    """Awaits all at once; when one fails, the others are cancelled before the failure goes on."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(item) for item in work]
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None  # the first to fail; the others were cancelled because of it
    return [task.result() for task in tasks]


async def generate(
    request: Request,
    author: Author,
    *,
    curriculum_id: str,
    created: datetime,
    checkpoints: Path | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    retries: int = 2,
    account: Account | None = None,
    gate: Gate | None = None,
) -> Curriculum:
    """Makes a whole Curriculum.

    Args:
        request: What the educator asks for, with names as the catalogue spells them.
        author: Who writes.
        curriculum_id: The id that the Curriculum gets.
        created: When it was asked for.
        checkpoints: A folder for finished Parts and their pictures, in one that is there; those in it that still fit are
            not written again. Without one, no pictures are made.
        on_progress: Told of every Part as it starts and finishes, on the loop's thread; it must return at once.
        retries: How often a Part that failed is written again before it counts as missing.
        account: What pays for it; without a limit by default.
        gate: Asked before each Part whether it may be begun; open by default.

    Returns:
        The Curriculum; Parts that could not be written are named in `missing`, with the reason.

    Raises:
        NotCovered: The author can't write this; nothing was started.
        GenerationFailed: There is no outline, or not one unit has a lesson.
        AuthorUnusable: The author can't be used as it is set up.
        Paused: The gate was shut, or what was allowed is spent; the finished Parts are in the checkpoints.
    """
    await asyncio.to_thread(check, author, request)
    kept = await asyncio.to_thread(_kept, checkpoints, durable=author.paid) if checkpoints else frozenset()
    live = Live(checkpoints)
    run = _Run(
        request=request, author=author, folder=checkpoints, on_progress=on_progress, retries=retries,
        limit=asyncio.Semaphore(author.calls_at_once), live=live, account=account or Account(), gate=gate or Gate(), kept=kept,
    )  # fmt: skip
    try:
        return await _course(run, curriculum_id, created)
    finally:
        await live.close()


def _kept(folder: Path, *, durable: bool) -> frozenset[str]:
    """Makes the folder of finished Parts, or tells what is in it."""
    make_folder(folder, parents=False, durable=durable)
    return frozenset(path.name for path in folder.iterdir())


async def _course(run: _Run, curriculum_id: str, created: datetime) -> Curriculum:
    request, author = run.request, run.author
    run.plan((len(request.topics) or request.topic_count) * len(request.patterns))
    try:
        outline = await run.write(OUTLINE, Brief(request=request))
    except PartFailed as error:
        msg = f"The outline of {request.subject}, {request.grade}, could not be written: {error}."
        raise GenerationFailed(msg) from error
    if not isinstance(outline, Outline):
        msg = f"The author {author.name!r} gave something that is not an outline."
        raise GenerationFailed(msg)
    run.plan(len(outline.units))
    quizzes = {plan.id: asyncio.get_running_loop().create_future() for plan in outline.units}
    work: list[Coroutine[Any, Any, Any]] = [
        _unit(run, outline, plan, quizzes[plan.id]) for plan in outline.units
    ]
    made_of_units: list[Any] = await _all([*work, _assess_soon(run, outline, quizzes)])
    assessed = made_of_units.pop()
    units: list[tuple[Unit, dict[str, BaseModel]]] = made_of_units
    if run.held:
        raise run.held
    if all(unit.lesson is None for unit, _ in units):
        reason = units[0][0].missing.get(LESSON.name, "")
        msg = f"No lesson of {request.subject}, {request.grade}, could be written: {reason}."
        raise GenerationFailed(msg)
    assessment, missing = assessed or await _assess(run, outline, {})
    made = Curriculum(
        id=curriculum_id,
        title=outline.title,
        overview=outline.overview,
        essential_question=outline.essential_question,
        request=request,
        units=tuple(unit for unit, _ in units),
        missing=missing,
        provenance=Provenance(
            author=one_line(str(author.name)),
            author_version=one_line(str(author.version(request) or "unknown")),
            package_version=package_version(),
            created=created,
        ),
        **assessment,
    )
    findings, unreviewed = await _review(run, outline, made)
    run.done = run.planned
    run.tell("done")
    notes = tuple(one_line(note) for note in run.notes)
    return made.model_copy(
        update={
            "findings": findings,
            "missing": missing | unreviewed,
            "provenance": made.provenance.model_copy(update={"notes": notes, "usage": run.usage}),
        }
    )


async def _assess_soon(
    run: _Run, outline: Outline, quizzes: Mapping[str, asyncio.Future[BaseModel | None]]
) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The final assessment as soon as all quizzes are there, which need not wait for the slowest picture.

    `None` when there is no quiz: then it depends on the units whether there is anything to assess.
    """
    found = {unit: record for unit, quiz in quizzes.items() if (record := await quiz)}
    try:
        return await _assess(run, outline, found) if found else None
    except Paused:  # `generate` raises it when all that is under way is finished
        return None


async def _assess(
    run: _Run, outline: Outline, quizzes: Mapping[str, BaseModel]
) -> tuple[dict[str, Any], dict[str, str]]:
    if not ASSESSMENT.wanted(run.request):
        return {}, {}
    try:
        record = await run.write(ASSESSMENT, Brief(request=run.request, outline=outline, written=quizzes))
    except PartFailed as error:
        return {}, {ASSESSMENT.name: one_line(str(error))}
    return {name: getattr(record, name) for name in type(record).model_fields}, {}


async def _review(
    run: _Run, outline: Outline, made: Curriculum
) -> tuple[tuple[Finding, ...], dict[str, str]]:
    if not getattr(run.author, "reviews", False):
        return (), {}
    try:
        record = await run.write(
            REVIEW, Brief(request=run.request, outline=outline, written={"course": made})
        )
    except PartFailed as error:
        return (), {REVIEW.name: one_line(str(error))}
    return record.findings if isinstance(record, ReviewPart) else (), {}
