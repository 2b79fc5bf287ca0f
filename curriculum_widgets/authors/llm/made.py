"""From a model's forms to Parts: ids, orders and shuffles are made here, the same ones for the same form."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from curriculum_widgets.authors import parts
from curriculum_widgets.authors.author import Brief
from curriculum_widgets.authors.llm import drafts
from curriculum_widgets.documents.migrations import explain
from curriculum_widgets.documents.quiz import Question, Quiz
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.text import fold, slug, without_control
from curriculum_widgets.errors import PartFailed

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_LINE_AT_MOST = 480
_MINUTES_AT_MOST = 240


def line(text: str) -> str:
    """A model's words as one line."""
    return " ".join(without_control(text).split())[:_LINE_AT_MOST]


def prose(text: str) -> str:
    """A model's words without what documents refuse."""
    return without_control(text).strip()


def _some(texts: list[str]) -> tuple[str, ...]:
    return tuple(found for text in texts if (found := line(text)))


def _minutes(number: int, *, least: int = 1) -> int:
    return max(least, min(number, _MINUTES_AT_MOST))


def _unique(texts: list[str]) -> list[str]:
    """An id for each text, the same ones every time."""
    ids: list[str] = []
    for text in texts:
        stem = slug(text, at_most=40)
        ids.append(stem if stem not in ids else f"{stem}-{len(ids) + 1}")
    return ids


def outline(draft: drafts.OutlineDraft, request: Request) -> parts.Outline:
    """An outline: its units are named by the Request's patterns, topic by topic.

    Args:
        draft: As the model filled it in.
        request: What was asked for.

    Returns:
        The outline.

    Raises:
        PartFailed: It has another number of topics than was asked for.
    """
    wanted = len(request.topics) or request.topic_count
    if len(draft.units) != wanted:
        raise PartFailed(f"it has {len(draft.units)} units, but {wanted} were asked for")
    units: list[dict[str, Any]] = []
    for at, unit in enumerate(draft.units):
        topic = request.topics[at] if request.topics else line(unit.topic)
        for pattern in request.patterns:
            plain = pattern.title == "{topic}"
            units.append({
                "topic": topic,
                "title": (line(unit.title) or topic) if plain else pattern.title.replace("{topic}", topic),
                "focus": pattern.focus,
                "essential_question": line(unit.essential_question),
                "objectives": [
                    {"id": f"objective-{number}", "text": text}
                    for number, text in enumerate(_some(unit.objectives), 1)
                ],
                "prior_knowledge": _some(unit.prior_knowledge),
                "minutes": _section_minutes(unit, request),
            })  # fmt: skip
    for unit_id, values in zip(_unique([values["title"] for values in units]), units, strict=True):
        values["id"] = unit_id
    return parts.Outline.model_validate(
        {
            "title": line(draft.title) or f"{request.subject}: {request.grade}",
            "overview": prose(draft.overview),
            "essential_question": line(draft.essential_question),
            "units": units,
        }
    )


def _section_minutes(unit: drafts.UnitDraft, request: Request) -> dict[str, int]:
    include = request.include
    return {
        "lesson": _minutes(unit.lesson_minutes),
        "activity": _minutes(unit.activity_minutes, least=0) if include.activity else 0,
        "practice": _minutes(unit.practice_minutes, least=0) if include.practice else 0,
        "quiz": _minutes(unit.quiz_minutes, least=0) if include.quiz else 0,
    }


def question(draft: drafts.QuestionDraft, number: int, seed: str) -> Question:
    """A question, its options shuffled: a model likes to put the right one at the same place.

    Args:
        draft: As the model filled it in.
        number: Its place in the quiz, from 1.
        seed: What the shuffle depends on besides.

    Returns:
        The question.

    Raises:
        PartFailed: It has no certain key.
    """
    values: dict[str, Any] = {
        "kind": draft.kind,
        "id": f"q{number}",
        "prompt": prose(draft.prompt),
        "explanation": prose(draft.explanation),
        "thinking": draft.thinking,
    }
    chance = random.Random(f"{seed}/{draft.prompt}")  # noqa: S311 - the same form always gives the same quiz
    try:
        return _QUESTION.validate_python(values | _OF_KIND[draft.kind](draft, chance))
    except ValidationError as error:
        raise PartFailed(f"question {number} ({draft.prompt[:60]!r}): {explain(error)}") from None


