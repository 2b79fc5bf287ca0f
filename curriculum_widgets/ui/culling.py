"""What becomes of a kernel that looks idle: what runs in its threads ends with it, so a teacher is told in time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from jupyter_core.paths import jupyter_config_path

_SETTING = re.compile(r"""cull_idle_timeout["']?\s*[=:]\s*(\d+)""")
_FILES = ("jupyter_server_config", "jupyter_lab_config", "jupyter_notebook_config", "jupyter_config")
_LONG = 600.0  # seconds of work from which on a teacher may want to close the page


def idle_limit() -> int | None:
    """After how long this notebook's server ends a kernel that looks idle, as far as a kernel can find out.

    Returns:
        Seconds; 0 when it was told never to do so, `None` when nothing says so.
    """
    for text in _said():
        found = _SETTING.search(text)
        if found:
            return int(found[1])
    return None


def _said() -> Iterator[str]:
    """Where the setting may stand: the server's command line, then its files, the nearest first."""
    yield _command_of_the_server()
    for folder in map(Path, jupyter_config_path()):
        named = (folder / f"{name}{suffix}" for name in _FILES for suffix in (".json", ".py"))
        for path in (*named, *sorted(folder.glob("jupyter_server_config.d/*.json"))):
            try:
                yield path.read_text(errors="replace")
            except OSError:
                continue


@cache
def _command_of_the_server() -> str:
    try:
        import psutil  # noqa: PLC0415 - comes with ipykernel, where there is one
    except ImportError:
        return ""
    try:
        return " ".join(psutil.Process(os.getppid()).cmdline())
    except psutil.Error:
        return ""


def advice(seconds: float | None, environ: Mapping[str, str] = os.environ) -> dict[str, str] | None:
    """What to tell before a batch is started that would end with this notebook's kernel.

    Args:
        seconds: How long it will take; `None` when that is not known.
        environ: Names and values.

    Returns:
        The text and the `kind` of note; `None` when it is over soon enough.
    """
    limit = idle_limit()
    if limit and (seconds is None or seconds >= limit):
        after = f"{limit // 60} minutes" if limit >= 120 else f"{limit} seconds"
        text = (
            f"This notebook's server ends what looks idle for {after}, and a batch looks idle once the page is closed. "
            "Let it run apart from this notebook, or keep the page open."
        )
        return {"kind": "warning", "text": text}
    if seconds is not None and seconds < _LONG:
        return None
    if any(name in environ for name in ("JUPYTERHUB_API_URL", "BINDER_SERVICE_HOST", "BINDER_LAUNCH_HOST")):
        text = (
            "This may take long, and a hub may end what nobody looks at: keep the page open, or let it run apart from this "
            "notebook, which helps as long as the hub's machine lives. What is finished is kept, and Resume goes on."
        )
        return {"kind": "info", "text": text}
    text = (
        "This may take long. It works as long as this notebook's kernel does; apart from this notebook it goes on when "
        "the kernel ends."
    )
    return {"kind": "info", "text": text}
