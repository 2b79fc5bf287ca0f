"""Batches: planned once, run on background threads, watched through files."""

from __future__ import annotations

from curriculum_widgets.batch.manager import BatchManager
from curriculum_widgets.batch.plan import Job, Plan
from curriculum_widgets.batch.status import BatchState, JobState, Status
from curriculum_widgets.batch.summary import Summary
from curriculum_widgets.batch.view import BatchView, BatchWatch, JobView

__all__ = [
    "BatchManager",
    "BatchState",
    "BatchView",
    "BatchWatch",
    "Job",
    "JobState",
    "JobView",
    "Plan",
    "Status",
    "Summary",
]
