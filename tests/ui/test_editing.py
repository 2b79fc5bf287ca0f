"""A curriculum being edited, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from samples import QUESTIONS, sample_curriculum

from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.quiz import QUESTION_KINDS
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import BadRequest, NotFound, WorkspaceError
from curriculum_widgets.ui import fields
from curriculum_widgets.ui.draft_file import Unsaved
from curriculum_widgets.ui.editing import Clash, Draft
from curriculum_widgets.workspace import Library

ID, UNIT = "water", "water-cycle"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def on_disk(library: Library, unit: str = UNIT) -> Unit:
    return next(item for item in library.load(ID).units if item.id == unit)


def draft_file(library: Library) -> Path:
    return library.folder(ID) / "draft.json"


def questions(draft: Draft) -> list[dict[str, Any]]:
    return json.loads(json.dumps(draft.shown(UNIT)["quiz"]["questions"]))


# ---- fields -----------------------------------------------------------------------------------------------------


def test_every_field_of_a_unit_can_be_edited_but_its_id() -> None:
    assert set(Unit.model_fields) - {"id"} == fields.EDITABLE


def test_what_the_page_has_is_taken_back_as_it_is_for_every_field(draft: Draft) -> None:
    before = draft.curriculum
    for name, value in draft.shown(UNIT).items():
        if name != "id":
            assert draft.apply(UNIT, name, value) == ()
    assert draft.curriculum == before
    assert not draft.is_dirty


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", " ", "Can't be empty"),
        ("title", "a\nb", "Must be one line; take out the line breaks and tabs"),
        ("title", "x" * 501, "Is too long: at most 500 characters"),
        ("lesson", "bell \x07", "Can't be saved: contains the control character U+0007; take it out"),
        ("vocabulary", [{"term": "ice", "definition": ""}], "Definition can't be empty"),
        ("resources", [{"kind": "website", "title": "x", "url": "javascript:alert(1)"}], "The web address must begin with https:// or http://, without blanks"),
        ("activity", {"title": "x", "grouping": "pairs", "minutes": "soon", "steps": ["a"]}, "Minutes must be a whole number"),
        ("activity", {"title": "x", "grouping": "pairs", "minutes": 5, "steps": []}, "At least one step is needed"),
        ("minutes", {"lesson": 0}, "Lesson must be 1 or more"),
        ("chart", {**sample_curriculum().units[0].chart.model_dump(mode="json"), "categories": ["a"]}, "Can't be saved: series 'Bergen' has 4 values for 1 categories"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_said_in_plain_words_and_changes_nothing(
    draft: Draft, name: str, value: Any, said: str
) -> None:
    before = draft.curriculum
    found = draft.apply(UNIT, name, value)
    assert found[0].said == said
    assert draft.curriculum is before
    assert draft.shown(UNIT)[name] == value, "what was typed stays on screen"
    assert draft.faults(UNIT)[name] == found
    assert draft.apply(UNIT, name, Draft.shown(draft, UNIT)[name]) == found
    draft.undo(UNIT)
    assert not draft.faults(UNIT)


def test_a_field_that_is_not_one_and_a_unit_that_is_gone_are_refused(draft: Draft) -> None:
    with pytest.raises(BadRequest, match="no field 'id'"):
        draft.apply(UNIT, "id", "x")
    with pytest.raises(NotFound, match="not in the curriculum any more"):
        draft.apply("nothing", "title", "x")


# ---- the quiz ---------------------------------------------------------------------------------------------------

BROKEN = [
    ("multiple_choice", {"answer": 7}, "not the index"),
    ("multiple_choice", {"options": [{"text": "a"}, {"text": "A"}], "answer": 0}, "two options are the same"),
    ("multiple_choice", {"options": [{"text": "a"}, {"text": ""}], "answer": 0}, "Option 2 can't be empty"),
    ("multiple_answers", {"answers": [0]}, "At least 2 right answers are needed"),
    ("multiple_answers", {"answers": [0, 1, 2, 3]}, "at least one option must be wrong"),
    ("true_false", {"answer": None}, "must be chosen"),
    ("short_answer", {"accepted": [""]}, "Accepted answer 1 can't be empty"),
    ("numeric", {"answer": "many"}, "The right answer must be a number"),
    ("numeric", {"answer": None}, "The right answer must be a number"),
    ("matching", {"pairs": [{"left": "a", "right": ""}, {"left": "b", "right": "c"}]}, "Pair 1, right can't"),
    ("ordering", {"steps": ["a", "b"]}, "At least 3 steps are needed"),
]


def test_all_seven_kinds_are_tried() -> None:
    assert {kind for kind, _, _ in BROKEN} == {kind.model_fields["kind"].default for kind in QUESTION_KINDS}


@pytest.mark.parametrize(("kind", "change", "said"), BROKEN)
def test_a_key_that_is_broken_is_not_saved_and_the_other_questions_are(
    draft: Draft, kind: str, change: dict[str, Any], said: str
) -> None:
    changed = questions(draft)
    at = next(place for place, question in enumerate(changed) if question["kind"] == kind)
    before = draft.unit(UNIT).quiz.questions[at]
    changed[at] |= change
    changed[at - 1]["prompt"] = "Changed as well?"
    found = draft.apply(UNIT, "quiz", {"questions": changed})
    assert said in found[0].said
    assert found[0].path[:2] == ("questions", at)
    quiz = draft.unit(UNIT).quiz
    assert quiz.questions[at] == before
    assert quiz.questions[at - 1].prompt == "Changed as well?"
    assert draft.unfinished == 1


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["kind"])
def test_a_new_question_of_each_kind_joins_when_it_is_whole(draft: Draft, question: dict[str, Any]) -> None:
    half = [*questions(draft), {**question, "id": "new", "prompt": ""}]
    assert draft.apply(UNIT, "quiz", {"questions": half})[0].said == "The question can't be empty"
    assert len(draft.unit(UNIT).quiz.questions) == 7
    half[-1]["prompt"] = "Whole now?"
    assert draft.apply(UNIT, "quiz", {"questions": half}) == ()
    assert draft.unit(UNIT).quiz.questions[-1].id == "new"
    assert draft.apply(UNIT, "quiz", None) == ()
    assert draft.unit(UNIT).quiz is None


def test_one_diagram_that_is_not_whole_does_not_hold_the_others_back(draft: Draft) -> None:
    diagrams = json.loads(json.dumps(draft.shown(UNIT)["diagrams"]))
    diagrams[0]["title"] = ""
    diagrams[1]["title"] = "Drying"
    assert draft.apply(UNIT, "diagrams", diagrams)[0].said == "Title can't be empty"
    assert [item.title for item in draft.unit(UNIT).diagrams[:2]] == ["The water cycle", "Drying"]


# ---- undo -------------------------------------------------------------------------------------------------------


def test_typing_is_one_step_and_a_pause_begins_another(library: Library) -> None:
    clock = Clock()
    draft = Draft(library, ID, clock=clock)
    for text in ("W", "Wa", "Wat"):
        draft.apply(UNIT, "title", text, at="title")
        clock.now += 1
    clock.now += 10
    draft.apply(UNIT, "title", "Water", at="title")
    draft.apply(UNIT, "summary", "Short.", at="summary")
    draft.apply("rivers", "title", "Streams", at="title")
    titles = []
    while draft.undo(UNIT):
        titles.append(draft.unit(UNIT).title)
    assert titles == ["Water", "Wat", "The Water Cycle"]
    assert draft.can_undo(UNIT) == (False, True)
    assert draft.unit("rivers").title == "Streams", "each unit has steps of its own"
    while draft.redo(UNIT):
        pass
    assert (draft.unit(UNIT).title, draft.unit(UNIT).summary) == ("Water", "Short.")
    draft.undo(UNIT)
    draft.apply(UNIT, "title", "Rain")
    assert draft.can_undo(UNIT) == (True, False), "a change forgets what was undone"


def test_several_fields_are_one_step(draft: Draft) -> None:
    draft.apply_all(UNIT, {"summary": "Short.", "key_points": ["One."]})
    assert set(draft.undo(UNIT)) == {"summary", "key_points"}
    assert draft.unit(UNIT) == sample_curriculum().units[0]


# ---- saving -----------------------------------------------------------------------------------------------------


def test_a_change_is_in_the_draft_file_until_it_is_saved(library: Library, draft: Draft) -> None:
    draft.apply(UNIT, "title", "Rain")
    kept = Unsaved.model_validate_json(draft_file(library).read_bytes())
    assert kept.changes[UNIT]["title"].after == "Rain"
    assert on_disk(library).title == "The Water Cycle"
    assert draft.save() == ()
    assert on_disk(library).title == "Rain"
    assert not draft_file(library).exists()
    assert not draft.is_dirty


def test_the_curriculum_says_which_units_a_person_edited(library: Library, draft: Draft) -> None:
    assert library.load(ID).provenance.edited == ()
    draft.apply(UNIT, "title", "Rain")
    draft.save()
    assert library.load(ID).provenance.edited == (UNIT,)
    draft.undo(UNIT)
    draft.save()
    assert library.load(ID).provenance.edited == (UNIT,)
    assert not draft.is_dirty


def test_what_is_not_whole_stays_in_the_draft_file_after_the_rest_is_saved(
    library: Library, draft: Draft
) -> None:
    draft.apply(UNIT, "title", "Rain")
    draft.apply(UNIT, "vocabulary", [{"term": "ice", "definition": ""}])
    draft.save()
    assert on_disk(library).title == "Rain"
    assert Unsaved.model_validate_json(draft_file(library).read_bytes()).unfinished[UNIT]["vocabulary"]
    again = Draft(library, ID)
    (name,) = again.offered()
    assert again.take_up(name) == (UNIT,)
    assert again.shown(UNIT)["vocabulary"] == [{"term": "ice", "definition": ""}]
    assert again.faults(UNIT)["vocabulary"]


def test_a_killed_kernel_loses_nothing(library: Library, draft: Draft) -> None:
    draft.apply(UNIT, "lesson", "All new.")
    draft.apply("rivers", "title", "Streams")
    del draft
    again = Draft(library, ID)
    ((name, offer),) = again.offered().items()
    assert set(offer.changes) == {UNIT, "rivers"}
    assert set(again.take_up(name)) == {UNIT, "rivers"}
    assert (again.unit(UNIT).lesson, again.unit("rivers").title) == ("All new.", "Streams")
    again.save()
    assert not list(library.folder(ID).glob("draft*"))
    assert again.undo(UNIT) == ("lesson",)


def test_a_draft_that_holds_nothing_new_is_cleared_away(library: Library, draft: Draft) -> None:
    draft.apply(UNIT, "title", "Rain")
    other = Draft(library, ID)
    other.apply(UNIT, "title", "Rain")
    other.save()
    assert Draft(library, ID).offered() == {}
    assert not list(library.folder(ID).glob("draft*"))


def test_two_studios_keep_a_draft_each(library: Library, draft: Draft) -> None:
    other = Draft(library, ID)
    draft.apply(UNIT, "title", "Mine")
    other.apply(UNIT, "summary", "Theirs.")
    assert len(list(library.folder(ID).glob("draft*.json"))) == 2
    draft.save()
    assert len(list(library.folder(ID).glob("draft*.json"))) == 1
    other.save()
    assert not list(library.folder(ID).glob("draft*.json"))


@pytest.mark.parametrize(
    "text", [b"", b"[]", b'{"owner": "../../x"}', b'{"owner": "0123456789abcdef", "time": "now"}', b"[" * 9999]
)  # fmt: skip
def test_a_draft_file_that_is_damaged_is_passed_over(library: Library, draft: Draft, text: bytes) -> None:
    draft_file(library).write_bytes(text)
    assert draft.offered() == {}
    draft.apply(UNIT, "title", "Rain")
    draft.save()
    assert on_disk(library).title == "Rain"


def test_changes_to_other_fields_are_taken_in_and_told(library: Library, draft: Draft) -> None:
    theirs = Draft(library, ID)
    theirs.apply(UNIT, "summary", "Theirs.")
    theirs.save()
    made = library.load(ID)
    library.save(made.model_copy(update={"units": made.units[::-1], "title": "Water, again"}))
    draft.apply(UNIT, "title", "Mine")
    assert draft.save() == ("The Water Cycle: Summary", "the order of the units", "the title")
    assert (on_disk(library).title, on_disk(library).summary) == ("Mine", "Theirs.")
    assert [unit.id for unit in library.load(ID).units] == ["rivers", UNIT]
    assert draft.unit(UNIT).summary == "Theirs."


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_who_saves_later_is_told_and_nothing_is_lost(library: Library, draft: Draft, choice: str) -> None:
    theirs = Draft(library, ID)
    theirs.apply(UNIT, "summary", "Theirs.")
    theirs.save()
    draft.apply(UNIT, "summary", "Mine.")
    draft.apply(UNIT, "title", "Rain")
    with pytest.raises(Clash, match="Rain: Summary") as caught:
        draft.save()
    (overlap,) = caught.value.overlaps
    assert (overlap.theirs, overlap.mine) == ("Theirs.", "Mine.")
    assert on_disk(library).summary == "Theirs."
    assert draft_file(library).exists()
    draft.save(choices={overlap.key: choice})
    assert on_disk(library).summary == ("Mine." if choice == "mine" else "Theirs.")
    assert on_disk(library).title == "Rain"
    before = [library.load_revision(ID, item.number).units[0].summary for item in library.revisions(ID)]
    assert ("Theirs." if choice == "mine" else "Mine.") in before
    assert not draft_file(library).exists()


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_unit_that_was_taken_out_meanwhile(library: Library, draft: Draft, choice: str) -> None:
    made = library.load(ID)
    library.save(made.model_copy(update={"units": made.units[1:]}))
    draft.apply(UNIT, "title", "Rain")
    with pytest.raises(Clash) as caught:
        draft.save()
    draft.save(choices={caught.value.overlaps[0].key: choice})
    titles = [unit.title for unit in library.load(ID).units]
    assert titles == (["Rain", "Rivers"] if choice == "mine" else ["Rivers"])
    if choice == "theirs":
        kept = [library.load_revision(ID, item.number).units[0].title for item in library.revisions(ID)]
        assert "Rain" in kept


def test_a_curriculum_that_is_gone_is_not_made_again(library: Library, draft: Draft) -> None:
    library.delete(ID)
    draft.apply(UNIT, "title", "Rain")
    with pytest.raises(WorkspaceError):
        draft.save()
    assert not library.folder(ID).exists()


def test_a_while_of_typing_leaves_few_revisions(library: Library) -> None:
    clock = Clock()
    draft = Draft(library, ID, clock=clock)
    for number in range(6):
        draft.apply(UNIT, "title", f"Rain {number}")
        draft.save()
        clock.now += 5
    kept = [library.load_revision(ID, item.number).units[0].title for item in library.revisions(ID)]
    assert kept == ["Rain 4", "The Water Cycle"], "the last autosave, and the state before all of it"
    clock.now += 3600
    draft.apply(UNIT, "title", "After lunch")
    draft.save()
    kept = [library.load_revision(ID, item.number).units[0].title for item in library.revisions(ID)]
    assert kept == ["Rain 5", "Rain 4", "The Water Cycle"]


def test_what_writing_again_cost_is_added_to_the_curriculum(library: Library, draft: Draft) -> None:
    before = library.load(ID).provenance.usage
    draft.spend(Usage(calls=2, input_tokens=30))
    assert draft.is_dirty
    draft.save()
    usage = library.load(ID).provenance.usage
    assert (usage.calls, usage.input_tokens) == (before.calls + 2, before.input_tokens + 30)
    assert not draft.is_dirty
