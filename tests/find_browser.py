"""Finds, or gets, a Chromium for the browser tests; says in one line what to install when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of an installed browser, Playwright's own included."""
    for name in (os.environ.get("CURRICULUM_BROWSER", ""), *NAMES):
        path = shutil.which(name) if name else None
        if path:
            return path
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only needed when no other is found

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None  # noqa: PTH110


def install() -> None:
    """Tries the system's packages, then Playwright's download."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "chromium", "fonts-noto-core"],
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            **quiet,
        )
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None:
        install()
    print(
        find()
        or "No browser was found: install Chromium, or set CURRICULUM_BROWSER to one; the browser tests will fail."
    )
