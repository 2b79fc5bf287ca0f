"""Curricula written to files on a background thread: task by task, never over a different file unless told."""

from __future__ import annotations

import hashlib
import io
import logging
import threading
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from curriculum_widgets import files
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import BadRequest, Busy, CurriculumError, NotFound
from curriculum_widgets.exporters import EXPORTERS, export, file_name, files_of_each
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.workspace import Library, Workspace
from curriculum_widgets.workspace.review import with_approval

DOWNLOAD_AT_MOST = 100_000_000
"""Bytes of a file that can be sent to the page."""
_log = logging.getLogger(__name__)
_PATIENCE = 10.0  # seconds; nobody holds the exports' lock longer than one write
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same files give the same archive


class State(StrEnum):
    """How far a task is."""

    WAITING = "waiting"
    WRITING = "writing"
    WRITTEN = "written"
    SAME = "already there"
    """A file of that name holds the same."""
    CLASH = "name is taken"
    """A file of that name holds something else, and nobody said what to do."""
    FAILED = "failed"
    STOPPED = "stopped"


class OnClash(StrEnum):
    """What to do when a file of that name holds something else."""

    ASK = "ask"
    REPLACE = "replace"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Task:
    """One file to write.

    Args:
        curriculum: The Curriculum's id.
        title: Its title, for lists.
        format: A name of the registry.
        edition: Who reads it.
        options: The format's own options.
    """

    curriculum: str
    title: str
    format: str
    edition: Edition
    options: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task, as it is now.

    Args:
        at: Its place in the run.
        task: What it is.
        state: How far it is.
        change: Counts the changes of the run; the one by which it became so.
        name: The file's name, once it is known.
        size: The file's size in bytes.
        error: Why it failed.
    """

    at: int
    task: Task
    state: State = State.WAITING
    change: int = 0
    name: str = ""
    size: int = 0
    error: str = ""


def tasks_for(
    curricula: Iterable[tuple[str, str]],
    formats: Sequence[str],
    editions: Sequence[str],
    options: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[Task, ...]:
    """The files that a choice means; a format without a student edition gives its teacher edition only.

    Args:
        curricula: Ids and titles.
        formats: Names of the registry.
        editions: Who reads them.
        options: Each format's own options, by format.

    Returns:
        One task for each file, a curriculum's files together.

    Raises:
        BadRequest: Nothing is chosen, or a format has none of the editions, or no such option.
        MissingExtra: A format needs a part that is not installed.
    """
    chosen = tuple(curricula)
    if not chosen:
        msg = "Choose a curriculum first."
        raise BadRequest(msg)
    values = {name: EXPORTERS.get(name).chosen((options or {}).get(name, {})) for name in formats}
    files_of = files_of_each(formats, editions)
    return tuple(
        Task(key, title, name, edition, values[name]) for key, title in chosen for name, edition in files_of
    )


class ExportRun:
    """Writes files, one after another, on a thread of its own.

    Args:
        workspace: Where curricula are, and where the files go: its exports.
        tasks: What to write.
    """

    def __init__(self, workspace: Workspace, tasks: Iterable[Task]) -> None:
        self._library = Library(workspace)
        self._folder = workspace.exports
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._change = 0
        self._outcomes = [Outcome(at, task) for at, task in enumerate(tasks)]
        self._thread: threading.Thread | None = None

    def start(self, clash: OnClash = OnClash.ASK, at: Iterable[int] | None = None) -> None:
        """Writes the files.

        Args:
            clash: What to do when a file of that name holds something else.
            at: Which tasks; all by default.

        Raises:
            Busy: It is writing already.
        """
        if self.running:
            msg = "Files are being written; wait for them, or stop them."
            raise Busy(msg)
        places = range(len(self._outcomes)) if at is None else [p for p in at if p < len(self._outcomes)]
        self._stop.clear()
        for place in places:
            self._set(place, state=State.WAITING, error="")
        self._thread = threading.Thread(
            target=self._work, args=(tuple(places), clash), name="export", daemon=True
        )
        self._thread.start()

    def cancel(self) -> None:
        """Stops after the file that is being written; written ones are kept."""
        self._stop.set()

    def wait(self, timeout: float | None = None) -> None:
        """Waits for the end, for those who have no page to ask from."""
        if self._thread:
            self._thread.join(timeout)

    @property
    def running(self) -> bool:
        """Whether files are being written."""
        return self._thread is not None and self._thread.is_alive()

    def look(self, since: int = -1) -> tuple[Outcome, ...]:
        """The tasks as they are now.

        Args:
            since: Only those that changed after this change.

        Returns:
            The tasks, in their order.
        """
        with self._lock:
            return tuple(outcome for outcome in self._outcomes if outcome.change > since)

    def _set(self, at: int, **changes: object) -> None:
        with self._lock:
            self._change += 1
            self._outcomes[at] = replace(self._outcomes[at], change=self._change, **changes)  # type: ignore[arg-type]

    def _work(self, places: tuple[int, ...], clash: OnClash) -> None:
        made: Curriculum | None = None
        for at in places:
            if self._stop.is_set():
                self._set(at, state=State.STOPPED)
                continue
            self._set(at, state=State.WRITING)
            task = self._outcomes[at].task
            try:
                if made is None or made.id != task.curriculum:
                    folder = self._library.folder(task.curriculum)
                    made = with_approval(self._library.load(task.curriculum), folder)
                media = self._library.media(made.id).read
                data = export(made, task.format, task.edition, task.options, media=media)
                name = file_name(made, task.format, task.edition, task.options)
                state, name = _write(self._folder, name, EXPORTERS.get(task.format).suffix, data, clash)
                self._set(at, state=state, name=name, size=len(data))
            except CurriculumError as error:
                self._set(at, state=State.FAILED, error=str(error))
            except Exception as error:  # noqa: BLE001 - logged with its traceback; a teacher reads one line
                _log.exception("Writing %s as %s failed", task.curriculum, task.format)
                self._set(at, state=State.FAILED, error=f"It could not be written ({type(error).__name__}).")


def _write(folder: Path, name: str, suffix: str, data: bytes, clash: OnClash) -> tuple[State, str]:
    """Writes one file, and tells what became of it and what it is called."""
    busy = f"Somebody else is writing into {folder}; try again in a moment."
    with files.locked(folder / ".lock", wait=_PATIENCE, busy=busy):
        number, path = 1, folder / name
        while path.exists():
            if _holds(path, data):
                return State.SAME, path.name
            if clash is OnClash.ASK:
                return State.CLASH, path.name
            if clash is OnClash.REPLACE:
                break
            number += 1
            path = folder / f"{name.removesuffix(suffix)}-{number}{suffix}"
        files.replace(path, data)
    return State.WRITTEN, path.name


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError as error:
        raise files.explain(error, path) from error


def exported(folder: Path, name: str) -> Path:
    """An exported file by its name.

    Args:
        folder: The workspace's exports.
        name: The file's name.

    Returns:
        Its path.

    Raises:
        NotFound: No file of the folder itself has that name.
    """
    path = folder / name
    known = Path(name).name == name and not name.startswith(".")
    if not known or not path.is_file() or path.resolve().parent != folder.resolve():
        msg = f"There is no file {name[:120]!r} in {folder}; was it moved or deleted?"
        raise NotFound(msg)
    return path


def zipped(folder: Path, names: Iterable[str]) -> str:
    """Puts exported files into one ZIP beside them; the same files give the same archive.

    Args:
        folder: The workspace's exports.
        names: The files' names.

    Returns:
        The archive's name.

    Raises:
        NotFound: One of them is not there.
        WorkspaceError: The archive can't be written.
    """
    paths = [exported(folder, name) for name in dict.fromkeys(names)]
    if not paths:
        msg = "There is nothing to put into a ZIP yet."
        raise NotFound(msg)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            try:
                archive.writestr(_entry(path.name), path.read_bytes())
            except OSError as error:
                raise files.explain(error, path) from error
    data = buffer.getvalue()
    name = f"curricula-{hashlib.sha256(data).hexdigest()[:8]}.zip"
    return _write(folder, name, ".zip", data, OnClash.BOTH)[1]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
