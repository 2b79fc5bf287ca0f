"""What of a topic is taught: the same topic, narrowed to one focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from math import ceil

from curriculum_widgets.authors.styles import Shape
from curriculum_widgets.bank.schema import Idea, Topic
from curriculum_widgets.documents.quiz import Question
from curriculum_widgets.documents.request import Focus
from curriculum_widgets.documents.unit import Problem

_FEWEST_QUESTIONS = 3


def _ideas(topic: Topic, focus: Focus) -> tuple[Idea, ...]:
    """All ideas, but for the extension, which goes deeper into the later half."""
    return topic.ideas[ceil(len(topic.ideas) / 2) :] if focus is Focus.EXTENSION else topic.ideas


_QUESTIONS: dict[Focus, Callable[[Question], bool]] = {
    Focus.EVERYTHING: lambda _: True,
    Focus.FOUNDATIONS: lambda question: question.thinking in ("recall", "understand"),
    Focus.EXTENSION: lambda _: True,
    Focus.INVESTIGATION: lambda question: question.thinking in ("recall", "understand"),
    Focus.PRACTICE: lambda question: question.thinking in ("apply", "analyse"),
}
_PROBLEMS: dict[Focus, Callable[[Problem], bool]] = {
    Focus.EVERYTHING: lambda _: True,
    Focus.FOUNDATIONS: lambda problem: problem.level == "support",
    Focus.INVESTIGATION: lambda _: False,
    Focus.PRACTICE: lambda problem: problem.level != "support",
    Focus.EXTENSION: lambda problem: problem.level == "challenge",
}
_INSTEAD: dict[Focus, dict[str, tuple[str, ...]]] = {
    Focus.FOUNDATIONS: dict.fromkeys(
        ("chart", "check", "answers", "second_example", "deeper", "simple_words"), ()
    ),
    Focus.INVESTIGATION: {
        "opening": (),
        "narrative": ("told_evidence",),
        "exchanges": ("first_exchange",),
        "rule_card": (),
        "grown_up": (),
        "ending": (),
        "hook": (),
        "explanation": ("seen", "shows"),
        "example": (),
        "second_example": ("other_example",),
        "other_example": (),
        "new_question": (),
        "card": ("card", "seen"),
        "compare": (),
        "deeper": (),
        "brief": ("brief_seen",),
        "support": ("seen",),
        "help_card": ("seen",),
        "simple_words": (),
        "callouts": ("callouts", "seen"),
        "recap": (),
    },
    Focus.PRACTICE: {
        "hook": (),
        "opening": (),
        "narrative": ("told_scene",),
        "ending": (),
        "chart": (),
        "explanation": ("point",),
        "new_question": (),
        "brief": ("brief_worked",),
        "example": ("example", "second_example"),
        "other_example": ("example", "second_example"),
        "findings": (),
        "finding": ("heading",),
        "evidence": (),
        "exchanges": ("asked", "objections"),
        "support": (),
        "help_card": (),
        "simple_words": (),
        "recap": (),
        "without_jokes": (),
        "shown": (),
    },
    Focus.EXTENSION: {
        "hook": (),
        "opening": (),
        "narrative": ("narrative", "told_deeper"),
        "support": (),
        "help_card": (),
        "simple_words": (),
        "chart": (),
        "explanation": ("explanation", "deeper"),
        "example": ("other_example",),
        "second_example": ("other_example",),
    },
}
"""What takes the place of a slot in a focus."""
_BEFORE: dict[Focus, Shape] = {Focus.INVESTIGATION: ("puzzle", "investigate")}
_AFTER: dict[Focus, Shape] = {
    Focus.FOUNDATIONS: ("simply",),
    Focus.PRACTICE: ("worked", "misconceptions"),
    Focus.EXTENSION: ("stretch",),
}
_OPENINGS = {"project", "character", "analogy", "rules", "look", "materials", "brief_seen"}
"""Slots of shapes that begin in their own way, so that no puzzle is put before them."""
_HOLDS = {
    "seen": {"evidence"},
    "investigate": {"dialogue"},  # a list of things to do, where every paragraph asks
    "stretch": {"new_question"},
    "simply": {"support", "help_card"},
    "worked": {"example", "objections", "brief_worked"},
    "misconceptions": {"objections", "brief_worked"},
}
"""Slots beside which another would be a repetition."""
_CLOSINGS = {
    "recap",
    "without_jokes",
    "shown",
    "prediction_again",
    "finish",
    "resolution",
    "big_question_again",
    "essential_question",
    "winning",
    "starters",
    "vote",
}
"""Slots that a lesson ends with, whatever a focus adds."""


def narrowed(topic: Topic, focus: Focus) -> Topic:
    """A topic as one focus teaches it.

    Args:
        topic: The whole topic.
        focus: What of it is taught.

    Returns:
        The topic with the ideas of that focus, and only the questions, problems, terms, misconceptions and objectives
        that belong to them. What several units of one topic would print alike, only one of them keeps.
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
                item for item in topic.practice if belongs(item.idea) and practices(focus, item)
            ),
            "quiz": tuple(question for question in topic.quiz if question in chosen),
            "chart": topic.chart if focus is Focus.INVESTIGATION else None,
            "exit_ticket": topic.exit_ticket if focus in (Focus.PRACTICE, Focus.EXTENSION) else None,
            "resources": topic.resources if focus is Focus.FOUNDATIONS else (),
            "summary": topic.summary if focus is Focus.FOUNDATIONS else "",
        }
    )


def _flat(shape: Shape) -> Iterator[str]:
    return chain.from_iterable((item,) if isinstance(item, str) else item for item in shape)


def framed(shape: Shape, focus: Focus) -> Shape:
    """A style's shape as a focus fills it.

    Args:
        shape: The style's slots.
        focus: What of a topic is taught.

    Returns:
        The slots with those that the focus teaches instead, and with what it puts before and after. A narrative stays
        unbroken: of it a focus chooses only the ideas.
    """
    instead = _INSTEAD.get(focus, {})
    asked = set(_flat(shape))

    def changed(slots: tuple[str, ...]) -> tuple[str, ...]:
        new = dict.fromkeys(chain.from_iterable(instead.get(slot, (slot,)) for slot in slots))
        return tuple(slot for slot in new if not asked & _HOLDS.get(slot, set()))

    body: list[str | tuple[str, ...]] = []
    for item in shape:
        body += changed((item,)) if isinstance(item, str) else filter(None, [changed(item)])
    held = set(_flat(tuple(body)))
    if "narrative" in asked:
        return tuple(body)

    def missing(slots: Shape) -> list[str | tuple[str, ...]]:
        return [slot for slot in slots if isinstance(slot, str) and not held & {slot, *_HOLDS.get(slot, ())}]

    before = [] if held & _OPENINGS else missing(_BEFORE.get(focus, ()))
    end = len(body)
    while end and body[end - 1] in _CLOSINGS:
        end -= 1
    return (*before, *body[:end], *missing(_AFTER.get(focus, ())), *body[end:])


def practices(focus: Focus, problem: Problem) -> bool:
    """Whether a focus has learners do a problem."""
    return _PROBLEMS[focus](problem)


def has_activity(focus: Focus) -> bool:
    """Whether a focus does the topic's activity; the others leave it to the unit that does."""
    return focus in (Focus.EVERYTHING, Focus.INVESTIGATION)
