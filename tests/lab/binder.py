"""What Binder would build and show, from the files in `binder/`, without Docker: `make binder-check`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from servers import Server, running
from studio_pages import StudioPage

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv*", "__pycache__", "*-workspace", "screenshots", ".*_cache", "*.egg-info", "node_modules"
)
LOOPBACK_ONLY = """\
import os, socket
_connect, _look_up = socket.socket.connect, socket.getaddrinfo
def _refuse(what):
    with open(os.environ["WENT_OUT"], "a") as log:
        log.write(f"{what}\\n")
    raise OSError(101, "no network here")
def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
        _refuse(address)
    return _connect(self, address)
def look_up(host, *args, **more):
    if host not in (None, "", "127.0.0.1", "::1", "localhost", "0.0.0.0", socket.gethostname()):
        _refuse(host)
    return _look_up(host, *args, **more)
socket.socket.connect, socket.getaddrinfo = connect, look_up
"""
REACH_OUT = """\
import socket
try:
    socket.create_connection(("192.0.2.1", 9), 1)
except OSError as error:
    print(error)
"""


def python_of(runtime: Path) -> str:
    """The Python that `runtime.txt` names; this one when it is not installed here."""
    name = runtime.read_text().strip().replace("-", "")
    found = shutil.which(name)
    ok = found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0
    return found if found and ok else sys.executable


@pytest.mark.timeout(1200)
def test_binder_opens_the_studio(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository, environment, went_out = (
        tmp_path / "repository",
        tmp_path / "environment",
        tmp_path / "went-out",
    )
    shutil.copytree(ROOT, repository, ignore=LEFT_OUT)
    subprocess.run([python_of(repository / "binder" / "runtime.txt"), "-m", "venv", environment], check=True)
    python = str(environment / "bin" / "python")
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    variables = {
        **plain,
        "PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
    }
    for words in (
        [python, "-m", "pip", "install", "--quiet", "-r", "binder/requirements.txt"],
        ["binder/postBuild"],
    ):
        subprocess.run(words, cwd=repository, env=variables, check=True)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(LOOPBACK_ONLY)
    monkeypatch.setenv("WENT_OUT", str(went_out))
    monkeypatch.setenv("PATH", variables["PATH"])
    words = (
        "jupyter", "lab", "--allow-root", "--ip=127.0.0.1", "--IdentityProvider.token=", "--ServerApp.password=",
        "--expose-app-in-browser",
    )  # fmt: skip
    asked: list[str] = []
    with running(words, tmp_path, python=python, path=str(tmp_path / "site"), cwd=repository) as url:
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.on("request", lambda request: asked.append(request.url))
        studio = (
            StudioPage(page, Server(repository, url), "notebooks/studio.ipynb", tmp_path)
            .open(reset=False)
            .run()
        )
        tab = studio.tab("generate")
        expect(tab.get_by_text("Ready: 1 curriculum with 3 units")).to_be_visible(timeout=30_000)
        expect(tab.get_by_label("Grade", exact=True)).to_have_value("Grade 4")
        tab.get_by_role("button", name="Start").click()
        expect(tab.get_by_text("✅ completed")).to_be_visible(timeout=30_000)
        expect(page.get_by_text("official Jupyter news")).to_have_count(0)
        assert not went_out.exists(), went_out.read_text()
        studio.execute(REACH_OUT)
        assert went_out.exists(), "what should tell whether the studio went out does not"
        page.close()
    made = list((repository / "notebooks" / "curriculum-workspace" / "curricula").glob("science-grade-4-*"))
    assert len(made) == 1
    where = subprocess.run(
        [python, "-c", "import curriculum_widgets; print(curriculum_widgets.__file__)"],
        cwd=tmp_path, env=plain, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(environment) in where
    outside = [one for one in asked if not one.startswith((url, url.replace("http", "ws"), "blob:", "data:"))]
    assert outside == []
