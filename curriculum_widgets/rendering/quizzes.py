"""A Curriculum's quizzes on their way into other systems: whole, with keys, under ids that stay the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.quiz import Numeric, Option, Ordering, Question, Quiz, TrueFalse
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.rendering.html import safe_html, safe_line
from curriculum_widgets.rendering.math import tex_or_source
from curriculum_widgets.rendering.origin import origin, rights_text
from curriculum_widgets.rendering.questions import shuffled
from curriculum_widgets.rendering.words import ENGLISH, Words, words_for

_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """One question of a quiz.

    Args:
        id: No other question has it, and the next export gives it again, so that importing again updates.
        number: Its place in the quiz, from 1.
        question: With its key.
        truths: What is so, for each misconception that an answer may reveal.
    """

    id: str
    number: int
    question: Question
    truths: Mapping[str, str] = field(default_factory=dict)

    @property
    def prompt(self) -> str:
        """What is asked, as safe HTML."""
        return light_html(self.question.prompt)

    @property
    def explanation(self) -> str:
        """Why the right answer is right, as safe HTML; may be empty."""
        return light_html(self.question.explanation)

    def feedback(self, answer: Option | TrueFalse) -> str:
        """What is so, for whoever chose an answer that a misconception suggests.

        Args:
            answer: An option, or the statement that was taken for true.

        Returns:
            Safe HTML; may be empty.
        """
        return light_html(self.truths.get(answer.misconception or "", ""))


@dataclass(frozen=True)
class NamedQuiz:
    """One quiz.

    Args:
        id: No other quiz of any curriculum has it.
        unit: The unit's id; none when it is the final assessment.
        title: The unit's, or that of the final assessment.
        questions: Those whose answers nobody doubts.
        doubted: How many were left out, because a person must check their answers first.
    """

    id: str
    unit: str
    title: str
    questions: tuple[Asked, ...]
    doubted: int = 0


def quizzes(curriculum: Curriculum, what_for: str) -> tuple[NamedQuiz, ...]:
    """All quizzes of a curriculum that have questions.

    Args:
        curriculum: Whose quizzes.
        what_for: The format, for the message when there are none.

    Returns:
        Those of the units in their order, then the final assessment.

    Raises:
        BadRequest: There is no question to write.
    """
    found = named_quizzes(curriculum)
    asked = tuple(quiz for quiz in found if quiz.questions)
    if not asked:
        doubted = sum(quiz.doubted for quiz in found)
        msg = (
            f"{curriculum.title!r} has no question that {what_for} could hold: the answers of its {doubted} questions must "
            "be checked first. Do that in View & Edit."
            if doubted
            else f"{curriculum.title!r} has no quiz, so {what_for} would be empty. Write a quiz in View & Edit, or choose "
            "another format."
        )
        raise BadRequest(msg)
    return asked


def named_quizzes(curriculum: Curriculum) -> tuple[NamedQuiz, ...]:
    """All quizzes of a curriculum, also those of which no question is left.

    Args:
        curriculum: Whose quizzes.

    Returns:
        Those of the units in their order, then the final assessment.
    """
    found = [
        _named(
            curriculum.id,
            unit.id,
            unit.title,
            unit.quiz,
            {misconception.id: misconception.truth for misconception in unit.misconceptions},
        )
        for unit in curriculum.units
        if unit.quiz
    ]
    if curriculum.final_assessment:
        truths = {one.id: one.truth for unit in curriculum.units for one in unit.misconceptions}
        title = words_for(curriculum)("final_assessment")
        found.append(_named(curriculum.id, "", title, curriculum.final_assessment, truths))
    return tuple(found)


def _named(curriculum: str, unit: str, title: str, quiz: Quiz, truths: Mapping[str, str]) -> NamedQuiz:
    asked = tuple(
        Asked(_id("q", curriculum, unit or "final--assessment", question.id), number, question, truths)
        for number, question in enumerate(quiz.questions, 1)
        if not question.doubt
    )
    name = _id("quiz", curriculum, unit or "final--assessment")  # no unit's id has two hyphens
    return NamedQuiz(name, unit, title, asked, len(quiz.questions) - len(asked))


def _id(kind: str, *names: str) -> str:
    """Begins with a letter, as XML wants it, and is short, as Moodle does."""
    digest = hashlib.sha256("/".join(names).encode()).hexdigest()[:16]
    name = names[-1].removeprefix(f"{kind}-").replace("--", "-")[:40].strip("-")
    return f"{kind}-{name}-{digest}"


def light_html(markdown: str) -> str:
    """An author's Markdown as safe HTML, without the paragraph around it when there is only one.

    Args:
        markdown: Some sentences; may be empty.

    Returns:
        HTML of an allow-list of elements, with formulas as TeX, which platforms show.
    """
    html = safe_html(markdown, formula=tex_or_source).strip()
    alone = _ONE_PARAGRAPH.fullmatch(html)
    return alone[1] if alone else html


def light_line(text: str) -> str:
    """A line of an author's plain text as safe HTML, with formulas as TeX, which platforms show."""
    return safe_line(text, formula=tex_or_source)


def unit_hint(question: Numeric, words: Words) -> str:
    """What to write, for systems that don't know units; nothing when the number has none.

    Args:
        question: The number's.
        words: The labels' language.

    Returns:
        One line of plain text.
    """
    return f"{words('write_number')} ({question.unit})" if question.unit else ""


def notes(curriculum: Curriculum, found: tuple[NamedQuiz, ...]) -> tuple[str, ...]:
    """What a teacher must know of a file of questions.

    Args:
        curriculum: Whose they are.
        found: Its quizzes.

    Returns:
        One line each: where it comes from, and what was left out.
    """
    made, request = curriculum.provenance, curriculum.request
    said = [
        f"{curriculum.title} ({request.subject}, {request.grade}, {request.language})",
        f"Written by {made.author} {made.author_version} on {made.created:%Y-%m-%d}, curriculum {curriculum.id}",
    ]
    said += origin(curriculum, ENGLISH)[1:]
    if licence := rights_text(curriculum, ENGLISH):
        said.append(licence)
    doubted = sum(quiz.doubted for quiz in found)
    if doubted:
        said.append(f"Left out, because a person must check the answers first: {doubted} questions")
    return tuple(said)


def share(parts: int) -> str:
    """One of so many equal parts of a hundred, as Moodle knows them: with at most five decimals."""
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".")


def places(question: Ordering) -> tuple[tuple[str, int], ...]:
    """The steps as a learner sees them, each with its right place from 1: an ordering as a matching."""
    return tuple((step, question.steps.index(step) + 1) for step in shuffled(question.steps, question.id))
