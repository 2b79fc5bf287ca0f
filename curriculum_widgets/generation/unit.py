"""One unit of a course: its lesson first, then all that is written from it, at once."""

from __future__ import annotations

import asyncio

from pydantic import BaseModel, ValidationError

from curriculum_widgets.authors import Brief
from curriculum_widgets.authors.parts import ASSESSMENT, LESSON, QUIZ, UNIT_PARTS, Outline, Part, UnitPlan
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import PartFailed, Paused
from curriculum_widgets.generation.checked import one_line
from curriculum_widgets.generation.loop import in_parallel
from curriculum_widgets.generation.run import Run

_HEAD_START = 0.02  # seconds


async def write_unit(
    run: Run, outline: Outline, plan: UnitPlan, quiz: asyncio.Future[BaseModel | None]
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
            if part is QUIZ and not quiz.done():  # who waits for it may be cancelled already
                quiz.set_result(written[part.name])
        except Paused:  # `generate` raises it when all that is under way is finished
            return
        except PartFailed as error:
            missing[part.name] = one_line(str(error))
            run.count(part, f"{plan.title}: {part.name}")

    async def write_later(part: Part) -> None:
        # The final assessment waits for the quizzes: their calls go out before dozens of others keep the loop busy.
        await asyncio.sleep(_HEAD_START if run.author.paid and ASSESSMENT.wanted(run.request) else 0)
        await write(part)

    await write(LESSON)
    rest = [part for part in wanted if part is not LESSON]
    await in_parallel([write(part) if part is QUIZ else write_later(part) for part in rest])
    if not quiz.done():
        quiz.set_result(None)
    return _fitted(run, plan, written, missing), written


def _fitted(run: Run, plan: UnitPlan, written: dict[str, BaseModel], missing: dict[str, str]) -> Unit:
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
