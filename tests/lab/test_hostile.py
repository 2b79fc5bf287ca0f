"""Hostile text in every field that a teacher or a file can fill: shown as text in all five tabs, and nothing of it runs."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hostile import HOSTILE, hostile_curriculum
from playwright.sync_api import Locator, expect
from studio_pages import TITLES

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.template import Template
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace

pytestmark = pytest.mark.matrix

SOON = 20_000
LONG = "z" * 10_000


def hostile_workspace(root: Path, text: str, name: str) -> Workspace:
    """A workspace in which whatever has a name or a text has a hostile one."""
    root.mkdir()
    entry = {"name": text, "icon": text[:20], "about": text}
    own = {
        "subjects": [{key: entry[key] for key in ("name", "icon")}],
        "styles": [{key: entry[key] for key in ("name", "about")}],
    }
    (root / "catalog.yaml").write_text(yaml.safe_dump(own, allow_unicode=True))
    workspace = Workspace.open(root)
    made = hostile_curriculum(name).model_copy(
        update={"id": "hostile", "title": text, "overview": f"{text}\n\n{LONG}"}
    )
    Library(workspace).save(made)
    Library(workspace).save(made.model_copy(update={"id": "thrown"}))
    Library(workspace).delete("thrown")
    broken = workspace.curricula / "broken"
    broken.mkdir()
    (broken / "curriculum.json").write_text(f'{{"title": "{text}')
    template = {
        "id": "hostile",
        "name": text,
        "description": f"{text} {LONG}",
        "tags": (text,),
        "author_name": text,
    }
    TemplateShelf(workspace).save(Template.model_validate({**template, "prompt_additions": f"{text} {LONG}"}))
    (workspace.templates / "broken.yaml").write_text(f"name: [{text}")
    manager = BatchManager(workspace)
    batch = manager.create_custom_batch(
        [{"subject": "Science", "grade": 4, "guidelines": "", "topics": ("Water cycle",), "template": "hostile"}],
        name=text, description=f"{text} {LONG[:3_000]}", author_name=text,
    )  # fmt: skip
    failed = Status(
        job=batch.jobs[0].job.id,
        state=JobState.FAILED,
        error=f"{text} {LONG[:350]}",
        doing=text,
        started=utc_now(),
        ended=utc_now(),
    )
    write_status(workspace.batches / batch.id, failed)
    (workspace.exports / f"{text.replace('/', '∕')[:60]}.html").write_text(text)
    return workspace


def holds(made, tab: Locator) -> None:
    """What nobody may find: an element that the text made, or a page that it pushed apart."""
    assert not tab.locator("img[src=x], script, a[href^=javascript], svg[onload]").count()
    wide = made.studio.evaluate(
        "(studio) => [studio, ...studio.querySelectorAll('.cw-root')].map((it) => it.scrollWidth - it.clientWidth)"
    )
    assert max(wide) <= 1, wide


def fill_all(made, tab: Locator, text: str) -> None:
    """Fills every text field that is in sight, and looks what came of it."""
    for box in tab.locator("textarea:visible, input[type=text]:visible, input[type=search]:visible").all():
        box.fill(f"{text} {LONG}")
    holds(made, tab)


@pytest.mark.parametrize("name", ["script", "closing", "arabic", "endless"])
def test_hostile_text_is_text_in_all_five_tabs(studio_page, tmp_path: Path, name: str) -> None:
    text = HOSTILE[name][:120]
    root = tmp_path / text.replace("/", "∕")[:70]
    hostile_workspace(root, text, name)
    made = studio_page(root, width=1000)
    said: list[str] = []
    made.page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    expect(made.studio.locator(".cw-door")).to_contain_text(root.name, timeout=SOON)
    for tab_name in TITLES:
        tab = made.tab(tab_name)
        expect(tab).to_contain_text(text, timeout=SOON)
        holds(made, tab)
    generate = made.tab("generate")
    generate.get_by_role("checkbox", name=text).check()
    fill_all(made, generate, text)
    view = made.tab("view")
    view.locator('[data-curriculum="hostile"]').click()
    expect(view.locator("iframe:visible")).to_have_count(1, timeout=SOON)
    holds(made, view)
    view.get_by_role("list", name="Units").get_by_role("button").first.click()
    view.get_by_role("radio", name="Edit", exact=True).check()
    expect(view.get_by_role("navigation", name="Sections")).to_be_visible(timeout=SOON)
    for section in view.get_by_role("navigation", name="Sections").get_by_role("button").all():
        section.click(timeout=SOON)
        holds(made, view)
    export = made.tab("export")
    export.get_by_role("checkbox", name=f"Choose {text}", exact=True).check()
    export.get_by_role("button", name="Show preview").click()
    expect(export.locator("iframe:visible")).to_have_count(1, timeout=SOON)
    export.get_by_text("Files exported before").click()
    expect(export.get_by_role("button", name=f"Download {text.replace('/', '∕')[:50]}").first).to_be_visible()
    holds(made, export)
    export.get_by_role("tab", name="Import").click()
    holds(made, export)
    templates = made.tab("templates")
    templates.get_by_role("button", name=f"Look inside {text}").click()
    expect(templates.get_by_role("button", name="Use in Generate")).to_be_visible(timeout=SOON)
    holds(made, templates)
    templates.get_by_role("button", name="‹ All templates").click()
    templates.get_by_role("button", name="New template").click()
    fill_all(made, templates, text)
    batch = made.tab("batch")
    for page in ("Create", "Active", "History"):
        batch.get_by_role("tab", name=page).click()
        fill_all(made, batch, text)
    assert not said
