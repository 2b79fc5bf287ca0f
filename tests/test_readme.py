"""What README shows is what happens."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from curriculum_widgets import catalog
from curriculum_widgets.__main__ import app
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.plan_file import read_plan_file
from curriculum_widgets.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("code", [code for code in blocks("python") if "Studio" not in code])
def test_its_python_runs(code: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "completed 2 of 2" in done.stdout


def test_its_yaml_is_understood(manager: BatchManager, tmp_path: Path) -> None:
    own, plan = blocks("yaml")
    (tmp_path / "catalog.yaml").write_text(own)
    assert catalog.load(tmp_path / "catalog.yaml").subject("Stars").name == "Astronomy"
    (tmp_path / "autumn.yaml").write_text(plan)
    about, rows = read_plan_file(tmp_path / "autumn.yaml")
    assert about["name"] == yaml.safe_load(plan)["name"]
    assert len(rows) == 7
    assert manager.create_batch_from_file(tmp_path / "autumn.yaml").total_jobs == 7


def test_the_commands_it_names_exist() -> None:
    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    names |= {group.name for group in app.registered_groups}
    named = set(re.findall(r"(?:\$ |`)curriculum ([a-z-]+)", README))
    assert named <= names
    assert len(named) >= 8


def test_make_targets_are_explained() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {
        "help",
        "clean",
    }
    assert targets == set(re.findall(r"^\| `make ([a-z-]+)` \|", README, re.MULTILINE))


def test_the_variables_it_names_have_the_usual_values_that_it_says() -> None:
    usual = {f"CURRICULUM_{field.name.upper()}": str(field.default) for field in dataclasses.fields(Settings)}
    rows = re.findall(r"(?m)^\| `(CURRICULUM_[A-Z_]+)` \| ([^|]+?) \|", README)
    assert len(rows) >= 8
    # Where the default is empty, README says in words what is taken.
    assert {name: usual[name].removesuffix(".0") or value for name, value in rows} == dict(rows)
