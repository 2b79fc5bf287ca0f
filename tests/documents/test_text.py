from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from curriculum_widgets.documents.text import Line, Prose, Slug, ended, fold, slug

LINE, PROSE, SLUG = TypeAdapter(Line), TypeAdapter(Prose), TypeAdapter(Slug)


@given(st.text(), st.integers(1, 80))
def test_a_slug_is_always_safe(text: str, at_most: int) -> None:
    made = slug(text, at_most=at_most)
    assert SLUG.validate_python(made) == made
    assert len(made) <= max(at_most, len("untitled"))


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u2028b", "a\x7fb"])
def test_control_characters_are_refused_and_named(text: str) -> None:
    for adapter in (LINE, PROSE):
        with pytest.raises(ValidationError, match=r"control character U\+"):
            adapter.validate_python(text)


@pytest.mark.parametrize("text", ["", "  ", "x" * 501, "a\nb", "a\tb"])
def test_a_line_is_one_short_line(text: str) -> None:
    with pytest.raises(ValidationError):
        LINE.validate_python(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1, max_size=50))
def test_text_in_every_script_is_kept(text: str) -> None:
    kept = LINE.validate_python(text)
    assert kept == text.strip()
    assert re.sub(r"\s", "", fold(kept)) == re.sub(r"\s", "", fold(text))


@pytest.mark.parametrize("name", ["../up", "a/b", "A", "a--b", "-a", "a.", "con\x00", "ü"])
def test_ids_cannot_leave_their_folder(name: str) -> None:
    with pytest.raises(ValidationError):
        SLUG.validate_python(name)


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("The water cycle", "The water cycle."),
        ("Need or want?", "Need or want?"),
        ("“Ask first!”", "“Ask first!”"),
        ("水从哪里来？", "水从哪里来？"),
        ("من أين يأتي المطر؟", "من أين يأتي المطر؟"),
        ("Rain (and snow)", "Rain (and snow)."),
    ],
)
def test_a_title_ends_once(title: str, sentence: str) -> None:
    assert ended(title) == sentence
