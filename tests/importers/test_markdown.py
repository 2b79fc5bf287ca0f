from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from drawn import png
from hostile import EACH_HOSTILE, HOSTILE, hostile_curriculum
from samples import sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.unit import Unit
from curriculum_widgets.errors import Damaged
from curriculum_widgets.exporters import export
from curriculum_widgets.importers.curricula import import_curriculum
from curriculum_widgets.importers.markdown.course import TEXT_AT_MOST, ReadCourse, read_course
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.workspace import Library, Workspace

COURSES: dict[str, Callable[[], Curriculum]] = {
    "sample": sample_curriculum,
    **{name: lambda name=name: curriculum_in(name) for name in LANGUAGES},
    **{f"hostile-{name}": lambda name=name: hostile_curriculum(name) for name in HOSTILE},
}
SLOW = {f"hostile-{one.values[0]}" for one in EACH_HOSTILE if not isinstance(one, str)}
EACH_COURSE = [pytest.param(name, marks=pytest.mark.matrix) if name in SLOW else name for name in COURSES]
# What Markdown does not hold.
IDS = {"id", "idea", "misconception", "thinking", "expression"}


def written(curriculum: Curriculum, edition: Edition = Edition.TEACHER, **options: object) -> str:
    return export(curriculum, "markdown", edition, options, media=spring).decode()


def changed(*pairs: tuple[str, str], edition: Edition = Edition.TEACHER) -> ReadCourse:
    text = written(sample_curriculum(), edition)
    for old, new in pairs:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return read_course(text, lambda _: sample_curriculum())


def unit(read: ReadCourse) -> Unit:
    return read.curriculum.units[0]


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", EACH_COURSE)
def test_what_nobody_touched_comes_back_equal(name: str, edition: Edition) -> None:
    curriculum = COURSES[name]()
    for pictures in (False,) if name.startswith("hostile") else (True, False):
        read = read_course(written(curriculum, edition, pictures=pictures), lambda _: curriculum)
        assert read.curriculum == curriculum
        assert read.problems == ()


def without(value: object, names: set[str]) -> object:
    if isinstance(value, dict):
        return {key: without(inner, names) for key, inner in value.items() if key not in names}
    return [without(inner, names) for inner in value] if isinstance(value, list | tuple) else value


def test_without_the_library_all_that_markdown_holds_comes_back() -> None:
    course = sample_curriculum()
    read = read_course(written(course), lambda _: None)
    for made, was in zip(read.curriculum.units, course.units, strict=True):
        for name in Unit.model_fields:
            if name in ("id", "lesson", "diagrams", "chart", "images", "missing", "rubric"):
                continue
            assert without(made.model_dump()[name], IDS) == without(was.model_dump()[name], IDS), name
    assert without(read.curriculum.final_assessment.model_dump(), IDS) == without(
        course.final_assessment.model_dump(), IDS
    )
    assert (
        unit(read).lesson
        == course.units[0]
        .lesson.replace("![The water cycle](figure:cycle)\n\n", "")
        .replace("![What happens to rain](figure:rain)\n\n", "")
        .replace("\n> Which", "\n> Which")
        .strip()
    )
    assert [row.objective for row in unit(read).rubric] == [unit(read).objectives[0].id]
    [image] = read.curriculum.units[1].images
    assert (image.alt, read.pictures[image.file]) == ("Water comes out of a rock.", png())
    assert sum("can't be made anew" in problem for problem in read.problems) == 7
    assert read.curriculum.request.subject == "Science"
    assert read.curriculum.provenance.created.date() == course.provenance.created.date()


