"""From a Request to a Curriculum: which Part when, in parallel, retried, checkpointed.

One coroutine does it, always on the process's single event-loop thread, so that limits are ordinary asyncio objects.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from curriculum_widgets.authors import Author, Brief, Written, check
from curriculum_widgets.authors.parts import ASSESSMENT, LESSON, OUTLINE, UNIT_PARTS, Outline, Part, UnitPlan
from curriculum_widgets.documents.curriculum import Curriculum, Provenance, Usage
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.text import Document, without_control
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest, GenerationFailed, PartFailed
from curriculum_widgets.files import make_folder, replace

_log = logging.getLogger(__name__)
T = TypeVar("T")


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=_serve, args=(loop,), name="curriculum-loop", daemon=True).start()
    return loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Keeps the loop running: an author that calls `sys.exit()` must not take all other Jobs with it."""
    while True:
        try:
            loop.run_forever()
        except BaseException:  # noqa: BLE001 - asyncio lets SystemExit out, after telling whoever waits
            _log.exception("Something on the generation loop tried to end the process; the loop goes on")


_loop_lock = threading.Lock()
if hasattr(os, "register_at_fork"):  # a forked child has the loop, but not the thread that ran it
    os.register_at_fork(after_in_child=_started_loop.cache_clear)


def event_loop() -> asyncio.AbstractEventLoop:
    """The process's one event loop for generation, on its own thread, started at first use."""
    with _loop_lock:
        return _started_loop()


def submit(work: Coroutine[Any, Any, T]) -> Future[T]:
    """Runs a coroutine on the generation loop; cancelling the future cancels all that it awaits."""
    return asyncio.run_coroutine_threadsafe(work, event_loop())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a generation is.

    Args:
        fraction: From 0 to 1; it only grows.
        doing: The Part that was last started, in words.
        finished: Parts finished.
        planned: Parts planned; before the outline is written this is an estimate.
        usage: What has been spent so far.
    """

    fraction: float
    doing: str
    finished: int
    planned: int
    usage: Usage


class _Checkpoint(Document):
    """One finished Part on disk."""

    fingerprint: str
    value: dict[str, Any]
    usage: Usage
    notes: tuple[str, ...] = ()


@dataclass
class _Run:
    """One generation under way."""

    request: Request
    author: Author
    folder: Path | None
    on_progress: Callable[[Progress], None]
    retries: int
    limit: asyncio.Semaphore
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

    async def write(self, part: Part, brief: Brief) -> BaseModel:
        """Writes one Part, or takes it from its checkpoint."""
        doing = f"{brief.unit.title}: {part.name}" if brief.unit else part.name
        path = self._path(part, brief.unit)
        fingerprint = _fingerprint(self.author, part, brief)
        async with self.limit:
            self.tell(doing)
            found = await asyncio.to_thread(_read_checkpoint, path, fingerprint, part) if path else None
            written = found or await self._try(part, brief)
            if path and not found:
                await asyncio.to_thread(
                    _write_checkpoint, path, fingerprint, written, durable=self.author.paid
                )
        self.usage += written.usage
        self.notes += [note for note in written.notes if note not in self.notes]
        self.count(part, doing)
        return written.value

    async def _try(self, part: Part, brief: Brief) -> Written:
        failure = ""
        for attempt in range(self.retries + 1):
            again = Brief(
                request=brief.request,
                outline=brief.outline,
                unit=brief.unit,
                written=brief.written,
                guidance=brief.guidance,
                attempt=attempt,
                failure=failure,
            )
            try:
                return _checked(await self.author.write(part, again), part)
            except BadRequest:
                raise
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if task is None or task.cancelling():
                    raise
                failure = "the author cancelled itself"
            except ValidationError as error:
                failure = f"what came back does not fit: {explain(error)}"
            except PartFailed as error:
                failure = str(error)
            except RuntimeError as error:
                if python_ends(error):
                    raise asyncio.CancelledError from error
                _log.exception("Writing %s failed", part.name)
                failure = "the author stopped with RuntimeError"
            except BaseException as error:  # noqa: BLE001 - logged; one Part's accident must not take the other units with it
                _log.exception("Writing %s failed", part.name)
                failure = f"the author stopped with {type(error).__name__}"
        raise PartFailed(failure)


def python_ends(error: BaseException) -> bool:
    """Whether something failed only because the interpreter is shutting down."""
    return isinstance(error, RuntimeError) and "cannot schedule new futures" in str(error)


def _checked(written: Written, part: Part) -> Written:
    """What a plug-in gave, as records of exactly the right classes."""
    return Written(
        part.yields.model_validate(written.value.model_dump(warnings=False)),
        Usage.model_validate(written.usage.model_dump(warnings=False)),
        tuple(_one_line(str(note)) for note in written.notes),
    )


def _fingerprint(author: Author, part: Part, brief: Brief) -> str:
    written = {name: value.model_dump(mode="json") for name, value in sorted(brief.written.items())}
    facts = {
        "request": brief.request.model_dump(mode="json"),
        "author": [author.name, author.version(brief.request)],
        "part": part.name,
        "unit": brief.unit.model_dump(mode="json") if brief.unit else None,
        "guidance": brief.guidance,
        "written": written,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _read_checkpoint(path: Path, fingerprint: str, part: Part) -> Written | None:
    try:
        found = _Checkpoint.model_validate_json(path.read_bytes())
        if found.fingerprint != fingerprint:
            return None
        return Written(part.yields.model_validate(found.value), found.usage, found.notes)
    except FileNotFoundError:
        return None
    except (ValidationError, OSError) as error:
        _log.warning("The checkpoint %s can't be read (%s); its Part is written again.", path, error)
        return None


def _write_checkpoint(path: Path, fingerprint: str, written: Written, *, durable: bool) -> None:
    checkpoint = _Checkpoint(
        fingerprint=fingerprint,
        value=written.value.model_dump(mode="json"),
        usage=written.usage,
        notes=written.notes,
    )
    replace(path, checkpoint.model_dump_json().encode(), durable=durable, make_folder=False)


async def _unit(run: _Run, outline: Outline, plan: UnitPlan) -> tuple[Unit, dict[str, BaseModel]]:
    """Writes one unit: the lesson first, then all that depends on it at once."""
    wanted = [part for part in UNIT_PARTS if part.wanted(run.request)]
    written: dict[str, BaseModel] = {}
    missing: dict[str, str] = {}

    async def write(part: Part) -> None:
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
        except PartFailed as error:
            missing[part.name] = _one_line(str(error))
            run.count(part, f"{plan.title}: {part.name}")

    await write(LESSON)
    await _all([write(part) for part in wanted if part is not LESSON])
    values = {name: getattr(plan, name) for name in UnitPlan.model_fields if name in Unit.model_fields}
    for part in [part for part in wanted if part.name in written]:
        record = written[part.name]
        more = values | {name: getattr(record, name) for name in type(record).model_fields}
        try:  # what is right by itself need not fit the rest, such as a chart that has the id of a diagram
            Unit.model_validate(more)
        except ValidationError as error:
            missing[part.name] = _one_line(f"it does not fit the other parts: {explain(error)}")
            del written[part.name]
            run.forget(part, plan)
        else:
            values = more
    order = [part.name for part in wanted if part.name in missing]
    return Unit.model_validate({**values, "missing": {name: missing[name] for name in order}}), written


async def _all(work: list[Coroutine[Any, Any, T]]) -> list[T]:
    """Awaits all at once; when one fails, the others are cancelled before the failure goes on."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(item) for item in work]
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None  # the first to fail; the others were cancelled because of it
    return [task.result() for task in tasks]


