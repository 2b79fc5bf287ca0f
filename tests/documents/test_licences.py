from __future__ import annotations

import pytest

from curriculum_widgets.documents.licences import LICENCES, Licence, licence
from curriculum_widgets.documents.request import Request


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("CC BY 4.0", "CC BY 4.0"),
        ("cc-by", "CC BY 4.0"),
        ("cc-by-sa-4.0", "CC BY-SA 4.0"),
        ("CC_BY_NC", "CC BY-NC 4.0"),
        ("cc by-nc-sa", "CC BY-NC-SA 4.0"),
        ("CC0", "CC0 1.0"),
        ("https://creativecommons.org/licenses/by/4.0", "CC BY 4.0"),
        ("all rights reserved", "All rights reserved"),
        ("  For our school only ", "For our school only"),
        ("CC BY 3.0", "CC BY 3.0"),
        ("", ""),
    ],
)
def test_a_licence_is_known_however_it_is_written(said: str, name: str) -> None:
    assert Request(subject="Science", grade="Grade 5", licence=said).licence == name


def test_each_known_licence_is_told_apart_and_those_that_are_public_have_an_address() -> None:
    assert len({one.name for one in LICENCES}) == len(LICENCES)
    assert [one.name for one in LICENCES if not one.url] == ["All rights reserved"]
    assert all(licence(one.name) is one and one.about for one in LICENCES)
    assert licence("Ours") == Licence("Ours")


def test_a_licence_is_one_line() -> None:
    with pytest.raises(ValueError, match="must be one line"):
        Request(subject="Science", grade="Grade 5", licence="a\nb")