def test_what_a_teacher_changed_comes_back() -> None:
    read = changed(
        ("# Water on the Move", "# Where water goes"),
        ("Two units on where water goes", "Two short units on where water goes"),
        ("## Unit 1: The Water Cycle", "## Unit 1: Round and round"),
        ("Wet a stone and leave it in the sun.", "Wet a *flat* stone & leave it in the sun."),
        ("- No water is lost.", "- No water is lost.\n- Ice counts, too."),
        ("- **condensation:** The change from gas to liquid.", "- **condensation:** From gas to liquid."),
        ("   - C. Water vapour only", "   - C. Water vapour only\n   - D. Dust"),
        ("1. **A. Droplets and ice**", "1. **D. Dust**"),
        ("3. **False**", "3. **True**"),
        ("5. **4187.25 ± 0.3125 mL**", "5. **4187 ± 1 mL**"),
        ("Watch for five minutes.", "Watch for ten minutes."),
        ("**Solution:** SOLUTION-ONE Vapour cools.", "**Solution:** The vapour cools at the glass."),
        ("| 5 min | PLAN-STEP Wet a stone. |", "| 7 min | PLAN-STEP Wet a stone. |"),
    )
    assert read.problems == ()
    assert read.curriculum.title == "Where water goes"
    assert read.curriculum.overview.startswith("Two short units")
    now, was = unit(read), sample_curriculum().units[0]
    assert now.title == "Round and round"
    assert now.lesson == was.lesson.replace("a stone and", "a *flat* stone &", 1).strip()
    assert now.key_points[-1] == "Ice counts, too."
    assert now.vocabulary[1].definition == "From gas to liquid."
    cloud, *_, number, _, _ = now.quiz.questions
    assert (cloud.options[cloud.answer].text, cloud.id) == ("Dust", "q-cloud")
    assert cloud.options[1].misconception == "cloud-is-vapour"
    assert now.quiz.questions[2].answer is True
    assert (number.answer, number.tolerance, number.unit, number.expression) == (4187.0, 1.0, "mL", "")
    assert now.activity.steps[2] == "Watch for ten minutes."
    assert now.practice[0].solution == "The vapour cools at the glass."
    assert now.teacher_plan.steps[0].minutes == 7
    assert (now.diagrams, now.chart, now.rubric, now.minutes) == (
        was.diagrams,
        was.chart,
        was.rubric,
        was.minutes,
    )
    assert read.curriculum.units[1] == sample_curriculum().units[1]
    assert read.curriculum.provenance.edited == ("water-cycle",)


def test_each_kind_of_key_can_be_changed() -> None:
    read = changed(
        ("2. **A. Wind; B. Warmth**", "2. **A. Wind; D. Damp air**"),
        ("4. **ANSWER-VAPORIZATION (also: l’évaporation)**", "4. **drying (also: evaporation; going up)**"),
        ("6. **1C. Evaporation – liquid becomes gas; 2B.", "6. **1B. Evaporation – liquid becomes gas; 2C."),
        ("7. **C. It leaves the sea → D. It rises → B. It cools → A. It falls**", "7. **A → B → C → D**"),
    )
    assert read.problems == ()
    _, many, _, short, _, match, order = unit(read).quiz.questions
    assert many.answers == (0, 3)
    assert short.accepted == ("drying", "evaporation", "going up")
    assert {pair.left: pair.right for pair in match.pairs}["Evaporation"] == "gas becomes liquid"
    assert order.steps == ("It falls", "It cools", "It leaves the sea", "It rises")


def test_a_student_edition_keeps_the_keys_and_what_only_teachers_read() -> None:
    read = changed(("What is a cloud made of?", "What are clouds made of?"), edition=Edition.STUDENT)
    now, was = unit(read), sample_curriculum().units[0]
    assert now.quiz.questions[0].prompt == "What are clouds made of?"
    assert now.quiz.questions[0].explanation == was.quiz.questions[0].explanation
    assert now.quiz.questions[1:] == was.quiz.questions[1:]
    assert now.model_copy(update={"quiz": was.quiz}) == was


