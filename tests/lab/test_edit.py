"""The unit editor, in a real browser: on a tab of its own, so that nothing else is on the page."""

from __future__ import annotations

import pytest
from hostile import hostile_curriculum
from lab_editing import PATIENCE
from playwright.sync_api import expect


def test_a_line_of_the_lesson_is_seen_in_the_preview_and_on_disk(editing) -> None:
    made = editing()
    lesson = made.go("Lesson")
    text = lesson.get_by_label("Text", exact=True)
    preview = lesson.get_by_role("region", name="How the lesson looks")
    expect(preview.locator("svg").first).to_be_visible(timeout=PATIENCE)
    text.fill(text.input_value().replace("In an hour it is dry.", "By noon it is *quite* dry."))
    expect(preview.locator("em", has_text="quite")).to_be_visible(timeout=PATIENCE)
    made.saved()
    assert "By noon it is *quite* dry." in made.unit.lesson
    assert not (made.library.folder(made.curriculum) / "draft.json").exists()
    made.root.get_by_role("button", name="Undo").click()
    expect(preview).to_contain_text("In an hour", timeout=PATIENCE)
    made.saved()
    assert "In an hour" in made.unit.lesson
    made.root.get_by_role("button", name="Redo").click()
    expect(preview).to_contain_text("By noon", timeout=PATIENCE)
    text.press("Control+End")
    lesson.get_by_label("Insert a figure").select_option(label="Rain in two cities")
    expect(preview.locator("svg")).to_have_count(3, timeout=PATIENCE)
    lesson.get_by_role("button", name="Bold").click()
    expect(preview.locator("strong", has_text="important")).to_be_visible(timeout=PATIENCE)
    made.saved()
    assert "![Rain in two cities](figure:rainfall)" in made.unit.lesson


NEW: dict[str, tuple[str, dict[str, str]]] = {
    "Multiple choice": ("multiple_choice", {"Option 1": "a", "Option 2": "b", "Option 3": "c"}),
    "Several right answers": ("multiple_answers", {"Option 1": "a", "Option 2": "b", "Option 3": "c"}),
    "True or false": ("true_false", {}),
    "Short answer": ("short_answer", {"accepted answer 1": "steam"}),
    "A number": ("numeric", {"Right number": "2,5", "Also right within ±": "0.1", "Unit": "cm"}),
    "Matching": ("matching", {}),
    "Ordering": ("ordering", {"step 1": "a", "step 2": "b", "step 3": "c"}),
}


def test_a_question_of_each_kind_is_added_and_saved_when_it_is_whole(editing) -> None:
    made = editing()
    quiz = made.go("Quiz")
    for number, (label, (kind, texts)) in enumerate(NEW.items(), 1):
        quiz.get_by_role("button", name=label, exact=True).click()
        card = quiz.locator(f'[data-question="q-{number}"]')
        expect(
            card.get_by_label("Statement" if kind == "true_false" else "Question", exact=True)
        ).to_be_focused(timeout=PATIENCE)
        expect(quiz.get_by_text("Not saved yet. The question can't be empty")).to_be_visible(timeout=PATIENCE)
        made.page.keyboard.type(f"Number {number}?")
        for name, text in texts.items():
            card.get_by_role("textbox", name=name, exact=True).fill(text)
        if kind == "matching":
            for row in (1, 2):
                pair = card.get_by_role("group", name=f"pair {row}")
                pair.get_by_label("This").fill(f"left {row}")
                pair.get_by_label("goes with").fill(f"right {row}")
        expect(quiz.get_by_text("Not saved yet")).to_have_count(0, timeout=PATIENCE)
        card.locator(".cw-edit-question-head").click()
    made.saved()
    added = made.unit.quiz.questions[7:]
    assert [question.kind for question in added] == [kind for kind, _ in NEW.values()]
    assert (added[4].answer, added[4].tolerance, added[4].unit) == (2.5, 0.1, "cm")
    assert [pair.left for pair in added[5].pairs] == ["left 1", "left 2"]


