"""On paper and on slides the youngest are asked aloud: nothing tells them to write, and there is nothing to write on."""

from __future__ import annotations

import pytest
from samples import sample_curriculum, spring
from unpacking import readable

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

PAPER = ("docx", "epub", "pdf", "pptx", "slides")
ALOUD = ("Say it.", "Say the number", "Say or show what belongs together.", "Thumbs up or thumbs down?")
WRITTEN = ("Write a word", "Write a number", "with its letter", "____")


def of(grade: str) -> Curriculum:
    whole = sample_curriculum()
    return whole.model_copy(update={"request": whole.request.model_copy(update={"grade": grade})})


@pytest.mark.parametrize("format_name", PAPER)
def test_the_youngest_are_asked_aloud(format_name: str) -> None:
    said = readable(export(of("Kindergarten"), format_name, Edition.STUDENT, media=spring))
    assert all(words in said for words in ALOUD)
    without_prompts = said.replace("is called ____", "")
    assert not any(words in without_prompts for words in WRITTEN)


@pytest.mark.parametrize("format_name", PAPER)
def test_those_who_write_are_asked_to(format_name: str) -> None:
    said = readable(export(of("Grade 3"), format_name, Edition.STUDENT, media=spring))
    assert "Write a word" in said
    assert "Say it." not in said


def test_where_a_screen_takes_the_answer_it_says_how() -> None:
    said = readable(export(of("Kindergarten"), "html", Edition.STUDENT, media=spring))
    assert "Write a word" in said
