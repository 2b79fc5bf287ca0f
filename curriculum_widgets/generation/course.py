"""From a Request to a Curriculum: which Part when, in parallel, retried, checkpointed.

One coroutine does it, always on the process's single event-loop thread, so that limits are ordinary asyncio objects.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from curriculum_widgets.authors import Author, Brief, check
from curriculum_widgets.authors.parts import ASSESSMENT, LESSON, OUTLINE, REVIEW, Outline, ReviewPart
from curriculum_widgets.documents.curriculum import Curriculum, Finding, Provenance
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import GenerationFailed, PartFailed, Paused
from curriculum_widgets.files import make_folder
from curriculum_widgets.generation.checked import one_line
from curriculum_widgets.generation.gate import Gate
from curriculum_widgets.generation.keeping import Keeper
from curriculum_widgets.generation.live import Live
from curriculum_widgets.generation.loop import in_parallel
from curriculum_widgets.generation.progress import Progress
from curriculum_widgets.generation.run import Run
from curriculum_widgets.generation.turns import turns_of
from curriculum_widgets.generation.unit import write_unit
from curriculum_widgets.generation.version import package_version
from curriculum_widgets.pricing.ledger import Account


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
    live, keeper = Live(checkpoints), Keeper(durable=author.paid)
    # One that only puts together what is there (another type) does not wait for those that write.
    turns = turns_of((type(author), request.author, request.base_url), author.calls_at_once)
    run = Run(
        request=request, author=author, folder=checkpoints, on_progress=on_progress, retries=retries,
        turns=turns, live=live, keeper=keeper, account=account or Account(), gate=gate or Gate(), kept=kept,
    )  # fmt: skip
    try:
        return await _course(run, curriculum_id, created)
    finally:
        await live.close()
        await keeper.close()


def _kept(folder: Path, *, durable: bool) -> frozenset[str]:
    """Makes the folder of finished Parts, or tells what is in it."""
    make_folder(folder, parents=False, durable=durable)
    return frozenset(path.name for path in folder.iterdir())


async def _course(run: Run, curriculum_id: str, created: datetime) -> Curriculum:
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
        write_unit(run, outline, plan, quizzes[plan.id]) for plan in outline.units
    ]
    made_of_units: list[Any] = await in_parallel([*work, _assess_soon(run, outline, quizzes)])
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
    run: Run, outline: Outline, quizzes: Mapping[str, asyncio.Future[BaseModel | None]]
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
    run: Run, outline: Outline, quizzes: Mapping[str, BaseModel]
) -> tuple[dict[str, Any], dict[str, str]]:
    if not ASSESSMENT.wanted(run.request):
        return {}, {}
    try:
        record = await run.write(ASSESSMENT, Brief(request=run.request, outline=outline, written=quizzes))
    except PartFailed as error:
        return {}, {ASSESSMENT.name: one_line(str(error))}
    return {name: getattr(record, name) for name in type(record).model_fields}, {}


async def _review(run: Run, outline: Outline, made: Curriculum) -> tuple[tuple[Finding, ...], dict[str, str]]:
    if not getattr(run.author, "reviews", False):
        return (), {}
    try:
        record = await run.write(
            REVIEW, Brief(request=run.request, outline=outline, written={"course": made})
        )
    except PartFailed as error:
        return (), {REVIEW.name: one_line(str(error))}
    return record.findings if isinstance(record, ReviewPart) else (), {}
