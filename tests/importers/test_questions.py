from __future__ import annotations

import pytest
from hostile import HOSTILE, hostile_curriculum
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Numeric,
    Ordering,
    ShortAnswer,
    TrueFalse,
)
from curriculum_widgets.errors import BadRequest, Damaged, NotFound
from curriculum_widgets.exporters import export
from curriculum_widgets.importers.questions import LIMIT, with_questions
from curriculum_widgets.importers.reading import read_questions
from curriculum_widgets.rendering.html import safe_html

ORDERED = [
    *("multiple_choice", "multiple_answers", "true_false", "short_answer", "numeric", "matching", "ordering"),
    *("multiple_choice", "short_answer"),
]


def back(name: str, curriculum: Curriculum | None = None):
    data = export(curriculum or sample_curriculum(), name)
    return read_questions("file", data)


def key(question) -> object:
    read = {
        MultipleChoice: lambda: question.options[question.answer].text,
        MultipleAnswers: lambda: [question.options[place].text for place in question.answers],
        TrueFalse: lambda: question.answer,
        ShortAnswer: lambda: question.accepted,
        Numeric: lambda: (question.answer, question.tolerance),
        Matching: lambda: {pair.left: pair.right for pair in question.pairs},
        Ordering: lambda: question.steps,
    }
    return read[type(question)]()


def test_moodle_gives_back_all_that_it_got():
    found = back("moodle")
    first = sample_curriculum().units[0].quiz.questions
    assert found.left_out == ()
    assert [question.kind for question in found.questions] == ORDERED
    for came, went in zip(found.questions, first, strict=False):
        kept = {"id", "idea", "thinking", "expression", "misconception", "options"}
        assert came.model_dump(exclude=kept) == went.model_dump(exclude=kept)
        assert key(came) == key(went)


def test_gift_gives_back_all_but_the_order_and_the_unit():
    found = back("gift")
    first = sample_curriculum().units[0].quiz.questions
    assert found.left_out == ()
    assert [question.kind for question in found.questions] == [
        k if k != "ordering" else "matching" for k in ORDERED
    ]
    for came, went in zip(found.questions[:6], first, strict=False):
        assert key(came) == key(went)
        assert came.explanation == went.explanation
        assert came.prompt.startswith(went.prompt)
    assert key(found.questions[6]) == {
        "It leaves the sea": "1",
        "It rises": "2",
        "It cools": "3",
        "It falls": "4",
    }


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("file_format", ["gift", "moodle"])
def test_hostile_text_comes_back_as_the_same_text(file_format, name):
    curriculum = hostile_curriculum(name)
    found = back(file_format, curriculum)
    went = curriculum.units[0].quiz.questions
    assert found.left_out == ()
    assert len(found.questions) == 9
    for came, before in zip(found.questions[:5], went, strict=False):
        if not isinstance(before, ShortAnswer) or "->" not in before.accepted[0]:
            assert key(came) == key(before)
        assert "<script" not in safe_html(came.prompt)
        if name in ("arabic", "chinese", "entities", "closing"):
            assert safe_html(came.prompt).startswith(safe_html(before.prompt)[:30])


@pytest.mark.parametrize(
    ("text", "kind", "right"),
    [
        ("2+2? {=4 ~5 ~22#no}", "multiple_choice", "4"),
        ("::n::[html]A <b>b</b> \\{x\\} {~%100%y ~%-50%z}", "multiple_choice", "y"),
        ("Which? {~%50%a ~%50%b ~%-100%c}", "multiple_answers", ["a", "b"]),
        ("Sun rises in the east.{T#wrong#right}", "true_false", True),
        ("No. {FALSE}", "true_false", False),
        ("Two plus {=two =2} is four.", "short_answer", ("two", "2")),
        ("Pi {#3.1:0.05}", "numeric", (3.1, 0.05)),
        ("Pi {#3..4}", "numeric", (3.5, 0.5)),
        ("Match {=a -> 1 =b -> 2}", "matching", {"a": "1", "b": "2"}),
        ("Line one\n\\n {=a\\=b ~c\\:d}", "multiple_choice", "a=b"),
    ],
)  # fmt: skip
def test_gift_of_others(text, kind, right):
    found = read_questions("a.txt", text.encode())
    assert found.left_out == ()
    (question,) = found.questions
    assert question.kind == kind
    assert key(question) == right


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Write! {}", "essay"),
        ("Just text", "description"),
        ("Open {=a ~b", "no end"),
        ("Two {=a =b ~c}", "not exactly one"),
        ("N {#x}", "can't be read"),
        ("One {=a ~a}", "the same"),
        ("<quiz><question type='essay'><name><text>E</text></name></question></quiz>", "'essay'"),
        ("<quiz><question type='multichoice'><questiontext><text>Q</text></questiontext></question></quiz>", "not exactly one"),
        ("<quiz><question type='shortanswer'><questiontext><text>Q</text></questiontext><answer fraction='100'><text>a*</text></answer></question></quiz>", "a star"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_left_out_and_said(text, why):
    found = read_questions("a", text.encode())
    assert found.questions == ()
    assert len(found.left_out) == 1
    assert why in found.left_out[0]


BOMB = '<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'
OUTSIDE = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&x;</text></name></question></quiz>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB.encode(), "entities"),
        (OUTSIDE.encode(), "entities"),
        (BOMB.encode("utf-16"), "UTF-8"),
        (b"<quiz><question>", "not whole XML"),
        (b"<html></html>", "no Moodle XML"),
        (b" " * (LIMIT + 1), "larger than 5 MB"),
        (b"\n\n".join(b"Q%d {T}" % n for n in range(101)), "more than 100"),
    ],
    ids=["bomb", "outside", "utf-16", "cut", "html", "large", "many"],
)
def test_files_that_mean_harm_are_refused(data, why):
    with pytest.raises(Damaged, match=f"^file can't be imported: .*{why}.*Nothing was changed"):
        read_questions("file", data)


def test_questions_come_behind_those_of_the_unit():
    curriculum = sample_curriculum()
    found = read_questions("a", b"::q cloud::New? {=a ~b}").questions
    changed = with_questions(curriculum, "water-cycle", found)
    assert [question.id for question in changed.units[0].quiz.questions][-2:] == ["q-order", "q-cloud-2"]
    rivers = with_questions(curriculum, "rivers", found).units[1]
    assert [question.id for question in rivers.quiz.questions] == ["q-cloud"]
    assert "quiz" not in rivers.missing
    with pytest.raises(NotFound, match=r"There are: water-cycle, rivers\."):
        with_questions(curriculum, "lakes", found)
    with pytest.raises(BadRequest, match="no question that can be used"):
        with_questions(curriculum, "rivers", ())
    with pytest.raises(BadRequest, match="would have 107"):
        with_questions(curriculum, "water-cycle", found * 100)
