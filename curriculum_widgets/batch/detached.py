"""A batch in a process of its own, which outlives the one that starts it.

A notebook's kernel is ended when it looks idle, and its threads with it. This process has a session of its own, says
what happens in the batch's `run.log`, and is steered and watched through the batch's folder like any other runner.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from curriculum_widgets.authors import keys
from curriculum_widgets.batch.starting import started_runner
from curriculum_widgets.errors import Busy, CurriculumError, WorkspaceError
from curriculum_widgets.files import explain
from curriculum_widgets.settings import Settings

LOG = "run.log"
"""The file in a batch's folder in which its detached runs say what happens."""
_READY = b"ready\n"
_BUSY, _REFUSED = 3, 2  # exit codes
_MAIN = "import sys; from curriculum_widgets.batch import detached; sys.exit(detached.main(*sys.argv[1:]))"
_log = logging.getLogger(__name__)


def detach(folder: Path, settings: Settings, *, ordered: bool = False) -> None:
    """Starts a process that runs a batch to its end; returns once it is being worked on.

    Keys that were typed in here go to it by its environment, and stand neither on its command line nor on disk.

    Args:
        folder: The batch's folder.
        settings: How work is done.
        ordered: Whether only those Jobs are done that are ordered in `control.json`.

    Raises:
        Busy: The batch is being run already.
        WorkspaceError: The process could not begin; the message is its own.
    """
    words = [sys.executable, "-c", _MAIN, str(folder), *(["ordered"] if ordered else [])]
    environment = os.environ | settings.to_environ() | keys.handed_on()
    how: dict[str, object] = {"start_new_session": True}
    if os.name == "nt":
        how = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
    try:
        with (folder / LOG).open("ab") as said:
            start = said.tell()
            process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603 - ourselves, no shell
                words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, env=environment, **how
            )
    except OSError as error:
        raise explain(error, folder / LOG) from error
    with process.stdout:
        is_ready = process.stdout.readline() == _READY
    # Whoever does not ask for its end keeps it among the living as a ghost, and would see it at work for ever.
    waiting = threading.Thread(target=process.wait, name=f"detached-{process.pid}", daemon=True)
    waiting.start()
    if not is_ready:
        waiting.join()
        last = (folder / LOG).read_bytes()[start:].decode(errors="replace").strip().rpartition("\n")[2]
        reason = last.partition(": ")[2] or last
        raise (Busy if process.returncode == _BUSY else WorkspaceError)(reason)


def main(place: str, ordered: str = "") -> int:
    """Runs a batch to its end in this process.

    Args:
        place: The batch's folder.
        ordered: Not empty when only those Jobs are done that are ordered in `control.json`.

    Returns:
        The exit code; 0 when it was worked on, whatever became of its Jobs.
    """
    folder = Path(place)
    handler = logging.StreamHandler()
    handler.setFormatter(keys.Redacting("%(asctime)s %(levelname)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in ("httpx", "httpcore", "openai", "distributed"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        runner = started_runner(folder, Settings.from_environ(), ordered=bool(ordered))
    except CurriculumError as error:
        _log.error("%s", error)
        return _BUSY if isinstance(error, Busy) else _REFUSED
    sys.stdout.buffer.write(_READY)
    sys.stdout.buffer.flush()
    os.dup2(2, 1)  # nobody listens there from now on
    _log.info("The process %s works on the batch %s", os.getpid(), folder.name)
    runner.thread.join()
    _log.info("The batch %s is not worked on any more", folder.name)
    return 0
