"""The licence that an educator chooses for a Curriculum: one of a few that are known, or words of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from curriculum_widgets.documents.text import OptionalLine

_NOISE = re.compile(r"[\s_-]+|(?:[ _-]?(?:4\.0|1\.0))$|^(?:creative ?commons)")


@dataclass(frozen=True, slots=True)
class Licence:
    """What others may do with a Curriculum.

    Args:
        name: As documents keep it and pages say it.
        about: What it allows, in a few words.
        url: Where its text stands; none for words of one's own.
    """

    name: str
    about: str = ""
    url: str = ""


_CC = "https://creativecommons.org"
LICENCES = (
    Licence("CC BY 4.0", "Others may share and change it, if they name you.", f"{_CC}/licenses/by/4.0/"),
    Licence(
        "CC BY-SA 4.0",
        "Others may share and change it, if they name you and pass it on under the same licence.",
        f"{_CC}/licenses/by-sa/4.0/",
    ),
    Licence(
        "CC BY-NC 4.0",
        "Others may share and change it, if they name you and don’t earn money with it.",
        f"{_CC}/licenses/by-nc/4.0/",
    ),
    Licence(
        "CC BY-NC-SA 4.0",
        "Others may share and change it, if they name you, don’t earn money with it, and pass it on under the same licence.",
        f"{_CC}/licenses/by-nc-sa/4.0/",
    ),
    Licence("CC0 1.0", "Everybody may do with it whatever they like.", f"{_CC}/publicdomain/zero/1.0/"),
    Licence("All rights reserved", "Whoever wants to share or change it must ask."),
)
"""Those that forms offer; the first is what open educational resources usually bear."""


def _key(text: str) -> str:
    return _NOISE.sub("", text.strip().casefold())


_BY_KEY = {_key(licence.name): licence for licence in LICENCES}


def licence(text: str) -> Licence:
    """What is known of a licence.

    Args:
        text: Its name, also as people write it (`cc-by-sa`), its address, or words of one's own.

    Returns:
        The one that is meant.
    """
    addressed = next(
        (one for one in LICENCES if one.url and one.url.rstrip("/") == text.strip().rstrip("/")), None
    )
    return addressed or _BY_KEY.get(_key(text)) or Licence(text.strip())


def _named(text: str) -> str:
    return licence(text).name


LicenceName = Annotated[OptionalLine, AfterValidator(_named)]
"""`CC BY 4.0`, another name of `LICENCES`, or words of one's own; nothing when nobody has said anything."""
