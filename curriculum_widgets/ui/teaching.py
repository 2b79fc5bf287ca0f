"""What a way of teaching does, in a teacher's words."""

from __future__ import annotations

from typing import Any

from curriculum_widgets.authors import open_author
from curriculum_widgets.catalog import Catalog
from curriculum_widgets.documents.request import Focus, Include, resolved
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import CurriculumError, NotCovered
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
                "title": pattern.title.replace("{topic}", "…") if pattern.title != "{topic}" else "The topic",
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
    rows, reasons = [], dict[str, None]()
    for subject in subjects:
        held = []
        for grade in grades:
            reason = _refusal(template, subject, grade, catalog, settings)
            held.append(reason is None)
            if reason:
                reasons[reason] = None
        rows.append({"subject": subject, "held": held})
    covered = sum(sum(row["held"]) for row in rows)
    return {
        "grades": list(grades),
        "rows": rows,
        "covered": covered,
        "asked": len(subjects) * len(grades),
        "reasons": list(reasons)[:4],
    }


def _refusal(
    template: Template, subject: str, grade: str, catalog: Catalog, settings: Settings
) -> str | None:
    try:
        request = resolved(template.request(subject, grade), catalog)
        open_author(request, settings).check(request)
    except NotCovered as error:
        return error.what.partition(" See `")[0]
    except CurriculumError as error:
        return str(error)
    return None
