from __future__ import annotations

import json
from pathlib import Path

import pytest

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import Damaged
from curriculum_widgets.exporters import export
from curriculum_widgets.importers.curricula import import_curriculum
from curriculum_widgets.importers.original import read_original
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path)


def sample(name: str) -> bytes:
    return (SAMPLES / f"original-{name}.json").read_bytes()


def test_a_curriculum_of_the_original_app_comes_in(workspace: Workspace) -> None:
    imported = import_curriculum(workspace, "old.json", sample("curriculum"))
    assert imported.outcome == "added"
    made = Library(workspace).load(imported.id)
    magnets, forces = made.units
    assert (made.request.subject, made.request.grade, made.request.style) == (
        "Science",
        "Grade 5",
        "Hands-on",
    )
    assert (made.provenance.author, made.provenance.created.year) == ("gpt-4o-mini", 2025)
    assert magnets.lesson.startswith("# Magnets")
    assert magnets.summary == "Magnets pull iron."
    assert [one.title for one in magnets.resources] == ["Magnets", "A bar magnet"]
    assert magnets.resources[0].url == "https://www.exploratorium.edu/magnets"
    assert forces.lesson is None  # an error is no lesson
    assert "only an error" in forces.missing["lesson"]
    assert [(one.title, one.url) for one in forces.resources] == [("Forces", "")]
    assert b"Magnets pull iron" in export(made, "html")


def test_questions_of_each_form_get_their_keys() -> None:
    made = read_original(json.loads(sample("curriculum"))).made
    assert isinstance(made, Curriculum)
    iron, two, poles, truth, short = made.units[0].quiz.questions
    assert [option.text for option in iron.options] == ["Iron", "Wood", "Glass"]
    assert (iron.answer, two.answer, poles.answers) == (0, 1, (0, 1))
    assert (truth.kind, truth.answer) == ("true_false", False)
    assert (short.kind, short.accepted) == ("short_answer", ("magnetism",))


def test_what_is_not_taken_along_is_told(workspace: Workspace) -> None:
    left = import_curriculum(workspace, "old.json", sample("curriculum")).left_out
    assert "Magnets, question 6: its answer 'Neither' is none of its options" in left
    assert "Magnets: chart of the original app is not taken along" in left


def test_again_it_comes_in_beside_the_first(workspace: Workspace) -> None:
    first = import_curriculum(workspace, "old.json", sample("curriculum"))
    second = import_curriculum(workspace, "old.json", sample("curriculum"))
    assert first.id != second.id
    assert second.title == f"{first.title} (2)"


def test_a_template_of_the_original_app_comes_onto_the_shelf(workspace: Workspace) -> None:
    imported = import_curriculum(workspace, "old.json", sample("template"))
    assert (imported.outcome, imported.title) == ("template", "Elementary Science")
    assert imported.left_out == (
        "the unit “Fieldwork in {season}” has no place for {topic}, so it is not taken along",
    )
    made = TemplateShelf(workspace).get(imported.id)
    assert made.grades == ("Grade 3", "Grade 4", "Grade 5")
    assert [pattern.title for pattern in made.patterns] == ["Explore: {topic}", "Explain: {topic}"]
    assert (made.style, made.topic_count, made.richness) == ("Hands-on", 4, 5)
    assert (made.include.quiz, made.include.resources, made.include.summary) == (True, False, True)


@pytest.mark.parametrize(
    "values",
    [
        {"units": [{}]},
        {"units": [{"title": None, "content": 5, "quiz": [1, "x"], "resources": 7}]},
        {"units": {"a": {"title": "A\x00\nB", "quiz": {"questions": {"1": {"question": "?"}}}}}},
        {"curriculum": {"title": "T" * 9000, "units": [{"content": "x" * 300_000}]}},
        {"units": [{"title": "a"}] * 900, "subject": ["?"], "grade": {"x": 1}, "created": "yesterday"},
        {"metadata": [], "units": [{"quiz": "1. What? A) this"}]},
    ],
    ids=range(6),
)
def test_what_is_missing_or_odd_does_not_hinder_the_rest(values: dict) -> None:
    made = read_original(values).made
    assert isinstance(made, Curriculum)
    assert all(unit.title for unit in made.units)


@pytest.mark.parametrize(
    "structure",
    [{}, {"topics": 5}, {"topics": [{"name": "{topic}"}]}, {"media_richness": "many", "style": 3}],
)
def test_a_template_needs_nothing_but_a_structure(structure: dict) -> None:
    made = read_original({"structure": structure}).made
    assert isinstance(made, Template)
    assert made.patterns


@pytest.mark.parametrize("data", [b'{"units": []}', b'{"structure": 1}', b'{"curriculum": {"units": "x"}}'])
def test_what_is_neither_is_refused_in_one_line(workspace: Workspace, data: bytes) -> None:
    with pytest.raises(
        Damaged, match=r"^old\.json can't be imported: it has neither units.*Nothing was changed\.$"
    ):
        import_curriculum(workspace, "old.json", data)
    assert Library(workspace).list() == ()
