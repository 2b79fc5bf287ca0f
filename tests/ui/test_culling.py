from __future__ import annotations

from pathlib import Path

import pytest

from curriculum_widgets.ui import culling

HUB = {"JUPYTERHUB_API_URL": "http://hub"}


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with settings of Jupyter."""
    monkeypatch.setattr(culling, "jupyter_config_path", lambda: [str(tmp_path)])
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("jupyter_server_config.py", "c.MappingKernelManager.cull_idle_timeout = 3600\n"),
        ("jupyter_server_config.json", '{"MappingKernelManager": {"cull_idle_timeout": 3600}}'),
        ("jupyter_server_config.d/hub.json", '{"MappingKernelManager": {"cull_idle_timeout": 3600}}'),
    ],
)
def test_the_limit_is_found_where_servers_keep_it(config: Path, name: str, text: str) -> None:
    assert culling.idle_limit() is None
    (config / name).parent.mkdir(exist_ok=True)
    (config / name).write_text(text)
    assert culling.idle_limit() == 3600
    said = culling.advice(3700, {})
    assert said
    assert said["kind"] == "warning"
    assert "idle for 60 minutes" in said["text"]
    assert culling.advice(60, {}) is None


def test_the_servers_command_line_comes_first(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (config / "jupyter_server_config.py").write_text("c.MappingKernelManager.cull_idle_timeout = 3600\n")
    command = "python -m jupyter lab --MappingKernelManager.cull_idle_timeout=90"
    monkeypatch.setattr(culling, "_command_of_the_server", lambda: command)
    assert culling.idle_limit() == 90
    assert "90 seconds" in (culling.advice(None, HUB) or {"text": ""})["text"]


def test_without_a_setting_long_work_gets_a_calm_word() -> None:
    assert culling.advice(30, HUB) is None
    long = culling.advice(None, {})
    assert long
    assert long["kind"] == "info"
    assert "as long as this notebook's kernel does" in long["text"]
    assert "hub" in (culling.advice(3600, HUB) or {"text": ""})["text"]
