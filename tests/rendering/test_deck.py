"""What a curriculum becomes as slides: written for slides, whole in its notes, and without answers where students read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from demos import demo
from samples import SECRETS, sample_curriculum, spring

from curriculum_widgets.authors.styles import SHAPES
from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.rendering.deck import stage
from curriculum_widgets.rendering.deck.deck import deck
from curriculum_widgets.rendering.deck.lesson import sections
from curriculum_widgets.rendering.deck.matching import matched
from curriculum_widgets.rendering.deck.rich import Run, line, sentences, words
from curriculum_widgets.rendering.deck.slide import Paragraph, Slide, Table
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import no_media
from curriculum_widgets.rendering.words import ENGLISH, Words, words_for


def slides(curriculum: Curriculum, edition: Edition = Edition.TEACHER) -> tuple[Slide, ...]:
    return deck(curriculum, edition, spring).slides


def shown(slide: Slide) -> str:
    table = [cell for row in (slide.table.head, *slide.table.rows) for cell in row] if slide.table else []
    texts = [slide.title, *(one.text for one in (*slide.body, *slide.second)), slide.caption, *table]
    return "\n".join(map(words, texts))


def everything(curriculum: Curriculum, edition: Edition) -> str:
    made = slides(curriculum, edition)
    return "\n".join(text for slide in made for text in (shown(slide), slide.eyebrow, *slide.notes))


def with_lesson(lesson: str, **changes: object) -> Curriculum:
    whole = sample_curriculum()
    unit = whole.units[0].model_copy(update={"lesson": lesson, "key_points": ()} | changes)
    return whole.model_copy(update={"units": (unit,)})


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Dr. Who came with J. S. Bach, e.g. Then he left.",
            ["Dr. Who came with J. S. Bach, e.g. Then he left."],
        ),
        ("It was 3. Mai. Er ging.", ["It was 3. Mai.", "Er ging."]),
        ('He said "Yes." She left.', ['He said "Yes."', "She left."]),
        ("3.5 mL is left. so be it.", ["3.5 mL is left. so be it."]),
        ("把石头弄湿。它“干了。”水呢？", ["把石头弄湿。", "它“干了。”", "水呢？"]),
        ("يصبح جافًا. أين ذهب الماء؟", ["يصبح جافًا.", "أين ذهب الماء؟"]),
        ("¿Adónde fue? Al aire.", ["¿Adónde fue?", "Al aire."]),
    ],
)
def test_sentences_end_where_they_do(text, ends):
    assert [words(one) for one in sentences(line(text))] == ends


def test_a_sentence_keeps_its_styles():
    text = (Run("Hot air "), Run("rises. Cold", "strong"), Run(" air falls."))
    assert sentences(text) == [
        (Run("Hot air "), Run("rises.", "strong")),
        (Run("Cold", "strong"), Run(" air falls.")),
    ]


def test_a_unit_is_taught_in_its_order():
    titles = [words(slide.title) for slide in slides(sample_curriculum())]
    order = ["Water on the Move", "Contents", "The Water Cycle", "Objectives", "Up", "Down again", "Rain in two cities", "Key points", "Vocabulary", "A cloud in a jar", "Safety", "Steps", "What is a cloud made of?", "A glass of cold milk is wet outside. Where from?", "Rivers"]  # fmt: skip
    places = [titles.index(title) for title in order]
    assert all(before < after for before, after in pairwise(places))


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("style", SHAPES)
def test_each_style_gives_slides_with_notes_that_hold_the_whole_lesson(style, edition):
    curriculum = demo("Science", 4, style)
    made = slides(curriculum, edition)
    assert all(slide.notes and all(slide.notes) for slide in made)
    told = " ".join(note for slide in made for note in slide.notes)
    for unit in curriculum.units:
        for section in sections(unit.lesson or "", ENGLISH):
            assert all(one in told for one in section.told)
    assert {slide.figure.id for slide in made if slide.figure} == {
        figure.id
        for unit in curriculum.units
        for figure in (*unit.diagrams, *([unit.chart] if unit.chart else []))
    }


@pytest.mark.parametrize("style", SHAPES)
def test_no_slide_is_poured_prose(style):
    for slide in slides(demo("Science", 4, style), Edition.STUDENT):
        said = sum(len(words(one.text)) for one in (*slide.body, *slide.second))
        assert said <= 900, shown(slide)


@pytest.mark.parametrize("style", SHAPES)
@pytest.mark.parametrize("subject", ["Science", "Mathematics"])
def test_students_get_no_answer_to_any_question_of_the_lesson(subject, style):
    curriculum = demo(subject, 4, style)
    said = everything(curriculum, Edition.STUDENT)
    asides = [
        one
        for unit in curriculum.units
        for section in sections(unit.lesson or "", ENGLISH)
        for one in section.asides
    ]
    if style in {"Standard", "Concise", "Comedian", "Detailed"}:
        assert len([one for one in asides if one.answer]) >= 6
    for aside in asides:
        assert words(aside.text) in said
        assert not aside.answer or words(aside.answer) not in said
    for unit in curriculum.units:
        keys = [question.explanation for question in unit.quiz.questions] + [unit.exit_ticket.answer]
        assert not [key for key in keys if key in said]


def test_no_secret_stands_on_a_student_slide_or_in_its_notes():
    said = everything(sample_curriculum(), Edition.STUDENT)
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.parametrize(
    ("lesson", "code"),
    [
        (
            "### A\n\nText.\n\n**Check yourself.** Why?\n\n### Answers to “Check yourself”\n\n- **A.** Because SECRET.",
            "en",
        ),
        (
            "### Why A?\n\n**Check yourself.** Why?\n\n### Answers to “Check yourself”\n\n- **Why A?** SECRET.",
            "en",
        ),
        ("### A\n\n**Check yourself.** Why?\n\n### Answers\n\n1. SECRET.", "en"),
        ("### A\n\n**Check.** Why? *Answer:* SECRET.", "en"),
        ("### A\n\n**Check:** Why?\n\n**Answer:** SECRET.", "en"),
        ("### A\n\n- Some text.\n- *Check:* Why? *Answer:* SECRET.", "en"),
        ("### A\n\nWhy? Answer: SECRET.", "en"),
        ("### A\n\n> **Frage:** Warum?\n>\n> **Antwort:** SECRET.", "de"),
        ("### A\n\n**检查：** 为什么？**答案：** SECRET。", "zh"),
    ],
)
def test_an_answer_is_found_wherever_a_lesson_gives_it(lesson, code):
    curriculum = with_lesson(lesson)
    names = {"en": "English", "de": "German", "zh": "Chinese"}
    request = curriculum.request.model_copy(update={"language": names[code]})
    curriculum = curriculum.model_copy(update={"request": request})
    assert words_for(curriculum).code == code
    assert "SECRET" not in everything(curriculum, Edition.STUDENT)
    made = slides(curriculum)
    answered = next(at for at, slide in enumerate(made) if "SECRET" in shown(slide))
    assert made[answered - 1].title == made[answered].title
    assert "SECRET" in " ".join(made[answered - 1].notes)
    assert made[answered].body[0].tone == "right"


def test_answers_that_belong_to_nothing_are_for_teachers():
    curriculum = with_lesson("### A\n\nText.\n\n### Answers\n\n1. SECRET one.\n2. SECRET two.")
    assert "SECRET one." in everything(curriculum, Edition.TEACHER)
    assert "SECRET" not in everything(curriculum, Edition.STUDENT)


def test_a_word_that_looks_like_a_label_is_none():
    [section] = sections("### A\n\nYou might answer: “More.” Then ask on. **Water** is wet.", ENGLISH)
    assert section.asides == []
    assert words(section.prose[0]).startswith("You might answer: “More.”")


def test_statements_are_matched_with_what_they_are_about():
    texts = ["Sunlight warms the sea, and vapour rises.", "Rivers carry rain back to the sea."]
    assert matched(["Rain runs back in rivers.", "Vapour rises in sunlight."], texts) == [[1], [0]]
    assert matched(["蒸发是液体变成气体。"], ["太阳晒热水，水蒸发成气体。", "河流回大海。"]) == [[0], []]
    assert matched(["x"], []) == []


def test_long_text_is_split_at_ends_of_sentences_and_none_is_lost():
    long = [
        Paragraph(line(" ".join(f"This is sentence number {at} of a long text." for at in range(40))))
        for _ in range(3)
    ]
    size, pages = stage.paged(long)
    assert len(pages) > 2
    assert all(stage.height(page, size, stage.BODY.width) <= stage.BODY.height for page in pages)
    assert all(words(one.text).endswith(".") for page in pages for one in page)
    assert " ".join(words(one.text) for page in pages for one in page) == " ".join(
        words(one.text) for one in long
    )
    heights = [stage.height(page, size, stage.BODY.width) for page in pages]
    assert max(heights) <= 2.1 * min(heights)  # none is left with a line or two


def test_text_without_any_end_is_split_too():
    _, pages = stage.paged([Paragraph(line("y" * 5000), "•")])
    assert "".join(words(one.text) for page in pages for one in page) == "y" * 5000
    assert [one.marker for page in pages for one in page][1:] == [""] * (sum(map(len, pages)) - 1)


def test_a_heading_that_no_slide_holds_is_cut_and_whole_in_the_notes():
    title = "All about " + "very " * 80 + "long titles"
    curriculum = with_lesson(f"### {title}\n\nShort.")
    slide = next(one for one in slides(curriculum) if words(one.title).endswith("…"))
    assert title in slide.notes
    assert stage.lines(slide.title, slide.title_size, stage.TITLE.width, bold=True) <= 3


def test_a_table_goes_on_over_slides_and_a_wide_one_becomes_lines():
    tall = Table((line("n"), line("square")), tuple((line(str(n)), line(str(n * n))) for n in range(40)))
    size, parts = stage.tabled(tall)
    assert size in stage.SMALL
    assert sum(len(one.rows) for one in parts) == 40
    assert all(one.head == tall.head for one in parts)
    wide = (
        "|" + "|".join(f"column {at}" for at in range(12)) + "|\n" + "|---" * 12 + "|\n" + "|value" * 12 + "|"
    )
    made = [
        slide
        for slide in slides(with_lesson(f"### Wide\n\nSee.\n\n{wide}"))
        if "column 11: value" in shown(slide)
    ]
    assert [slide.kind for slide in made] == ["text"]


def test_what_is_missing_is_told_to_teachers_with_its_reason():
    said = everything(sample_curriculum(), Edition.TEACHER)
    assert "Not included: Quiz. REASON the key of question 2 was not an option" in said
    assert "Not included: Quiz." in everything(sample_curriculum(), Edition.STUDENT)


def test_a_doubtful_answer_is_marked_for_teachers_and_kept_from_students():
    whole = sample_curriculum()
    first, *others = whole.units[0].quiz.questions
    doubted = first.model_copy(update={"doubt": "DOUBT two options are right"})
    quiz = whole.units[0].quiz.model_copy(update={"questions": (doubted, *others)})
    curriculum = whole.model_copy(update={"units": (whole.units[0].model_copy(update={"quiz": quiz}),)})
    assert any(
        one.tone == "care" and "DOUBT" in words(one.text)
        for slide in slides(curriculum)
        for one in slide.body
    )
    assert "What is a cloud made of?" not in everything(curriculum, Edition.STUDENT)


def test_a_picture_that_is_not_there_is_told():
    curriculum = sample_curriculum()
    slide = next(
        one
        for one in deck(curriculum, Edition.STUDENT, no_media).slides
        if one.figure and one.figure.id == "spring"
    )
    assert slide.kind == "picture"
    assert "Water comes out of a rock." in slide.notes
    assert isinstance(words_for(curriculum), Words)
