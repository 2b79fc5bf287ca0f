"""Each Job in a kernel of its own: papermill executes a notebook, which stays as the record of what was done."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from curriculum_widgets import shipped
from curriculum_widgets.authors import keys
from curriculum_widgets.batch.apart import hear, wait_apart, wait_for_release
from curriculum_widgets.batch.audit import notebook_of
from curriculum_widgets.batch.executors import Executor
from curriculum_widgets.batch.plan import load_plan
from curriculum_widgets.errors import GenerationFailed
from curriculum_widgets.files import explain

_log = logging.getLogger(__name__)
_NOTEBOOK = "generate_curriculum"
_ASKED = ("subject", "grade", "topics", "topic_count", "style", "language", "guidelines", "richness", "author", "base_url", "template")  # fmt: skip
_STOP_WAIT = 5.0  # seconds until a process that does not stop is killed
_TOLD_AT_MOST = 2_000  # characters of what it said, for the log


def _open(at_once: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="curriculum-papermill")


def run_job(folder: Path, job: str) -> None:
    """Does one Job in a kernel of its own, and keeps the executed notebook.

    Args:
        folder: The batch's folder.
        job: The Job's id.

    Raises:
        CurriculumError: What in the kernel concerned other Jobs too, or the kernel died.
    """
    kept = notebook_of(folder, job)
    grows = kept.with_name(f".{kept.name}")  # papermill writes it after every cell, and not at once
    try:
        kept.parent.mkdir(exist_ok=True)  # a batch that was deleted must not come back as a ghost
    except OSError as error:
        raise explain(error, kept.parent) from error
    with TemporaryFile() as words, _papermill(grows, _parameters(folder, job), words) as process:
        done = wait_apart(folder, job, lambda seconds: _is_over(process, seconds), lambda: _stop(process))
        words.seek(-min(words.tell(), _TOLD_AT_MOST), os.SEEK_END)
        said = words.read().decode(errors="replace")
    try:
        if not done:
            grows.unlink(missing_ok=True)
            return
        if grows.exists():
            grows.replace(kept)
    except OSError as error:
        raise explain(error, kept) from error
    if process.returncode:
        _tell(folder, job, kept, said)


def _parameters(folder: Path, job: str) -> dict[str, Any]:
    """What the notebook shows of what is asked for, and the Job that it is to do."""
    request = load_plan(folder).job(job).request
    asked = request.model_dump(mode="json", include=set(_ASKED))
    asked = {name: "" if value is None else value for name, value in asked.items()}
    without = ", ".join(name for name, wanted in request.include.model_dump().items() if not wanted)
    asked |= {"topics": "; ".join(request.topics), "without": without}
    return asked | {"batch_folder": str(folder), "job_id": job, "workspace": str(folder.parent.parent)}


def _papermill(place: Path, parameters: dict[str, Any], said: IO[bytes]) -> subprocess.Popen[bytes]:
    # A process of its own session: what interrupts ours must not tear it from its kernel.
    words = (
        "papermill",
        str(shipped.notebook(_NOTEBOOK)),
        str(place),
        "--no-progress-bar",
        "--parameters_yaml",
    )
    return subprocess.Popen(  # noqa: S603 - our own notebook, no shell
        (sys.executable, "-m", *words, json.dumps(parameters)),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
        env=os.environ | keys.handed_on(), start_new_session=True,
    )  # fmt: skip


def _is_over(process: subprocess.Popen[bytes], seconds: float) -> bool:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is not None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends papermill; its kernel sees that and ends too."""
    process.terminate()
    if not _is_over(process, _STOP_WAIT):
        process.kill()


def _tell(folder: Path, job: str, notebook: Path, said: str) -> None:
    """Tells the runner what ended a notebook before its end, if that is not in the Job's status already.

    Raises:
        CurriculumError: The same as in the notebook, or that its kernel died.
    """
    state = wait_for_release(
        folder, job
    )  # what killed papermill may have left the kernel at work for a moment
    error = _error_in(notebook)
    if error and not (state.ended and error[0] == GenerationFailed.__name__):
        hear(error)
    if state.ended:
        return
    _log.error("The notebook of the job %s ended early: %s", job, said)
    msg = (
        "The kernel of this job ended before it was done: it was killed, or the memory was not enough. "
        "What it had finished is kept."
    )
    raise GenerationFailed(msg)


def _error_in(notebook: Path) -> list[str]:
    """The error that a notebook's last executed cell raised, by name, and what it says."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
    except (OSError, ValueError, KeyError):
        return []
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    raised = [one for one in outputs if one.get("output_type") == "error"]
    return [raised[-1]["ename"], raised[-1]["evalue"]] if raised else []


EXECUTOR = Executor(label="Notebook kernels, one for each job (papermill)", open=_open, run_job=run_job)
