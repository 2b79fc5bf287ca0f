"""What the outline said of a unit, found again from the unit."""

from __future__ import annotations

import re

from curriculum_widgets.authors.parts import UnitPlan
from curriculum_widgets.bank.bands import band_of
from curriculum_widgets.bank.shelves import topic_ids
from curriculum_widgets.documents.request import Focus, Request
from curriculum_widgets.documents.unit import Unit


def bank_topic(unit_id: str, request: Request, own: str) -> tuple[str, Focus] | None:
    """The bank's topic that a unit was written from, and what of it the unit teaches.

    The bank names a unit by its topic, and, where a request makes several units of each topic, by what of it the unit
    teaches, with a number from the second one of a kind.

    Args:
        unit_id: The unit's id.
        request: What its Curriculum was asked to be.
        own: The folder of the educator's own topics, if any.

    Returns:
        The topic's id and the focus; nothing when the unit is not as the bank names its own.
    """
    band = band_of(request.grade)
    for topic in topic_ids(request.subject, band.name, own) if band else ():
        if unit_id == topic:
            return topic, request.patterns[0].focus if len(request.patterns) == 1 else Focus.EVERYTHING
        found = re.fullmatch(re.escape(topic) + rf"-({'|'.join(Focus)})(-[1-9][0-9]?)?", unit_id)
        if found and len(request.patterns) > 1:
            return topic, Focus(found[1])
    return None


def plan_of(unit: Unit, request: Request, own: str) -> UnitPlan:
    """What the outline said of a unit, as far as the unit tells.

    Args:
        unit: The unit, maybe changed since.
        request: What its Curriculum was asked to be.
        own: The folder of the educator's own topics, if any.

    Returns:
        The plan, by the bank's topic where there is one, else by the title.
    """
    topic, focus = bank_topic(unit.id, request, own) or (unit.title, Focus.EVERYTHING)
    return UnitPlan(
        id=unit.id,
        title=unit.title,
        topic=topic,
        focus=focus,
        essential_question=unit.essential_question,
        objectives=unit.objectives,
        prior_knowledge=unit.prior_knowledge,
        standards=unit.standards,
        minutes=unit.minutes,
    )
