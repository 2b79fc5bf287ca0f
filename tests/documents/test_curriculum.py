from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from curriculum_widgets.documents.curriculum import Curriculum, Provenance, Usage
from curriculum_widgets.documents.migrations import read_document, write_document
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.unit import Activity, Material, Term, Unit

safe = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
).filter(str.strip)
units = st.builds(
    Unit,
    id=st.just("u"),
    title=safe,
    lesson=safe,
    key_points=st.lists(safe, max_size=3).map(tuple),
    vocabulary=st.lists(st.builds(Term, term=safe, definition=safe), max_size=3).map(tuple),
    summary=safe,
)


def curriculum(*units: Unit, **fields: object) -> Curriculum:
    return Curriculum.model_validate(
        {
            "id": "c",
            "title": "T",
            "overview": "O",
            "request": Request(subject="Science", grade="Grade 4"),
            "units": units,
            "provenance": Provenance(
                author="bank",
                author_version="1",
                package_version="1",
                created=datetime(2026, 1, 2, tzinfo=UTC),
            ),
        }
        | fields
    )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(units, safe)
def test_a_curriculum_round_trips_in_every_script(unit: Unit, title: str) -> None:
    made = curriculum(unit, title=title)
    assert read_document(Curriculum, write_document(made)) == made


def test_glossary_and_materials_come_from_the_units() -> None:
    def unit(name: str, term: str, material: str) -> Unit:
        activity = Activity(
            title="A", grouping="pairs", minutes=5, materials=(Material(name=material),), steps=("s",)
        )
        return Unit(id=name, title=name, vocabulary=(Term(term=term, definition="d"),), activity=activity)

    made = curriculum(unit("one", "zebra", "Cup"), unit("two", "Ant", "cup"), unit("three", "ZEBRA", "rope"))
    assert [term.term for term in made.glossary] == ["Ant", "zebra"]
    assert [(where, [item.name for item in items]) for where, items in made.materials] == [
        ("one", ["Cup"]),
        ("two", ["cup"]),
        ("three", ["rope"]),
    ]


def test_units_have_ids_of_their_own() -> None:
    with pytest.raises(ValidationError, match="two units have the same id"):
        curriculum(Unit(id="u", title="a"), Unit(id="u", title="b"))


def test_a_curriculum_without_units_is_none() -> None:
    with pytest.raises(ValidationError, match="units"):
        curriculum()


def test_times_are_aware() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Provenance(author="a", author_version="1", package_version="1", created=datetime(2026, 1, 1))  # noqa: DTZ001


def test_an_unknown_price_stays_unknown() -> None:
    known, unknown = Usage(calls=1, cost=Decimal("0.5")), Usage(calls=2, cost=None)
    assert (known + known).cost == Decimal("1.0")
    assert (known + unknown).cost is None
    assert (known + unknown).calls == 3
