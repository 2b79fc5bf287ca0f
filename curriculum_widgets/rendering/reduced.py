"""Questions of kinds that a format lacks, as questions of kinds that it has."""

from __future__ import annotations

from dataclasses import replace

from curriculum_widgets.documents.quiz import Matching, MultipleChoice, Numeric, Option, Ordering, ShortAnswer
from curriculum_widgets.rendering.markdown_text import plain, prose
from curriculum_widgets.rendering.questions import number_text, student_view
from curriculum_widgets.rendering.quizzes import Asked, NamedQuiz, places, unit_hint
from curriculum_widgets.rendering.words import Words


def reduced(quiz: NamedQuiz, words: Words) -> NamedQuiz:
    """A quiz in which all is chosen or written.

    Args:
        quiz: Of any kinds.
        words: The labels' language.

    Returns:
        One choice for each pair of a matching and each step of an ordering; a number to write as a word, without its
        tolerance; the others as they are.
    """
    return replace(
        quiz, questions=tuple(one for asked in quiz.questions for one in _reduced_one(asked, words))
    )


def _reduced_one(asked: Asked, words: Words) -> list[Asked]:
    question = asked.question
    match question:
        case Numeric():
            number = number_text(question.answer)
            written = ShortAnswer(
                id=question.id,
                prompt="…",
                accepted=tuple(dict.fromkeys((number, number.replace(".", ",")))),
                explanation=question.explanation,
            )
            return [replace(asked, question=_asking(written, question.prompt, unit_hint(question, words)))]
        case Matching():
            rights = student_view(question).choices
            return _choices(
                asked, [(pair.left, rights.index(pair.right)) for pair in question.pairs], rights, ""
            )
        case Ordering():
            numbers = tuple(str(place) for place in range(1, len(question.steps) + 1))
            hint = student_view(question, words).instruction
            return _choices(asked, [(step, place - 1) for step, place in places(question)], numbers, hint)
        case _:
            return [asked]


def _choices(asked: Asked, keyed: list[tuple[str, int]], choices: tuple[str, ...], hint: str) -> list[Asked]:
    made = []
    for number, (left, answer) in enumerate(keyed, 1):
        question = MultipleChoice(
            id=f"{asked.question.id[:100]}-{number}",
            prompt="…",
            options=tuple(Option(text=text) for text in choices),
            answer=answer,
            explanation=asked.question.explanation,
        )
        said = _asking(question, asked.question.prompt, hint, f"**{plain(left)}**")
        made.append(replace(asked, id=f"{asked.id}-{number}", question=said))
    return made


def _asking(
    question: MultipleChoice | ShortAnswer, prompt: str, hint: str, left: str = ""
) -> MultipleChoice | ShortAnswer:
    """The prompt with what belongs to it; it may be a little longer than an author's."""
    blocks = (prose(prompt), plain(hint), left)
    return question.model_copy(update={"prompt": "\n\n".join(block for block in blocks if block)})
