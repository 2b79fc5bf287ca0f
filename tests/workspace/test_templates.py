"""The shelf: built-in and own templates, and YAML from colleagues."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculum_widgets import catalog, yaml
from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.documents.request import Focus, TopicPattern
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import BadRequest, Damaged, NotFound, TooNew, WorkspaceError
from curriculum_widgets.workspace import TemplateShelf, Workspace
from curriculum_widgets.workspace.bounded import load_bounded

from .conftest import read_only, tree

BUILT_IN = ("elementary-science-explorer", "high-school-inquiry", "math-problem-solving")


@pytest.fixture
def shelf(workspace: Workspace) -> TemplateShelf:
    return TemplateShelf(workspace)


def mine(template_id: str = "mine", **changes: object) -> Template:
    return Template.model_validate({"id": template_id, "name": "My way"} | changes)


def test_built_in_ones_come_first_and_are_of_the_catalogue(shelf: TemplateShelf) -> None:
    shelf.save(mine("aaa"))
    templates = shelf.list()
    assert tuple(template.id for template in templates) == (*BUILT_IN, "aaa")
    known = catalog.built_in()
    for template in templates[:3]:
        assert template.description
        assert template.tags
        assert template.prompt_additions
        for subject in template.subjects:
            assert known.subject(subject).name == subject
            for grade in template.grades:
                assert known.grade(grade).name == grade
                assert template.request(subject, grade).template == template.id
        assert known.style(template.style).name == template.style


def test_what_the_built_in_ones_are(shelf: TemplateShelf) -> None:
    explorer, inquiry, problems = (shelf.get(name) for name in BUILT_IN)
    assert (explorer.name, explorer.style) == ("Elementary Science Explorer", "Hands-on")
    assert (explorer.topic_count, explorer.richness) == (2, 4)
    assert (explorer.grades[0], explorer.grades[-1], len(explorer.grades)) == ("Kindergarten", "Grade 5", 6)
    assert explorer.patterns == (
        TopicPattern(title="Explore: {topic}", focus=Focus.INVESTIGATION),
        TopicPattern(title="Explain: {topic}", focus=Focus.FOUNDATIONS),
    )
    assert (inquiry.style, inquiry.patterns) == ("Inquiry-based", (TopicPattern(),))
    assert {"Science", "History"} <= set(inquiry.subjects)
    assert [pattern.focus for pattern in problems.patterns] == [Focus.FOUNDATIONS, Focus.PRACTICE]


def test_built_in_ones_can_not_be_changed(shelf: TemplateShelf, workspace: Workspace) -> None:
    for name in BUILT_IN:
        with pytest.raises(BadRequest, match="built in; duplicate it"):
            shelf.save(mine(name))
        with pytest.raises(BadRequest, match="built in and can't be deleted"):
            shelf.delete(name)
    assert list(tree(workspace.templates)) == []


def test_own_ones_are_saved_and_listed_by_name(shelf: TemplateShelf, workspace: Workspace) -> None:
    for name, title in (("b", "ähnlich"), ("a", "Zebra"), ("c", "Apfel")):
        shelf.save(mine(name, name=title))
    assert [template.name for template in shelf.list()[3:]] == ["Apfel", "Zebra", "ähnlich"]
    shelf.save(mine("b", name="Other"))
    assert TemplateShelf(workspace).get("b").name == "Other"


def test_duplicates_get_ids_of_their_own(shelf: TemplateShelf) -> None:
    copy = shelf.duplicate("high-school-inquiry", "High School Inquiry")
    assert copy.id == "high-school-inquiry-2"
    assert shelf.duplicate("high-school-inquiry", " High School Inquiry ").id == "high-school-inquiry-3"
    assert shelf.get(copy.id) == copy
    assert copy.patterns == shelf.get("high-school-inquiry").patterns
    assert shelf.duplicate(copy.id, "探究").id == "untitled"
    for name in ("", "a\nb", "x" * 501):
        with pytest.raises(BadRequest, match="can't be a template's name"):
            shelf.duplicate(copy.id, name)


def test_deleted_goes_to_the_trash_and_comes_back(shelf: TemplateShelf) -> None:
    shelf.save(mine())
    name = shelf.delete("mine")
    with pytest.raises(NotFound, match="no template 'mine'; there are: elementary"):
        shelf.get("mine")
    with pytest.raises(NotFound, match="deleted already"):
        shelf.delete("mine")
    assert [(thing.name, thing.id, thing.title) for thing in shelf.trashed()] == [(name, "mine", "My way")]
    assert shelf.restore_deleted(name) == "mine"
    assert shelf.get("mine") == mine()
    with pytest.raises(NotFound):
        shelf.restore_deleted(name)


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "a\n"])
def test_ids_are_checked(shelf: TemplateShelf, name: str) -> None:
    forged = mine().model_copy(update={"id": name})
    for call in (
        lambda: shelf.get(name),
        lambda: shelf.delete(name),
        lambda: shelf.save(forged),
        lambda: shelf.duplicate(name, "x"),
        lambda: shelf.export_yaml(name),
    ):
        with pytest.raises(BadRequest, match="is not an id"):
            call()


def test_damaged_ones_are_skipped_told_and_never_lost(
    shelf: TemplateShelf, workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    path = workspace.templates / "mine.json"
    path.write_bytes(b'{"schema_version": 1, "id": "mi')
    (workspace.templates / "newer.json").write_bytes(b'{"schema_version": 9}')
    (workspace.templates / "My Own.json").write_bytes(write_document(mine()))
    (workspace.templates / f"{BUILT_IN[0]}.json").write_bytes(write_document(mine()))
    with caplog.at_level(logging.WARNING, "curriculum_widgets"):
        for _ in range(3):
            assert [template.id for template in shelf.list()] == list(BUILT_IN)
    assert len(caplog.records) == len(shelf.warnings) == 4
    assert all(str(workspace.templates) in warning for warning in shelf.warnings)
    with pytest.raises(Damaged, match=r"mine\.json is damaged: .*mend it or move it"):
        shelf.get("mine")
    with pytest.raises(TooNew, match="pip install -U"):
        shelf.get("newer")
    assert shelf.duplicate(BUILT_IN[0], "Mine").id == "mine-2"
    shelf.save(mine())
    assert shelf.get("mine") == mine()
    (lost,) = shelf.trashed()
    assert (workspace.trash / lost.name).read_bytes() == b'{"schema_version": 1, "id": "mi'


def test_yaml_there_and_back(shelf: TemplateShelf) -> None:
    for name in BUILT_IN:
        assert shelf.import_yaml(shelf.export_yaml(name)) == shelf.get(name)
    assert len(shelf.list()) == 3
    shelf.save(mine(description="Größe\n\n光: # not a comment", tags=("no", "1", "2020-01-01", "~")))
    text = shelf.export_yaml("mine")
    shelf.delete("mine")
    assert shelf.import_yaml(text) == shelf.import_yaml(text.encode("utf-8-sig")) == shelf.get("mine")
    other = shelf.import_yaml(text.replace("My way", "Another"))
    assert (other.id, other.name) == ("mine-2", "Another")
    assert shelf.get("mine").name == "My way"


def test_yaml_by_hand_needs_only_a_name(shelf: TemplateShelf) -> None:
    made = shelf.import_yaml("name: Öfter draußen\npatterns: [{title: 'Outside: {topic}'}]\n")
    assert (made.id, made.patterns[0].title) == ("ofter-drauen", "Outside: {topic}")


BOMB = "a0: &a0 [lol, lol]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
)
MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 40)
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a template: it needs lines such as"),
        ("- name: x", "not a template"),
        ("name: ", "name: Input should be a valid string"),
        ("name: x\ncolour: red", "colour: Extra inputs"),
        ("name: x\nid: ../x", "id: String should match"),
        ("name: x\nrichness: 9", "richness: Input should be less"),
        ("name: x\nrichness: .inf", "richness"),
        ("name: x\npatterns: [{title: no placeholder}]", "patterns.0: the pattern"),
        ("name: x\nschema_version: one", "no schema_version"),
        ("name: x\nschema_version: 0", "not one that was ever released"),
        ("name: 'x", "line 1"),
        ("name: x\n\tid: y", "line 2"),
        ("name: x\n---\nname: y", "another document|single document"),
        ("name: 2020-02-31", "put such values in quotes"),
        ("name: !!python/object/apply:os.system ['true']", "line 1: it uses the tag"),
        ("name: !!int x", "it uses the tag"),
        ("? [a]\n: x", "line 1"),
        ("{1: x, name: y}", "not a template"),
        ("name: &x [*x]", "line 1: its aliases expand"),
        ("name: *x", "line 1"),
        (BOMB, "aliases expand to more than 1 MB"),
        (MERGES, "aliases expand to more than 1 MB"),
        ("[" * 900 + "]" * 900, "nested more than 20"),
        ("[" * 400_000, "nested more than 20|maximum nesting"),
        ("name: " + "1:" * 200_000 + "1", "more than 20,000 characters"),
        ("name: " + "1:" * 5_000 + "1.0", "put such values in quotes"),
        ("name: " + "9" * 10_000, "put such values in quotes"),
        ("name: " + "x" * 1_000_001, "larger than 1 MB"),
        ("name: a\0b", "UTF-8"),
        (b"name: \xff", "UTF-8"),
        ("name: \ud800", "UTF-8"),
        ("name: x\n" + "k" * 900 + ": y", "Extra inputs|not a template|line"),
    ],
)
def test_yaml_that_is_refused(
    shelf: TemplateShelf, workspace: Workspace, text: str | bytes, why: str
) -> None:
    with pytest.raises(BadRequest, match=why) as caught:
        shelf.import_yaml(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    assert list(tree(workspace.templates)) == []


def test_yaml_of_a_later_version(shelf: TemplateShelf) -> None:
    with pytest.raises(TooNew, match="pip install -U"):
        shelf.import_yaml("name: x\nschema_version: 7")


def test_modest_aliases_are_fine(shelf: TemplateShelf) -> None:
    made = shelf.import_yaml("name: &n Pairs\nauthor_name: *n\ntags: [*n]")
    assert (made.author_name, made.tags) == ("Pairs", ("Pairs",))


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=30)


@given(name=WORDS.filter(str.strip), description=st.lists(WORDS).map("\n".join))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_yaml(shelf: TemplateShelf, name: str, description: str) -> None:
    template = mine(name=name, description=description)
    shelf.save(template)
    assert shelf.import_yaml(shelf.export_yaml("mine")) == template
    assert len(shelf.list()) == 4


@given(st.text(st.sampled_from("ab:-[]{}&*!<>|'\"#,?%@ \n\t019._~=é"), max_size=60))
@settings(deadline=None, max_examples=600)
def test_any_yaml_is_taken_or_refused_in_one_line(text: str) -> None:
    for made in (text, f"name: x\nstyle: {text}"):
        try:
            load_bounded(made)
        except BadRequest as error:
            assert "\n" not in str(error)  # noqa: PT017


def test_full_disk(small_disk: Path) -> None:
    shelf = TemplateShelf(Workspace.open(small_disk))
    shelf.save(mine())
    room = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(b"\0" * (room.f_bavail * room.f_frsize))
    before = tree(small_disk)
    for call in (
        lambda: shelf.save(mine(description="other")),
        lambda: shelf.duplicate("mine", "Twin"),
        lambda: shelf.import_yaml("name: x"),
    ):
        with pytest.raises(WorkspaceError, match="disk is full"):
            call()
    assert tree(small_disk) == before


def test_read_only(shelf: TemplateShelf, workspace: Workspace) -> None:
    shelf.save(mine())
    with read_only(workspace.root):
        assert len(shelf.list()) == 4
        with pytest.raises(WorkspaceError, match=r"read-only|not writable"):
            shelf.save(mine(name="x"))
        with pytest.raises(WorkspaceError, match=r"read-only|not writable"):
            shelf.delete("mine")
    assert shelf.get("mine") == mine()


def test_built_in_files_are_as_export_would_accept_them() -> None:
    folder = Path(yaml.__file__).parent / "workspace" / "builtin"
    assert sorted(path.stem for path in folder.iterdir()) == list(BUILT_IN)
    assert all(yaml.load(path.read_bytes())["id"] == path.stem for path in folder.iterdir())
