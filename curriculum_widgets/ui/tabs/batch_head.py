"""What the page shows of a whole batch, running or finished, as plain values."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any

from curriculum_widgets.batch.control import Control
from curriculum_widgets.batch.plan import Plan
from curriculum_widgets.batch.status import BatchState, JobState
from curriculum_widgets.batch.summary import Summary
from curriculum_widgets.documents.curriculum import Usage

MOVING = (BatchState.RUNNING, BatchState.CANCELLING, BatchState.PAUSING)
ENDED = (BatchState.COMPLETED, BatchState.WITH_FAILURES, BatchState.FAILED, BatchState.CANCELLED)


def about(plan: Plan) -> dict[str, Any]:
    """What of a batch never changes."""
    writers = list(dict.fromkeys(job.request.author for job in plan.jobs))
    return {
        "id": plan.id,
        "name": plan.name,
        "description": plan.description[:400],
        "planner": plan.author_name,
        "created": plan.created.isoformat(),
        "total": len(plan.jobs),
        "single": not plan.listed,
        "writers": writers[:3],
        "executor": plan.executor,
        **wishes(plan, Control()),
    }


def wishes(plan: Plan, wanted: Control) -> dict[str, Any]:
    """What the educator wants of it now, in place of what was planned."""
    budget = wanted.budget or plan.budget
    return {
        "at_once": wanted.concurrency or plan.concurrency,
        "priority": wanted.priority,
        "budget": None if budget is None else str(budget),
        "token_budget": wanted.token_budget or plan.token_budget,
        "rests": wanted.pause,
    }


def figures(state: BatchState, counts: Counter[JobState], total: int, usage: Usage) -> dict[str, Any]:
    """How far a batch is, in numbers."""
    return {
        "state": state,
        "done": counts[JobState.COMPLETED],
        "partial": counts[JobState.PARTIAL],
        "failed": counts[JobState.FAILED],
        "cancelled": counts[JobState.CANCELLED],
        "remaining": total - sum(counts[one] for one in JobState if one.ended),
        "cost": None if usage.cost is None else str(usage.cost),
        "tokens": usage.input_tokens + usage.output_tokens,
    }


def times(started: datetime | None, ended: datetime | None) -> dict[str, Any]:
    """When it began, and for one that is over, when it ended and how long that took."""
    return {
        "started": started.isoformat() if started else None,
        "ended": ended.isoformat() if ended else None,
        "seconds": round((ended - started).total_seconds(), 1) if started and ended else None,
    }


def finished(plan: Plan, summary: Summary, note: str = "") -> dict[str, Any]:
    """All that is shown of a batch that has ended, from its summary alone."""
    return {
        **about(plan),
        **figures(summary.state, Counter(summary.counts), summary.total, summary.usage),
        "progress": 1.0,
        "active": False,
        "held": False,
        "elsewhere": False,
        "rate": None,
        "left": None,
        "run": None,
        "start_at": None,
        "note": note,
        **times(summary.started, summary.ended),
    }


class Spent:
    """The sum of what all Jobs spent, kept as they change."""

    def __init__(self) -> None:
        self._sum = Usage().model_dump() | {"cost": Decimal(0)}
        self._unknown = 0

    def add(self, new: Usage, old: Usage) -> None:
        """Takes a Job's new usage in place of its old one."""
        for name in ("calls", "input_tokens", "output_tokens"):
            self._sum[name] += getattr(new, name) - getattr(old, name)
        self._sum["cost"] += (new.cost or 0) - (old.cost or 0)
        self._unknown += (new.cost is None) - (old.cost is None)

    def whole(self) -> Usage:
        """The sum; an unknown price stays unknown."""
        return Usage.model_construct(**self._sum | ({"cost": None} if self._unknown else {}))
