"""What every registered author must do; a new one is tested the moment it is registered."""

from __future__ import annotations

import pytest

from curriculum_widgets.authors import AUTHORS
from curriculum_widgets.authors.author import AuthorKind
from curriculum_widgets.errors import UnknownName


@pytest.mark.parametrize("name", AUTHORS.names())
def test_an_author_is_a_whole_record(name: str) -> None:
    kind = AUTHORS.get(name)
    assert isinstance(kind, AuthorKind)
    assert kind.label
    assert callable(kind.open)


def test_third_parties_are_found_by_their_entry_point() -> None:
    assert AUTHORS.names() == ["bank", "slow"]


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(UnknownName, match=r"no author 'bnak'. Did you mean 'bank'\? There are: bank, slow"):
        AUTHORS.get("bnak")
