"""A Curriculum as bytes of one format, for teachers or for students.

To add a format: a module that ends in `EXPORTER = Exporter(...)`, and a line in the table below.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import BadRequest, MissingExtra
from curriculum_widgets.registry import Registry
from curriculum_widgets.rendering import content
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media, no_media
from curriculum_widgets.rendering.versions import LETTERS

Keys = Literal["teacher-only", "keyless", "self-checking"]
Holds = Literal["curriculum", "questions"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a format leaves to whoever exports; `render` gets it as a keyword.

    Args:
        name: As the command and `render` call it.
        label: As forms call it.
        default: What is taken when nothing is said: one of the choices, or for a switch whether it is on.
        choices: Each value and how forms call it; none for a switch.
        about: What it is good for.
        in_name: How a file's name says a value that is not the usual one, with `{value}`; empty when it does not.
        several: Whether any number of the choices can be taken, one at least; values then name them with commas between.
    """

    name: str
    label: str
    default: str | bool
    choices: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    in_name: str = ""
    several: bool = False

    def checked(self, given: object) -> str | bool:
        """What was given, as one of the values that there are.

        Args:
            given: A value; for a switch also `yes` or `no`.

        Returns:
            The value.

        Raises:
            BadRequest: There is no such value.
        """
        if self.choices:
            known: Mapping[object, str | bool] = {name: name for name in self.choices}
        else:
            known = {True: True, False: False, "yes": True, "no": False}
        if self.several:
            named = {name.strip() for name in given.split(",")} if isinstance(given, str) else set()
            if named and named <= set(self.choices):
                return ",".join(name for name in self.choices if name in named)
        elif isinstance(given, str | bool) and given in known:
            return known[given]
        values = (", ".join(self.choices) or "yes, no") + (
            " (several with commas between)" if self.several else ""
        )
        msg = f"The option {self.name!r} can't be {str(given)[:60]!r}. It can be: {values}."
        raise BadRequest(msg)


CONTENT = Option(
    "content",
    "Content",
    "all",
    content.CONTENT,
    "Only the quizzes: to hand out. Only the materials list: to buy and to lay out.",
    in_name="-{value}",
)
VERSION = Option(
    "version",
    "Version of the quizzes",
    "one",
    {name: f"Version {letter}" if letter else "Only one" for name, letter in LETTERS.items()},
    "The same questions in other orders, for neighbours at one table; the teacher edition of a version has its keys.",
    in_name="-version-{value}",
)
PHOTOCOPY = Option(
    "photocopy",
    "Figures for a photocopier",
    default=False,
    about="Charts and diagrams are black on white, told apart by patterns, dashes and signs.",
)
"""What several formats leave to choose."""


@dataclass(frozen=True)
class Exporter:
    """One format.

    Args:
        label: Its name, as people say it.
        suffix: How its files end, with the dot.
        media_type: As the web names it.
        keys: What its student edition holds: there is none; no key at all; or keys that mark the answers, hidden but not
            secret.
        render: Writes a curriculum for an edition's readers, with `media` (where pictures come from) and each of the
            options as keywords.
        options: What it leaves to choose.
        holds: How much of a curriculum: all that its readers see, or only what can be asked (questions, vocabulary).
        about: How it is opened, where its name does not say that.
        previewed_as: The format that shows what it looks like, with the same options, when it can't be shown itself.
    """

    label: str
    suffix: str
    media_type: str
    keys: Keys
    render: Callable[..., bytes]
    options: tuple[Option, ...] = ()
    holds: Holds = "curriculum"
    about: str = ""
    previewed_as: str = ""

    def chosen(self, given: Mapping[str, object]) -> dict[str, str | bool]:
        """All options with their values.

        Args:
            given: Those that are not to be as they are by default.

        Returns:
            A value for each option.

        Raises:
            BadRequest: It has no such option, or the option no such value.
        """
        known = {option.name: option for option in self.options}
        for name in given:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                there = f"It has: {', '.join(known)}." if known else "It has none."
                msg = f"{self.label} has no option {name[:60]!r}.{hint} {there}"
                raise BadRequest(msg)
        return {name: option.checked(given.get(name, option.default)) for name, option in known.items()}


