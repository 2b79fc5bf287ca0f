"""Questions as Moodle XML, which Moodle's question banks take whole."""

from __future__ import annotations

from html import escape

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
from curriculum_widgets.exporters import Exporter, Option
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.questions import number_text, student_view
from curriculum_widgets.rendering.quizzes import Asked, NamedQuiz, light_line, notes, places, quizzes, share
from curriculum_widgets.rendering.words import Words, words_for
from curriculum_widgets.rendering.xml import Element, child, document, root

_TYPES = {
    "multiple_choice": "multichoice",
    "multiple_answers": "multichoice",
    "true_false": "truefalse",
    "short_answer": "shortanswer",
    "numeric": "numerical",
    "matching": "matching",
    "ordering": "ordering",
}


def render(curriculum: Curriculum, edition: Edition, *, media: Media, ordering: str) -> bytes:
    """Writes the questions in UTF-8; `export` sees to it that only teachers get them."""
    del edition, media
    words, found = words_for(curriculum), quizzes(curriculum, EXPORTER.label)
    said = notes(curriculum, found)
    quiz_element = root("quiz")
    for quiz in found:
        _category(quiz_element, curriculum, quiz, said)
        for asked in quiz.questions:
            _question(quiz_element, asked, quiz, words, as_matching=ordering == "matching")
    return document(quiz_element, " · ".join(said))


def _category(parent: Element, curriculum: Curriculum, quiz: NamedQuiz, said: tuple[str, ...]) -> None:
    """A slash in a name is doubled, since a single one divides names."""
    names = (name.replace("/", "//") for name in (curriculum.title, quiz.title))
    question = child(parent, "question", type="category")
    child(child(question, "category"), "text", f"$course$/top/{'/'.join(names)}")
    _html(question, "info", "".join(f"<p>{escape(line)}</p>" for line in said))
    child(question, "idnumber", quiz.id)


def _question(parent: Element, asked: Asked, quiz: NamedQuiz, words: Words, *, as_matching: bool) -> None:
    question = asked.question
    matched = question if isinstance(question, Ordering) and as_matching else None
    made = child(parent, "question", type="matching" if matched else _TYPES[question.kind])
    child(child(made, "name"), "text", f"{quiz.title[:200]} {asked.number}")
    prompt = asked.prompt
    if matched:
        prompt = f"<p>{prompt}</p><p>{escape(student_view(question, words).instruction)}</p>"
    _html(made, "questiontext", prompt)
    _html(made, "generalfeedback", asked.explanation)
    child(made, "defaultgrade", "1")
    child(made, "penalty", "1" if isinstance(question, TrueFalse) else "0.3333333")
    child(made, "hidden", "0")
    child(made, "idnumber", asked.id)
    if matched:
        _pairs(made, [(step, str(place)) for step, place in places(matched)])
    else:
        _key(made, asked)


def _key(made: Element, asked: Asked) -> None:
    question = asked.question
    match question:
        case MultipleChoice():
            _choices(made, asked, question, {question.answer: "100"}, "0")
        case MultipleAnswers():
            right = len(question.answers)
            wrong = f"-{share(len(question.options) - right)}"
            _choices(made, asked, question, dict.fromkeys(question.answers, share(right)), wrong)
        case TrueFalse():
            wrong = "" if question.answer else asked.feedback(question)
            _answer(made, "true", "100" if question.answer else "0", "moodle_auto_format", wrong)
            _answer(made, "false", "0" if question.answer else "100", "moodle_auto_format")
        case ShortAnswer():
            child(made, "usecase", "0")
            for text in question.accepted:
                # a star stands for any text
                _answer(made, text.replace("*", "\\*"), "100", "moodle_auto_format")
        case Numeric():
            _number(made, question)
        case Matching():
            _pairs(made, [(pair.left, pair.right) for pair in question.pairs])
        case Ordering():
            _steps(made, question)


def _choices(
    made: Element,
    asked: Asked,
    question: MultipleChoice | MultipleAnswers,
    right: dict[int, str],
    wrong: str,
) -> None:
    child(made, "single", "true" if isinstance(question, MultipleChoice) else "false")
    child(made, "shuffleanswers", "true")
    child(made, "answernumbering", "ABCD")
    for place, option in enumerate(question.options):
        _answer(made, light_line(option.text), right.get(place, wrong), "html", asked.feedback(option))


def _number(made: Element, question: Numeric) -> None:
    answer = _answer(made, number_text(question.answer), "100", "moodle_auto_format")
    child(answer, "tolerance", number_text(question.tolerance))
    if question.unit:
        units = child(child(made, "units"), "unit")
        child(units, "multiplier", "1")
        child(units, "unit_name", question.unit)
    child(made, "unitgradingtype", "0")
    child(made, "unitpenalty", "0")
    # 0: the learner writes the unit behind the number, and may leave it out; 3: there is none
    child(made, "showunits", "0" if question.unit else "3")
    child(made, "unitsleft", "0")


def _pairs(made: Element, pairs: list[tuple[str, str]]) -> None:
    child(made, "shuffleanswers", "true")
    for left, right in pairs:
        pair = _html(made, "subquestion", light_line(left))
        child(child(pair, "answer"), "text", right)


def _steps(made: Element, question: Ordering) -> None:
    for name, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "ABSOLUTE_POSITION"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
        ("shownumcorrect", "1"),
    ):
        child(made, name, value)
    for place, step in enumerate(question.steps, 1):
        child(child(made, "answer", fraction=str(place), format="html"), "text", light_line(step))


def _answer(made: Element, text: str, fraction: str, kind: str, feedback: str = "") -> Element:
    answer = child(made, "answer", fraction=fraction, format=kind)
    child(answer, "text", text)
    if feedback:
        _html(answer, "feedback", feedback)
    return answer


def _html(parent: Element, name: str, html: str) -> Element:
    made = child(parent, name, format="html")
    child(made, "text", html)
    return made


EXPORTER = Exporter(
    label="Moodle XML",
    suffix=".moodle.xml",
    media_type="application/xml",
    keys="teacher-only",
    render=render,
    options=(
        Option(
            "ordering",
            "Questions of order",
            "ordering",
            {"ordering": "As ordering (Moodle 4.4 or later)", "matching": "As matching (any Moodle)"},
            "Before 4.4 Moodle has no ordering of its own, and leaves such questions out.",
        ),
    ),
    holds="questions",
)