def test_a_section_or_a_unit_that_was_taken_out_is_out() -> None:
    text = written(sample_curriculum())
    before, _, rest = text.partition("### Summary")
    read = read_course(
        before + "### Resources" + rest.partition("### Resources")[2], lambda _: sample_curriculum()
    )
    assert unit(read).summary == ""
    assert unit(read).resources == sample_curriculum().units[0].resources
    start, end = text.index('<a id="unit-2"></a>'), text.index('<a id="final-assessment"></a>')
    read = read_course(text[:start] + text[end:], lambda _: sample_curriculum())
    assert [one.id for one in read.curriculum.units] == ["water-cycle"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("   *Choose one.*\n", "", "Unit 1, Quiz: question 1: it has lost the line in italics"),
        ("1. **A. Droplets and ice**", "1. **Steam**", "Unit 1, Quiz: question 1: its answer 'Steam' is none of its options"),
        ("3. **False**", "3. **Perhaps**", "Unit 1, Quiz: question 3: its answer 'Perhaps' is neither"),
        ("5. **4187.25 ±", "5. **much ±", "Unit 1, Quiz: question 5: its answer 'much ± 0.3125 mL' does not begin with a number"),
        ("### Key points\n", "### Key points\n\nRead this first.\n", "Unit 1, Key points: this could not be read: “Read this first.”"),
        ("| January | 255 | 1 |", "| January | 300 | 1 |", "figures are not read from Markdown"),
        ("## Glossary", "## Afterword\n\nThe end.\n\n## Glossary", "the heading “Afterword” is none of a curriculum"),
        ("small groups, 15 min", "small groups, 15 min\n\nOutdoors!", "Unit 1, Activity: this could not be read: “Outdoors!”"),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_listed(old: str, new: str, said: str) -> None:
    problems = changed((old, new)).problems
    assert any(said in problem for problem in problems), problems


def test_a_question_that_can_not_be_read_stays_as_it_was() -> None:
    read = changed(
        ("1. **A. Droplets and ice**", "1. **Steam**"), ("What makes a puddle dry", "What lets a puddle dry")
    )
    was = sample_curriculum().units[0].quiz.questions
    assert unit(read).quiz.questions[0] == was[0]
    assert unit(read).quiz.questions[1].prompt.startswith("What lets")
    assert unit(read).quiz.questions[2:] == was[2:]
    assert read.problems == (
        "Unit 1, Quiz: question 1: its answer 'Steam' is none of its options; it stays as it was",
    )


def test_the_licence_is_read_too() -> None:
    made = sample_curriculum()
    made = made.model_copy(update={"request": made.request.model_copy(update={"licence": "CC BY 4.0"})})
    assert read_course(written(made), lambda _: made).curriculum == made
    assert read_course(written(made), lambda _: None).curriculum.request.licence == "CC BY 4.0"
    arabic = curriculum_in("Arabic")
    reserved = arabic.request.model_copy(update={"licence": "All rights reserved"})
    arabic = arabic.model_copy(update={"request": reserved})
    assert read_course(written(arabic), lambda _: arabic).curriculum == arabic


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no Markdown that the studio wrote"),
        ("# Notes\n\nBuy milk.", "no Markdown that the studio wrote"),
        ("# T\n\nScience · Grade 5 · Standard · Teacher edition\n\nNothing.", "it has no unit"),
        ("x" * (TEXT_AT_MOST + 1), "more than 3 million characters"),
        (">" * 5000 + "# x", "no Markdown that the studio wrote"),
    ],
    ids=range(5),
)
def test_what_is_no_document_of_ours_is_refused(text: str, said: str) -> None:
    with pytest.raises(Damaged, match=said):
        read_course(text, lambda _: None)


@pytest.mark.parametrize("content", ["quizzes", "materials"])
def test_a_part_is_not_taken_for_the_whole(content: str) -> None:
    with pytest.raises(Damaged, match=f"holds only the {content}; export everything"):
        read_course(written(sample_curriculum(), content=content), lambda _: sample_curriculum())


def test_pictures_come_along_into_the_library(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    data = written(sample_curriculum()).encode()
    made = import_curriculum(workspace, "water.md", data)
    library = Library(workspace)
    [image] = library.load(made.id).units[1].images
    assert library.media(made.id).read(image.file) == png()
    assert made.outcome == "added"
    with pytest.raises(Damaged, match=r"^water\.md can't be imported: it is not text in UTF-8"):
        import_curriculum(workspace, "water.md", b"\xff\xfe")


def test_a_copy_has_the_pictures_of_what_it_was_written_from(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)
    library = Library(workspace)
    library.save(sample_curriculum(), media=spring)
    data = written(sample_curriculum(), pictures=False)
    assert import_curriculum(workspace, "water.md", data.encode()).outcome == "there"
    copy = import_curriculum(
        workspace, "water.md", data.replace("At a spring.", "At a cold spring.").encode()
    )
    assert copy.outcome == "copied"
    assert library.media(copy.id).read("spring.png") == png()
    assert library.load("water") == sample_curriculum()
    assert library.load(copy.id).provenance.edited == ("rivers",)
