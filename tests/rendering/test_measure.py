from __future__ import annotations

import pytest

from curriculum_widgets.rendering.measure import is_right_to_left, text_width, wrap

LONG = "Water that evaporates from the sea becomes a cloud and comes back to us as rain or snow"


@pytest.mark.parametrize(
    "text", [LONG, "x" * 480, "水从海里蒸发，变成云，再变成雨落下来。" * 5, "تبخر الماء من البحر " * 9]
)
def test_no_line_is_too_wide_and_nothing_is_lost(text):
    lines = wrap(text, 14, 150)
    assert all(text_width(line, 14) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_are_about_equal():
    widths = [text_width(line, 14) for line in wrap(LONG, 14, 330)]
    assert min(widths) > 0.6 * max(widths)


def test_no_chinese_line_starts_with_a_full_stop():
    for limit in range(60, 200, 7):
        assert all(
            line[0] not in "，。" for line in wrap("水从海里蒸发，变成云，再变成雨落下来。", 14, limit)
        ), limit


def test_a_letter_keeps_its_accents():
    assert all(not line.startswith("\u0301") for line in wrap("e\u0301" * 60, 14, 100))


def test_empty_text_has_no_lines():
    assert wrap("  ", 14, 100) == []


def test_bold_and_wide_letters_take_more_room():
    assert text_width("水", 10) > text_width("w", 10) > text_width("i", 10)
    assert text_width("water", 10, bold=True) > text_width("water", 10)


@pytest.mark.parametrize(
    ("text", "expected"), [("دورة الماء H2O", True), ("The سين letter", False), ("12", False)]
)
def test_direction_is_that_of_most_letters(text, expected):
    assert is_right_to_left(text) is expected


def test_no_word_is_broken_that_fits_a_line():
    for width in (90.0, 100.0, 110.0, 150.0):
        lines = wrap("Something happens again", 14.5, width, bold=True)
        assert " ".join(lines) == "Something happens again", width
