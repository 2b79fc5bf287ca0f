"""Which statement belongs to which stretch of a lesson, told by the letters that they share, in any script."""

from __future__ import annotations

from collections.abc import Sequence

from curriculum_widgets.documents.text import fold

_GRAM = 3


def matched(points: Sequence[str], texts: Sequence[str]) -> list[list[int]]:
    """Which of some statements belongs to which text: the one that shares most of its rarer letters-in-a-row with it.

    Args:
        points: Statements.
        texts: What they may be about.

    Returns:
        For each text, the places of its statements; those that share nothing with any are nowhere.
    """
    grams = [_grams(text) for text in texts]
    known = {gram: sum(gram in one for one in grams) for gram in set().union(*grams)}
    found: list[list[int]] = [[] for _ in texts]
    for place, point in enumerate(points):
        wanted = _grams(point)
        scores = [sum(1 / known[gram] ** 2 for gram in wanted & one) for one in grams]
        if scores and max(scores) > 0:
            found[scores.index(max(scores))].append(place)
    return found


def _grams(text: str) -> set[str]:
    said = fold(text)
    return {said[at : at + _GRAM] for at in range(len(said) - _GRAM + 1)}
