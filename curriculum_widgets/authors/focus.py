"""What of a topic is taught: the same topic, narrowed to one focus."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from curriculum_widgets.authors.styles import Shape
from curriculum_widgets.bank.schema import Idea, Topic
from curriculum_widgets.documents.quiz import Question
from curriculum_widgets.documents.request import Focus
from curriculum_widgets.documents.unit import Problem

_FEWEST_QUESTIONS = 3


def _halves(topic: Topic) -> tuple[tuple[Idea, ...], tuple[Idea, ...]]:
    middle = ceil(len(topic.ideas) / 2)
    return topic.ideas[:middle], topic.ideas[middle:]


def _retold(idea: Idea, **changes: str) -> Idea:
    return idea.model_copy(update=changes)


def _ideas(topic: Topic, focus: Focus) -> tuple[Idea, ...]:
    first, later = _halves(topic)
    match focus:
        case Focus.FOUNDATIONS:
            return first
        case Focus.INVESTIGATION:
            return tuple(
                _retold(idea, explanation=idea.voices.evidence, example=idea.voices.notice)
                for idea in topic.ideas
            )
        case Focus.PRACTICE:
            return tuple(
                _retold(idea, explanation=idea.definition, example=idea.second_example)
                for idea in topic.ideas
            )
        case Focus.EXTENSION:
            return tuple(
                _retold(idea, explanation=f"{idea.explanation}\n\n{idea.deeper}", example=idea.second_example)
                for idea in later
            )
        case Focus.EVERYTHING:
            return topic.ideas


_QUESTIONS: dict[Focus, Callable[[Question], bool]] = {
    Focus.EVERYTHING: lambda _: True,
    Focus.FOUNDATIONS: lambda _: True,
    Focus.EXTENSION: lambda _: True,
    Focus.INVESTIGATION: lambda question: question.thinking in ("recall", "understand"),
    Focus.PRACTICE: lambda question: question.thinking in ("apply", "analyse"),
}
_PROBLEMS: dict[Focus, Callable[[Problem], bool]] = {
    Focus.EVERYTHING: lambda _: True,
    Focus.FOUNDATIONS: lambda problem: problem.level == "support",
    Focus.INVESTIGATION: lambda _: False,
    Focus.PRACTICE: lambda _: True,
    Focus.EXTENSION: lambda problem: problem.level == "challenge",
}
_BEFORE: dict[Focus, Shape] = {Focus.INVESTIGATION: ("puzzle", "investigate")}
_AFTER: dict[Focus, Shape] = {
    Focus.FOUNDATIONS: ("simply",),
    Focus.PRACTICE: ("worked", "misconceptions"),
    Focus.EXTENSION: ("stretch",),
}


def narrowed(topic: Topic, focus: Focus) -> Topic:
    """A topic as one focus teaches it.

    Args:
        topic: The whole topic.
        focus: What of it is taught.

    Returns:
        The topic with the ideas of that focus, and only the questions, problems, terms, misconceptions and objectives
        that belong to them. Foundations and extension part the ideas; investigation and practice keep all of them and
        teach each from its evidence or its problems.
    """
    if focus is Focus.EVERYTHING:
        return topic
    ideas = _ideas(topic, focus)
    kept = {idea.id for idea in ideas}
    objectives = {idea.objective for idea in ideas}

    def belongs(idea: str | None) -> bool:
        return idea is None or idea in kept

    near = [question for question in topic.quiz if belongs(question.idea)]
    chosen = [question for question in near if _QUESTIONS[focus](question)]
    spare = [question for question in near if question not in chosen]
    chosen += spare[: max(0, _FEWEST_QUESTIONS - len(chosen))]
    return topic.model_copy(
        update={
            "ideas": ideas,
            "objectives": tuple(item for item in topic.objectives if item.id in objectives),
            "rubric": tuple(item for item in topic.rubric if item.objective in objectives),
            "vocabulary": tuple(item for item in topic.vocabulary if belongs(item.idea)),
            "misconceptions": tuple(item for item in topic.misconceptions if belongs(item.idea)),
            "practice": tuple(
                item for item in topic.practice if belongs(item.idea) and _PROBLEMS[focus](item)
            ),
            "quiz": tuple(question for question in topic.quiz if question in chosen),
            "summary": " ".join(idea.key_point for idea in ideas),
        }
    )


def framed(shape: Shape, focus: Focus) -> Shape:
    """A style's shape, with what a focus puts before and after it."""
    before = tuple(slot for slot in _BEFORE.get(focus, ()) if slot not in shape)
    after = tuple(slot for slot in _AFTER.get(focus, ()) if slot not in shape)
    return (*before, *shape, *after)


def has_activity(focus: Focus) -> bool:
    """Whether a focus does the topic's activity; the others leave it to the unit that does."""
    return focus in (Focus.EVERYTHING, Focus.INVESTIGATION)