def _options(draft: drafts.QuestionDraft, chance: random.Random) -> tuple[list[dict[str, str]], list[int]]:
    texts = [line(text) for text in draft.options]
    if any(not 1 <= number <= len(texts) for number in draft.correct):
        raise PartFailed(f"`correct` of {draft.prompt[:60]!r} names an option that is not there")
    order = list(range(len(texts)))
    chance.shuffle(order)
    right = {number - 1 for number in draft.correct}
    return [{"text": texts[at]} for at in order], [place for place, at in enumerate(order) if at in right]


def _choice(draft: drafts.QuestionDraft, chance: random.Random) -> dict[str, Any]:
    options, right = _options(draft, chance)
    if len(right) != 1:
        raise PartFailed(f"{draft.prompt[:60]!r} must have exactly one right option, not {len(right)}")
    return {"options": options, "answer": right[0]}


def _answers(draft: drafts.QuestionDraft, chance: random.Random) -> dict[str, Any]:
    options, right = _options(draft, chance)
    return {"options": options, "answers": right}


_OF_KIND: dict[str, Callable[[drafts.QuestionDraft, random.Random], dict[str, Any]]] = {
    "multiple_choice": _choice,
    "multiple_answers": _answers,
    "true_false": lambda draft, _: {"answer": draft.is_true},
    "short_answer": lambda draft, _: {"accepted": _some(draft.accepted)},
    "numeric": lambda draft, _: {
        "answer": draft.number,
        "tolerance": abs(draft.tolerance),
        "unit": line(draft.unit),
        "expression": line(draft.expression),
    },
    "matching": lambda draft, _: {
        "pairs": [
            {"left": line(left), "right": line(right)}
            for left, right in zip(draft.left, draft.right, strict=False)
        ]
    },
    "ordering": lambda draft, _: {"steps": _some(draft.steps)},
}


def quiz(questions: list[drafts.QuestionDraft], seed: str) -> Quiz:
    """A quiz of a model's questions."""
    if not questions:
        raise PartFailed("it has no question")
    return Quiz(questions=tuple(question(item, number, seed) for number, item in enumerate(questions, 1)))


def _vocabulary(draft: drafts.VocabularyDraft, _: Brief) -> dict[str, Any]:
    beliefs = _unique([item.belief for item in draft.misconceptions])
    return {
        "vocabulary": [
            {"term": line(item.term), "definition": prose(item.definition)} for item in draft.vocabulary
        ],
        "misconceptions": [
            {name: prose(text) for name, text in item.model_dump().items()} | {"id": belief}
            for belief, item in zip(beliefs, draft.misconceptions, strict=True)
        ],
    }


def _activity(draft: drafts.ActivityDraft, _: Brief) -> dict[str, Any]:
    return {
        "activity": {
            "title": line(draft.title),
            "grouping": draft.grouping,
            "minutes": _minutes(draft.minutes),
            "materials": [
                {name: line(text) for name, text in item.model_dump().items()}
                for item in draft.materials
                if line(item.name)
            ],
            "steps": [prose(step) for step in draft.steps if prose(step)],
            "expected": prose(draft.expected),
            "safety": prose(draft.safety),
            "adaptations": {
                "support": prose(draft.support),
                "challenge": prose(draft.challenge),
                "access": prose(draft.access),
            },
        }
    }


def _practice(draft: drafts.PracticeDraft, _: Brief) -> dict[str, Any]:
    return {
        "practice": [
            {"id": f"p{number}", "level": item.level, "prompt": prose(item.prompt), "solution": prose(item.solution)}
            for number, item in enumerate(draft.problems, 1)
        ],
        "variants": [
            {"idea": line(item.idea), "support": prose(item.support), "challenge": prose(item.challenge)}
            for item in draft.variants
        ],
    }  # fmt: skip


def _diagrams(draft: drafts.DiagramsDraft, _: Brief) -> dict[str, Any]:
    ids = _unique([item.title for item in draft.diagrams])
    found = []
    for diagram_id, item in zip(ids, draft.diagrams, strict=True):
        nodes = [f"n{number}" for number in range(1, len(item.nodes) + 1)]
        if any(not 1 <= end <= len(nodes) for link in item.links for end in (link.source, link.target)):
            raise PartFailed(f"a link of {item.title!r} names a box that is not there; they count from 1")
        found.append({
            "id": f"diagram-{diagram_id}",
            "title": line(item.title),
            "kind": item.kind,
            "nodes": [
                {"id": node, "label": line(box.label), "detail": line(box.detail)}
                for node, box in zip(nodes, item.nodes, strict=True)
            ],
            "links": [
                {"source": nodes[link.source - 1], "target": nodes[link.target - 1], "label": line(link.label)}
                for link in item.links
            ],
            "alt": prose(item.alt),
        })  # fmt: skip
    return {"diagrams": found}


