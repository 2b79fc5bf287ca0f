"""All batches of a workspace, for the page: those that may still move are followed, finished ones are cards."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.beats import is_alive
from curriculum_widgets.batch.notes import read_note
from curriculum_widgets.batch.plan import load_plan
from curriculum_widgets.batch.sending import TIMEOUT, addresses
from curriculum_widgets.batch.summary import read_summary
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.errors import CurriculumError, NotFound
from curriculum_widgets.files import explain
from curriculum_widgets.settings import Settings
from curriculum_widgets.ui.errands import begin
from curriculum_widgets.ui.tabs.batch_feed import Feed
from curriculum_widgets.ui.tabs.batch_head import finished

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Card:
    """A finished batch, of which nothing but this is kept in memory."""

    head: dict[str, Any]
    mark: Mark
    told: int = 0


@dataclass(slots=True)
class Survey:
    """What one look around the folder of batches found."""

    feeds: dict[str, Feed] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    """Single generations, which the Generate tab shows."""
    warnings: tuple[str, ...] = ()


class Overview:
    """Knows all batches, and looks for those that others made when it is told to, or when the folder changed.

    Args:
        batches: The folder of batches.
        settings: How old a runner's beat may be.
        ticks: Numbers that grow.
    """

    def __init__(self, batches: Path, settings: Settings, ticks: Iterator[int]) -> None:
        self._batches, self._settings, self._ticks = batches, settings, ticks
        self._found = Survey()
        self._gone: dict[str, int] = {}
        self._looking: Future[Survey] | None = None
        self._mark: Mark | None = None
        self._due = False
        self._opened: Feed | None = None
        self._opening: tuple[str, Future[Feed]] | None = None
        self._singles = False
        self._last_end: datetime | None = None  # of those that are cards

    def show_singles(self) -> None:
        """Has single generations looked for too, from now on; the Generate tab shows the latest of them anyway."""
        self._due = self._due or not self._singles
        self._singles = True

    @property
    def feeds(self) -> dict[str, Feed]:
        """The batches that may still move, by id."""
        return self._found.feeds

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read."""
        return self._found.warnings

    @property
    def settling(self) -> bool:
        """Whether some batch ended so lately that it may not be known yet whether somebody could be told."""
        ends = [feed.ended for feed in self._found.feeds.values() if feed.ended]
        last = max((*ends, *([self._last_end] if self._last_end else [])), default=None)
        if last is None or abs((utc_now() - last).total_seconds()) > TIMEOUT:
            return False
        return bool(addresses())

    def look_around(self, *, wanted: bool, patience: float) -> bool:
        """Looks for batches that came, went, or are worked on by others again.

        Args:
            wanted: Whether to look even when no batch was added or removed.
            patience: How long to wait for what the look finds, in seconds.

        Returns:
            Whether the look is over; else ask again soon.

        Raises:
            WorkspaceError: The folder can't be read.
        """
        mark = self._folder_mark()
        self._due = self._due or wanted or mark != self._mark
        if self._looking is None:
            if not self._due:
                return True
            looking = self._begin(mark)
        else:
            looking = self._looking
        try:
            found = looking.result(timeout=patience)
        except TimeoutError:
            return False
        except CurriculumError:
            self._looking = self._mark = None
            raise
        self._looking = None
        self._install(found)
        if self._due:  # something happened since that look began
            self._begin(mark)
            return False
        return True

    def _begin(self, mark: Mark) -> Future[Survey]:
        before = self._found
        self._due, self._mark = False, mark
        self._looking = begin(lambda: self._survey(before))
        return self._looking

    def _folder_mark(self) -> Mark:
        try:
            stat = self._batches.stat()
        except OSError as error:
            raise explain(error, self._batches) from error
        return stat.st_mtime_ns, stat.st_ino

    def heads(self, known: int) -> list[dict[str, Any]]:
        """What a page that knows all up to a tick has to learn of the batches."""
        news = [feed.head(known) for feed in self._found.feeds.values()]
        news += [card.head for card in self._found.cards.values() if card.told > known]
        return [head for head in news if head]

    def tell_again(self, batch: str) -> None:
        """Has every page learn again of a batch, of which something changed that is not in its folder."""
        if batch in self._found.feeds:
            self._found.feeds[batch].told = next(self._ticks)

    def gone(self, known: int) -> list[str]:
        """The batches that a page that knows all up to a tick has to forget."""
        return [batch for batch, tick in self._gone.items() if tick > known]

    def feed(self, batch: str, patience: float) -> Feed | None:
        """The rows of a batch, finished or not.

        Args:
            batch: Its id.
            patience: How long to wait for them, in seconds.

        Returns:
            Its feed; `None` when it is not read yet, so ask again soon.

        Raises:
            NotFound: It is there no more.
            Damaged: It can't be read.
        """
        if batch in self._found.feeds:
            return self._found.feeds[batch]
        if batch not in self._found.cards:
            msg = "This batch is there no more; was it deleted in another window?"
            raise NotFound(msg)
        card = self._found.cards[batch]
        if self._opened and self._opened.id == batch and self._opened.born > card.told:
            return self._opened
        if self._opening is None or self._opening[0] != batch:
            folder = self._batches / batch
            self._opening = batch, begin(lambda: Feed(folder, self._settings, self._ticks))
        try:
            feed = self._opening[1].result(timeout=patience)
        except TimeoutError:
            return None
        except CurriculumError:
            self._opening = None
            raise
        self._opening = None
        feed.begin(next(self._ticks))
        self._opened = feed
        return feed

    def _install(self, found: Survey) -> None:
        before = self._found.feeds.keys() | self._found.cards.keys()
        now = found.feeds.keys() | found.cards.keys()
        tick = next(self._ticks)
        # What was read on another thread is told from now on; pages may have been told later things meanwhile.
        for batch, feed in found.feeds.items():
            if batch not in self._found.feeds:
                feed.begin(tick)
        for batch, card in found.cards.items():
            if not card.told:
                found.cards[batch] = replace(card, told=tick)
        self._gone |= dict.fromkeys(before - now, tick)
        for batch in now:
            self._gone.pop(batch, None)
        self._found = found
        ends = [card.head["ended"] for card in found.cards.values() if card.head["ended"]]
        self._last_end = max(map(datetime.fromisoformat, ends), default=None)

    def _survey(self, before: Survey) -> Survey:
        """Looks at every folder; whatever is known already and did not change is taken over."""
        found, warnings = Survey(unlisted=set() if self._singles else set(before.unlisted)), []
        for folder in _folders(self._batches):
            if folder.name in found.unlisted:
                continue
            try:
                self._visit(folder, before, found)
            except NotFound:  # deleted a moment ago
                continue
            except CurriculumError as error:
                warnings.append(str(error))
        found.warnings = tuple(warnings)
        return found

    def _visit(self, folder: Path, before: Survey, found: Survey) -> None:
        batch = folder.name
        mark = _mark(folder / "summary.json", folder / "note.txt")
        card = before.cards.get(batch)
        if mark and not is_alive(folder, self._settings):
            if card is None or card.mark != mark:
                plan, summary = load_plan(folder), read_summary(folder)
                if not (plan.listed or self._singles):
                    found.unlisted.add(batch)
                    return
                card = Card(finished(plan, summary, read_note(folder)), mark) if summary else None
            if card:
                found.cards[batch] = card
                return
        feed = before.feeds.get(batch)
        if feed is None:
            if not (load_plan(folder).listed or self._singles):
                found.unlisted.add(batch)
                return
            feed = Feed(folder, self._settings, self._ticks)
        found.feeds[batch] = feed


def _folders(batches: Path) -> list[Path]:
    try:
        with os.scandir(batches) as entries:
            return [Path(one.path) for one in entries if one.name[0] != "." and one.is_dir()]
    except OSError as error:
        raise explain(error, batches) from error


def _mark(path: Path, beside: Path) -> Mark | None:
    """What changes when a file does, or one beside it, which may be missing."""
    try:
        stat = path.stat()
    except OSError:
        return None
    with contextlib.suppress(OSError):
        return stat.st_mtime_ns + beside.stat().st_mtime_ns, stat.st_ino
    return stat.st_mtime_ns, stat.st_ino
