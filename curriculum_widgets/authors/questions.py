"""Questions made from what the bank knows of a topic to be so, beside those of its quiz."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from curriculum_widgets.authors.author import Brief
from curriculum_widgets.authors.parts import QuestionPart, QuizPart
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.documents.quiz import (
    Matching,
    MultipleAnswers,
    MultipleChoice,
    Option,
    Pair,
    Question,
    Quiz,
    TrueFalse,
)
from curriculum_widgets.documents.text import fold, slug
from curriculum_widgets.documents.unit import Term
from curriculum_widgets.errors import NotCovered
from curriculum_widgets.quality.questions import question_problems

_TERMS = 4
_WORDS = 5
_STATEMENTS = 2  # right ones, and as many beliefs that are not so


def words(stem: str, topic: Topic) -> Question | None:
    """Terms and their meanings, to be joined; one of each idea first.

    Args:
        stem: What the question's id begins with.
        topic: Whose terms.

    Returns:
        The question; `None` where the terms don't make one.
    """
    seen: set[str | None] = set()
    first: list[Term] = []
    rest: list[Term] = []
    for term in topic.vocabulary:
        (rest if term.idea in seen else first).append(term)
        seen.add(term.idea)
    chosen = [*first, *rest][:_TERMS]
    meanings = {fold(term.definition) for term in chosen}
    if len(chosen) < 2 or len(meanings) < len(chosen) or any("\n" in term.definition for term in chosen):
        return None
    return Matching(
        id=f"{stem}-words",
        prompt=f"{topic.title}: match each word with its meaning.",
        pairs=tuple(Pair(left=term.term, right=term.definition) for term in chosen),
        explanation="Look up in the glossary what was mixed up.",
        thinking="recall",
    )


def _unquoted(text: str) -> str:
    """A belief without the marks around the whole of it."""
    return text[1:-1] if re.fullmatch(r'“[^“”]*”|"[^"]*"', text) else text


def _statement(key_point: str) -> str:
    """As many of a key point's sentences as say something by themselves: "Look first." alone does not."""
    said = ""
    for sentence in re.split(r"(?<=[.?!]) (?=[A-Z“])", key_point):
        said = f"{said} {sentence}".strip()
        if len(said.split()) >= _WORDS:
            break
    return said


def statements(stem: str, topic: Topic) -> Question | None:
    """Key points among beliefs that many hold; only the key points are so.

    Args:
        stem: What the question's id begins with.
        topic: Whose key points and misconceptions.

    Returns:
        The question; `None` where the topic has too few of them.
    """
    # A whole key point would be told from a belief by its length; its beginning is as right.
    right = [Option(text=_statement(idea.key_point)) for idea in topic.ideas[-_STATEMENTS:]]
    beliefs = [item for item in topic.misconceptions[:_STATEMENTS] if "\n" not in item.belief]
    if len(right) < _STATEMENTS or not beliefs:
        return None
    wrong = [Option(text=_unquoted(item.belief), misconception=item.id) for item in beliefs]
    options = [*right, *wrong]
    random.Random(f"{stem}-statements").shuffle(options)  # noqa: S311 - the same course always reads the same
    return MultipleAnswers(
        id=f"{stem}-statements",
        prompt=f"{topic.title}: which two of these are right?",
        options=tuple(options),
        answers=tuple(at for at, option in enumerate(options) if option.misconception is None),
        explanation=" ".join(f"Not so: “{_unquoted(item.belief)}” {item.truth}" for item in beliefs),
        thinking="understand",
    )


def thumbs(stem: str, topic: Topic, told: str) -> list[Question]:
    """A statement that is so and one that is not, for learners who don't read yet; a grown-up says them.

    Args:
        stem: What the questions' ids begin with.
        topic: Whose key point and misconception.
        told: What the quiz asks; a belief that it does not name comes first.

    Returns:
        The two questions, now the one and now the other first.
    """
    dice = random.Random(f"{stem}-thumbs")  # noqa: S311 - the same course always reads the same
    so = dice.choice(topic.ideas)
    belief = min(topic.misconceptions, key=lambda item: fold(item.belief) in fold(told))
    made: list[Question] = [
        TrueFalse(
            id=f"{stem}-so",
            prompt=f"{topic.title}: “{so.key_point}”",
            answer=True,
            explanation=f"Listen for: yes. For instance: {so.instance}",
            idea=so.id,
        ),
        TrueFalse(
            id=f"{stem}-not-so",
            prompt=f"{topic.title}: “{_unquoted(belief.belief)}”",
            answer=False,
            misconception=belief.id,
            explanation=f"Listen for: no. {belief.truth}",
        ),
    ]
    dice.shuffle(made)
    return made


def _meanings(topic: Topic) -> Iterator[Question]:
    """For each word its meaning, to be chosen among the words; where the meaning does not say the word itself."""
    for term in topic.vocabulary:
        if fold(term.term) in fold(term.definition):
            continue
        others = [other for other in topic.vocabulary if other is not term]
        dice = random.Random(f"{topic.id}-{term.term}")  # noqa: S311 - the same course always reads the same
        options = [term, *dice.sample(others, min(_TERMS - 1, len(others)))]
        dice.shuffle(options)
        yield MultipleChoice(
            id=slug(f"word-{term.term}"),
            prompt=f"Which word means this: “{term.definition.rstrip('.')}”?",
            options=tuple(Option(text=option.term) for option in options),
            answer=options.index(term),
            explanation=f"{term.term[:1].upper()}{term.term[1:]}: {term.definition}",
            idea=term.idea,
        )


def another(topic: Topic, quiz: Quiz, replaced: str) -> Question | None:
    """A question in place of one that a quiz asks.

    Args:
        topic: What is taught; its own quiz comes first, then what can be made from the rest.
        quiz: All that is asked already.
        replaced: The id of the question that makes room.

    Returns:
        One that the quiz does not ask, on the same idea and of the same kind where there is one; `None` when the bank has
        no more.
    """
    old = next((question for question in quiz.questions if question.id == replaced), None)
    asked = {fold(question.prompt).strip() for question in quiz.questions}
    made = (*topic.quiz, *_meanings(topic), statements("more", topic), words("more", topic))
    spare = [
        question
        for question in made
        if question and fold(question.prompt).strip() not in asked and not question_problems(question)
    ]

    def strangeness(question: Question) -> tuple[bool, bool]:
        return (old is None or question.idea != old.idea, old is None or question.kind != old.kind)

    best = min(spare, key=strangeness, default=None)  # the first of equals
    return best and best.model_copy(update={"id": replaced})


def in_place_of(brief: Brief, topic: Topic, taught: Topic) -> QuestionPart:
    """The Part `question`.

    Args:
        brief: Which question is replaced, and what the quiz asks.
        topic: The whole topic.
        taught: The topic as the unit teaches it; what its focus leaves out of the quiz is spare, on the same ideas.

    Returns:
        Another question.

    Raises:
        NotCovered: The bank has no more.
    """
    ideas = {None, *(idea.id for idea in taught.ideas)}
    spare = tuple(question for question in topic.quiz if question.idea in ideas)
    quiz = brief.written.get("quiz")
    if isinstance(quiz, QuizPart):
        found = another(taught.model_copy(update={"quiz": spare}), quiz.quiz, brief.question)
        if found:
            return QuestionPart(question=found)
    msg = f"The bank has no other question on “{topic.title}”."
    raise NotCovered(msg, "Change this one by hand, or choose a language model as the author.")