def test_a_key_can_not_be_broken(editing) -> None:
    made = editing()
    quiz = made.go("Quiz")
    quiz.get_by_role("button", name="What is a cloud made of?").click()
    one = quiz.locator('[data-question="q-cloud"]')
    expect(one.get_by_role("radio", name="Option 1 is right")).to_be_checked()
    expect(
        one.get_by_role("button", name="This is the right answer: mark another one first")
    ).to_be_disabled()
    one.get_by_role("radio", name="Option 3 is right").check()
    one.get_by_role("button", name="Remove option 1").click()
    expect(one.get_by_role("radio", name="Option 2 is right")).to_be_checked()
    for button in one.locator(".cw-edit-option .cw-edit-tools button:last-child").all():
        expect(button).to_be_disabled()
    made.saved()
    saved = made.unit.quiz.questions[0]
    assert (saved.options[saved.answer].text, len(saved.options)) == ("Water vapour only", 2)

    quiz.get_by_role("button", name="What makes a puddle dry").click()
    many = quiz.locator('[data-question="q-speed"]')
    for name in ("Option 1 is right", "Option 2 is right"):
        expect(many.get_by_role("checkbox", name=name)).to_be_disabled()
    many.get_by_role("checkbox", name="Option 3 is right").check()
    expect(many.get_by_role("checkbox", name="Option 4 is right")).to_be_disabled()
    many.get_by_role("checkbox", name="Option 1 is right").uncheck()
    made.saved()
    assert made.unit.quiz.questions[1].answers == (1, 2)

    one.get_by_label("Option 1", exact=True).fill("water vapour only")
    expect(quiz.get_by_text("two options are the same")).to_be_visible(timeout=PATIENCE)
    made.saved("Saved, except 1 thing that is not finished")
    assert made.unit.quiz.questions[0] == saved, "what can't be saved yet stays on screen only"
    one.get_by_label("Option 1", exact=True).fill("Cotton")
    made.saved()
    assert made.unit.quiz.questions[0].options[0].text == "Cotton"


def test_questions_and_rows_are_moved_removed_and_had_back(editing) -> None:
    made = editing()
    quiz = made.go("Quiz")
    quiz.get_by_role("button", name="Move down question 1").click()
    expect(quiz.get_by_role("button", name="Move down question 2")).to_be_focused()
    quiz.get_by_role("button", name="Remove question 3").click()
    made.saved()
    order = [question.id for question in made.unit.quiz.questions]
    assert order == ["q-speed", "q-cloud", "q-name", "q-number", "q-match", "q-order"]
    made.root.locator(".cw-toast").get_by_role("button", name="Undo").click()
    expect(quiz.get_by_role("button", name="Remove question 7")).to_be_visible(timeout=PATIENCE)
    made.saved()
    assert made.unit.quiz.questions[2].id == "q-gone"

    points = made.go("Key points")
    points.get_by_role("button", name="Add a key point").click()
    made.page.keyboard.type("Rain falls.")
    points.get_by_role("button", name="Move up key point 3").click()
    made.saved()
    assert made.unit.key_points == ("The Sun drives the cycle.", "Rain falls.", "No water is lost.")
    made.page.keyboard.press("Control+z")
    made.page.keyboard.press("Control+z")
    expect(points.get_by_role("group", name="key point 3")).to_have_count(0, timeout=PATIENCE)
    made.page.keyboard.press("Control+Shift+Z")
    expect(points.get_by_role("group", name="key point 3")).to_be_visible(timeout=PATIENCE)

    words = made.go("Vocabulary")
    words.get_by_role("button", name="Add a word").click()
    made.page.keyboard.type("vapour")
    expect(words.get_by_text("Not saved yet. Definition can't be empty.")).to_be_visible(timeout=PATIENCE)
    made.page.keyboard.press("Tab")
    made.page.keyboard.type("Water as a gas.")
    expect(words.get_by_text("Not saved yet")).to_have_count(0, timeout=PATIENCE)
    made.saved()
    assert made.unit.vocabulary[2].definition == "Water as a gas."


