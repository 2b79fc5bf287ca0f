"""What the model server of the tests writes: right answers to every form."""

from __future__ import annotations

import re
from typing import Any

QUESTION = {
    "options": [], "correct": [], "is_true": False, "accepted": [], "number": 0, "tolerance": 0, "unit": "",
    "expression": "", "left": [], "right": [], "steps": [], "thinking": "recall", "explanation": "The lesson says so.",
}  # fmt: skip
QUESTIONS: list[dict[str, Any]] = [
    QUESTION | {
        "kind": "multiple_choice", "prompt": "What keeps a planet on its path?", "correct": [1],
        "options": ["The pull of its star", "The push of its moons", "The wind of its air", "The spin of its core"],
    },
    QUESTION | {"kind": "short_answer", "prompt": "What is the path of a planet called?", "accepted": ["orbit", "an orbit"]},
    QUESTION | {
        "kind": "numeric", "prompt": "A moon goes round in 7 days. How many days do 3 rounds take?", "number": 21,
        "unit": "days", "expression": "3 * 7", "thinking": "apply",
    },
    QUESTION | {"kind": "ordering", "prompt": "Order them from the star outward.", "steps": ["near", "middle", "far"], "thinking": "analyse"},
]  # fmt: skip
LESSON = "\n\n".join(
    f"### Idea {number}\n\n"
    + "A planet is pulled by its star, and so it goes round and round on its orbit. " * 14
    for number in (1, 2, 3, 4)
)


def title_in(prompt: str) -> str:
    found = re.search(r'(?:lesson of the unit|The lesson) "([^"]*)"', prompt)
    return found[1] if found else ""


def outline(prompt: str) -> dict[str, Any]:
    count = int((re.search(r"exactly (\d+)", prompt) or ["", "1"])[1])
    unit = {
        "essential_question": "Why do planets not fall?", "objectives": ["I can explain an orbit."],
        "prior_knowledge": ["Things fall."], "lesson_minutes": 40, "activity_minutes": 20, "practice_minutes": 10,
        "quiz_minutes": 10,
    }  # fmt: skip
    units = [unit | {"topic": f"Topic {at}", "title": f"Planets {at}"} for at in range(1, count + 1)]
    return {
        "title": "Planets",
        "overview": "Orbits, one by one.",
        "essential_question": "Why?",
        "units": units,
    }


def written(name: str, prompt: str) -> Any:
    """A right answer for a form."""
    forms: dict[str, Any] = {
        "key_points": {"key_points": ["A star pulls its planets.", "A path round a star is an orbit.", "Orbits repeat."]},
        "vocabulary": {
            "vocabulary": [{"term": "orbit", "definition": "The path round a star."}],
            "misconceptions": [{"belief": "Planets float.", "why": "They look still.", "truth": "They fall round.", "response": "Swing a ball."}],
        },
        "activity": {
            "title": "Swing a ball", "grouping": "pairs", "minutes": 20, "materials": [{"name": "ball", "quantity": "1", "substitute": ""}],
            "steps": ["Tie the ball to a string.", "Swing it slowly."], "expected": "It goes round.", "safety": "Stand two metres apart.",
            "support": "A shorter string.", "challenge": "Measure a round.", "access": "Watch a partner and count.",
        },
        "practice": {
            "problems": [{"level": "core", "prompt": "2 rounds of 5 days?", "solution": "10 days."}],
            "variants": [{"idea": "Orbit", "support": "Round and round.", "challenge": "Ellipses."}],
        },
        "diagrams": {"diagrams": [{
            "title": "Round and round", "kind": "cycle", "nodes": [{"label": "Near", "detail": ""}, {"label": "Far", "detail": ""}],
            "links": [], "alt": "Near leads to far and back.",
        }]},
        "chart": {
            "has_true_numbers": True, "title": "Days of a round", "kind": "bar", "x_label": "Planet", "y_label": "Days", "unit": "days",
            "categories": ["Mercury", "Venus"], "series": [{"name": "Days", "values": [88, 225]}], "source": "NASA fact sheet, 2024",
            "alt": "Mercury 88, Venus 225.", "question": "Which is faster?",
        },
        "quiz": {"questions": QUESTIONS, "exit_prompt": "Why does it not fall in?", "exit_answer": "It moves sideways.", "exit_look_for": "Floating."},
        "assessment": {"questions": QUESTIONS},
        "resources": {"resources": [{"kind": "place", "title": "A planetarium", "by": "", "why": "To see the sky."}]},
        "teacher_plan": {
            "preparation": ["A ball on a string."], "steps": [{"minutes": 40, "do": "Teach."}], "prompts": [{"ask": "Why?", "listen_for": "A pull."}],
            "if_stuck": "Swing the ball again.",
            "rubric": [{"objective": 1, "beginning": "Names it.", "developing": "Describes it.", "secure": "Explains it.", "extending": "Predicts."}],
        },
        "picture": {"prompt": "A planet on its path round a star, as a watercolour.", "alt": "A planet goes round a star.", "caption": "Round and round"},
        "check": {"answers": [_right(number, text) for number, text in _asked(prompt)]},
        "mend": {"questions": QUESTIONS[:1]},
        "review": {"findings": [{"unit": 1, "severity": "minor", "what": "“Round” is vague.", "suggestion": "Say orbit."}]},
    }  # fmt: skip
    return outline(prompt) if name == "outline" else forms[name]


def _asked(prompt: str) -> list[tuple[int, str]]:
    return [
        (int(found[1]), found[0])
        for found in re.finditer(
            r"(?ms)^(\d+)\. .*?(?=^\d+\. |\Z)", prompt.rsplit("The questions:", maxsplit=1)[-1]
        )
    ]


def _right(number: int, text: str) -> dict[str, Any]:
    """The right answer to one of our questions, found as a reader would find it."""
    options = re.findall(r"(?m)^   (\d+)\) (.*)$", text)
    answer = {
        "number": number,
        "chosen": [],
        "is_true": False,
        "text": "orbit",
        "value": 21,
        "answerable": True,
        "doubt": "",
    }
    if options:
        order = (
            ["The pull of its star"]
            if "star" in str(options) and len(options) == 4
            else ["near", "middle", "far"]
        )
        answer["chosen"] = [int(place) for wanted in order for place, said in options if said == wanted]
    return answer
