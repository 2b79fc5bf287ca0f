"""What a way of teaching does, in a teacher's words."""

from __future__ import annotations

from typing import Any

from curriculum_widgets.authors import Author, check, close, open_author
from curriculum_widgets.catalog import Catalog
from curriculum_widgets.documents.licences import LICENCES
from curriculum_widgets.documents.request import Focus, Include, resolved
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import CurriculumError, NotCovered
from curriculum_widgets.generation import submit
from curriculum_widgets.settings import Settings

FOCUS: dict[Focus, tuple[str, str]] = {
    Focus.EVERYTHING: ("The whole topic", "all ideas of the topic, with its activity, problems and quiz"),
    Focus.FOUNDATIONS: ("First ideas", "what it is: the first ideas, said simply, with the words they need"),
    Focus.INVESTIGATION: ("Finding out", "how we know: a puzzle, the activity, and the ideas that it shows"),
    Focus.PRACTICE: (
        "Practising",
        "how it is used: worked examples, problems with solutions, and mistakes to avoid",
    ),
    Focus.EXTENSION: ("Going further", "what lies beyond: the later ideas, deeper reasons, and challenges"),
}
"""Each focus as a name, and as what it teaches."""
RICHNESS = (
    "text only",
    "text and key points",
    "key points and one diagram",
    "a diagram, and a chart where there are true data",
    "always two pictures, chart or diagram",
    "all diagrams there are",
)
SECTIONS = {
    "key_points": "key points",
    "activity": "activity",
    "practice": "practice",
    "quiz": "quiz",
    "summary": "summary",
    "resources": "resources",
    "teacher_plan": "teacher's plan",
}
RICHNESS_CHOICES = [words.capitalize() for words in RICHNESS]
"""What each richness means, from 0, as forms say it."""
SECTION_CHOICES = [{"value": name, "label": SECTIONS[name].capitalize()} for name in Include.model_fields]
"""The sections besides the lesson, as forms offer them."""
LICENCE_CHOICES = [{"value": licence.name, "about": licence.about} for licence in LICENCES]
"""What others may do with a curriculum, as forms offer it."""


def described(template: Template, catalog: Catalog) -> dict[str, Any]:
    """What a template does.

    Args:
        template: The template.
        catalog: Where styles are described.

    Returns:
        Lines of plain words, and what each of its units teaches.
    """
    topics, patterns = template.topic_count, len(template.patterns)
    units = f"{_counted(topics, 'topic')}, {_counted(patterns, 'unit')} for each: {_counted(topics * patterns, 'unit')}"
    include = template.include.model_dump()
    kept = [SECTIONS[name] for name in Include.model_fields if include[name]]
    without = [SECTIONS[name] for name in Include.model_fields if not include[name]]
    about = next((style.about for style in catalog.styles if style.name == template.style), "")
    return {
        "units": units,
        "style": f"{template.style}. {about}".strip(),
        "pictures": f"{RICHNESS[template.richness].capitalize()} (richness {template.richness} of 5)",
        "sections": f"Lesson, {', '.join(kept)}" if kept else "Lesson only",
        "without": ", ".join(without),
        "language": template.language,
        "patterns": [
            {
                "title": pattern.title.replace("{topic}", "‹topic›"),
                "focus": FOCUS[pattern.focus][0],
                "about": FOCUS[pattern.focus][1],
            }
            for pattern in template.patterns
        ],
    }


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def coverage(template: Template, catalog: Catalog, settings: Settings) -> dict[str, Any]:
    """For which subjects and grades the offline bank can write what a template asks for.

    Args:
        template: The template.
        catalog: What stands for "any" subject and grade.
        settings: How authors are opened.

    Returns:
        The grades, a row for each subject, and why the bank can't write the others.
    """
    subjects = template.subjects or tuple(entry.name for entry in catalog.subjects)
    grades = template.grades or tuple(entry.name for entry in catalog.grades)
    bank = open_author(template.request(subjects[0], grades[0]), settings)
    rows: list[tuple[str, list[bool]]] = []
    reasons: dict[str, None] = {}
    for subject in subjects:
        refusals = [_refusal(bank, template, subject, grade, catalog) for grade in grades]
        reasons |= dict.fromkeys([reason for reason in refusals if reason][:1])  # the others say the same
        rows.append((subject, [reason is None for reason in refusals]))
    submit(close(bank))
    return {
        "grades": list(grades),
        "rows": [{"subject": subject, "held": held} for subject, held in rows],
        "covered": sum(sum(held) for _, held in rows),
        "asked": len(subjects) * len(grades),
        "reasons": list(reasons)[:4],
    }


def _refusal(author: Author, template: Template, subject: str, grade: str, catalog: Catalog) -> str | None:
    """Why the author can't write this, if it can't."""
    try:
        check(author, resolved(template.request(subject, grade), catalog))
    except NotCovered as error:
        return error.what
    except CurriculumError as error:
        return str(error)
    return None
