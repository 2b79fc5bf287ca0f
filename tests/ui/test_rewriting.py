"""Writing a part of a unit again, without a browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from model_server import serving
from panels import EditOnlyTab
from samples import sample_curriculum

from curriculum_widgets.authors import Written
from curriculum_widgets.authors.parts import PICTURE, UNIT_PARTS, QuestionPart
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.figures import Image
from curriculum_widgets.documents.request import Focus, Request, TopicPattern
from curriculum_widgets.errors import BadRequest, CurriculumError, NotCovered, NotFound, PartFailed
from curriculum_widgets.headless import generate
from curriculum_widgets.settings import Settings
from curriculum_widgets.ui import rewriting
from curriculum_widgets.ui.planned import bank_topic
from curriculum_widgets.ui.session import Session
from curriculum_widgets.workspace import Library, Workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Curriculum:
    return generate("Science", 4, workspace=tmp_path_factory.mktemp("bank"), topics=["water-cycle"])


@pytest.fixture
def library(workspace: Path, made: Curriculum) -> Library:
    found = Library(Workspace.open(workspace))
    found.save(made)
    return found


@pytest.fixture
def tab(library: Library, workspace: Path) -> EditOnlyTab:
    return EditOnlyTab(Session(workspace))


def with_author(made: Curriculum, author: str) -> Curriculum:
    return made.model_copy(update={"request": made.request.model_copy(update={"author": author})})


def finished(work: rewriting.Rewriting) -> Any:
    written = work.future.result(20)
    return written.value


def until(tab: EditOnlyTab, ticket: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while True:
        answer: dict[str, Any] = tab.answer("edit_written", {"ticket": ticket})
        if not answer.get("waiting"):
            return answer
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_picture_is_made_again_in_its_place_and_left_ones_are_kept(
    library: Library, workspace: Path, made: Curriculum
) -> None:
    photo = Image(id="photo", file="photo.png", alt="Mine.")
    with serving() as server:
        request = made.request.model_copy(update={"author": "openai:tiny", "base_url": server.url})
        unit = made.units[0].model_copy(update={"images": (photo,), "missing": {"picture": "it failed"}})
        library.save(made.model_copy(update={"request": request, "units": (unit,)}))
        tab = EditOnlyTab(Session(workspace))
        at = {"curriculum": made.id, "unit": unit.id}
        assert tab.answer("edit_open", at)["author"]["image_model"] == ""
        wish = {**at, "part": "picture", "guidance": "From closer"}
        with pytest.raises(BadRequest, match="Name the model that is to make the picture"):
            tab.answer("edit_write_again", wish)
        with pytest.raises(BadRequest, match="image_model"):
            tab.answer("edit_write_again", wish | {"image_model": "two words"})
        seen = []
        for accept in (False, True, True):
            server.answers["picture"] = {
                "prompt": f"Picture {len(seen)}.",
                "alt": f"Rain {len(seen)}.",
                "caption": "",
            }
            ticket = tab.answer("edit_write_again", wish | {"image_model": "brush"})["ticket"]
            answer = until(tab, ticket)
            [shown] = answer["pictures"]
            assert shown["file"] in answer["files"]
            seen.append(shown["file"])
            after = tab.answer("edit_answer", {**at, "ticket": ticket, "accept": accept})["unit"]
        assert "From closer" in server.calls[0].body["messages"][-1]["content"]
    assert [image["file"] for image in after["images"]] == ["photo.png", seen[2]]
    assert after["missing"] == {}
    assert len(set(seen)) == 3
    assert set(library.media(made.id).names()) == set(seen)  # left ones too: they are paid for
    assert [image["file"] for image in tab.answer("edit_undo", at)["unit"]["images"]] == [
        "photo.png",
        seen[1],
    ]


def test_the_bank_says_that_it_makes_no_pictures(tab: EditOnlyTab, made: Curriculum) -> None:
    at = {"curriculum": made.id, "unit": made.units[0].id}
    assert "The bank makes no pictures" in tab.answer("edit_open", at)["author"]["unpainted"]
    with pytest.raises(NotCovered, match="The bank makes no pictures"):
        tab.answer("edit_write_again", {**at, "part": "picture", "image_model": "brush"})


# ---- what the unit was written from -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "focuses", "found"),
    [
        ("water-cycle", ["everything"], ("water-cycle", "everything")),
        ("water-cycle", ["practice"], ("water-cycle", "practice")),
        ("water-cycle-foundations", ["foundations", "practice"], ("water-cycle", "foundations")),
        ("water-cycle-practice-2", ["practice", "practice"], ("water-cycle", "practice")),
        ("water-cycle-foundations", ["everything"], None),
        ("water-cycle-2", ["everything"], None),
        ("water-cycle-practice-two", ["practice", "practice"], None),
        ("water", ["everything"], None),
        ("unit-1", ["everything"], None),
    ],
)
def test_a_units_topic_is_resolved_or_not_guessed(
    unit: str, focuses: list[str], found: tuple[str, str] | None
) -> None:
    patterns = tuple(TopicPattern(title="{topic}", focus=Focus(focus)) for focus in focuses)
    request = Request(subject="Science", grade="Grade 4", patterns=patterns)
    assert bank_topic(unit, request, "") == found


def test_a_subject_or_a_grade_that_the_bank_lacks_has_no_topics() -> None:
    assert bank_topic("water-cycle", Request(subject="Knitting", grade="Grade 4"), "") is None
    assert bank_topic("water-cycle", Request(subject="Science", grade="Evening class"), "") is None


def test_each_part_of_a_unit_has_a_name_for_teachers() -> None:
    assert list(rewriting.PARTS) == [part.name for part in UNIT_PARTS]


# ---- the bank ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [part.name for part in UNIT_PARTS if part is not PICTURE])
def test_the_bank_writes_each_part_as_it_was(made: Curriculum, part: str) -> None:
    unit = made.units[0]
    work = rewriting.start(made, unit, part, Settings())
    values = rewriting.values_of(work, finished(work), unit)
    assert rewriting.shown(values, unit) == {"rows": [], "note": ""}


def test_the_bank_writes_a_lesson_in_another_style(made: Curriculum) -> None:
    unit = made.units[0]
    work = rewriting.start(made, unit, "lesson", Settings(), style="Story-based")
    values = rewriting.values_of(work, finished(work), unit)
    shown = rewriting.shown(values, unit)
    assert {kind for kind, _ in shown["rows"]} >= {"old", "new"}
    assert values["lesson"] != unit.lesson


def test_a_lesson_that_shows_pictures_which_the_unit_lacks_says_so(made: Curriculum) -> None:
    unit = made.units[0].model_copy(update={"diagrams": ()})
    work = rewriting.start(made, unit, "lesson", Settings())
    values = rewriting.values_of(work, finished(work), unit)
    assert "Write the diagrams again" in rewriting.shown(values, unit)["note"]


def test_what_was_not_written_by_the_bank_is_said_in_plain_words(made: Curriculum) -> None:
    added = made.units[0].model_copy(update={"id": "unit-7"})
    whole = made.model_copy(update={"units": (added,)})
    assert (
        "not written by the studio's bank" in rewriting.about_author(whole, "unit-7", Settings())["refusal"]
    )
    with pytest.raises(NotCovered, match="not written by the studio's bank"):
        rewriting.start(whole, added, "lesson", Settings())


def test_an_author_that_is_not_installed_is_said_in_plain_words(made: Curriculum) -> None:
    other = with_author(made, "oracle:delphi-1")
    with pytest.raises(NotCovered, match="oracle:delphi-1, which is not installed"):
        rewriting.start(other, made.units[0], "quiz", Settings())


def test_what_is_written_from_the_lesson_needs_one(made: Curriculum) -> None:
    bare = made.units[0].model_copy(update={"lesson": None})
    with pytest.raises(BadRequest, match="Write the lesson first"):
        rewriting.start(made, bare, "quiz", Settings())
    assert finished(rewriting.start(made, bare, "lesson", Settings())).lesson
    with pytest.raises(BadRequest, match="no part"):
        rewriting.start(made, bare, "assessment", Settings())


def test_a_style_that_the_bank_does_not_know_is_refused(made: Curriculum) -> None:
    work = rewriting.start(made, made.units[0], "lesson", Settings(), style="Opera")
    with pytest.raises(NotCovered, match="does not know the style"):
        work.future.result(20)


def test_one_question_is_replaced_and_the_others_stay(made: Curriculum) -> None:
    unit = made.units[0]
    assert unit.quiz
    asked = unit.quiz.questions
    work = rewriting.start(made, unit, "question", Settings(), question=asked[1].id)
    values = rewriting.values_of(work, finished(work), unit)
    questions = values["quiz"]["questions"]
    assert set(values) == {"quiz"}
    assert [one["id"] for one in questions] == [one.id for one in asked]
    assert [one["prompt"] for one in questions[2:]] == [one.prompt for one in asked[2:]]
    assert questions[0]["prompt"] == asked[0].prompt
    assert questions[1]["prompt"] not in {one.prompt for one in asked}


def test_a_question_that_is_not_whole_or_not_there_is_not_replaced(made: Curriculum) -> None:
    unit = made.units[0]
    with pytest.raises(BadRequest, match="Make it whole first"):
        rewriting.start(made, unit, "question", Settings(), question="q-99")
    work = rewriting.start(made, unit, "question", Settings(), question="q2")
    value = finished(work)
    shorter = unit.quiz.model_copy(update={"questions": unit.quiz.questions[:1]})
    with pytest.raises(CurriculumError, match="not in the quiz any more"):
        rewriting.values_of(work, value, unit.model_copy(update={"quiz": shorter}))


def test_a_part_that_was_missing_is_not_any_more(made: Curriculum) -> None:
    unit = made.units[0].model_copy(
        update={"summary": "", "missing": {"summary": "no time", "chart": "no data"}}
    )
    work = rewriting.start(made, unit, "summary", Settings())
    assert rewriting.values_of(work, finished(work), unit)["missing"] == {"chart": "no data"}


# ---- other authors ----------------------------------------------------------------------------------------------


def test_another_author_gets_the_whole_brief(made: Curriculum, monkeypatch: pytest.MonkeyPatch) -> None:
    from slow_author import SlowAuthor  # noqa: PLC0415 - a plug-in's module, as its entry point names it

    briefs: list[Any] = []
    original = SlowAuthor.write

    async def write(self: Any, part: Any, brief: Any) -> Any:
        briefs.append(brief)
        return await original(self, part, brief)

    monkeypatch.setattr(SlowAuthor, "write", write)
    whole = with_author(made, "slow:1,flaky=question")
    quiz = made.units[0].quiz
    work = rewriting.start(
        whole, made.units[0], "question", Settings(), guidance=" simpler ", question=quiz.questions[2].id
    )
    finished(work)
    first, second = briefs
    assert first.written["lesson"].lesson == made.units[0].lesson
    assert first.unit.topic == "water-cycle"
    assert first.unit.objectives == made.units[0].objectives
    assert [unit.id for unit in first.outline.units] == [unit.id for unit in made.units]
    assert (first.question, second.question) == (quiz.questions[2].id,) * 2
    assert first.written["quiz"].quiz == quiz
    assert first.guidance == "simpler"
    assert (second.attempt, second.failure) == (1, "not the first time")
    assert work.usage().calls == 1


@pytest.mark.parametrize(
    ("same", "reason"), [("prompt", "the quiz asks this already"), ("id", "the question's id must be 'q2'")]
)
def test_an_author_that_does_not_replace_the_question_is_told_why(
    made: Curriculum, monkeypatch: pytest.MonkeyPatch, same: str, reason: str
) -> None:
    from slow_author import SlowAuthor  # noqa: PLC0415 - a plug-in's module, as its entry point names it

    failures: list[str] = []
    first = made.units[0].quiz.questions[0]

    async def write(_self: Any, _part: Any, brief: Any) -> Written:
        failures.append(brief.failure)
        update = {"id": "q2"} if same == "prompt" else {"prompt": "New?"}
        return Written(QuestionPart(question=first.model_copy(update=update)))

    monkeypatch.setattr(SlowAuthor, "write", write)
    work = rewriting.start(with_author(made, "slow:1"), made.units[0], "question", Settings(), question="q2")
    with pytest.raises(PartFailed, match=f"could not be written: {reason}"):
        work.future.result(20)
    assert failures == ["", reason, reason]


def test_what_an_author_never_writes_is_told(made: Curriculum) -> None:
    work = rewriting.start(with_author(made, "slow:1,fail=quiz"), made.units[0], "quiz", Settings())
    with pytest.raises(PartFailed, match="the slow author never writes this"):
        work.future.result(20)


def test_what_is_stopped_changes_nothing(made: Curriculum) -> None:
    work = rewriting.start(with_author(made, "slow:60000"), made.units[0], "quiz", Settings())
    assert work.result() is None
    work.stop()
    with pytest.raises(CurriculumError, match="Stopped"):
        work.result()


# ---- the calls --------------------------------------------------------------------------------------------------


def test_nothing_is_changed_before_it_is_accepted(
    tab: EditOnlyTab, library: Library, made: Curriculum
) -> None:
    where = {"curriculum": made.id, "unit": made.units[0].id}
    tab.answer("edit_open", where)
    ask = {**where, "part": "lesson", "style": "Playful"}
    ticket = tab.answer("edit_write_again", ask)["ticket"]
    assert until(tab, ticket)["rows"]
    assert not tab.answer("edit_open", where)["dirty"]
    left = tab.answer("edit_answer", {**where, "ticket": ticket, "accept": False})
    assert left["unit"]["lesson"] == made.units[0].lesson
    ticket = tab.answer("edit_write_again", ask)["ticket"]
    until(tab, ticket)
    taken = tab.answer("edit_answer", {**where, "ticket": ticket, "accept": True})
    assert taken["unit"]["lesson"] != made.units[0].lesson
    assert taken["undo"]
    assert library.load(made.id) == made, "it is saved with the next save"
    undone = tab.answer("edit_undo", where)
    assert undone["unit"]["lesson"] == made.units[0].lesson
    with pytest.raises(NotFound, match="not there any more"):
        tab.answer("edit_written", {"ticket": ticket})


def test_a_paid_authors_cost_is_noted_even_when_its_text_is_left(
    tab: EditOnlyTab, library: Library, made: Curriculum
) -> None:
    library.save(with_author(made, "slow:1"))
    where = {"curriculum": made.id, "unit": made.units[0].id}
    ticket = tab.answer("edit_write_again", {**where, "part": "summary", "guidance": "shorter"})["ticket"]
    until(tab, ticket)
    assert tab.answer("edit_answer", {**where, "ticket": ticket, "accept": False})["dirty"]
    deadline = time.monotonic() + 20
    while not tab.answer("edit_save", where)["saved"]:
        assert time.monotonic() < deadline
    assert library.load(made.id).provenance.usage.calls == made.provenance.usage.calls + 1


def test_what_can_not_be_written_is_one_line(tab: EditOnlyTab, library: Library) -> None:
    sample = sample_curriculum()
    library.save(with_author(sample, "slow:1,fail=quiz"))
    where = {"curriculum": sample.id, "unit": sample.units[0].id}
    ticket = tab.answer("edit_write_again", {**where, "part": "quiz"})["ticket"]
    with pytest.raises(CurriculumError, match=r"^It could not be written: .*\.$"):
        until(tab, ticket)


def test_each_other_question_is_seen_once_and_none_is_taken_unseen(
    tab: EditOnlyTab, library: Library, made: Curriculum
) -> None:
    where = {"curriculum": made.id, "unit": made.units[0].id}
    ask = {**where, "part": "question", "question": "q2"}

    def written() -> tuple[str, str]:
        ticket: str = tab.answer("edit_write_again", ask)["ticket"]
        return ticket, next(text for kind, text in until(tab, ticket)["rows"] if kind == "new")

    seen: list[str] = []
    with pytest.raises(NotCovered, match="no other question on “The Water Cycle”"):  # noqa: PT012 - until all were seen
        while True:
            ticket, text = written()
            seen.append(text)
            tab.answer("edit_answer", {**where, "ticket": ticket, "accept": False})
    assert len(seen) >= 4
    assert library.load(made.id) == made
    ticket, text = written()
    assert text == seen[0], "all were seen, so it begins anew"
    taken = tab.answer("edit_answer", {**where, "ticket": ticket, "accept": True})
    assert taken["unit"]["quiz"]["questions"][1]["id"] == "q2"
    assert tab.answer("edit_undo", where)["unit"]["quiz"] == made.units[0].quiz.model_dump(mode="json")
