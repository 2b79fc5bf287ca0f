"""Defaults of how and where work is done, from arguments and the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from curriculum_widgets.errors import BadRequest, WorkspaceError

FOLDER = "curriculum-workspace"
VARIABLE = "CURRICULUM_WORKSPACE"
_PREFIX = "CURRICULUM_"
_QUIZ_CHECKS = ("always", "hosted", "never")
_EVENTS = ("done", "failed", "paused")


@dataclass(frozen=True, slots=True)
class Settings:
    """How work is done. Each is read from `CURRICULUM_<NAME>` when it is set there.

    Args:
        jobs_at_once: Jobs that run side by side in this process: those of a batch that does not say otherwise, and those of
            several batches together, unless one of them asks for more.
        calls_at_once: Parts of one job that are written side by side; and calls to one model server that all jobs of this
            process together have under way.
        retries: How often a Part that failed is written again before it counts as missing.
        control_interval: How often a running Job looks whether it is to stop, in seconds.
        status_interval: Least time between two progress writes of one Job, in seconds.
        sweep_after: Hours after which the status files of a batch that has ended are removed; its summary holds them.
        forget_after: Days after which finished parts of a batch that has ended are removed; its curricula stay.
        beat_interval: How often a batch's runner says that it is alive, in seconds.
        stale_after: How old a runner's last beat is when its process is looked for, in seconds.
        requests_per_minute: Calls that all jobs of this process together begin in a minute at most, per model server; 0 for
            no limit.
        call_timeout: How long one call to a language model may take, in seconds.
        patience: How long a language model's server is asked again when it is overloaded or out of reach, in seconds.
        quiz_check: Whether a language model's quizzes are answered by it once more without the key: `always`, `never`, or
            `hosted`, which leaves out models that run on this computer.
        image_model: The model that makes pictures where a Request does not say which; none by default.
        image_size: How large those pictures are, such as `1024x1024`; the model's usual size by default.
        image_quality: How good those pictures are, such as `low`; the model's usual quality by default.
        dask_scheduler: The address of the Dask scheduler for batches that run on Dask and name none; a cluster of this computer's
            own by default.
        prompts: A folder whose files replace a language model's prompts of the same names; the workspace's `prompts` by
            default.
        bank: A folder of an educator's own topics, beside the bank's or in their place; the workspace's `bank` by default.
        notify_on: Of which ends of a batch messages are sent: `done`, `failed`, `paused`, parted by commas; or `never`.
    """

    jobs_at_once: int = 2
    calls_at_once: int = 8
    retries: int = 2
    control_interval: float = 0.1
    status_interval: float = 0.2
    sweep_after: float = 24.0
    forget_after: float = 30.0
    beat_interval: float = 1.0
    stale_after: float = 5.0
    requests_per_minute: float = 0.0
    call_timeout: float = 180.0
    patience: float = 120.0
    quiz_check: str = "hosted"
    image_model: str = ""
    image_size: str = ""
    image_quality: str = ""
    dask_scheduler: str = ""
    prompts: str = ""
    bank: str = ""
    notify_on: str = "done,failed,paused"

    @property
    def told_events(self) -> tuple[str, ...]:
        """Of which ends of a batch messages are sent."""
        return tuple(word for word in self.notify_on.replace(" ", "").split(",") if word in _EVENTS)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the environment asks for.

        Args:
            environ: Names and values.

        Returns:
            The defaults, with what the environment changes.

        Raises:
            BadRequest: A value is not a positive number, or not one of those that it may be.
        """
        changes: dict[str, int | float | str] = {}
        for setting in fields(cls):
            name = f"{_PREFIX}{setting.name.upper()}"
            if name not in environ:
                continue
            if isinstance(setting.default, str):
                changes[setting.name] = _worded(name, environ[name].strip())
                continue
            number = int if isinstance(setting.default, int) else float
            try:
                value = number(environ[name])
            except ValueError:
                value = -1
            if not (0 < value < 1e6 or value == setting.default):
                msg = f"{name} is {environ[name]!r}; set it to a positive number or unset it."
                raise BadRequest(msg)
            changes[setting.name] = value
        return cls(**changes)  # type: ignore[arg-type]  # each value was made of its field's type above

    def to_environ(self) -> dict[str, str]:
        """The variables by which another process works in the same way."""
        return {
            f"{_PREFIX}{setting.name.upper()}": str(getattr(self, setting.name)) for setting in fields(self)
        }


def _worded(name: str, value: str) -> str:
    if name == f"{_PREFIX}QUIZ_CHECK" and value not in _QUIZ_CHECKS:
        msg = f"{name} is {value!r}; set it to {', '.join(_QUIZ_CHECKS)}, or unset it."
        raise BadRequest(msg)
    words = value.replace(" ", "").split(",")
    if name == f"{_PREFIX}NOTIFY_ON" and words != ["never"] and not set(words) <= set(_EVENTS):
        msg = f"{name} is {value!r}; set it to any of {', '.join(_EVENTS)} parted by commas, or to never, or unset it."
        raise BadRequest(msg)
    return value


def find_workspace(path: Path | str | None = None) -> Path:
    """Decides which folder is the workspace, without making it.

    Args:
        path: The folder that was asked for, if any.

    Returns:
        That folder, else the one that `CURRICULUM_WORKSPACE` names, else the nearest `curriculum-workspace`
        in the current folder or its parents, else a new one in the current folder; always absolute.

    Raises:
        WorkspaceError: The name means no folder, or the current folder is gone.
    """
    chosen = path or os.environ.get(VARIABLE)
    try:
        if chosen:
            return Path(chosen).expanduser().absolute()
        here = Path.cwd()
    except RuntimeError as error:  # "~somebody", who has no home here
        msg = f"{chosen} is not a folder ({error}); write out the whole path."
        raise WorkspaceError(msg) from None
    except OSError as error:
        msg = f"The current folder does not exist any more ({error.strerror}); change to one that is there, or name a workspace."
        raise WorkspaceError(msg) from error
    candidates = (folder / FOLDER for folder in (here, *here.parents))
    # Path.is_dir() raises where a parent may not be entered; this one never does.
    return next((found for found in candidates if os.path.isdir(found)), here / FOLDER)  # noqa: PTH112
