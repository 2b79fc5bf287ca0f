"""A curriculum told in a few plain values: what it is, who wrote it, what is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.html import safe_html
from curriculum_widgets.rendering.words import ENGLISH
from curriculum_widgets.workspace.card import Card
from curriculum_widgets.workspace.review import Review

_WHOLE = "The whole course"


def card_values(card: Card) -> dict[str, Any]:
    """A card of the library, for a list."""
    return {
        "id": card.id,
        "title": card.title,
        "subject": card.subject,
        "grade": card.grade,
        "style": card.style,
        "units": len(card.units),
        "modified": card.modified.isoformat(),
        "partial": card.partial,
    }


def outline(curriculum: Curriculum, version: str, folder: Path, review: Review) -> dict[str, Any]:
    """All that the tab shows of an open curriculum besides its pages.

    Args:
        curriculum: The curriculum.
        version: Its version, for saves.
        folder: Where it is.
        review: The marks and notes of its units.

    Returns:
        Plain values.
    """
    request = curriculum.request
    titles = {unit.id: unit.title for unit in curriculum.units}
    return {
        "id": curriculum.id,
        "version": version,
        "title": curriculum.title,
        "overview": safe_html(curriculum.overview, top=4),
        "overview_text": curriculum.overview,
        "question": curriculum.essential_question,
        "licence": request.licence,
        "facts": [request.subject, request.grade, request.style, request.language],
        "units": [
            {
                "id": unit.id,
                "title": unit.title,
                "missing": len(unit.missing),
                "mark": str(review.of(unit.id).mark),
                "note": review.of(unit.id).note,
            }
            for unit in curriculum.units
        ],
        "made": _made(curriculum),
        "modified": _modified(folder / "curriculum.json"),
        "missing": missing(curriculum),
        "findings": [
            finding.model_dump(mode="json") | {"at": at, "where": titles.get(finding.unit or "", _WHOLE)}
            for at, finding in enumerate(curriculum.findings)
        ],
    }


def missing(curriculum: Curriculum) -> list[dict[str, str]]:
    """What could not be written: where, which Part, and why."""
    places = [
        ("", _WHOLE, curriculum.missing),
        *((one.id, one.title, one.missing) for one in curriculum.units),
    ]
    return [
        {"unit": unit, "where": where, "part": ENGLISH(part), "reason": reason}
        for unit, where, parts in places
        for part, reason in parts.items()
    ]


def _made(curriculum: Curriculum) -> dict[str, Any]:
    made = curriculum.provenance
    kind, _, model = made.author.partition(":")
    writer = "the studio’s own bank of lessons" if kind == "bank" else made.author
    if model:
        writer = f"the language model {model} ({kind})"
    usage = made.usage
    cost = None if usage.cost is None else "nothing" if usage.cost == 0 else f"about {usage.cost:.4f} USD"
    return {
        "writer": writer,
        "edition": made.author_version,
        "package": made.package_version,
        "created": made.created.isoformat(),
        "notes": list(made.notes),
        "edited": [unit.title for unit in curriculum.units if unit.id in made.edited],
        "cost": cost,
        "tokens": usage.input_tokens + usage.output_tokens,
    }


def _modified(path: Path) -> str | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
    except OSError:
        return None
