"""One generation under way: Parts written, retried, counted and kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from curriculum_widgets.authors import Author, Brief, Written
from curriculum_widgets.authors.parts import ASSESSMENT, OUTLINE, PICTURE, REVIEW, UNIT_PARTS, Part, UnitPlan
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import (
    AuthorUnusable,
    BadRequest,
    PartFailed,
    PartRefused,
    Paused,
    WorkspaceError,
)
from curriculum_widgets.generation.checked import checked
from curriculum_widgets.generation.checkpoints import fingerprint, read_checkpoint
from curriculum_widgets.generation.gate import Gate
from curriculum_widgets.generation.keeping import Keeper
from curriculum_widgets.generation.live import Live
from curriculum_widgets.generation.loop import python_ends
from curriculum_widgets.generation.progress import Progress
from curriculum_widgets.generation.turns import Turns
from curriculum_widgets.pricing.ledger import Account

_log = logging.getLogger(__name__)


@dataclass
class Run:
    """One generation under way."""

    request: Request
    author: Author
    folder: Path | None
    on_progress: Callable[[Progress], None]
    retries: int
    turns: Turns
    live: Live
    keeper: Keeper
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
        """Tells how far the work is."""
        self.fraction = max(self.fraction, min(self.done / self.planned, 1.0))
        self.on_progress(Progress(self.fraction, doing, self.finished, self.planned_parts, self.usage))

    def count(self, part: Part, doing: str) -> None:
        """Counts a Part as finished, written or missing, and tells of it."""
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
        there = path and path.name in self.kept
        written = await asyncio.to_thread(read_checkpoint, path, mark, part) if path and there else None
        if written is None:
            written = await self._begun(part, brief, doing)
            if path:
                await self.keeper.keep(path, mark, written)
        self.usage += written.usage
        self.notes += [note for note in written.notes if note not in self.notes]
        self.count(part, doing)
        return written.value

    async def _begun(self, part: Part, brief: Brief, doing: str) -> Written:
        """A Part that no checkpoint holds, when it is its turn."""
        # It may wait long for its turn at a busy server: until its first call it is not begun.
        account = replace(self.account, usage=Usage(), begins=self.begins)
        async with self.turns.turn(id(self)):
            self.begins()
            self.tell(doing)
            try:
                return await self._try(part, replace(brief, account=account))
            except BaseException as error:
                self.usage += account.usage
                if isinstance(error, Paused):
                    self.held = error
                raise

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
