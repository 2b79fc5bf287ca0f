from __future__ import annotations

import logging
from pathlib import Path

import pytest

from curriculum_widgets.authors import keys


@pytest.fixture(autouse=True)
def _forget() -> None:
    for kind in ("openai", "anthropic"):
        keys.remember(kind, "", "")


def test_what_was_typed_in_comes_first_then_the_environment_then_the_file(monkeypatch) -> None:
    assert keys.find("openai", "") == ""
    Path(".env").write_text("OPENAI_API_KEY=from-the-file\n")
    assert keys.find("openai", "") == "from-the-file"
    monkeypatch.setenv("OPENAI_API_KEY", "from-the-environment")
    assert keys.find("openai", "") == "from-the-environment"
    keys.remember("openai", "", "  typed-in  ")
    assert keys.find("openai", "") == "typed-in"
    keys.remember("openai", "", "")
    assert keys.find("openai", "") == "from-the-environment"


def test_keys_are_taken_out_by_their_value(monkeypatch) -> None:
    keys.remember("anthropic", "", "a-strange-key-of-no-known-form")
    monkeypatch.setenv("CURRICULUM_API_KEY", "short")
    assert keys.redact("Bearer a-strange-key-of-no-known-form!") == "Bearer •••!"
    assert keys.redact("a short text") == "a short text"


def test_log_records_hold_no_key_not_even_in_a_traceback() -> None:
    keys.remember("openai", "", "sk-very-secret")
    with pytest.raises(ValueError, match="secret") as raised:
        int("sk-very-secret")
    kind = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "with %s", ("sk-very-secret",), kind)
    said = keys.Redacting("%(message)s").format(record)
    assert "sk-very-secret" not in said
    assert said.count("•••") >= 2
