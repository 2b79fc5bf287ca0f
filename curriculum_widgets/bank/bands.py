"""The grade bands, and the bounds that a topic of each keeps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring grades that share a file of topics, and how those topics are written.

    Args:
        name: Also the name of the band's files.
        grades: Catalogue names, youngest first.
        idea_words: Fewest and most words in an idea's explanation.
        sentence_mean: Most words in a sentence, on average over a topic.
        sentence_max: Most words in any sentence.
        reading_level: Highest US grade level, as the median over a topic's texts; `None` where the teacher reads aloud.
        terms: How many vocabulary terms, at least.
        questions: Fewest and most questions of a quiz.
        minutes: About how long a lesson is.
    """

    name: str
    grades: tuple[str, ...]
    idea_words: tuple[int, int]
    sentence_mean: int
    sentence_max: int
    reading_level: int | None
    terms: int
    questions: tuple[int, int]
    minutes: int


BANDS: tuple[Band, ...] = (
    Band("preschool-k", ("Preschool", "Kindergarten"), (30, 70), 8, 12, None, 3, (4, 4), 15),
    Band("1-2", ("Grade 1", "Grade 2"), (50, 100), 9, 14, 3, 4, (5, 5), 25),
    Band("3-5", ("Grade 3", "Grade 4", "Grade 5"), (80, 150), 12, 20, 6, 6, (6, 8), 40),
    Band("6-8", ("Grade 6", "Grade 7", "Grade 8"), (100, 200), 15, 26, 9, 8, (8, 8), 45),
    Band(
        "9-12",
        ("Grade 9", "Grade 10", "Grade 11", "Grade 12"),
        (120, 250),
        18,
        32,
        12,
        10,
        (10, 10),
        50,
    ),
    Band("university", ("University",), (200, 400), 22, 40, 16, 12, (10, 10), 75),
)


def band_named(name: str) -> Band:
    """The band of that name."""
    return next(band for band in BANDS if band.name == name)


def band_of(grade: str) -> Band | None:
    """The band that a grade of the catalogue belongs to, or `None` for a grade that a user added."""
    return next((band for band in BANDS if grade in band.grades), None)


def reads_alone(grade: str) -> bool:
    """Whether learners of a grade read and write on their own; the youngest are asked aloud."""
    band = band_of(grade)
    return band is None or band.reading_level is not None
