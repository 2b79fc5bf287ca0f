from __future__ import annotations

from pathlib import Path

import pytest
from samples import sample_curriculum

from curriculum_widgets.exporters import export
from curriculum_widgets.workspace import Library, Workspace


@pytest.fixture
def there(curriculum, tmp_path: Path):
    """The sample curriculum, brought into the library from its file."""
    path = tmp_path / "water.json"
    path.write_bytes(export(sample_curriculum(), "json"))
    done = curriculum("import", path)
    assert (done.code, done.out) == (0, "water is in the library: Water on the Move\n"), done.err
    return path


def test_a_curriculum_comes_in_once(curriculum, workspace: Path, there: Path) -> None:
    assert Library(Workspace.open(workspace)).load("water") == sample_curriculum()
    assert "there already" in curriculum("import", there).out
    refused = curriculum("import", there, "--into", "water")
    assert (refused.code, "leave out --into" in refused.err) == (2, True)


@pytest.mark.parametrize("file_format", ["gift", "moodle"])
def test_questions_come_into_a_unit(
    curriculum, workspace: Path, there: Path, tmp_path: Path, file_format: str
) -> None:
    path = tmp_path / ("quiz.xml" if file_format == "moodle" else "quiz.txt")
    written = curriculum("export", "water", "--format", file_format, "--output", path)
    assert (written.code, written.out.strip()) == (0, str(path)), written.err
    assert path.read_bytes() == export(sample_curriculum(), file_format)
    done = curriculum("import", path, "--into", "water", "--unit", "rivers")
    assert (done.code, done.out) == (0, f"9 questions of {path.name} are in the quiz of rivers now.\n"), (
        done.err
    )
    changed = Library(Workspace.open(workspace)).load("water")
    assert len(changed.units[1].quiz.questions) == 9
    assert changed.units[0] == sample_curriculum().units[0]


def test_what_is_wrong_is_one_line(curriculum, there: Path, tmp_path: Path) -> None:
    path = tmp_path / "quiz.txt"
    path.write_text("Write! {}\n\nSun? {T}")
    for words, said in (
        ([path], "Say where the questions of quiz.txt go"),
        ([path, "--into", "water", "--unit", "lakes"], "There are: water-cycle, rivers."),
        ([tmp_path / "none.txt"], "none.txt"),
    ):
        refused = curriculum("import", *words)
        assert refused.code != 0
        assert said in refused.err
        assert "Traceback" not in refused.err
    done = curriculum("import", path, "--into", "water", "--unit", "rivers")
    assert "Left out: question 1: it is an essay" in " ".join(done.err.split())


def test_markdown_that_was_changed_by_hand_comes_back(
    curriculum, workspace: Path, there: Path, tmp_path: Path
) -> None:
    path = tmp_path / "water.md"
    assert curriculum("export", "water", "--format", "markdown", "--output", path).code == 0
    assert "there already" in curriculum("import", path).out
    text = path.read_text().replace("At a spring.", "At a cold spring.")
    path.write_text(text.replace("| January | 255 | 1 |", "| January | 300 | 1 |"))
    done = curriculum("import", path)
    assert (done.code, "came in as a copy" in done.out) == (0, True), done.err
    assert "Not taken: Unit 1, More figures: figures are not read from Markdown" in " ".join(done.err.split())
    library = Library(Workspace.open(workspace))
    copy = next(card.id for card in library.list() if card.id != "water")
    assert "At a cold spring." in library.load(copy).units[1].lesson
    assert library.load("water") == sample_curriculum()


def test_a_template_of_the_original_app_comes_onto_the_shelf(curriculum, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text('{"metadata": {"name": "Explore"}, "structure": {"topics": ["Explore: {topic}"]}}')
    done = curriculum("import", path)
    assert (done.code, done.out) == (
        0,
        "A template of the original app is on your shelf now: explore, Explore\n",
    )
