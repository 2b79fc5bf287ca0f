"""The words of our own headings, labels and buttons, in the languages of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from curriculum_widgets import catalog, yaml
from curriculum_widgets.bank.bands import reads_alone
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import UnknownName
from curriculum_widgets.rendering.measure import is_right_to_left


@dataclass(frozen=True)
class Words:
    """Labels in one language.

    Args:
        code: The language of the curriculum, as HTML names it.
        direction: Which way it is written.
        table: What each label says.
        version: The letter of the version of the quizzes that is written; none when there is only one.
        aloud: Whether questions are said and answered aloud, as of learners who don't write yet.
    """

    code: str
    direction: catalog.Direction
    table: Mapping[str, str]
    version: str = ""
    aloud: bool = False

    def __call__(self, label: str, **values: object) -> str:
        """What a label says.

        Args:
            label: A key of `words/en.yaml`, or the name of a Part; any other is said as it is.
            **values: What stands in the label's gaps.

        Returns:
            The words, as plain text.
        """
        said = self.table.get(f"aloud_{label}") if self.aloud else None
        words = said or self.table.get(label.replace("-", "_")) or self.table.get(label) or label
        return words.format(**values)

    def versioned(self, label: str) -> str:
        """What a label says, with the version of the quizzes where there are several.

        Args:
            label: A key of `words/en.yaml`.

        Returns:
            The words, as plain text.
        """
        return f"{self(label)} · {self('version', letter=self.version)}" if self.version else self(label)


@cache
def _table(code: str) -> Mapping[str, str]:
    file = resources.files(__package__) / "words" / f"{code}.yaml"
    return (
        {str(key): str(value) for key, value in yaml.load(file.read_bytes()).items()}
        if file.is_file()
        else {}
    )


ENGLISH = Words("en", "ltr", _table("en"))


def author_name(curriculum: Curriculum, words: Words) -> str:
    """Who wrote a curriculum, as readers understand it; the document itself says which version of what."""
    author = curriculum.provenance.author
    return words("built_in") if author == "bank" else author


def words_for(curriculum: Curriculum, version: str = "", *, paper: bool = False) -> Words:
    """The labels for a curriculum.

    Args:
        curriculum: Whose language to take.
        version: The letter of the version of its quizzes, where there are several.
        paper: Whether its questions stand where nothing can be clicked; the youngest are then asked aloud.

    Returns:
        Labels in its language; in English when we don't speak it.
    """
    sample = curriculum.title + curriculum.overview
    words = words_in(curriculum.request.language, sample=sample, version=version)
    return replace(words, aloud=paper and not reads_alone(curriculum.request.grade))


def words_in(name: str, *, sample: str = "", version: str = "") -> Words:
    """The labels in a language.

    Args:
        name: As the catalogue calls it.
        sample: Some words in it, which show which way a language reads that the catalogue does not have.
        version: The letter of the version of the quizzes, where there are several.

    Returns:
        Labels in that language; in English when we don't speak it.
    """
    try:
        language = catalog.built_in().language(name)
    except UnknownName:
        # A language that an educator added: "und" is how HTML says that it is not English.
        reads: catalog.Direction = "rtl" if is_right_to_left(sample) else "ltr"
        return Words("und", reads, _table("en"), version)
    return Words(language.code, language.direction, {**_table("en"), **_table(language.code)}, version)