def _chart(draft: drafts.ChartDraft, _: Brief) -> dict[str, Any]:
    if not draft.has_true_numbers:
        return {"chart": None}
    lines = ("title", "x_label", "y_label", "unit", "source", "question")
    return {
        "chart": {
            **{name: line(getattr(draft, name)) for name in lines},
            "id": f"chart-{slug(draft.title, at_most=40)}",
            "kind": draft.kind,
            "categories": [line(name) for name in draft.categories],
            "series": [{"name": line(item.name) or line(draft.title), "values": item.values} for item in draft.series],
            "alt": prose(draft.alt),
        }
    }  # fmt: skip


def _quiz(draft: drafts.QuizDraft, brief: Brief) -> dict[str, Any]:
    ticket = {
        "prompt": prose(draft.exit_prompt),
        "answer": prose(draft.exit_answer),
        "look_for": prose(draft.exit_look_for),
    }
    return {
        "quiz": quiz(draft.questions, brief.unit.id if brief.unit else ""),
        "exit_ticket": ticket if ticket["prompt"] and ticket["answer"] else None,
    }


def _question(draft: drafts.AssessmentDraft, brief: Brief) -> dict[str, Any]:
    if len(draft.questions) != 1:
        raise PartFailed(f"exactly one question was asked for, not {len(draft.questions)}")
    made = question(draft.questions[0], 1, brief.unit.id if brief.unit else "")
    part = brief.written.get("quiz")
    asked = {fold(one.prompt) for one in part.quiz.questions} if isinstance(part, parts.QuizPart) else set()
    if fold(made.prompt) in asked:
        raise PartFailed("the quiz has this question already")
    return {"question": made.model_copy(update={"id": brief.question or made.id})}


def _resources(draft: drafts.ResourcesDraft, _: Brief) -> dict[str, Any]:
    return {
        "resources": [
            {"kind": item.kind, "title": line(item.title), "by": line(item.by), "why": line(item.why)}
            for item in draft.resources
            if line(item.title)
        ]
    }


def _teacher_plan(draft: drafts.TeacherPlanDraft, brief: Brief) -> dict[str, Any]:
    objectives = brief.unit.objectives if brief.unit else ()
    return {
        "teacher_plan": {
            "preparation": _some(draft.preparation),
            "steps": [{"minutes": _minutes(step.minutes), "do": line(step.do)} for step in draft.steps],
            "prompts": [{"ask": line(item.ask), "listen_for": line(item.listen_for)} for item in draft.prompts],
            "if_stuck": prose(draft.if_stuck),
        },
        "rubric": [
            {name: line(getattr(row, name)) for name in ("beginning", "developing", "secure", "extending")}
            | {"objective": objectives[row.objective - 1].id}
            for row in draft.rubric
            if 1 <= row.objective <= len(objectives)
        ],
    }  # fmt: skip


def _review(draft: drafts.FindingsDraft, brief: Brief) -> dict[str, Any]:
    units = brief.outline.units if brief.outline else ()
    return {
        "findings": [
            {
                "unit": units[item.unit - 1].id if 1 <= item.unit <= len(units) else None,
                "severity": item.severity,
                "what": prose(item.what),
                "suggestion": prose(item.suggestion),
            }
            for item in draft.findings
            if prose(item.what)
        ][:60]
    }


MADE: dict[str, tuple[type[drafts.Draft], Callable[[Any, Brief], dict[str, Any]]]] = {
    "key-points": (drafts.KeyPointsDraft, lambda draft, _: {"key_points": _some(draft.key_points)}),
    "vocabulary": (drafts.VocabularyDraft, _vocabulary),
    "activity": (drafts.ActivityDraft, _activity),
    "practice": (drafts.PracticeDraft, _practice),
    "diagrams": (drafts.DiagramsDraft, _diagrams),
    "chart": (drafts.ChartDraft, _chart),
    "quiz": (drafts.QuizDraft, _quiz),
    "question": (drafts.AssessmentDraft, _question),
    "resources": (drafts.ResourcesDraft, _resources),
    "teacher-plan": (drafts.TeacherPlanDraft, _teacher_plan),
    "review": (drafts.FindingsDraft, _review),
    "assessment": (
        drafts.AssessmentDraft,
        lambda draft, _: {"final_assessment": quiz(draft.questions, "course")},
    ),
}
"""For each Part that is a form: the form, and how its fields are made of it."""
