"""What an educator gets from `pip install curriculum-widgets` alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: object, cwd: Path, **environment: str) -> str:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL", "JUPYTER"))
    }
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=clean | environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_wheel_alone_in_an_empty_environment(tmp_path: Path) -> None:
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--installer",
        "pip",
        "--outdir",
        tmp_path,
        ROOT,
        cwd=tmp_path,
    )
    wheel = next(tmp_path.glob("*.whl"))
    assert wheel.stat().st_size < 5_000_000
    names = zipfile.ZipFile(wheel).namelist()
    written = {
        path.relative_to(ROOT).with_suffix("").as_posix()
        for path in (ROOT / "curriculum_widgets/bank/topics").glob("*/*.yaml")
    }
    assert written == {name.removesuffix(".json.bz2") for name in names if name.endswith(".json.bz2")}
    assert "curriculum_widgets/notebooks/run_batch.ipynb" in names
    assert not [name for name in names if name.startswith("tests") or "/tests/" in name]
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    bin_ = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(
        bin_ / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--constraint",
        ROOT / "constraints.txt",
        wheel,
        cwd=tmp_path,
    )
    assert run(bin_ / "curriculum", "catalog", "--coverage", cwd=tmp_path) == run(
        Path(sys.executable).with_name("curriculum"), "catalog", "--coverage", cwd=tmp_path
    )
    copied = run(bin_ / "curriculum", "notebooks", "notebooks", cwd=tmp_path)
    assert "generate_curriculum.ipynb" in copied
    run(
        bin_ / "papermill", "notebooks/generate_curriculum.ipynb", "out.ipynb", "-p", "subject", "Science", "-p", "grade", "5",
        cwd=tmp_path, HOME=str(tmp_path),
    )  # fmt: skip
    assert "Science: Grade 5" in run(bin_ / "curriculum", "list", cwd=tmp_path)
    made = run(bin_ / "curriculum", "list", "--json", cwd=tmp_path)
    identity = made.split('"id": "')[1].split('"')[0]
    run(bin_ / "curriculum", "export", identity, "--format", "html", cwd=tmp_path)
