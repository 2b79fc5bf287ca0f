"""Every error that the package raises on purpose.

Each says what happened, to which thing, and what to do about it, in words for an educator::

    CurriculumError
    ├── BadRequest            what was asked for is not valid            (exit code 2)
    │   ├── UnknownName       a subject, grade, style … that the catalogue lacks
    │   ├── NotCovered        valid, but this author cannot write it
    │   └── BadPlan           a batch plan with empty, duplicate or impossible jobs
    ├── DocumentError         a file that cannot be read as a document
    │   ├── Damaged           truncated, corrupt or not ours
    │   └── TooNew            written by a later version of this package
    ├── WorkspaceError        the folder is missing, read-only, full or a file
    │   ├── NotFound          no document, template or batch of that id
    │   ├── DiskFull          nothing more fits on the disk; with room the work goes on
    │   ├── Busy              another process holds the batch
    │   ├── ExecutorGone      where its jobs run does not answer, or is there no more
    │   └── Conflict          somebody else saved it in the meantime
    ├── MissingExtra          an optional part is not installed
    ├── AuthorUnusable        a wrong key, an unknown model, a server that can't be reached: no job can be written
    ├── NotTold               a message about a batch's end could not be sent
    ├── Paused                nothing new is begun until it is resumed; what is finished is kept
    │   └── BudgetReached     what was allowed is spent; raise the budget and resume
    └── GenerationFailed      the author gave nothing that could be used
        └── PartFailed        one Part could not be written this time
            └── PartRefused   … and would not be, however often it is tried
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class CurriculumError(Exception):
    """Something went wrong that the educator can be told about in one line."""


class BadRequest(CurriculumError):
    """What was asked for is not valid.

    Args:
        message: What, and what to do about it.
        field: The field of the Request that it is about, if it is about one.
    """

    def __init__(self, message: str = "", *, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class UnknownName(BadRequest):
    """A name that the catalogue does not hold."""


class NotCovered(BadRequest):
    """The request is valid, but its author cannot write it.

    Args:
        what: What is not covered, and what is.
        remedy: What to do about it.
        field: The field of the Request that it is about, if it is about one.
    """

    def __init__(self, what: str, remedy: str = "", *, field: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what} {remedy}".strip(), field=field)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a batch plan.

    Args:
        text: What it is.
        row: The job that it is about, counted from 1; `None` when it is about the whole plan.
        field: The field of that job's Request, if it is about one.
        remedy: What to do about it, as far as the text does not say so.
        same_as: The earlier job that this one repeats, counted from 1.
    """

    text: str
    row: int | None = None
    field: str = ""
    remedy: str = ""
    same_as: int | None = None


class BadPlan(BadRequest):
    """A batch plan that must not start.

    Args:
        problems: Each thing that is wrong, in the plan's order; a mere text is about the whole plan.
        jobs: How many jobs the plan has; the only one is not numbered.
    """

    def __init__(self, problems: Iterable[Problem | str], *, jobs: int = 0) -> None:
        self.problems = tuple(one if isinstance(one, Problem) else Problem(one) for one in problems)
        self.remedies = tuple(dict.fromkeys(one.remedy for one in self.problems if one.remedy))
        """What to do about it, each remedy once."""
        lines = [f"job {one.row}: {one.text}" if one.row and jobs > 1 else one.text for one in self.problems]
        if len(lines) == 1:
            super().__init__(" ".join((*lines, *self.remedies)))
            return
        shown = "\n".join(f"  - {line}" for line in lines[:20])
        more = f"\n  … and {len(lines) - 20} more" if len(lines) > 20 else ""
        super().__init__("\n".join((f"This batch can't start:\n{shown}{more}", *self.remedies)))


class DocumentError(CurriculumError):
    """A file that cannot be read as a document."""


class Damaged(DocumentError):
    """The file is truncated, corrupt, or was not written by this package."""


class TooNew(DocumentError):
    """The file was written by a later version of this package."""


class WorkspaceError(CurriculumError):
    """The workspace folder cannot be used as it is."""


class NotFound(WorkspaceError):
    """No document, template or batch has that id."""


class DiskFull(WorkspaceError):
    """Nothing more fits on the disk, or into what the user may use of it."""


class Busy(WorkspaceError):
    """Another process runs this batch."""


class ExecutorGone(WorkspaceError):
    """Where the Jobs of a batch run does not answer; the batch stops, and goes on when it is resumed."""


class Conflict(WorkspaceError):
    """Somebody else saved the document since it was opened; nothing was overwritten."""


class MissingExtra(CurriculumError):
    """An optional part of the package is not installed."""


class AuthorUnusable(CurriculumError):
    """The author can't be used as it is set up, for this or for any other job."""


class Paused(CurriculumError):
    """Nothing new is begun until it is resumed; what is finished is kept."""


class BudgetReached(Paused):
    """What was allowed is spent; nothing is lost, and with a higher budget the work goes on."""


class NotTold(CurriculumError):
    """A message could not be sent; the batch that it was about is as it is."""


class GenerationFailed(CurriculumError):
    """The author gave nothing that could be used."""


class PartFailed(GenerationFailed):
    """One Part could not be written this time."""


class PartRefused(PartFailed):
    """One Part could not be written, and trying again at once would only cost more."""