EXPORTERS = Registry(
    "format",
    "curriculum_widgets.exporters",
    Exporter,
    {
        "json": "curriculum_widgets.exporters.json:EXPORTER",
        "markdown": "curriculum_widgets.exporters.markdown:EXPORTER",
        "html": "curriculum_widgets.exporters.html:EXPORTER",
        "site": "curriculum_widgets.exporters.site:EXPORTER",
        "pdf": "curriculum_widgets.exporters.pdf:EXPORTER",
        "docx": "curriculum_widgets.exporters.docx:EXPORTER",
        "epub": "curriculum_widgets.exporters.epub:EXPORTER",
        "slides": "curriculum_widgets.exporters.slides:EXPORTER",
        "pptx": "curriculum_widgets.exporters.pptx:EXPORTER",
        "ipynb": "curriculum_widgets.exporters.ipynb:EXPORTER",
        "jupyterbook": "curriculum_widgets.exporters.jupyterbook:EXPORTER",
        "csv": "curriculum_widgets.exporters.csv:EXPORTER",
        "gift": "curriculum_widgets.exporters.gift:EXPORTER",
        "moodle": "curriculum_widgets.exporters.moodle:EXPORTER",
        "qti12": "curriculum_widgets.exporters.qti12:EXPORTER",
        "qti21": "curriculum_widgets.exporters.qti21:EXPORTER",
        "imscc": "curriculum_widgets.exporters.imscc:EXPORTER",
        "scorm": "curriculum_widgets.exporters.scorm:EXPORTER",
        "anki": "curriculum_widgets.exporters.anki:EXPORTER",
        "zip": "curriculum_widgets.exporters.zip:EXPORTER",
    },
    extras={"pdf": "docs", "docx": "docs", "epub": "docs", "pptx": "docs", "anki": "lms"},
)


def export(
    curriculum: Curriculum,
    name: str,
    edition: Edition = Edition.TEACHER,
    options: Mapping[str, object] | None = None,
    *,
    media: Media = no_media,
) -> bytes:
    """Writes a curriculum in a format.

    Args:
        curriculum: What to write.
        name: The format, as listed by `EXPORTERS.names()`.
        edition: Who reads it.
        options: The format's own options, as its record names them; those that are left out are as usual.
        media: Where the pictures come from that are files, such as `library.media(id).read`; where there is none, the words
            about a picture stand in for it.

    Returns:
        The file's bytes, the same for equal curricula with equal pictures.

    Raises:
        UnknownName: There is no such format.
        MissingExtra: The format needs a part that is not installed.
        BadRequest: The format has no student edition, or no such option.
    """
    exporter = EXPORTERS.get(name)
    edition = Edition(edition)
    if edition is Edition.STUDENT and exporter.keys == "teacher-only":
        msg = (
            f"{exporter.label} holds the answer keys, so it has no student edition. "
            f"Formats that have one: {', '.join(_with_student_edition())}."
        )
        raise BadRequest(msg)
    return exporter.render(curriculum, edition, media=media, **exporter.chosen(options or {}))


def file_name(
    curriculum: Curriculum,
    name: str,
    edition: Edition = Edition.TEACHER,
    options: Mapping[str, object] | None = None,
) -> str:
    """What an exported file is called.

    Args:
        curriculum: What was written.
        name: The format, as listed by `EXPORTERS.names()`.
        edition: Who reads it; not said by formats that have only one.
        options: The format's own options; a version of the quizzes, for instance, has a name of its own.

    Returns:
        A file name that is safe everywhere.

    Raises:
        UnknownName: There is no such format.
        MissingExtra: The format needs a part that is not installed.
        BadRequest: The format has no such option.
    """
    exporter = EXPORTERS.get(name)
    readers = "" if exporter.keys == "teacher-only" else f"-{Edition(edition)}"
    chosen = exporter.chosen(options or {})
    said = (
        option.in_name.format(value=chosen[option.name])
        for option in exporter.options
        if option.in_name and chosen[option.name] != option.default
    )
    return f"{curriculum.id}{readers}{''.join(said)}{exporter.suffix}"


def files_of_each(formats: Iterable[str], editions: Iterable[str]) -> tuple[tuple[str, Edition], ...]:
    """The files that a choice means for each curriculum.

    Args:
        formats: Names of the registry.
        editions: Who reads them; a format without a student edition gives its teacher edition only.

    Returns:
        Formats and editions.

    Raises:
        BadRequest: Nothing is chosen, there is no such edition, or a format has none of the editions.
        UnknownName: There is no such format.
        MissingExtra: A format needs a part that is not installed.
    """
    names, readers = tuple(dict.fromkeys(formats)), tuple(dict.fromkeys(editions))
    if not names or not readers:
        msg = f"Choose {'an edition' if names else 'a format'} first."
        raise BadRequest(msg)
    unknown = next((reader for reader in readers if reader not in list(Edition)), None)
    if unknown is not None:
        msg = f"There is no edition {str(unknown)[:60]!r}. There are: {', '.join(Edition)}."
        raise BadRequest(msg)
    found: list[tuple[str, Edition]] = []
    for name in names:
        exporter = EXPORTERS.get(name)
        wanted = [
            Edition(edition)
            for edition in readers
            if exporter.keys != "teacher-only" or edition != Edition.STUDENT
        ]
        if not wanted:
            msg = (
                f"{exporter.label} holds the answer keys, so it has no student edition. "
                "Take the teacher edition, or another format."
            )
            raise BadRequest(msg)
        found += [(name, edition) for edition in wanted]
    return tuple(found)


def _with_student_edition() -> list[str]:
    """Only those that are installed: a missing extra is no advice."""
    names = []
    for name in EXPORTERS.names():
        try:
            exporter = EXPORTERS.get(name)
        except MissingExtra:
            continue
        if exporter.keys != "teacher-only":
            names.append(name)
    return names
