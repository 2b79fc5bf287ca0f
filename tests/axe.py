"""axe-core, which knows the rules of accessibility: its script, from npm."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

_PACKAGE = "axe-core@4.14.1"


def axe_script(folder: Path) -> str:
    """The script, by way of an empty folder; the test fails where npm can't bring it."""
    npm = shutil.which("npm")
    if not npm:
        pytest.fail(f"No npm: install it, so that {_PACKAGE} can be fetched.", pytrace=False)
    fetched = subprocess.run([npm, "pack", _PACKAGE], cwd=folder, capture_output=True, text=True, check=False)
    if fetched.returncode:
        pytest.fail(f"npm can't fetch {_PACKAGE}: {fetched.stderr[-500:]}", pytrace=False)
    with tarfile.open(next(folder.glob("axe-core-*.tgz"))) as packed:
        script = packed.extractfile("package/axe.min.js")
        assert script
        return script.read().decode()
