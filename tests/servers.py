"""Jupyter servers on loopback, as a teacher's own: no news, no token, and no right to write where the disk says no."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from subprocesses import PYTHONPATH

_QUIET = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
_NO_TOKEN = ("--IdentityProvider.token=", "--ServerApp.password=")


@dataclass(frozen=True)
class Server:
    """A running server.

    Args:
        folder: The notebooks that it shows.
        url: Where it answers.
    """

    folder: Path
    url: str


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_a_teacher() -> list[str]:
    """Takes root's right to write everywhere from what is started, so that a read-only folder is one."""
    tool = shutil.which("setpriv")
    if not tool or os.geteuid() != 0:
        return []
    return [tool, "--bounding-set=-dac_override,-dac_read_search"]


@contextlib.contextmanager
def running(
    words: Sequence[str],
    home: Path,
    *,
    python: str = sys.executable,
    path: str = PYTHONPATH,
    cwd: Path | None = None,
) -> Iterator[str]:
    """Starts a Jupyter server and waits until it answers.

    Args:
        words: The command behind `python -m`.
        home: Where it keeps what it remembers, and its log.
        python: Which Python has it.
        path: Where that Python looks for modules first.
        cwd: The folder to start it in.

    Yields:
        Its address.
    """
    port = _free_port()
    environment = {
        **os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"), "PYTHONPATH": path,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }  # fmt: skip
    environment.pop("CURRICULUM_WORKSPACE", None)
    log = home / "server.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            [*_as_a_teacher(), python, "-m", *words, "--no-browser", f"--port={port}"],
            env=environment,
            cwd=cwd,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        try:
            while not _answers(f"{url}/api/status"):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, f"{words[0]} did not start: {log.read_text()}"
                time.sleep(0.2)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:  # it has no such page, and says so itself
        return True
    except OSError:
        return False
    return True


@contextlib.contextmanager
def jupyter(kind: str, home: Path, **more: object) -> Iterator[Server]:
    """JupyterLab (`lab`) or Notebook 7 (`notebook`).

    Args:
        kind: Which of them.
        home: An empty folder for all that it keeps.
        **more: As for `running`.

    Yields:
        The server.
    """
    folder, settings = home / "notebooks", home / "settings"
    folder.mkdir()
    settings.mkdir()
    (settings / "overrides.json").write_text(json.dumps(_QUIET))
    app = {"lab": "LabApp", "notebook": "JupyterNotebookApp"}[kind]
    words = (
        "jupyter", kind, "--allow-root", "--ip=127.0.0.1", *_NO_TOKEN, "--expose-app-in-browser", f"--notebook-dir={folder}",
        f"--{app}.app_settings_dir={settings}",
    )  # fmt: skip
    with running(words, home, **more) as url:  # type: ignore[arg-type]
        yield Server(folder, url)


@contextlib.contextmanager
def voila(notebook: Path, home: Path) -> Iterator[Server]:
    """Voilà, which shows what one notebook shows, without its code."""
    with running(("voila", str(notebook), "--Voila.ip=127.0.0.1"), home) as url:
        yield Server(notebook.parent, url)
