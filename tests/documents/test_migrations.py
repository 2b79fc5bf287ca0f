from __future__ import annotations

import json
from pathlib import Path

import pytest

from curriculum_widgets.batch.plan import Plan
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import MIGRATIONS, current_version, read_document, upgrade
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.documents.schedule import Schedule
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import Damaged, TooNew

SAMPLES = Path(__file__).parent / "samples"
KINDS = {
    "curriculum": Curriculum,
    "template": Template,
    "plan": Plan,
    "preset": Preset,
    "schedule": Schedule,
}


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_a_sample_of_every_version_loads(sample: Path) -> None:
    read_document(KINDS[sample.stem.split("-v")[0]], sample.read_bytes())


@pytest.mark.parametrize("name", KINDS)
def test_every_version_has_a_sample_and_a_way_up(name: str) -> None:
    kind = KINDS[name]
    for version in range(1, current_version(kind) + 1):
        assert (SAMPLES / f"{name}-v{version}.json").is_file()
    assert set(MIGRATIONS[kind.__name__]) == set(range(1, current_version(kind)))


def test_migrations_are_applied_one_after_another() -> None:
    steps = {
        1: lambda values: values | {"b": values.pop("a")},
        2: lambda values: values | {"c": values["b"] + 1},
    }
    before = {"schema_version": 1, "a": 1}
    assert upgrade("Plan", before, to=3, steps=steps) == {"schema_version": 3, "b": 1, "c": 2}
    assert before == {"schema_version": 1, "a": 1}


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", Damaged, "not whole JSON"),
        (b'{"schema_version": 1, "id": "x"', Damaged, "not whole JSON"),
        (b"\xff\xfe\x00", Damaged, "not whole JSON"),
        (b"[]", Damaged, "does not hold a document"),
        (b"{}", Damaged, "no schema_version"),
        (b'{"schema_version": true}', Damaged, "no schema_version"),
        (b'{"schema_version": 0}', Damaged, "never released|ever released"),
        (b'{"schema_version": 99}', TooNew, "reads up to 2.*pip install -U"),
        (b'{"schema_version": 1, "id": "x"}', Damaged, "not a whole template: name"),
        (b"[" * 100_000, Damaged, "not whole JSON"),
    ],
)
def test_what_is_not_a_document_says_why(data: bytes, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_document(Template, data)


def test_unknown_fields_are_refused() -> None:
    values = json.loads((SAMPLES / "template-v1.json").read_bytes()) | {"surprise": 1}
    with pytest.raises(Damaged, match="surprise"):
        read_document(Template, json.dumps(values).encode())
