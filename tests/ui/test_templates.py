"""The Templates tab's calls, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from panels import came_back
from samples import sample_curriculum

from curriculum_widgets.documents.request import Focus, Include
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import BadRequest, NotFound
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.templates import TemplatesTab
from curriculum_widgets.ui.teaching import FOCUS, RICHNESS, SECTIONS, coverage, described
from curriculum_widgets.ui.template_form import FIELDS, form_of, template_of
from curriculum_widgets.workspace.templates import built_in

MATHS = "math-problem-solving"


@pytest.fixture
def tab(session: Session) -> TemplatesTab:
    return TemplatesTab(session)


def cards(tab: TemplatesTab) -> dict[str, dict[str, Any]]:
    return {card["id"]: card for card in tab.answer("list", {})["templates"]}


def made(tab: TemplatesTab, **changes: Any) -> str:
    form = tab.answer("load", {})["blank"] | {"name": "Mine"} | changes
    answer = tab.answer("save", {"form": form})
    assert "saved" in answer, answer
    return answer["saved"]


def test_every_focus_richness_and_section_has_its_words():
    assert set(FOCUS) == set(Focus)
    assert len(RICHNESS) == 6
    assert set(SECTIONS) == set(Include.model_fields)
    assert set(FIELDS) == set(Template.model_fields) - {"id", "schema_version"}


def test_the_page_gets_the_shelf_and_the_form(tab):
    data = tab.answer("load", {})
    assert [card["id"] for card in data["templates"]] == list(built_in())
    assert all(card["built_in"] for card in data["templates"])
    assert data["blank"]["name"] == ""
    json.dumps(data)


def test_a_template_may_name_a_licence(tab):
    shown = tab.answer("show", {"template": made(tab, licence="cc-by")})
    assert shown["form"]["licence"] == "CC BY 4.0"
    assert "CC BY 4.0" in [choice["value"] for choice in tab.answer("load", {})["licences"]]


def test_a_template_is_told_in_plain_words(tab):
    does = tab.answer("show", {"template": MATHS})["does"]
    assert does["units"] == "3 topics, 2 units for each: 6 units"
    assert does["style"].startswith("Standard. A hook")
    assert [one["title"] for one in does["patterns"]] == ["‹topic›: the ideas", "‹topic›: solving problems"]
    assert does["without"] == ""


def test_what_is_left_out_is_told(session):
    bare = Template(id="bare", name="Bare", include=Include(**dict.fromkeys(Include.model_fields, False)))
    does = described(bare, session.catalog)
    assert (does["sections"], does["units"]) == ("Lesson only", "3 topics, 1 unit for each: 3 units")
    assert "quiz" in does["without"]


def test_what_the_bank_covers(tab, session):
    found = came_back(tab, tab.answer("cover", {"template": MATHS}))
    assert found["rows"] == [{"subject": "Mathematics", "held": [True] * 6}]
    assert found["covered"] == found["asked"] == 6


@pytest.mark.usefixtures("knitting")
def test_why_the_bank_does_not_cover_it(session):
    wide = Template(id="wide", name="Wide", subjects=("Science", "Knitting", "Alchemy"), grades=("Grade 4",))
    found = coverage(wide, session.catalog, session.settings)
    assert [row["held"] for row in found["rows"]] == [[True], [False], [False]]
    assert any("holds nothing for Knitting, Grade 4" in reason for reason in found["reasons"])
    assert any("There is no subject 'Alchemy'" in reason for reason in found["reasons"])
    french = Template(id="french", name="French", language="French", grades=("Grade 4",))
    assert coverage(french, session.catalog, session.settings)["reasons"] == [
        "The bank is written in English, not in French."
    ]


def test_create_edit_duplicate_delete_and_restore(tab, session):
    key = made(
        tab, style="Socratic", tags=["mine"], patterns=[{"title": "Why {topic}?", "focus": "practice"}]
    )
    assert key == "mine"
    shown = tab.answer("show", {"template": key})
    answer = tab.answer(
        "save", {"form": shown["form"] | {"topic_count": 5}, "template": key, "before": shown["form"]}
    )
    assert answer == {"saved": "mine", "name": "Mine"}
    assert session.templates.get("mine").topic_count == 5
    copy = tab.answer("duplicate", {"template": key})
    assert copy == {"saved": "mine-copy", "name": "Mine (copy)"}
    assert tab.answer("duplicate", {"template": key})["name"] == "Mine (copy 2)"
    gone = tab.answer("delete", {"template": "mine-copy"})
    assert "mine-copy" not in cards(tab)
    assert tab.answer("restore", {"trash": gone["trash"]}) == "mine-copy"
    assert cards(tab)["mine-copy"]["style"] == "Socratic"


def test_two_of_the_same_name_are_two_templates(tab):
    assert [made(tab), made(tab, topic_count=7)] == ["mine", "mine-2"]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"name": " "}, "name", "Give it a name."),
        ({"name": "a\nb"}, "name", "Please mend the name: must be one line"),
        ({"topic_count": 0}, "topic_count", "Choose between 1 and 30 topics."),
        ({"topic_count": None}, "topic_count", "Choose between 1 and 30 topics."),
        ({"patterns": []}, "patterns", "at least one unit"),
        (
            {"patterns": [{"title": "Plain", "focus": "practice"}]},
            "patterns",
            "must be one line that holds {topic}",
        ),
        ({"patterns": [{"title": "", "focus": "practice"}]}, "patterns", "Give each unit a title"),
        ({"patterns": [{"title": "{topic}", "focus": "practice"}] * 13}, "patterns", "At most 12 units"),
        ({"description": "a\0b"}, "description", "Please mend the description: contains the control"),
    ],
)
def test_a_fault_is_told_at_its_field(tab, changes, field, message):
    form = tab.answer("load", {})["blank"] | {"name": "Mine"} | changes
    answer = tab.answer("save", {"form": form})
    assert answer["field"] == field
    assert message in answer["problem"]
    assert "mine" not in cards(tab)


def test_an_edit_does_not_overwrite_another_one(tab):
    key = made(tab)
    before = tab.answer("show", {"template": key})["form"]
    theirs, ours = before | {"topic_count": 4}, before | {"topic_count": 5}
    assert "saved" in tab.answer("save", {"form": theirs, "template": key, "before": before})
    answer = tab.answer("save", {"form": ours, "template": key, "before": before})
    assert answer["field"] == "changed"
    assert "changed in another window" in answer["problem"]
    tab.answer("delete", {"template": key})
    assert (
        "deleted in another window"
        in tab.answer("save", {"form": ours, "template": key, "before": before})["problem"]
    )


def test_built_in_ones_stay_as_they_are(tab):
    form = tab.answer("show", {"template": MATHS})["form"]
    with pytest.raises(BadRequest, match="is built in; duplicate it"):
        tab.answer("save", {"form": form | {"topic_count": 9}, "template": MATHS, "before": form})
    with pytest.raises(BadRequest, match="is built in and can't be deleted"):
        tab.answer("delete", {"template": MATHS})


def test_a_template_travels_as_text(tab, tmp_path):
    key = made(tab, style="Comedian", description="Fun: “yes” — <b>no</b>", tags=["a, b"])
    sent = tab.answer("yaml", {"template": key})
    assert sent["name"] == "mine.yaml"
    assert tab.answer("import_yaml", {"text": sent["text"]}) == {
        "saved": "mine",
        "name": "Mine",
        "new": False,
    }
    other = Session(tmp_path / "other")
    assert TemplatesTab(other).answer("import_yaml", {"text": sent["text"]})["new"]
    assert other.templates.get("mine") == tab.session.templates.get("mine")
    with pytest.raises(BadRequest, match="Paste the text"):
        tab.answer("import_yaml", {"text": "\n"})
    with pytest.raises(BadRequest, match="This YAML can't be read"):
        tab.answer("import_yaml", {"text": "a: [b"})


def test_a_template_is_made_from_a_curriculum(tab, session):
    session.library.save(sample_curriculum())
    (found,) = tab.answer("curricula", {"words": "water"})
    form = tab.answer("from_curriculum", {"curriculum": found["id"]})
    template = template_of(form)
    request = sample_curriculum().request
    assert form["name"].startswith("Like ")
    assert (template.style, template.subjects, template.patterns) == (
        request.style,
        (request.subject,),
        request.patterns,
    )
    assert form_of(template) == form
    with pytest.raises(NotFound):
        tab.answer("from_curriculum", {"curriculum": "gone"})


def test_uses_are_counted_from_batches(tab, session):
    manager = session.manager
    manager.create_batch_from_template(MATHS, grades=["Grade 3", "Grade 4"])
    batch = manager.create_custom_batch(
        [{"subject": "Mathematics", "grade": 5, "template": MATHS}], listed=False
    )
    manager.create_custom_batch([{"subject": "Science", "grade": 5}])
    (session.workspace.batches / "broken").mkdir()
    (session.workspace.batches / "broken" / "batch.json").write_text('{"jobs": [1]}')
    assert cards(tab)[MATHS]["uses"] == 3
    manager.delete_batch(batch.id)
    assert cards(tab)[MATHS]["uses"] == 3


def test_using_one_leads_to_the_other_tabs(tab, session):
    asked: list[tuple[str, dict]] = []
    session.on_go(lambda name, arrival: asked.append((name, arrival)))
    tab.answer("use", {"template": MATHS})
    tab.answer("batch", {"template": MATHS})
    assert asked == [("generate", {"template": MATHS}), ("batch", {"template": MATHS})]


def test_a_file_that_cannot_be_read_is_told(tab, session):
    (session.workspace.templates / "bad.json").write_text("{")
    assert any("bad.json" in line for line in tab.answer("list", {})["warnings"])
