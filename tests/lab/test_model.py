"""A language model connected in the studio, in a real browser and against a real server on loopback."""

from __future__ import annotations

import json
import time

import pytest
from lab_editing import put
from model_server import ModelServer, serving
from playwright.sync_api import Locator, expect
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Finding
from curriculum_widgets.documents.quiz import Quiz
from curriculum_widgets.workspace import Library, Workspace

WAIT = 30_000
KEY = "sk-a-teacher-pasted-this-0123456789"


@pytest.fixture
def server():
    with serving(key=KEY) as state:
        yield state


def connected(tab: Locator, server: ModelServer, key: str = KEY) -> None:
    tab.get_by_label("Author").select_option("openai")
    tab.get_by_role("combobox", name="Model").fill("tiny")
    tab.get_by_label("Address").fill(server.url)
    field = tab.get_by_label("Key", exact=True)
    field.fill(key)
    field.press("Enter")
    expect(tab.get_by_text("A key is set.")).to_be_visible(timeout=WAIT)
    expect(field).to_have_value("")


def test_a_wrong_key_is_told_and_the_right_one_writes_a_course(studio_page, server) -> None:
    made = studio_page()
    tab = made.tab("generate")
    connected(tab, server, "sk-a-wrong-key-0123456789")
    tab.get_by_role("button", name="Try the connection").click()
    expect(tab.get_by_text("refused the key")).to_be_visible(timeout=WAIT)
    connected(tab, server)
    tab.get_by_role("button", name="Try the connection").click()
    expect(tab.get_by_text(f"tiny answers at {server.url}")).to_be_visible(timeout=WAIT)
    tab.get_by_role("checkbox", name="Music").check()
    tab.get_by_role("checkbox", name="Science", exact=False).first.uncheck()
    tab.get_by_label("… or these topics").fill("Rounds\nCanons")
    tab.get_by_label("Guidelines").fill("Songs from the islands")
    expect(tab.get_by_text("Ready: 1 curriculum with 2 units")).to_be_visible(timeout=WAIT)
    expect(tab.get_by_text("Cost: unknown")).to_be_visible()
    tab.get_by_role("button", name="Start").click()
    card = tab.locator(".cw-card").first
    expect(card.get_by_text("✅ completed")).to_be_visible(timeout=WAIT)
    outline = next(call for call in server.calls if call.name == "outline")
    assert "1. Rounds\n2. Canons" in outline.body["messages"][-1]["content"]
    assert "Songs from the islands" in outline.body["messages"][0]["content"]
    made.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    expect(made.page.locator(".jp-mod-dirty")).to_have_count(0, timeout=WAIT)
    notebook = (made.lab.folder / made.name).read_text()
    assert KEY not in notebook
    widgets = json.dumps(made.page.evaluate("() => document.body.innerHTML"))
    assert KEY not in widgets
    assert not [
        path for path in made.workspace.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()
    ]


def test_the_text_is_seen_while_it_is_written_and_stop_keeps_what_is_done(studio_page, server) -> None:
    server.pace = 0.25
    made = studio_page()
    tab = made.tab("generate")
    connected(tab, server)
    expect(tab.get_by_role("button", name="Start")).to_be_enabled(timeout=WAIT)
    tab.get_by_role("button", name="Start").click()
    card = tab.locator(".cw-card").first
    live = card.get_by_role("region", name="Being written: Planets")
    expect(live).to_contain_text("A planet is pulled by its star", timeout=WAIT)
    before = len(live.inner_text())
    made.page.wait_for_function(
        "([node, before]) => node.isConnected === false || node.innerText.length > before",
        arg=[live.element_handle(), before],
    )
    card.get_by_role("button", name="Stop").click()
    expect(card.get_by_text("🚫 cancelled")).to_be_visible(timeout=WAIT)
    expect(live).to_have_count(0)
    server.pace = 0.0
    card.get_by_role("button", name="Continue").click()
    expect(card.get_by_text("✅ completed")).to_be_visible(timeout=WAIT)
    assert server.names().count("outline") == 1


def test_a_budget_pauses_and_a_higher_one_goes_on(studio_page, server) -> None:
    made = studio_page()
    tab = made.tab("generate")
    connected(tab, server)
    tab.get_by_label("Tokens at most").fill("14000")
    tab.get_by_role("button", name="Start").click()
    card = tab.locator(".cw-card").first
    expect(card.get_by_text("⏸ paused")).to_be_visible(timeout=WAIT)
    expect(card.get_by_text("of the budget of 14,000 tokens")).to_be_visible()
    card.get_by_label("Tokens at most").fill("10000000")
    card.get_by_role("button", name="Continue").click()
    expect(card.get_by_text("✅ completed")).to_be_visible(timeout=WAIT)
    assert server.names().count("outline") == 1


def test_a_batch_with_a_wrong_key_says_it_once(studio_page, server) -> None:
    made = studio_page()
    tab = made.tab("batch")
    tab.get_by_role("tab", name="Create").click()
    connected(tab, server, "sk-a-wrong-key-0123456789")
    tab.get_by_role("button", name="Start 3 jobs").click(timeout=WAIT)
    why = tab.get_by_text("refused the key").first
    expect(why).to_be_visible(timeout=WAIT)
    assert len(server.calls) <= 2


def test_findings_and_doubtful_answers_wait_for_the_teacher(studio_page, tmp_path) -> None:
    workspace = tmp_path / "workspace"
    made = sample_curriculum()
    quiz = made.units[0].quiz
    assert quiz
    first = quiz.questions[0].model_copy(update={"doubt": "The lesson does not settle it."})
    unit = made.units[0].model_copy(update={"quiz": Quiz(questions=(first, *quiz.questions[1:]))})
    finding = Finding(
        unit=unit.id,
        severity="major",
        what="“Vapour” is used before it is taught.",
        suggestion="Teach it first.",
    )
    put(workspace, made.model_copy(update={"units": (unit, *made.units[1:]), "findings": (finding,)}))
    library = Library(Workspace.open(workspace))
    tab = studio_page(workspace).tab("view")
    tab.get_by_role("button", name=made.title).first.click()
    expect(tab.get_by_text("“Vapour” is used before it is taught.")).to_be_visible(timeout=WAIT)
    tab.get_by_role("button", name="Settled", exact=True).click()
    expect(tab.get_by_text("“Vapour” is used before it is taught.")).to_have_count(0, timeout=WAIT)
    assert library.load(made.id).findings == ()
    tab.get_by_role("button", name="Go to the unit").or_(
        tab.get_by_role("button", name=unit.title)
    ).first.click()
    tab.get_by_role("radio", name="Edit", exact=True).check()
    sections = tab.get_by_role("navigation", name="Sections")
    sections.get_by_role("button", name="Quiz").first.click(timeout=WAIT)
    head = tab.get_by_role("button", name="check this answer")
    head.click(timeout=WAIT)
    expect(tab.get_by_text("The lesson does not settle it.")).to_be_visible()
    tab.get_by_role("button", name="The answer is right").click()
    expect(tab.get_by_text("check this answer")).to_have_count(0)
    deadline = time.monotonic() + 20
    while library.load(made.id).units[0].quiz.questions[0].doubt:
        assert time.monotonic() < deadline
        time.sleep(0.1)
