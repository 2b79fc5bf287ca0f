"""The slides in a real browser: nothing is fetched, nothing is cut off, keys and a second window work, each is a page on paper."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile

import pypdf
import pytest
from demos import demo
from hostile import HOSTILE, elements, hostile_curriculum
from samples import sample_curriculum, spring
from tongues import LANGUAGES, curriculum_in

from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.deck.stage import HEIGHT, WIDTH
from curriculum_widgets.rendering.edition import Edition

pytestmark = pytest.mark.slow

AXE = "axe-core@4.14.1"
SIZE = {"width": WIDTH, "height": HEIGHT}
# What of the slide now shown is larger than its box, or outside of the slide.
CUT_OFF = """() => {
  const slide = Reveal.getCurrentSlide(), stage = slide.getBoundingClientRect(), found = [];
  const say = (part, why) => found.push(`${Reveal.getIndices().h + 1} ${part.className}: ${why}`);
  for (const part of slide.querySelectorAll(":scope > :not(.notes)")) {
    if (!part.checkVisibility()) continue;
    const box = part.getBoundingClientRect(), oneLine = part.matches(".eyebrow, .foot");
    if (!oneLine && part.scrollHeight > part.clientHeight + 1) say(part, `${part.scrollHeight} of ${part.clientHeight} high`);
    if (!oneLine && part.scrollWidth > part.clientWidth + 1) say(part, `${part.scrollWidth} of ${part.clientWidth} wide`);
    if (part.matches(".title") && part.firstElementChild.getBoundingClientRect().height > box.height + 1) say(part, "too high");
    if (box.left < stage.left - 1 || box.right > stage.right + 1 || box.top < stage.top - 1 || box.bottom > stage.bottom + 1) say(part, "outside");
  }
  return found;
}"""


@pytest.fixture
def opened(browser, tmp_path):
    pages = []

    def open_(curriculum=None, edition=Edition.TEACHER, **options: object):
        path = tmp_path / "slides.html"
        path.write_bytes(export(curriculum or sample_curriculum(), "slides", edition, media=spring))
        page = browser.new_page(**{"viewport": SIZE, "reduced_motion": "reduce"} | options)
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_function("window.Reveal?.isReady()")
        pages.append(page)
        return page

    yield open_
    for page in pages:
        # pictures inside the page are no requests of it; reveal.js asks for nothing
        assert [url.partition("#")[0] for url in page.requests if not url.startswith("data:")] == [
            page.url.partition("#")[0]
        ]
        assert page.complaints == []
        page.close()


def walked(page) -> list[str]:
    """What is cut off on any slide."""
    found = []
    for at in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate("at => Reveal.slide(at)", at)
        found += page.evaluate(CUT_OFF)
    return found


@pytest.mark.parametrize("edition", Edition)
def test_nothing_is_cut_off(opened, edition):
    assert walked(opened(edition=edition)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_in_any_script(opened, language):
    assert walked(opened(curriculum_in(language))) == []


@pytest.mark.parametrize("style", ["Standard", *(pytest.param(style, marks=pytest.mark.matrix) for style in ("Storyteller", "Detailed", "Visual", "Socratic"))])  # fmt: skip
@pytest.mark.parametrize("subject", ["Science", "Mathematics"])
def test_nothing_of_what_the_bank_writes_is_cut_off(opened, subject, style):
    assert walked(opened(demo(subject, 4, style))) == []


@pytest.mark.parametrize("name", ["closing", *(pytest.param(name, marks=pytest.mark.matrix) for name in HOSTILE if name != "closing")])  # fmt: skip
def test_hostile_text_is_text_and_stays_in_its_box(opened, name):
    page = opened(hostile_curriculum(name))
    assert walked(page) == []
    assert page.evaluate("[...document.scripts].length") == 1
    assert (
        page.locator("a, iframe, object, [onclick], [onload], [onerror]").count()
        == page.locator(".controls a").count()
    )


# The contrast of each text with the ground of its slide, where it is too little.
FAINT = """() => [...document.querySelectorAll("section.sheet")].flatMap(slide => {
  const rgb = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const channel = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const light = colour => { const [r, g, b] = rgb(colour).map(channel); return .2126 * r + .7152 * g + .0722 * b; };
  const ground = light(getComputedStyle(slide).backgroundColor);
  return [...slide.querySelectorAll(":scope > :not(.notes, .figure) *, :scope > p")].filter(part => {
    const [x, y] = [ground, light(getComputedStyle(part).color)].sort((a, b) => b - a);
    return part.textContent.trim() && (x + .05) / (y + .05) < 4.5;
  }).map(part => `${slide.id} ${part.tagName} ${part.className}`);
})"""


def test_all_text_is_readable_on_its_ground(opened):
    page = opened(demo())
    assert page.evaluate(FAINT) == []
    grounds = page.evaluate(
        "[...document.querySelectorAll('section.sheet')].map(one => getComputedStyle(one).backgroundColor)"
    )
    assert len(set(grounds)) == 3


def test_keys_lead_through_the_slides_and_back(opened):
    page = opened()
    assert page.locator(".present .title").inner_text() == "Water on the Move"
    assert page.get_by_role("button", name="Print").is_visible()
    for key in ("ArrowRight", "Space", "PageDown"):
        page.keyboard.press(key)
    assert page.evaluate("Reveal.getIndices().h") == 3
    assert page.locator(".tools").is_hidden()
    page.keyboard.press("End")
    assert page.evaluate("Reveal.isLastSlide()")
    page.keyboard.press("ArrowLeft")
    before = page.evaluate("Reveal.getTotalSlides()") - 1
    page.wait_for_function("name => location.hash === name", arg=f"#/slide-{before}")


def test_a_second_window_shows_what_the_speaker_says(opened):
    page = opened()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    notes = popup.value
    assert notes.title() == "Notes"
    assert "PLAN-STEP Wet a stone." in notes.locator("main").inner_text()
    assert "Objectives" in notes.locator("footer").inner_text()
    notes.keyboard.press("ArrowRight")
    assert page.locator(".present .title").inner_text() == "Objectives"
    assert notes.locator("h1").inner_text() == "Objectives"
    assert "What you already know" in notes.locator("main").inner_text()
    notes.close()


def test_touch_leads_on(opened):
    page = opened(has_touch=True, viewport={"width": 390, "height": 700})
    page.locator(".navigate-right").tap()
    assert page.evaluate("Reveal.getIndices().h") == 1
    assert walked(page) == []


@pytest.mark.parametrize(("wish", "moves"), [("reduce", "none"), ("no-preference", "slide")])
def test_slides_move_only_for_those_who_like_it(opened, wish, moves):
    page = opened(reduced_motion=wish)
    assert page.evaluate("Reveal.getConfig().transition") == moves
    page.emulate_media(reduced_motion="no-preference" if moves == "none" else "reduce")
    page.wait_for_function("was => Reveal.getConfig().transition !== was", arg=moves)


def test_arabic_runs_from_right_to_left(opened):
    page = opened(curriculum_in("Arabic"))
    assert page.evaluate(
        "[document.documentElement.lang, document.documentElement.dir, Reveal.getConfig().rtl]"
    ) == ["ar", "rtl", True]
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("Reveal.getIndices().h") == 1
    controls, foot = (page.locator(one).bounding_box() for one in (".controls", ".present .foot span"))
    assert controls["x"] + controls["width"] < foot["x"]
    for arrow in (".navigate-left", ".navigate-right"):
        box = page.locator(arrow).bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] < foot["x"]


def test_each_slide_is_a_page_on_paper(opened):
    page = opened()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    slides = page.locator("section.sheet")
    assert len(printed.pages) == slides.count()
    for at in (0, 5, slides.count() - 1):
        heading = slides.nth(at).locator(".title").text_content()
        assert " ".join(heading.split()) in " ".join(printed.pages[at].extract_text().split())
    assert "PLAN-STEP" not in " ".join(one.extract_text() for one in printed.pages)
    assert float(printed.pages[0].mediabox.width) == pytest.approx(WIDTH * 0.75, abs=1)


def test_it_reads_without_its_script(browser, tmp_path):
    context = browser.new_context(java_script_enabled=False, viewport=SIZE)
    page = context.new_page()
    path = tmp_path / "slides.html"
    path.write_bytes(export(sample_curriculum(), "slides", Edition.STUDENT))
    page.goto(path.as_uri())
    boxes = [
        page.get_by_role("heading", name=name).first.bounding_box()
        for name in ("Water on the Move", "Objectives", "Rivers")
    ]
    assert all(boxes)
    assert boxes[0]["y"] < boxes[1]["y"] - HEIGHT < boxes[2]["y"] - 2 * HEIGHT
    assert page.locator("button:visible").count() == 0
    context.close()


def test_it_shows_in_a_frame_that_may_reach_nothing(opened, browser):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    html = export(sample_curriculum(), "slides").decode()
    page.set_content('<iframe sandbox="allow-scripts allow-modals" width="960" height="540"></iframe>')
    page.locator("iframe").evaluate("(frame, html) => { frame.srcdoc = html; }", html)
    frame = page.frame_locator("iframe")
    frame.locator(".present .title").wait_for()
    frame.locator(".navigate-right").click()
    frame.locator(".present .title", has_text="Contents").wait_for()
    assert complaints == []
    page.close()


def test_pictures_are_told_in_words_and_charts_have_their_numbers():
    html = export(sample_curriculum(), "slides", Edition.STUDENT, media=spring).decode()
    figures = [about for tag, about in elements(html) if tag == "img" or about.get("role") == "img"]
    assert len(figures) == 8
    assert all(about.get("alt") or about.get("aria-label") for about in figures)
    assert ">255<" in html


@pytest.mark.matrix
@pytest.mark.parametrize("language", ["English", "Arabic"])
@pytest.mark.parametrize("edition", Edition)
def test_axe_finds_no_fault_on_any_slide(opened, edition, language, tmp_path_factory):
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"needs npm, to fetch {AXE}")
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run([npm, "pack", AXE], cwd=folder, capture_output=True, check=True)
    with tarfile.open(next(folder.glob("axe-core-*.tgz"))) as packed:
        script = packed.extractfile("package/axe.min.js").read().decode()
    page = opened(curriculum_in(language) if language in LANGUAGES else None, edition)
    page.evaluate(script)
    faults = []
    for at in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate("at => Reveal.slide(at)", at)
        found = page.evaluate(
            "axe.run().then(one => one.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"
        )
        faults += [f"{at + 1} {fault}" for fault in found]
    assert faults == []
