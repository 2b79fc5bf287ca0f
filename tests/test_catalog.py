from __future__ import annotations

from pathlib import Path

import pytest

from curriculum_widgets.catalog import built_in, load
from curriculum_widgets.errors import Damaged, UnknownName


def test_what_can_be_asked_for() -> None:
    found = built_in()
    assert [len(entries) for entries in (found.subjects, found.grades, found.styles, found.languages)] == [
        12,
        15,
        14,
        8,
    ]
    assert {(entry.code, entry.direction) for entry in found.languages} >= {
        ("en", "ltr"),
        ("ar", "rtl"),
        ("zh", "ltr"),
    }


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("K", "Kindergarten"),
        (5, "Grade 5"),
        ("grade 12", "Grade 12"),
        ("pre-k", "Preschool"),
        ("college", "University"),
    ],
)
def test_grades_are_understood(word: str | int, grade: str) -> None:
    assert built_in().grade(word).name == grade


def test_other_scripts_and_codes_are_understood() -> None:
    assert built_in().language("中文").name == "Chinese"
    assert built_in().language("AR").name == "Arabic"


def test_nothing_near_lists_everything_and_long_names_are_cut() -> None:
    with pytest.raises(UnknownName, match="There are: Science, Mathematics"):
        built_in().subject("qqqq")
    with pytest.raises(UnknownName) as caught:
        built_in().subject("x" * 1_000_000)
    assert len(str(caught.value)) < 500


def test_own_entries_are_added_and_replace(tmp_path: Path) -> None:
    own = tmp_path / "catalog.yaml"
    own.write_text(
        "subjects:\n  - {name: Astronomy, icon: '🔭', aliases: [Stars]}\n  - {name: Science, icon: 'x'}\n"
    )
    found = load(own)
    assert found.subject("stars").name == "Astronomy"
    assert found.subject("Science").icon == "x"
    assert len(found.subjects) == 13
    assert load(tmp_path / "none.yaml") == built_in()


@pytest.mark.parametrize("text", ["[", "just text", "colours: []", "subjects: [{nam: x}]", "subjects: [1]"])
def test_an_own_file_that_is_not_understood_is_named(tmp_path: Path, text: str) -> None:
    own = tmp_path / "catalog.yaml"
    own.write_text(text)
    with pytest.raises(Damaged, match=r"catalog.yaml"):
        load(own)


@pytest.mark.parametrize(
    "text",
    [
        "subjects: [{name: 5}]",
        "subjects: [{name: ''}]",
        "subjects: [{name: '🔭'}]",
        'subjects: [{name: "a\\nb"}]',
        f"subjects: [{{name: {'x' * 1000}}}]",
        "subjects: [{name: A, aliases: [[1]]}]",
        "subjects: [2024-02-30]",
        "grades: 5",
        "languages: [{name: A, direction: up}]",
    ],
)
def test_own_entries_are_words(tmp_path: Path, text: str) -> None:
    own = tmp_path / "catalog.yaml"
    own.write_text(text)
    with pytest.raises(Damaged, match=r"catalog.yaml"):
        load(own)