def test_a_chart_and_a_diagram_are_drawn_as_they_change(editing) -> None:
    made = editing()
    chart = made.go("Chart")
    drawing = chart.get_by_role("region", name="Drawing of the chart")
    expect(drawing.locator("svg")).to_contain_text("Bergen", timeout=PATIENCE)
    chart.get_by_label("Name of column 1").fill("Oslo")
    expect(drawing.locator("svg")).to_contain_text("Oslo", timeout=PATIENCE)
    chart.get_by_label("January, Lima").fill("many")
    expect(chart.get_by_text("must be a number")).to_be_visible(timeout=PATIENCE)
    chart.get_by_label("January, Lima").fill("1,5")
    chart.get_by_role("button", name="Remove row 4").click()
    chart.get_by_label("Kind").select_option(label="Bars")
    made.saved()
    saved = made.unit.chart
    assert (saved.kind, saved.categories, saved.series[1].values) == (
        "bar", ("January", "April", "July"), (1.5, None, 2.0),
    )  # fmt: skip
    pasted = "Kind\t1\t2\nother\t3\t"
    chart.get_by_label("Name of row 3").evaluate(
        """(cell, text) => { const clipboardData = new DataTransfer(); clipboardData.setData("text", text);
        cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })); }""",
        pasted,
    )
    made.saved()
    assert made.unit.chart.categories == ("January", "April", "Kind", "other")
    assert made.unit.chart.series[0].values == (255, 114, 1, 3)

    diagrams = made.go("Diagrams")
    diagrams.get_by_role("button", name="How a puddle dries").click()
    card = diagrams.locator('[data-diagram="drying"]')
    picture = card.get_by_role("region", name="Drawing of How a puddle dries")
    expect(picture.locator("svg")).to_contain_text("Step 5", timeout=PATIENCE)
    card.get_by_role("button", name="Add box").click()
    made.page.keyboard.type("Dry at last")
    expect(picture.locator("svg")).to_contain_text("Dry at last", timeout=PATIENCE)
    made.saved()
    assert made.unit.diagrams[1].nodes[5].label == "Dry at last"
    diagrams.get_by_role("button", name="Liquid and gas").click()
    table = diagrams.locator('[data-diagram="states"]')
    table.get_by_label("Shape, Gas").fill("has none")
    made.saved()
    assert "Shape: has none" in [link.label for link in made.unit.diagrams[4].links]


@pytest.mark.parametrize(
    "name", ["script", *(pytest.param(name, marks=pytest.mark.matrix) for name in ("closing", "markdown"))]
)
def test_hostile_text_stays_text(editing, name: str) -> None:
    alarms: list[str] = []
    made = editing(hostile_curriculum(name))
    made.page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
    sections = made.root.get_by_role("navigation", name="Sections").get_by_role("button")
    for at in range(sections.count()):
        sections.nth(at).click()
        for head in made.root.locator(".cw-edit-question-head").all():
            head.click()
    lesson = made.go("Lesson")
    expect(lesson.get_by_role("region", name="How the lesson looks").locator("h4, h3").first).to_be_visible(
        timeout=PATIENCE
    )
    assert made.root.locator("script, img[src=x], [onerror], [onload]").count() == 0
    assert not alarms


def test_questions_of_another_platform_are_added_and_undone(editing) -> None:
    made = editing()
    quiz = made.go("Quiz")
    before = len(made.unit.quiz.questions)
    gift = "::River::Where do rivers end? {=in the sea ~in a spring}\n\nWrite! {}"
    file = {"name": "moodle.txt", "mimeType": "text/plain", "buffer": gift.encode()}
    quiz.get_by_label("Add questions from a file").set_input_files(file)
    expect(quiz.get_by_text("1 question of moodle.txt added")).to_be_visible(timeout=PATIENCE)
    quiz.get_by_text("1 question can’t be used").click()
    expect(quiz.get_by_text("an essay, which has no key")).to_be_visible()
    made.saved()
    assert [question.id for question in made.unit.quiz.questions][before:] == ["river"]
    made.root.get_by_role("button", name="Undo").click()
    expect(quiz.get_by_text("Where do rivers end?")).to_have_count(0, timeout=PATIENCE)
    made.saved()
    assert len(made.unit.quiz.questions) == before
    file = {"name": "bad.xml", "mimeType": "text/xml", "buffer": b"<quiz><question>"}
    quiz.get_by_label("Add questions from a file").set_input_files(file)
    expect(quiz.get_by_text("bad.xml can't be imported: it is not whole XML")).to_be_visible(timeout=PATIENCE)


def test_a_picture_is_added_described_and_shown(editing) -> None:
    made = editing()
    pictures = made.go("Pictures")
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
        "5fe5c34b0000000049454e44ae426082"
    )
    chooser = pictures.get_by_label("Add a picture from your computer")
    chooser.set_input_files({"name": "A pond.png", "mimeType": "image/png", "buffer": dot})
    description = pictures.get_by_label("Description for those who can’t see it")
    expect(description).to_be_focused(timeout=PATIENCE)
    description.fill("A pond in the morning.")
    made.saved()
    assert made.unit.images[0].file == "a-pond.png"
    lesson = made.go("Lesson")
    lesson.get_by_label("Insert a figure").select_option(label="A pond in the morning.")
    expect(lesson.get_by_role("img", name="A pond in the morning.")).to_be_attached(timeout=PATIENCE)
