"""A curriculum that holds everything it can."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from drawn import png

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import NotFound

LESSON = """\
Wet a stone and leave it in the sun. In an hour it is dry. **Where did the water go?**

## Up

Sunlight warms water until some of it becomes a gas, *water vapour*. This is **evaporation**.

![The water cycle](figure:cycle)

| Place | Hours to dry |
| ----- | -----------: |
| sun   |            1 |
| shade |            5 |

## Down again

High in the air it is cold. Vapour becomes droplets; they grow heavy and fall.

![What happens to rain](figure:rain)

```python
total = 1 + 5
```

> Which dries first, a puddle or a pond?
"""

QUESTIONS: list[dict[str, Any]] = [
    {
        "kind": "multiple_choice",
        "id": "q-cloud",
        "prompt": "What is a cloud made of?",
        "options": [
            {"text": "Droplets and ice", "misconception": None},
            {"text": "Cotton and smoke", "misconception": "cloud-is-vapour"},
            {"text": "Water vapour only"},
        ],
        "answer": 0,
        "explanation": "EXPLAIN-CLOUD Vapour can't be seen; a cloud can.",
        "thinking": "understand",
    },
    {
        "kind": "multiple_answers",
        "id": "q-speed",
        "prompt": "What makes a puddle dry *faster*?",
        "options": [{"text": "Wind"}, {"text": "Warmth"}, {"text": "Shade"}, {"text": "Damp air"}],
        "answers": [0, 1],
        "explanation": "EXPLAIN-SPEED Both carry vapour away.",
    },
    {
        "kind": "true_false",
        "id": "q-gone",
        "prompt": "Water that evaporates is gone for ever.",
        "answer": False,
        "explanation": "EXPLAIN-GONE It comes back as rain.",
        "misconception": "gone",
    },
    {
        "kind": "short_answer",
        "id": "q-name",
        "prompt": "The change from liquid to gas is called ____.",
        "accepted": ["ANSWER-VAPORIZATION", "l’évaporation"],
        "explanation": "EXPLAIN-NAME",
    },
    {
        "kind": "numeric",
        "id": "q-number",
        "prompt": "A pond loses 1395.75 mL an hour. How much is lost in 3 hours?",
        "answer": 4187.25,
        "tolerance": 0.3125,
        "unit": "mL",
        "expression": "1395.75 * 3",
        "explanation": "EXPLAIN-NUMBER",
        "thinking": "apply",
    },
    {
        "kind": "matching",
        "id": "q-match",
        "prompt": "Match each change with what happens.",
        "pairs": [
            {"left": "Evaporation", "right": "liquid becomes gas"},
            {"left": "Condensation", "right": "gas becomes liquid"},
            {"left": "Freezing", "right": "liquid becomes solid"},
        ],
        "explanation": "EXPLAIN-MATCH",
    },
    {
        "kind": "ordering",
        "id": "q-order",
        "prompt": "Put a raindrop's journey in order.",
        "steps": ["It leaves the sea", "It rises", "It cools", "It falls"],
        "explanation": "EXPLAIN-ORDER",
        "thinking": "analyse",
    },
]

DIAGRAMS: list[dict[str, Any]] = [
    {
        "id": "cycle",
        "title": "The water cycle",
        "kind": "cycle",
        "nodes": [
            {"id": "sea", "label": "Sea", "detail": "liquid water"},
            {"id": "vapour", "label": "Vapour"},
            {"id": "cloud", "label": "Cloud", "detail": "tiny droplets"},
            {"id": "rain", "label": "Rain"},
        ],
        "links": [
            {"source": "sea", "target": "vapour", "label": "evaporates"},
            {"source": "vapour", "target": "cloud", "label": "condenses"},
            {"source": "cloud", "target": "rain", "label": "falls as"},
            {"source": "rain", "target": "sea", "label": "runs back to"},
        ],
        "alt": "A ring: sea, vapour, cloud, rain, and back to the sea.",
    },
    {
        "id": "drying",
        "title": "How a puddle dries",
        "kind": "flow",
        "nodes": [{"id": f"step-{n}", "label": f"Step {n}", "detail": "a little less"} for n in range(1, 6)],
        "alt": "Five steps, each with a little less water.",
    },
    {
        "id": "rain",
        "title": "What happens to rain",
        "kind": "hierarchy",
        "nodes": [
            {"id": "rain", "label": "Rain"},
            {"id": "runs", "label": "Runs off"},
            {"id": "soaks", "label": "Soaks in"},
            {"id": "river", "label": "River"},
        ],
        "links": [
            {"source": "rain", "target": "runs"},
            {"source": "rain", "target": "soaks"},
            {"source": "runs", "target": "river"},
        ],
        "alt": "Rain runs off into rivers, or soaks in.",
    },
    {
        "id": "history",
        "title": "Who found it out",
        "kind": "timeline",
        "nodes": [
            {"id": "palissy", "label": "1580", "detail": "Palissy: rain feeds the springs"},
            {"id": "perrault", "label": "1674", "detail": "Perrault measures the Seine"},
            {"id": "halley", "label": "1691", "detail": "Halley measures evaporation"},
        ],
        "alt": "Three discoveries: 1580, 1674, 1691.",
    },
    {
        "id": "states",
        "title": "Liquid and gas",
        "kind": "comparison",
        "nodes": [{"id": "liquid", "label": "Liquid"}, {"id": "gas", "label": "Gas"}],
        "links": [
            {"source": "liquid", "target": "liquid", "label": "Shape: that of its cup"},
            {"source": "gas", "target": "gas", "label": "Shape: fills everything"},
            {"source": "liquid", "target": "liquid", "label": "Seen: yes"},
            {"source": "gas", "target": "gas", "label": "Seen: no"},
        ],
        "alt": "A table: a liquid takes its cup's shape and can be seen; a gas fills everything and can't.",
    },
    {
        "id": "map",
        "title": "What drives it",
        "kind": "concept_map",
        "nodes": [
            {"id": "sun", "label": "Sun"},
            {"id": "water", "label": "Water"},
            {"id": "vapour", "label": "Vapour"},
            {"id": "gravity", "label": "Gravity"},
        ],
        "links": [
            {"source": "sun", "target": "water", "label": "warms"},
            {"source": "water", "target": "vapour", "label": "becomes"},
            {"source": "vapour", "target": "water", "label": "turns back to"},
            {"source": "gravity", "target": "water", "label": "pulls down"},
        ],
        "alt": "The Sun warms water, which becomes vapour and turns back; gravity pulls it down.",
    },
]

CHART: dict[str, Any] = {
    "id": "rainfall",
    "title": "Rain in two cities",
    "kind": "line",
    "x_label": "Month",
    "y_label": "Rainfall",
    "unit": "mm",
    "categories": ["January", "April", "July", "October"],
    "series": [
        {"name": "Bergen", "values": [255, 114, 148, 271]},
        {"name": "Lima", "values": [1, None, 2, 1.5]},
    ],
    "source": "World Meteorological Organization, normals 1961–1990, rounded",
    "alt": "Bergen has over a hundred millimetres in each month, Lima almost none.",
    "question": "In which month does Bergen get the least rain?",
}

RICH: dict[str, Any] = {
    "id": "water-cycle",
    "title": "The Water Cycle",
    "essential_question": "Where does the rain come from?",
    "objectives": [
        {"id": "explain", "text": "I can explain why a puddle dries."},
        {"id": "order", "text": "I can put the stages of the cycle in order with `sorted()`."},
    ],
    "prior_knowledge": ["Water can be solid, liquid or gas."],
    "standards": ["STANDARD-5-ESS2-1"],
    "minutes": {"lesson": 20, "activity": 15, "quiz": 10},
    "lesson": LESSON,
    "key_points": ["The Sun drives the cycle.", "No water is lost."],
    "vocabulary": [
        {"term": "evaporation", "definition": "The change from liquid to gas."},
        {"term": "condensation", "definition": "The change from gas to liquid."},
    ],
    "misconceptions": [
        {
            "id": "gone",
            "belief": "BELIEF Dried water is gone.",
            "why": "WHY It can't be seen.",
            "truth": "TRUTH It is in the air.",
            "response": "RESPONSE Breathe on a cold mirror.",
        }
    ],
    "activity": {
        "title": "A cloud in a jar",
        "grouping": "small groups",
        "minutes": 15,
        "materials": [
            {"name": "Jar with lid", "quantity": "1 a group", "substitute": "glass and saucer"},
            {"name": "Ice"},
        ],
        "steps": ["Pour in warm water, 2 cm high.", "Put ice on the lid.", "Watch for five minutes."],
        "expected": "EXPECTED Drops form under the lid.",
        "safety": "The teacher pours; the water is warm, never hot.",
        "adaptations": {
            "support": "ADAPT-SUPPORT Draw it first.",
            "challenge": "ADAPT-CHALLENGE Try salt water.",
            "access": "ADAPT-ACCESS Feel the drops.",
        },
    },
    "practice": [
        {
            "id": "p1",
            "level": "core",
            "prompt": "Why does a mirror mist up?",
            "solution": "SOLUTION-ONE Vapour cools.",
        },
        {
            "id": "p2",
            "level": "challenge",
            "prompt": "Why is sea rain not salty?",
            "solution": "SOLUTION-TWO Salt stays.",
        },
    ],
    "variants": [
        {"idea": "Up", "support": "VARIANT-SUPPORT Water dries.", "challenge": "VARIANT-CHALLENGE Humidity."}
    ],
    "diagrams": DIAGRAMS,
    "chart": CHART,
    "quiz": {"questions": QUESTIONS},
    "exit_ticket": {
        "prompt": "A glass of cold milk is wet outside. Where from?",
        "answer": "TICKET-ANSWER From vapour in the air.",
        "look_for": "TICKET-LOOK Milk does not leak.",
    },
    "rubric": [
        {
            "objective": "explain",
            "beginning": "Says that it dries.",
            "developing": "Names evaporation.",
            "secure": "Explains by warmth.",
            "extending": "Predicts for wind.",
        }
    ],
    "summary": "Water rises, cools, falls and flows, again and again.",
    "resources": [
        {
            "kind": "website",
            "title": "Water Science School",
            "by": "USGS",
            "url": "https://www.usgs.gov/",
            "why": "Maps.",
        },
        {"kind": "place", "title": "A pond", "why": "Look on a cold morning."},
    ],
    "teacher_plan": {
        "preparation": ["PLAN-PREPARATION Freeze ice."],
        "steps": [{"minutes": 5, "do": "PLAN-STEP Wet a stone."}],
        "prompts": [{"ask": "PLAN-ASK Where is it now?", "listen_for": "PLAN-LISTEN In the air."}],
        "if_stuck": "PLAN-STUCK Boil a kettle.",
    },
}

POOR: dict[str, Any] = {
    "id": "rivers",
    "title": "Rivers",
    "lesson": "# Where rivers begin\n\nAt a spring.\n\n![A spring](figure:spring)",
    "images": [
        {
            "id": "spring",
            "file": "spring.png",
            "alt": "Water comes out of a rock.",
            "caption": "A spring in the Jura",
            "credit": "Photo: A. Keller",
        }
    ],
    "missing": {
        "quiz": "REASON the key of question 2 was not an option",
        "teacher-plan": "REASON it is written from the quiz, which is missing",
    },
}

SAMPLE: dict[str, Any] = {
    "schema_version": 3,
    "id": "water",
    "title": "Water on the Move",
    "overview": "Two units on where water goes, and how we know.",
    "essential_question": "Why don't the rivers run dry?",
    "request": {"subject": "Science", "grade": "Grade 5", "style": "Standard", "language": "English"},
    "units": [RICH, POOR],
    "final_assessment": {"questions": [{**QUESTIONS[0], "id": "f1"}, {**QUESTIONS[3], "id": "f2"}]},
    "missing": {"review": "REASON the author was away"},
    "provenance": {
        "author": "bank",
        "author_version": "2026.1",
        "package_version": "1.0.0",
        "created": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).isoformat(),
        "notes": ["NOTE The grade was taken as 3–5."],
    },
}

SECRETS = (
    "EXPLAIN-",
    "ANSWER-VAPORIZATION",
    "l’évaporation",
    "4187.25",
    "1395.75 *",
    "0.3125",
    "SOLUTION-",
    "TICKET-",
    "BELIEF",
    "WHY",
    "TRUTH",
    "RESPONSE",
    "EXPECTED",
    "ADAPT-",
    "VARIANT-",
    "PLAN-",
    "STANDARD-",
    "REASON",
    "NOTE",
    "cloud-is-vapour",
)
"""What of the sample no student may see."""


def sample_curriculum(language: str = "English") -> Curriculum:
    """Everything: seven kinds of question, six of diagram, a chart, missing Parts."""
    request = {**SAMPLE["request"], "language": language}
    return Curriculum.model_validate_json(json.dumps({**SAMPLE, "request": request}))


def spring(name: str) -> bytes:
    """The picture of the sample curriculum, as a way to its pictures."""
    if name != "spring.png":
        raise NotFound(name)
    return png()
