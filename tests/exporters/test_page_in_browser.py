"""The page in a real browser: answers are marked, the theme changes, nothing is fetched, nothing is refused."""

from __future__ import annotations

import pytest
from formulas import curriculum_with_formulas
from hostile import hostile_curriculum
from samples import sample_curriculum

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(browser, tmp_path):
    pages = []

    def open_(edition=Edition.STUDENT, curriculum=None, **options: object):
        path = tmp_path / "page.html"
        path.write_bytes(export(curriculum or sample_curriculum(), "html", edition))
        page = browser.new_page(**options)
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_
    for page in pages:
        assert page.requests == [page.url.partition("#")[0]]
        assert page.complaints == []
        page.close()


def answer_all(page, word, number):
    quiz = page.locator("form.quiz").first
    quiz.get_by_label("Droplets and ice").check()
    quiz.get_by_label("Wind").check()
    quiz.get_by_label("Warmth").check()
    quiz.get_by_label("False").check()
    fields = quiz.locator("input[type=text]")
    fields.nth(0).fill(word)
    fields.nth(1).fill(number)
    lefts = {
        "Evaporation": "liquid becomes gas",
        "Condensation": "gas becomes liquid",
        "Freezing": "liquid becomes solid",
    }
    for left, right in lefts.items():
        letter = quiz.locator(".bank li", has_text=right).locator(".letter").inner_text()
        quiz.get_by_label(left, exact=True).select_option(label=letter)
    for place, step in enumerate(("It leaves the sea", "It rises", "It cools", "It falls"), 1):
        quiz.get_by_label(step, exact=True).select_option(label=str(place))
    return quiz


def marks(quiz):
    return quiz.locator(".question").evaluate_all("all => all.map(question => question.dataset.mark)")


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("ANSWER-VAPORIZATION", "4187.25"),
        ("  answer-vaporization. ", "4187,25"),
        ("L'EVAPORATION", "4,187.25 mL"),
        ("l’évaporation", "4.187,5"),
        ("l'évaporation", "٤١٨٧٫٢٥"),
    ],
)
def test_right_answers_in_any_spelling(opened, word, number):
    page = opened()
    quiz = answer_all(page, word, number)
    quiz.get_by_role("button", name="Check my answers").click()
    assert marks(quiz) == ["right"] * 7
    assert quiz.get_by_role("status").inner_text() == "7 of 7 right"
    assert "EXPLAIN-CLOUD" in quiz.locator(".feedback").first.inner_text()


def test_wrong_and_missing_answers(opened):
    page = opened()
    quiz = page.locator("form.quiz").first
    quiz.get_by_label("Cotton and smoke").check()
    quiz.get_by_label("Wind").check()
    quiz.locator("input[type=text]").nth(1).fill("4188")
    quiz.get_by_role("button", name="Check my answers").press("Enter")
    assert marks(quiz) == ["wrong", "wrong", "none", "none", "wrong", "none", "none"]
    assert quiz.get_by_role("status").inner_text() == "0 of 7 right"
    assert "Answer: A. Droplets and ice" in quiz.locator(".feedback").first.inner_text()
    assert "EXPLAIN" not in quiz.locator(".feedback").nth(2).inner_text()
    quiz.get_by_role("button", name="Try again").click()
    assert marks(quiz) == [None] * 7
    assert quiz.locator(".feedback:visible").count() == 0


def test_formulas_are_drawn_also_in_answers(opened):
    page = opened(curriculum=curriculum_with_formulas())
    fraction = page.locator("math mfrac").first
    assert fraction.bounding_box()["height"] > page.locator("math mn").first.bounding_box()["height"] * 1.5
    quiz = page.locator("form.quiz").first
    quiz.get_by_label("Cotton and smoke").check()
    quiz.get_by_role("button", name="Check my answers").click()
    assert quiz.locator(".feedback").first.locator("mfrac").count() == 1


def test_light_and_dark(opened):
    page = opened(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(ground) != dark
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(ground) == dark


CONTRAST = """() => {
  const channel = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const over = (colour, below) => {
    canvas.fillStyle = `rgb(${below.join(" ")})`; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const ground = element => over(getComputedStyle(element).backgroundColor,
    element.parentElement ? ground(element.parentElement) : [255, 255, 255]);
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || element.closest("svg") || !element.checkVisibility()) continue;
    const below = ground(element), above = over(getComputedStyle(element).color, below);
    const [x, y] = [light(below), light(above)].sort((a, b) => b - a);
    if ((x + .05) / (y + .05) < 4.5) faint.push(`${element.tagName}.${element.className}: ${element.textContent.slice(0, 30)}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("edition", Edition)
def test_all_text_is_readable(opened, edition, scheme):
    page = opened(edition, color_scheme=scheme)
    if edition is Edition.STUDENT:
        page.get_by_role("button", name="Check my answers").first.click()
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("width", [320, 420, 1280])
def test_nothing_makes_the_page_scroll_sideways(opened, edition, width):
    for curriculum in (None, hostile_curriculum("endless"), sample_curriculum("Arabic")):
        page = opened(edition, curriculum, viewport={"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_text_of_a_picture_is_inside_it(opened):
    page = opened(viewport={"width": 1280, "height": 900})
    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg")].flatMap(svg => {
          const frame = svg.getBoundingClientRect();
          return [...svg.querySelectorAll("text")].filter(text => {
            const box = text.getBoundingClientRect();
            return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
          }).map(text => text.textContent);
        })"""
    )
    assert outside == []


def test_everything_is_reached_by_keyboard(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_paper_is_light_and_has_no_buttons(opened):
    page = opened(color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 42, 51)"
    assert page.locator("button:visible").count() == 0
    assert page.locator(".answer-lines:visible").count() == 3


def test_it_reads_without_its_script(browser, tmp_path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    path = tmp_path / "page.html"
    path.write_bytes(export(sample_curriculum(), "html", Edition.STUDENT))
    page.goto(path.as_uri())
    assert page.get_by_role("heading", name="The Water Cycle", level=2).is_visible()
    assert page.locator("button:visible").count() == 0
    context.close()