def _one_line(text: str) -> str:
    return " ".join(without_control(text).split())[:480] or "no reason was given"


async def generate(
    request: Request,
    author: Author,
    *,
    curriculum_id: str,
    created: datetime,
    checkpoints: Path | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    retries: int = 2,
) -> Curriculum:
    """Makes a whole Curriculum.

    Args:
        request: What the educator asks for, with names as the catalogue spells them.
        author: Who writes.
        curriculum_id: The id that the Curriculum gets.
        created: When it was asked for.
        checkpoints: A folder for finished Parts; those in it that still fit are not written again.
        on_progress: Told of every Part as it starts and finishes, on the loop's thread; it must return at once.
        retries: How often a Part that failed is written again before it counts as missing.

    Returns:
        The Curriculum; Parts that could not be written are named in `missing`, with the reason.

    Raises:
        NotCovered: The author can't write this; nothing was started.
        GenerationFailed: There is no outline, or not one unit has a lesson.
    """
    await asyncio.to_thread(check, author, request)
    if checkpoints:
        await asyncio.to_thread(make_folder, checkpoints)
    run = _Run(request, author, checkpoints, on_progress, retries, asyncio.Semaphore(author.calls_at_once))
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
    units = await _all([_unit(run, outline, plan) for plan in outline.units])
    if all(unit.lesson is None for unit, _ in units):
        reason = units[0][0].missing.get(LESSON.name, "")
        msg = f"No lesson of {request.subject}, {request.grade}, could be written: {reason}."
        raise GenerationFailed(msg)
    assessment, missing = await _assess(run, outline, {unit.id: parts for unit, parts in units})
    run.done = run.planned
    run.tell("done")
    return Curriculum(
        id=curriculum_id,
        title=outline.title,
        overview=outline.overview,
        essential_question=outline.essential_question,
        request=request,
        units=tuple(unit for unit, _ in units),
        missing=missing,
        provenance=Provenance(
            author=_one_line(str(author.name)),
            author_version=_one_line(str(author.version(request) or "unknown")),
            package_version=package_version(),
            created=created,
            notes=tuple(_one_line(note) for note in run.notes),
            usage=run.usage,
        ),
        **assessment,
    )


async def _assess(
    run: _Run, outline: Outline, units: Mapping[str, Mapping[str, BaseModel]]
) -> tuple[dict[str, Any], dict[str, str]]:
    if not ASSESSMENT.wanted(run.request):
        return {}, {}
    quizzes = {unit: parts["quiz"] for unit, parts in units.items() if "quiz" in parts}
    try:
        record = await run.write(ASSESSMENT, Brief(request=run.request, outline=outline, written=quizzes))
    except PartFailed as error:
        return {}, {ASSESSMENT.name: _one_line(str(error))}
    return {name: getattr(record, name) for name in type(record).model_fields}, {}


@cache
def package_version() -> str:
    """The installed version of this package."""
    return installed_version("curriculum-widgets")
