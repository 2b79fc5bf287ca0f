"""The Templates tab, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Locator, expect
from samples import sample_curriculum

from curriculum_widgets.documents.template import Template
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace

SOON = 20_000
HOSTILE = (
    "<img src=x onerror=\"document.title='HURT'\"><script>document.title='HURT'</script> ]]> " + "x" * 300
)


def heading(tab: Locator, name: str) -> Locator:
    return tab.get_by_role("heading", name=name, exact=True)


def test_create_edit_duplicate_use_delete_and_undo(studio_page) -> None:
    made = studio_page()
    tab = made.tab("templates")
    tab.get_by_role("button", name="New template").click()
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("Give it a name.").first).to_be_visible(timeout=SOON)
    tab.get_by_label("Name", exact=True).fill("Why, oh why")
    tab.get_by_label("Style").select_option("Socratic")
    tab.get_by_role("checkbox", name="Science", exact=True).check()
    tab.get_by_role("checkbox", name="Grade 5", exact=True).check()
    tab.get_by_label("Title of unit 1").fill("Why {topic}?")
    tab.get_by_role("button", name="Add a unit").click()
    tab.get_by_label("Title of unit 2").fill("More on {topic}")
    tab.get_by_label("Teaches").nth(1).select_option("extension")
    tab.get_by_role("button", name="Move unit 2 up").click()
    expect(tab.get_by_label("Title of unit 1")).to_have_value("More on {topic}")
    expect(tab.get_by_text("3 topics, 2 units for each: 6 units in all.")).to_be_visible()
    tab.get_by_role("button", name="Save").click()
    expect(heading(tab, "Why, oh why")).to_be_visible(timeout=SOON)
    expect(tab.get_by_text("All of it can be made offline")).to_be_visible(timeout=SOON)

    tab.get_by_role("button", name="Edit", exact=True).click()
    tab.get_by_label("Tags").fill("talk, year 5")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("talk, year 5")).to_be_visible(timeout=SOON)
    tab.get_by_role("button", name="Duplicate").click()
    expect(tab.get_by_label("Name", exact=True)).to_have_value("Why, oh why (copy)", timeout=SOON)
    tab.get_by_role("button", name="Cancel").click()

    tab.get_by_role("button", name="Use in Generate").click()
    generate = made.studio.locator(".cw-root:visible").first
    expect(generate.get_by_label("Style")).to_have_value("Socratic", timeout=SOON)
    expect(generate.get_by_label("Grade", exact=True)).to_have_value("Grade 5")

    tab = made.tab("templates")
    tab.get_by_role("button", name="Delete").click()
    expect(tab.get_by_text("“Why, oh why (copy)” is deleted.")).to_be_visible(timeout=SOON)
    expect(tab.get_by_role("article", name="Why, oh why (copy)")).to_have_count(0)
    tab.get_by_role("button", name="Undo").last.click()
    expect(heading(tab, "Why, oh why (copy)")).to_be_visible(timeout=SOON)


def test_use_arrives_in_tabs_that_are_open_or_not_yet_and_nothing_filled_in_is_lost(studio_page) -> None:
    made = studio_page()
    generate = made.tab("generate")
    generate.get_by_label("Guidelines").fill("Mine to keep")
    shelf = TemplateShelf(Workspace.open(made.workspace))
    shelf.save(
        Template(id="mine", name="Mine", style="Playful", subjects=("Mathematics",), grades=("Grade 7",))
    )
    tab = made.tab("templates")
    tab.get_by_role("button", name="Look inside Mine").click()
    tab.get_by_role("button", name="Use in Generate").click()
    generate = made.studio.locator(".cw-root:visible").first
    expect(generate.get_by_label("Style")).to_have_value("Playful", timeout=SOON)
    expect(generate.get_by_label("Template")).to_have_value("mine")
    expect(generate.get_by_label("Guidelines")).to_have_value("Mine to keep")

    made.tab("templates").get_by_role("button", name="Batch with this").click()
    batch = made.studio.locator(".cw-root:visible").first
    expect(batch.get_by_label("Template")).to_have_value("mine", timeout=SOON)
    expect(batch.get_by_role("checkbox", name="Mathematics")).to_be_checked()
    expect(batch.get_by_role("checkbox", name="Grade 7", exact=True)).to_be_checked()
    shelf.save(Template(id="newer", name="Newer", grades=("Grade 3",)))
    tab = made.tab("templates")
    tab.get_by_role("button", name="All templates").click()
    tab.get_by_role("button", name="Look inside Newer").click()
    tab.get_by_role("button", name="Batch with this").click()
    batch = made.studio.locator(".cw-root:visible").first
    expect(batch.get_by_label("Template")).to_have_value("newer", timeout=SOON)
    expect(batch.get_by_role("checkbox", name="Grade 7", exact=True)).not_to_be_checked()

    shelf.delete("mine")
    generate = made.tab("generate")
    expect(generate.get_by_label("Template")).to_have_value("", timeout=SOON)
    expect(generate.get_by_label("Style")).to_have_value("Playful")
    expect(generate.get_by_label("Template").locator("option", has_text="Newer")).to_have_count(1)


def test_a_built_in_one_can_be_duplicated_but_not_changed(studio_page) -> None:
    tab = studio_page().tab("templates")
    tab.get_by_role("button", name="Look inside Math Problem Solving").click()
    expect(tab.get_by_text("3 topics, 2 units for each: 6 units")).to_be_visible(timeout=SOON)
    expect(tab.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    expect(tab.get_by_role("button", name="Delete")).to_have_count(0)
    tab.get_by_role("button", name="Duplicate to change it").click()
    expect(tab.get_by_label("Name", exact=True)).to_have_value("Math Problem Solving (copy)", timeout=SOON)


def test_templates_are_found(studio_page) -> None:
    tab = studio_page().tab("templates")
    expect(tab.get_by_text("3 templates")).to_be_visible(timeout=SOON)
    tab.get_by_label("Search").fill("puzzle")
    expect(tab.get_by_text("1 template", exact=True)).to_be_visible()
    expect(tab.get_by_role("article", name="High School Inquiry")).to_be_visible()
    tab.get_by_label("Subject").select_option("Mathematics")
    expect(tab.get_by_text("No template matches.")).to_be_visible()
    tab.get_by_role("button", name="Show all").click()
    tab.get_by_label("Grade").select_option("Kindergarten")
    expect(tab.get_by_role("article")).to_have_count(1)
    expect(tab.get_by_role("article", name="Elementary Science Explorer")).to_be_visible()


def test_coming_back_redraws_only_what_changed(studio_page) -> None:
    made = studio_page()
    made.tab("export")  # a tab that opens for the first time has all of them drawn anew
    button = made.tab("templates").get_by_role("button", name="Look inside Elementary Science Explorer")
    made.page.wait_for_timeout(1500)  # longer than the kernel takes to list them
    pressed = button.element_handle()
    made.tab("export")
    made.tab("templates")
    made.page.wait_for_timeout(1500)  # longer than the kernel takes to list them again
    assert pressed.evaluate("(it) => it.isConnected")  # else a click that is under way would be lost
    TemplateShelf(Workspace.open(made.workspace)).save(Template(id="mine", name="Mine"))
    made.tab("export")
    tab = made.tab("templates")
    expect(tab.get_by_role("article", name="Mine")).to_be_visible(timeout=SOON)


def test_a_template_goes_to_a_colleague_and_comes_back(studio_page, tmp_path) -> None:
    made = studio_page()
    TemplateShelf(Workspace.open(made.workspace)).save(
        Template(id="mine", name="Mine: “so”", style="Comedian", tags=("a", "ü"))
    )
    tab = made.tab("templates")
    tab.get_by_role("button", name="Look inside Mine").click()
    tab.get_by_role("button", name="Send to a colleague").click()
    with made.page.expect_download(timeout=SOON) as waited:
        tab.get_by_role("button", name="Download mine.yaml").click()
    path = tmp_path / "mine.yaml"
    waited.value.save_as(path)
    assert path.read_text(encoding="utf-8") == tab.get_by_label("Template as text").input_value()
    before = (made.workspace / "templates" / "mine.json").read_bytes()
    tab.get_by_role("button", name="Delete").click()
    expect(tab.get_by_role("article", name="Mine")).to_have_count(0, timeout=SOON)
    tab.get_by_role("button", name="Import").click()
    tab.get_by_label("… or its text").fill("style: [")
    tab.get_by_role("button", name="Import", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text("This YAML can't be read: line 2", timeout=SOON)
    tab.get_by_label("Template's file").set_input_files(path)
    expect(heading(tab, "Mine: “so”")).to_be_visible(timeout=SOON)
    assert (made.workspace / "templates" / "mine.json").read_bytes() == before


def test_a_curriculum_becomes_a_template(studio_page) -> None:
    made = studio_page()
    Library(Workspace.open(made.workspace)).save(sample_curriculum())
    tab = made.tab("templates")
    tab.get_by_role("button", name="From a curriculum").click()
    tab.get_by_role("button", name=sample_curriculum().title).click()
    expect(tab.get_by_label("Name", exact=True)).to_have_value(
        f"Like {sample_curriculum().title}", timeout=SOON
    )
    tab.get_by_label("Tags").fill("changed")
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_role("button", name="Go on editing").click()
    tab.get_by_role("button", name="Save").click()
    expect(heading(tab, f"Like {sample_curriculum().title}")).to_be_visible(timeout=SOON)


def test_hostile_names_are_text(studio_page) -> None:
    made = studio_page()
    TemplateShelf(Workspace.open(made.workspace)).save(
        Template(id="bad", name=HOSTILE, description=HOSTILE, tags=(HOSTILE,), subjects=(HOSTILE,), prompt_additions=HOSTILE)
    )  # fmt: skip
    tab = made.tab("templates")
    tab.get_by_role("button", name="Look inside <img").click()
    expect(tab.get_by_text("None of it is in the offline bank")).to_be_visible(timeout=SOON)
    tab.get_by_role("button", name="Send to a colleague").click()
    tab.get_by_role("button", name="Edit", exact=True).click()
    expect(tab.get_by_label("Name", exact=True)).to_have_value(HOSTILE, timeout=SOON)
    assert "HURT" not in made.page.title()
    assert tab.locator("img, script").count() == 0
    assert made.page.evaluate(
        "() => { const root = document.querySelector('.cw-studio'); return root.scrollWidth <= root.clientWidth + 1; }"
    )
