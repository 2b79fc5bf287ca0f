"""Questions as GIFT, the text that Moodle and other platforms read."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from curriculum_widgets.exporters import Exporter
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.questions import number_text, student_view
from curriculum_widgets.rendering.quizzes import (
    Asked,
    NamedQuiz,
    light_line,
    notes,
    places,
    quizzes,
    share,
    unit_hint,
)
from curriculum_widgets.rendering.words import Words, words_for

_SPECIAL = re.compile(r"[\\~=#{}:]")


def render(curriculum: Curriculum, edition: Edition, *, media: Media) -> bytes:
    """Writes the questions in UTF-8; `export` sees to it that only teachers get them."""
    del edition, media
    words, found = words_for(curriculum), quizzes(curriculum, EXPORTER.label)
    said = [*notes(curriculum, found)]
    if any(isinstance(asked.question, Ordering) for quiz in found for asked in quiz.questions):
        said.append("GIFT has no ordering: learners match each step with its place instead")
    blocks = ["\n".join(f"// {line}" for line in said)]
    for quiz in found:
        blocks.append(_category(curriculum, quiz))
        blocks += [_question(asked, quiz, words) for asked in quiz.questions]
    return ("\n\n".join(blocks) + "\n").encode()


def _category(curriculum: Curriculum, quiz: NamedQuiz) -> str:
    """A slash in a name is doubled, since a single one divides names."""
    names = (name.replace("/", "//") for name in (curriculum.title, quiz.title))
    return f"$CATEGORY: {'/'.join(names)}"


def _question(asked: Asked, quiz: NamedQuiz, words: Words) -> str:
    hint = _hint(asked, words)
    prompt = f"<p>{asked.prompt}</p><p>{escape(hint)}</p>" if hint else asked.prompt
    lines = [
        f"// [id:{asked.id}]",
        f"::{_text(f'{quiz.title} {asked.number}')}::[html]{_text(prompt)} {{{_open(asked)}",
        *(f"\t{line}" for line in _answers(asked)),
    ]
    if asked.question.explanation:
        lines.append(f"\t####{_text(asked.explanation)}")
    return "\n".join([*lines, "}"])


def _hint(asked: Asked, words: Words) -> str:
    question = asked.question
    if isinstance(question, Ordering):
        return student_view(question, words).instruction
    return unit_hint(question, words) if isinstance(question, Numeric) else ""


def _open(asked: Asked) -> str:
    """What stands right behind the brace."""
    question = asked.question
    if isinstance(question, Numeric):
        return f"#{number_text(question.answer)}:{number_text(question.tolerance)}"
    if isinstance(question, TrueFalse):
        wrong = _feedback(asked.feedback(question))
        return "TRUE" if question.answer else f"FALSE{wrong}"
    return ""


def _answers(asked: Asked) -> Iterator[str]:
    question = asked.question
    match question:
        case MultipleChoice():
            for place, option in enumerate(question.options):
                sign = "=" if place == question.answer else "~"
                yield f"{sign}{_text(light_line(option.text))}{_feedback(asked.feedback(option))}"
        case MultipleAnswers():
            right = len(question.answers)
            for place, option in enumerate(question.options):
                good = place in question.answers
                weight = share(right) if good else f"-{share(len(question.options) - right)}"
                yield f"~%{weight}%{_text(light_line(option.text))}{_feedback(asked.feedback(option))}"
        case ShortAnswer():
            yield from (f"={_typed(text)}" for text in question.accepted)
        case Matching():
            yield from (f"={_text(light_line(p.left))} -> {_typed(p.right)}" for p in question.pairs)
        case Ordering():
            yield from (f"={_text(light_line(step))} -> {place}" for step, place in places(question))
        case _:
            return


def _feedback(html: str) -> str:
    return f"#{_text(html)}" if html else ""


def _typed(text: str) -> str:
    """Plain text of an answer; what would make a matching of it has no other way to be written."""
    return _text(text.replace("->", "→"))


def _text(text: str) -> str:
    """Text in which no sign of GIFT's own is left, on one line: an empty one would end the question."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text.strip()).replace("\n", "\\n")


EXPORTER = Exporter(
    label="GIFT",
    suffix=".gift.txt",
    media_type="text/plain; charset=utf-8",
    keys="teacher-only",
    render=render,
    holds="questions",
)
