"""The Export tab, in a real browser."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect
from samples import sample_curriculum

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.workspace import Library, Workspace

SOON = 20_000
HOSTILE = (
    "<img src=x onerror=\"document.title='HURT'\"><script>document.title='HURT'</script> ]]> " + "x" * 300
)


def fill(workspace: Path, *titles: str) -> list[Curriculum]:
    """Small curricula of these titles, with ids c-1, c-2 …"""
    library = Library(Workspace.open(workspace))
    made = [
        sample_curriculum().model_copy(update={"id": f"c-{number}", "title": title})
        for number, title in enumerate(titles, 1)
    ]
    for curriculum in made:
        library.save(curriculum)
    return made


def choose(tab: Locator, title: str) -> None:
    tab.get_by_role("checkbox", name=f"Choose {title}", exact=True).check(timeout=SOON)


def export(tab: Locator, files: int) -> None:
    tab.get_by_role("button", name="Export", exact=True).click()
    ready = tab.get_by_text(f"of {files} file{'s' if files > 1 else ''} ready")
    expect(ready).to_be_visible(timeout=SOON)


def saved(tab: Locator, name: str, to: Path) -> Path:
    with tab.page.expect_download(timeout=60_000) as waited:
        tab.get_by_role("button", name=name).first.click()
    path = to / waited.value.suggested_filename
    waited.value.save_as(path)
    return path


def test_generate_export_download_and_import_again_is_equal(studio_page, tmp_path) -> None:
    made = studio_page()
    tab = made.tab("generate")
    tab.get_by_role("button", name="Start").click()
    expect(tab.get_by_text("✅ completed")).to_be_visible(timeout=SOON)
    tab = made.tab("export")
    choose(tab, "Science: Grade 4")
    tab.get_by_role("checkbox", name="Web page").uncheck()
    tab.get_by_role("checkbox", name="JSON").check()
    export(tab, 1)
    path = saved(tab, "Download", tmp_path)
    (before,) = (made.workspace / "curricula").glob("*/curriculum.json")
    bytes_before = before.read_bytes()
    assert json.loads(path.read_bytes()) == json.loads(bytes_before)
    Library(Workspace.open(made.workspace)).delete(before.parent.name)
    tab.get_by_role("tab", name="Import").click()
    tab.get_by_label("Curriculum file").set_input_files(path)
    expect(tab.get_by_text("is in your library now")).to_be_visible(timeout=SOON)
    assert before.read_bytes() == bytes_before
    tab.get_by_label("Curriculum file").set_input_files(path)
    expect(tab.get_by_text("is in your library already")).to_be_visible(timeout=SOON)
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_text("out of the library again")).to_be_visible(timeout=SOON)
    assert not before.exists()


def test_a_licence_is_chosen_and_markdown_that_was_changed_comes_back(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    made = studio_page()
    tab = made.tab("generate")
    tab.get_by_label("Licence", exact=True).select_option("CC BY-SA 4.0")
    expect(tab.get_by_text("pass it on under the same licence")).to_be_visible()
    tab.get_by_label("Licence", exact=True).select_option("In my own words …")
    tab.get_by_label("The licence in my words").fill("For our school only")
    tab.get_by_role("button", name="Start").click()
    expect(tab.get_by_text("✅ completed")).to_be_visible(timeout=SOON)
    tab = made.tab("export")
    choose(tab, "Science: Grade 4")
    tab.get_by_role("checkbox", name="Web page").uncheck()
    tab.get_by_role("checkbox", name="Markdown").check()
    export(tab, 1)
    path = saved(tab, "Download", tmp_path)
    text = path.read_text()
    assert "Licence: For our school only" in text
    path.write_text(
        text.replace("# Science: Grade 4", "# My science", 1).replace(
            "## Glossary", "## Words\n\nMine.\n\n## Glossary"
        )
    )
    tab.get_by_role("tab", name="Import").click()
    tab.get_by_label("Curriculum file").set_input_files(path)
    expect(tab.get_by_text("this one came in as a copy: “My science”")).to_be_visible(timeout=SOON)
    expect(tab.get_by_text("1 thing could not be taken along")).to_be_visible()
    expect(tab.get_by_text("“Words” is none of a curriculum")).to_be_visible()


def test_a_format_without_a_student_edition_says_so(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    tab = studio_page().tab("export")
    json_box = tab.get_by_role("checkbox", name="JSON")
    json_box.check()
    tab.get_by_role("checkbox", name="Teacher edition").uncheck()
    tab.get_by_role("checkbox", name="Student edition").check()
    expect(json_box).to_be_disabled()
    expect(tab.get_by_text("It holds all answers, so it has no student edition.").first).to_be_visible()
    choose(tab, "Water")
    expect(tab.get_by_text("1 curriculum: 1 file.")).to_be_visible()
    tab.get_by_label("As", exact=True).select_option("json")
    tab.get_by_label("Edition", exact=True).select_option("student")
    tab.get_by_role("button", name="Show preview").click()
    expect(tab.get_by_text("JSON holds all answers, so it has no student edition to show.")).to_be_visible()


def test_a_preview_shows_the_page_and_the_text(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    tab = studio_page().tab("export")
    choose(tab, "Water")
    tab.get_by_role("button", name="Show preview").click()
    frame = tab.frame_locator("iframe[title='Preview of Water']")
    expect(frame.get_by_role("heading", name="Water", exact=True)).to_be_visible(timeout=SOON)
    assert tab.locator("iframe").get_attribute("sandbox") == "allow-scripts allow-modals"
    tab.get_by_label("As", exact=True).select_option("markdown")
    expect(tab.get_by_role("region", name="Preview of Water")).to_contain_text("# Water", timeout=SOON)


def test_several_curricula_as_one_zip(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water", "Rain", "Snow")
    tab = studio_page().tab("export")
    choose(tab, "Water")
    choose(tab, "Snow")
    tab.get_by_role("checkbox", name="Student edition").check()
    export(tab, 4)
    path = saved(tab, "Download all 4 as ZIP", tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == [
            "c-1-student.html",
            "c-1-teacher.html",
            "c-3-student.html",
            "c-3-teacher.html",
        ]


def test_nothing_is_overwritten_unasked(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    made = studio_page()
    mine = made.workspace / "exports" / "c-1-teacher.html"
    mine.write_text("mine")
    tab = made.tab("export")
    choose(tab, "Water")
    export(tab, 1)
    expect(tab.get_by_text("nothing was overwritten")).to_be_visible()
    assert mine.read_text() == "mine"
    tab.get_by_role("button", name="Keep both").click()
    expect(tab.get_by_role("button", name="Download c-1-teacher-2.html").first).to_be_visible(timeout=SOON)
    assert mine.read_text() == "mine"
    export(tab, 1)
    tab.get_by_role("button", name="Replace the old one").click()
    expect(tab.get_by_text("✅ written")).to_be_visible(timeout=SOON)
    assert mine.read_text() != "mine"


def test_a_file_that_can_not_be_read_is_told(studio_page, tmp_path) -> None:
    tab = studio_page().tab("export")
    tab.get_by_role("tab", name="Import").click()
    expect(tab.get_by_text("up to 20 MB")).to_be_visible()
    file = tab.get_by_label("Curriculum file")
    file.set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": b'{"title": "Wat'})
    expect(tab.get_by_role("alert")).to_contain_text(
        "a.json can't be imported: it is not whole JSON", timeout=SOON
    )
    big = b"[" + b" " * 9_000_000 + b"]"
    file.set_input_files({"name": "big.json", "mimeType": "application/json", "buffer": big})
    expect(tab.get_by_role("alert")).to_contain_text(
        "big.json can't be imported: it does not hold", timeout=SOON
    )
    tab.get_by_label("Path in the workspace").fill("../secret.json")
    tab.get_by_role("button", name="Import", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text("Name a JSON or Markdown file in the folder", timeout=SOON)


def test_fifty_megabytes_come_down(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    made = studio_page()
    data = bytes(range(256)) * (50_000_000 // 256)
    (made.workspace / "exports" / "big.zip").write_bytes(data)
    tab = made.tab("export")
    tab.get_by_text("Files exported before").click()
    assert saved(tab, "Download big.zip", tmp_path).read_bytes() == data


def test_a_batch_and_a_curriculum_arrive_chosen(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water", "Rain")
    made = studio_page()
    made.execute(
        "from curriculum_widgets import BatchManager\n"
        f"manager = BatchManager({str(made.workspace)!r})\n"
        "batch = manager.create_custom_batch([{'subject': 'Science', 'grade': g} for g in (3, 4)], name='Autumn', batch_id='autumn')\n"
        "manager.start_batch(batch.id); _ = manager.wait(batch.id)\n"
        "import gc\nfrom curriculum_widgets.ui.session import Session\n"
        "session = next(one for one in gc.get_objects() if isinstance(one, Session))\n"
        "session.go('export', batch='autumn')"
    )
    tab = made.studio.locator(".cw-root:visible").first
    expect(tab.get_by_text("2 chosen")).to_be_visible(timeout=SOON)
    expect(tab.get_by_role("checkbox", name="Choose Science: Grade 3")).to_be_checked()
    expect(tab.get_by_label("Made by")).to_have_value("autumn")
    made.execute("session.go('export', curriculum='c-2')")
    expect(tab.get_by_text("1 chosen")).to_be_visible(timeout=SOON)
    expect(tab.get_by_role("checkbox", name="Choose Rain")).to_be_checked()
    tab.get_by_role("button", name="Show the whole library").click()
    expect(tab.get_by_role("checkbox", name="Choose Water")).to_be_visible(timeout=SOON)


def test_files_are_there_after_a_restart(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    made = studio_page()
    tab = made.tab("export")
    choose(tab, "Water")
    export(tab, 1)
    made.restart().run()
    tab = made.tab("export")
    tab.get_by_text("Files exported before").click()
    expect(tab.get_by_role("button", name="Download c-1-teacher.html")).to_be_visible(timeout=SOON)


def test_hostile_titles_are_text(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", HOSTILE)
    made = studio_page()
    tab = made.tab("export")
    choose(tab, HOSTILE)
    export(tab, 1)
    tab.get_by_role("button", name="Show preview").click()
    expect(tab.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("<img", timeout=SOON)
    expect(tab.get_by_text("<img src=x").first).to_be_visible()
    assert "HURT" not in made.page.title()
    assert tab.locator("img, script").count() == 0
    assert made.page.evaluate(
        "() => { const root = document.querySelector('.cw-studio'); return root.scrollWidth <= root.clientWidth + 1; }"
    )


def test_a_formats_options_reach_its_preview_and_its_file(studio_page: Any, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    Library(Workspace.open(workspace)).save(sample_curriculum())
    tab = studio_page(workspace).tab("export")
    tab.get_by_role("checkbox", name="Choose Water on the Move").check()
    options = tab.get_by_role("group", name="Web page: how")
    options.get_by_label("Paper").select_option("A4")
    tab.get_by_role("button", name="Show preview").click()
    page = tab.frame_locator("iframe").locator("html")
    expect(page).not_to_have_attribute("data-theme", "dark", timeout=20000)
    options.get_by_label("Colours on a screen").select_option("Dark")
    expect(page).to_have_attribute("data-theme", "dark", timeout=20000)
    tab.get_by_role("checkbox", name="Markdown").check()
    tab.get_by_role("checkbox", name="With pictures").uncheck()
    tab.get_by_role("button", name="Export", exact=True).click()
    expect(tab.get_by_text("water-teacher.md").first).to_be_visible(timeout=20000)
    html = (workspace / "exports" / "water-teacher.html").read_text()
    assert "size: a4" in html
    assert "<svg" not in (workspace / "exports" / "water-teacher.md").read_text()


def test_a_file_that_is_too_large_is_sent_to_the_workspace(studio_page: Any, tmp_path: Path) -> None:
    large = tmp_path / "course.json"
    large.write_bytes(b" " * 20_000_001)
    made = studio_page()
    tab = made.tab("export")
    tab.get_by_role("tab", name="Import").click()
    expect(tab.get_by_text("up to 20 MB, a larger one comes in from the workspace")).to_be_visible()
    tab.get_by_label("Curriculum file").set_input_files(large)
    expect(tab.get_by_role("alert")).to_contain_text("up to 20 MB can be sent", timeout=SOON)
    expect(tab.get_by_label("Path in the workspace")).to_be_focused()
    expect(tab.get_by_label("Path in the workspace")).to_have_value("course.json")


def test_a_zip_holds_the_formats_that_are_chosen(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    tab = studio_page().tab("export")
    choose(tab, "Water")
    tab.get_by_role("checkbox", name="Web page").uncheck()
    tab.get_by_role("checkbox", name="Several formats in one ZIP").check()
    inside = tab.get_by_role("group", name="Formats in the ZIP")
    expect(inside.get_by_role("checkbox", name="Web page")).to_be_checked()
    inside.get_by_text("PDF", exact=True).click()
    inside.get_by_text("GIFT", exact=True).click()
    export(tab, 1)
    path = saved(tab, "Download c-1-teacher.zip", tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert {"index.html", "c-1-teacher.html", "c-1-teacher.md", "c-1.gift.txt"} <= set(archive.namelist())
        assert "c-1-teacher.pdf" not in archive.namelist()


def test_a_site_is_previewed_as_the_page_that_it_looks_like(studio_page, tmp_path) -> None:
    fill(tmp_path / "workspace", "Water")
    tab = studio_page().tab("export")
    choose(tab, "Water")
    tab.get_by_label("As", exact=True).select_option("site")
    tab.get_by_role("button", name="Show preview").click()
    frame = tab.frame_locator("iframe[title='Preview of Water']")
    expect(frame.get_by_role("heading", name="Water", exact=True)).to_be_visible(timeout=SOON)
    expect(tab.get_by_text("Opens in JupyterLab, VS Code or Colab.")).to_be_visible()
    expect(tab.get_by_text("Unpack it and open index.html", exact=False).first).to_be_visible()
