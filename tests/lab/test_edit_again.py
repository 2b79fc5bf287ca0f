"""Writing again, and two who edit the same, in a real browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lab_editing import PATIENCE, Editing
from playwright.sync_api import expect
from samples import sample_curriculum

from curriculum_widgets import generate
from curriculum_widgets.documents.curriculum import Curriculum


@pytest.fixture(scope="module")
def from_bank(tmp_path_factory: pytest.TempPathFactory) -> Curriculum:
    return generate("Science", 4, workspace=tmp_path_factory.mktemp("bank"), topics=["water-cycle"])


def test_write_again_is_shown_then_left_then_taken(editing, from_bank: Curriculum) -> None:
    made = editing(from_bank)
    lesson = made.go("Lesson")
    for answer in ("Leave mine", "Take it"):
        lesson.get_by_role("button", name="Write again").click()
        expect(lesson.get_by_text("The bank follows no guidance")).to_be_visible()
        lesson.get_by_label("Style").select_option("Story-based")
        lesson.get_by_role("button", name="Write", exact=True).click()
        difference = lesson.get_by_role("region", name="What differs")
        expect(difference.locator("ins").first).to_be_visible(timeout=PATIENCE)
        expect(difference.locator("del").first).to_be_visible()
        assert made.unit.lesson == from_bank.units[0].lesson
        lesson.get_by_role("button", name=answer).click()
        expect(difference).to_have_count(0, timeout=PATIENCE)
        made.saved()
        assert (made.unit.lesson == from_bank.units[0].lesson) is (answer == "Leave mine")
    made.root.get_by_role("button", name="Undo").first.click()
    expect(lesson.get_by_label("Text", exact=True)).to_have_value(from_bank.units[0].lesson, timeout=PATIENCE)
    made.saved()
    made.page.wait_for_function("() => window.lastSummary?.version")
    assert made.unit.lesson == from_bank.units[0].lesson


def test_one_question_is_written_again_and_the_next_is_seen_before_one_is_taken(
    editing, from_bank: Curriculum
) -> None:
    made = editing(from_bank)
    before = from_bank.units[0].quiz.questions
    quiz = made.go("Quiz")
    quiz.locator('[data-question="q2"] .cw-edit-question-head').click()
    card = quiz.locator('[data-question="q2"]')
    card.get_by_role("button", name="Write this question again").click()
    expect(card.get_by_text("one that the quiz does not ask yet")).to_be_visible()
    card.get_by_role("button", name="Write", exact=True).click()
    written = card.get_by_role("region", name="What differs").locator("ins").first
    expect(written).to_be_visible(timeout=PATIENCE)
    first = written.inner_text()
    card.get_by_role("button", name="Another one").click()
    expect(written).not_to_have_text(first, timeout=PATIENCE)
    assert made.unit.quiz.questions == before
    card.get_by_role("button", name="Take it").click()
    expect(card.get_by_role("region", name="What differs")).to_have_count(0, timeout=PATIENCE)
    made.saved()
    assert made.unit.quiz.questions[1].prompt not in {question.prompt for question in before}
    assert (made.unit.quiz.questions[0], *made.unit.quiz.questions[2:]) == (before[0], *before[2:])
    made.root.get_by_role("button", name="Undo").first.click()
    expect(card.get_by_label("Statement", exact=True)).to_have_value(before[1].prompt, timeout=PATIENCE)
    made.saved()
    assert made.unit.quiz.questions == before


def test_another_author_takes_guidance_and_can_be_stopped(editing, from_bank: Curriculum) -> None:
    request = from_bank.request.model_copy(update={"author": "slow:60000"})
    made = editing(from_bank.model_copy(update={"request": request}))
    points = made.go("Key points")
    points.get_by_role("button", name="Write again").click()
    points.get_by_role("button", name="Simpler").click()
    points.get_by_role("button", name="Add an experiment").click()
    expect(points.get_by_label("What shall be different?")).to_have_value("simpler, add an experiment")
    points.get_by_role("button", name="Write", exact=True).click()
    expect(points.get_by_text("Writing …")).to_be_visible()
    points.get_by_role("button", name="Stop").click()
    expect(points.get_by_role("button", name="Write again")).to_be_visible(timeout=PATIENCE)
    assert made.unit == from_bank.units[0]


def test_a_unit_that_the_bank_did_not_write_says_so(editing) -> None:
    sample = sample_curriculum()
    made = editing(sample.model_copy(update={"units": sample.units[1:]}))
    lesson = made.go("Lesson")
    lesson.get_by_role("button", name="Write again").click()
    expect(lesson.get_by_text("not written by the studio's bank")).to_be_visible()
    expect(lesson.get_by_role("button", name="Write", exact=True)).to_have_count(0)


def theirs(made: Editing, **fields: Any) -> None:
    """Somebody else saves the same curriculum."""
    now = made.library.load(made.curriculum)
    units = tuple(unit.model_copy(update=fields) if unit.id == made.id else unit for unit in now.units)
    made.library.save(now.model_copy(update={"units": units}))


def test_a_conflict_is_told_and_nothing_is_lost(editing) -> None:
    made = editing()
    summary = made.go("Summary")
    theirs(made, key_points=("Theirs.",))
    summary.get_by_label("What was learned").fill("Mine.")
    expect(
        made.root.get_by_text("Also changed elsewhere, and taken in: The Water Cycle: Key points")
    ).to_be_visible(timeout=PATIENCE)
    made.saved()
    assert (made.unit.summary, made.unit.key_points) == ("Mine.", ("Theirs.",))

    theirs(made, summary="Theirs, too.")
    summary.get_by_label("What was learned").fill("Mine again.")
    told = made.root.get_by_role("region", name="Somebody else changed this too")
    expect(told.locator("del", has_text="Theirs, too.")).to_be_visible(timeout=PATIENCE)
    expect(told.locator("ins", has_text="Mine again.")).to_be_visible()
    expect(made.root.get_by_text("Not saved: Somebody else changed")).to_be_visible()
    assert made.unit.summary == "Theirs, too."
    assert json.loads((made.library.folder(made.curriculum) / "draft.json").read_bytes())["changes"]
    told.get_by_label("Keep theirs").check()
    told.get_by_role("button", name="Save this choice").click()
    expect(summary.get_by_label("What was learned")).to_have_value("Theirs, too.", timeout=PATIENCE)
    made.saved()
    kept = [
        made.library.load_revision(made.curriculum, item.number)
        for item in made.library.revisions(made.curriculum)
    ]
    assert "Mine again." in [state.units[0].summary for state in kept]


def test_a_killed_kernel_loses_nothing(editing) -> None:
    made = editing()
    words = made.go("Vocabulary")
    words.get_by_role("button", name="Add a word").click()
    made.page.keyboard.type("half a word")
    expect(words.get_by_text("Not saved yet")).to_be_visible(timeout=PATIENCE)
    made.saved("Saved, except 1 thing that is not finished")
    made.made.restart().run()
    found = made.root.get_by_role("group", name="Unsaved changes were found")
    expect(found).to_contain_text("The Water Cycle: Vocabulary", timeout=PATIENCE)
    found.get_by_role("button", name="Take them up").click()
    words = made.go("Vocabulary")
    expect(words.get_by_role("group", name="word 3").get_by_label("Word", exact=True)).to_have_value(
        "half a word"
    )
    words.get_by_role("group", name="word 3").get_by_label("What it means").fill("Not a whole one.")
    made.saved()
    assert made.unit.vocabulary[2].term == "half a word"
