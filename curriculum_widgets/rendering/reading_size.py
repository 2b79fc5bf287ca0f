"""How large letters on paper are for a grade's readers."""

from __future__ import annotations

from curriculum_widgets import catalog
from curriculum_widgets.errors import UnknownName

LARGE_PRINT = 18.0
"""Points, for readers who need it."""
_SIZES = ((8, 13.0), (11, 11.5))  # points for readers younger than so many years
_USUAL = 10.5


def reading_size(grade: str) -> float:
    """How large letters on paper are.

    Args:
        grade: Whose.

    Returns:
        Points.
    """
    try:
        age = catalog.built_in().grade(grade).age
    except UnknownName:
        age = 0
    return next((size for below, size in _SIZES if 0 < age < below), _USUAL)
