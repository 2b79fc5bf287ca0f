"""The Export tab's calls, without a browser."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from drawn import png
from panels import came_back
from samples import sample_curriculum, spring

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.errors import BadRequest, Busy, Damaged, MissingExtra, NotFound, TooNew
from curriculum_widgets.exporters import EXPORTERS, Exporter
from curriculum_widgets.importers.curricula import import_curriculum
from curriculum_widgets.ui import importing
from curriculum_widgets.ui.exporting import ExportRun, OnClash, State, tasks_for
from curriculum_widgets.ui.importing import Upload, read_file
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs import export as export_tab
from curriculum_widgets.ui.tabs.export import ExportTab
from curriculum_widgets.workspace.review import write_review


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = Session(tmp_path / "w")
    for number in (1, 2):
        session.library.save(course(number))
    return session


@pytest.fixture
def tab(session: Session) -> ExportTab:
    return ExportTab(session)


def course(number: int, **changes: Any) -> Curriculum:
    return sample_curriculum().model_copy(
        update={"id": f"water-{number}", "title": f"Water {number}"} | changes
    )


def exported(tab: ExportTab, *formats: str, editions: tuple[str, ...] = ("teacher",), **more: Any) -> dict:
    tab.answer("export", {"curricula": ["water-1"], "formats": formats, "editions": editions, **more})
    tab._run.wait(20)
    return tab.answer("look", {})


def states(answer: dict) -> list[str]:
    return [task["state"] for task in answer["tasks"]]


def test_the_page_gets_formats_curricula_and_files(tab):
    data = tab.answer("load", {})
    assert [one["value"] for one in data["formats"]] == EXPORTERS.names()
    assert data["subjects"] == ["Science"]
    assert data["run"] == {"tasks": [], "next": None}
    assert data["files"] == []
    json.dumps(data)


def test_every_format_says_what_its_student_edition_holds(tab):
    about = {one["value"]: one["about"] for one in tab.answer("load", {})["formats"]}
    assert about["json"] == "Holds all answers, so there is a teacher edition only."
    assert "no answers at all" in about["markdown"]
    assert "hidden in the file, but not secret" in about["html"]


def test_a_format_whose_part_is_missing_says_what_to_install(monkeypatch, tab):
    def get(self, name):
        msg = 'Install it with: pip install "curriculum-widgets[word]"'
        raise MissingExtra(msg)

    monkeypatch.setattr(type(EXPORTERS), "get", get)
    assert {one["missing"] for one in tab.answer("load", {})["formats"]} == {
        'Install it with: pip install "curriculum-widgets[word]"'
    }


def test_curricula_are_found_by_words_and_filters(tab, session):
    found = tab.answer("find", {"words": "water 2"})
    assert ([card["id"] for card in found["cards"]], found["total"]) == (["water-2"], 1)
    assert tab.answer("find", {"subject": "Music"})["total"] == 0
    assert [card["id"] for card in tab.answer("find", {"only": "water-1"})["cards"]] == ["water-1"]


def test_curricula_are_found_by_the_batch_that_made_them(tab, session):
    batch = session.manager.create_custom_batch([{"subject": "Science", "grade": 4}], name="Autumn")
    session.library.save(course(3, id=batch.jobs[0].job.curriculum))
    assert tab.answer("refresh", {})["batches"] == [{"value": batch.id, "label": "Autumn (1)"}]
    found = tab.answer("find", {"batch": batch.id})
    assert [card["title"] for card in found["cards"]] == ["Water 3"]
    with pytest.raises(NotFound, match="not there any more"):
        tab.answer("find", {"batch": "../curricula"})


def test_files_are_written_and_named(tab, session):
    answer = exported(tab, "html", "json", editions=("teacher", "student"))
    assert states(answer) == ["written"] * 3
    assert sorted(file["name"] for file in tab.answer("files", {})) == [
        "water-1-student.html",
        "water-1-teacher.html",
        "water-1.json",
    ]
    assert answer["next"] is None
    assert tab.answer("look", {"since": answer["tasks"][-1]["change"]})["tasks"] == []


@pytest.mark.parametrize(
    ("curricula", "formats", "editions", "message"),
    [
        ([], ["html"], ["teacher"], "Choose a curriculum first"),
        (["water-1"], [], ["teacher"], "Choose a format first"),
        (["water-1"], ["html"], [], "Choose an edition first"),
        (["water-1"], ["json"], ["student"], "JSON holds the answer keys, so it has no student edition"),
    ],
)
def test_what_cannot_be_written_is_said_before(tab, curricula, formats, editions, message):
    with pytest.raises(BadRequest, match=message):
        tab.answer("export", {"curricula": curricula, "formats": formats, "editions": editions})


def test_nothing_is_overwritten_unasked(tab, session):
    exported(tab, "json")
    assert states(exported(tab, "json")) == ["already there"]
    path = session.workspace.exports / "water-1.json"
    path.write_text("mine")
    assert states(exported(tab, "json")) == ["name is taken"]
    assert path.read_text() == "mine"
    tab.answer("settle", {"at": [0], "clash": "both"})
    tab._run.wait(20)
    assert [task["name"] for task in tab.answer("look", {})["tasks"]] == ["water-1-2.json"]
    assert path.read_text() == "mine"
    assert states(exported(tab, "json", clash="both")) == ["already there"]
    assert states(exported(tab, "json", clash="replace")) == ["written"]
    assert path.read_text() != "mine"


def test_one_file_that_fails_does_not_stop_the_others(session):
    tasks = tasks_for([("gone", "Gone"), ("water-1", "Water 1")], ["json"], ["teacher"])
    run = ExportRun(session.workspace, tasks)
    run.start()
    run.wait(20)
    failed, written = run.look()
    assert (failed.state, written.state) == (State.FAILED, State.WRITTEN)
    assert "There is no curriculum 'gone'" in failed.error


def test_an_exporter_that_breaks_is_one_line(monkeypatch, session):
    def render(_curriculum, _edition, *, media):
        raise ZeroDivisionError

    broken = Exporter(label="Broken", suffix=".b", media_type="text/plain", keys="keyless", render=render)
    monkeypatch.setattr(type(EXPORTERS), "get", lambda _self, _name: broken)
    run = ExportRun(session.workspace, tasks_for([("water-1", "Water 1")], ["broken"], ["teacher"]))
    run.start()
    run.wait(20)
    assert run.look()[0].error == "It could not be written (ZeroDivisionError)."


def test_a_run_can_be_stopped_and_only_one_runs(monkeypatch, session):
    run = ExportRun(
        session.workspace, tasks_for([("water-1", ""), ("water-2", "")], ["json", "html"], ["teacher"])
    )
    load = run._library.load

    def load_and_stop(curriculum_id: str) -> Curriculum:
        with pytest.raises(Busy):
            run.start()
        run.cancel()
        return load(curriculum_id)

    monkeypatch.setattr(run._library, "load", load_and_stop)
    run.start()
    run.wait(20)
    assert [outcome.state for outcome in run.look()] == [State.WRITTEN, *[State.STOPPED] * 3]
    run.start(OnClash.ASK, [3])
    run.wait(20)
    assert run.look()[3].state is State.WRITTEN


def test_a_download_sends_the_bytes(tab, session):
    exported(tab, "markdown")
    about, sent = tab.answer("download", {"name": "water-1-teacher.md"})
    assert about == {"name": "water-1-teacher.md", "type": "text/markdown; charset=utf-8"}
    assert sent == [(session.workspace.exports / "water-1-teacher.md").read_bytes()]


@pytest.mark.parametrize(
    "name", ["../curricula/water-1/curriculum.json", ".lock", "", "nothing.md", "..", "a\0b"]
)
def test_only_exports_can_be_downloaded(tab, name):
    with pytest.raises(NotFound, match="There is no file"):
        tab.answer("download", {"name": name})


def test_what_is_too_large_for_the_notebook_says_where_it_is(monkeypatch, tab, session):
    exported(tab, "markdown")
    monkeypatch.setattr(export_tab, "DOWNLOAD_AT_MOST", 10)
    with pytest.raises(BadRequest, match=r"It is here: .*water-1-teacher\.md"):
        tab.answer("download", {"name": "water-1-teacher.md"})


def test_a_zip_holds_the_files_and_is_the_same_for_the_same_files(tab, session):
    exported(tab, "markdown", "json")
    names = [file["name"] for file in tab.answer("files", {})]
    made = came_back(tab, tab.answer("zip", {"names": names}))
    again = came_back(tab, tab.answer("zip", {"names": names}))
    assert made == again
    about, sent = tab.answer("download", made)
    assert about["type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(sent[0])) as archive:
        assert sorted(archive.namelist()) == sorted(names)
        assert archive.read("water-1.json") == (session.workspace.exports / "water-1.json").read_bytes()
    with pytest.raises(NotFound):
        came_back(tab, tab.answer("zip", {"names": ["../studio.log"]}))


def test_a_formats_options_are_offered_and_taken(tab, session):
    html, markdown = (
        next(one for one in tab.answer("load", {})["formats"] if one["value"] == name)
        for name in ("html", "markdown")
    )
    assert [option["name"] for option in html["options"]] == [
        *("content", "version", "paper", "text", "theme", "photocopy")
    ]
    assert markdown["options"][-1]["default"] is True
    exported(tab, "html", "markdown", options={"html": {"paper": "a4"}, "markdown": {"pictures": False}})
    assert b"size: a4" in (session.workspace.exports / "water-1-teacher.html").read_bytes()
    assert b"<svg" not in (session.workspace.exports / "water-1-teacher.md").read_bytes()
    with pytest.raises(BadRequest, match="can't be 'a3'"):
        exported(tab, "html", options={"html": {"paper": "a3"}})


def test_a_preview_is_what_the_file_will_be(tab):
    asked = {"curriculum": "water-1", "file_format": "html", "edition": "student"}
    answer = next(made for _ in range(10_000) if isinstance(made := tab.answer("preview", asked), tuple))
    about, (page,) = answer
    assert about == {"ready": True, "title": "Water 1", "page": True}
    assert page.startswith(b"<!doctype html>")


def test_an_export_comes_in_again_as_it_was(tab, session):
    exported(tab, "json")
    before = (session.library.folder("water-1") / "curriculum.json").read_bytes()
    there = came_back(tab, tab.answer("import_path", {"path": "exports/water-1.json"}))
    assert there == {"id": "water-1", "title": "Water 1", "outcome": "there", "left_out": ()}
    session.library.delete("water-1")
    added = came_back(tab, tab.answer("import_path", {"path": "exports/water-1.json"}))
    assert added["outcome"] == "added"
    assert (session.library.folder("water-1") / "curriculum.json").read_bytes() == before
    tab.answer("undo_import", {"curriculum": "water-1"})
    assert [card.id for card in session.library.list()] == ["water-2"]


def test_markdown_that_was_changed_comes_in_as_a_copy_and_questions_are_shown_their_place(tab, session):
    exported(tab, "markdown")
    path = session.workspace.exports / "water-1-teacher.md"
    same = came_back(tab, tab.answer("import_path", {"path": f"exports/{path.name}"}))
    assert (same["outcome"], same["left_out"]) == ("there", ())
    path.write_text(path.read_text().replace("# Water 1", "# My water", 1))
    copy = came_back(tab, tab.answer("import_path", {"path": f"exports/{path.name}"}))
    assert (copy["outcome"], copy["title"]) == ("copied", "My water")
    assert session.library.load("water-1").title == "Water 1"
    (session.workspace.root / "quiz.gift").write_text("Sun? {T}")
    with pytest.raises(BadRequest, match="open a unit, go to its quiz"):
        tab.answer("import_path", {"path": "quiz.gift"})


def test_versions_have_names_of_their_own_and_approval_is_said(tab, session):
    write_review(session.library.folder("water-1"), course(1).units[0].id, mark="approved", note="")
    exported(tab, "markdown", options={"markdown": {"version": "b", "content": "quizzes"}})
    made = (session.workspace.exports / "water-1-teacher-quizzes-version-b.md").read_text()
    assert "Version B" in made
    assert "Approved by a person: Unit 1." in made


def test_a_taken_id_makes_a_copy(session):
    data = write_document(course(1, overview="Another one."))
    made = import_curriculum(session.workspace, "a.json", data)
    assert (made.outcome, made.title) == ("copied", "Water 1 (2)")
    assert session.library.load("water-1").overview == course(1).overview
    assert session.library.load(made.id).overview == "Another one."


def test_a_damaged_one_of_that_id_is_left_as_it_is(session):
    path = session.library.folder("water-1") / "curriculum.json"
    path.write_text("{")
    made = import_curriculum(session.workspace, "a.json", write_document(course(1)))
    assert made.outcome == "copied"
    assert path.read_text() == "{"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"\xff\xfe", b'{"schema_version": 1}'])
def test_a_damaged_file_is_one_line(session, data):
    with pytest.raises(Damaged, match=r"^a\.json can't be imported: .*\. Nothing was changed\.$"):
        import_curriculum(session.workspace, "a.json", data)
    assert len(session.library.list()) == 2


def test_pictures_travel_with_a_json_file_and_are_proved_on_arrival(session, water):
    session.library.save(water, media=spring)
    run = ExportRun(session.workspace, tasks_for([("water", "Water")], ["json", "html"], ["teacher"]))
    run.start()
    run.wait(20)
    data = (session.workspace.exports / "water.json").read_bytes()
    assert b"data:image/png" in (session.workspace.exports / "water-teacher.html").read_bytes()
    session.library.delete("water")
    assert import_curriculum(session.workspace, "a.json", data).outcome == "added"
    assert session.library.load("water") == water
    assert session.library.media("water").read("spring.png") == png()
    session.library.save(water.model_copy(update={"title": "Other"}))
    copied = import_curriculum(session.workspace, "a.json", data)
    assert session.library.media(copied.id).names() == ["spring.png"]
    session.library.restore("water", 1)
    (session.library.folder("water") / "media" / "spring.png").unlink()
    assert import_curriculum(session.workspace, "a.json", data).outcome == "there"
    assert session.library.media("water").names() == ["spring.png"]
    session.library.delete("water")
    values = json.loads(data)
    values["media"] = {"spring.png": "PHN2Zz4=", "../other.png": "AAAA"}
    with pytest.raises(
        Damaged,
        match=r"the picture spring\.png can't be used: This is not a picture.*file\. Nothing was changed",
    ):
        import_curriculum(session.workspace, "a.json", json.dumps(values).encode())
    assert "water" not in [card.id for card in session.library.list()]


def test_a_newer_file_says_what_to_do(session):
    values = json.loads(write_document(course(3))) | {"schema_version": 99}
    with pytest.raises(TooNew, match=r"can't be imported yet: .*Upgrade with"):
        import_curriculum(session.workspace, "a.json", json.dumps(values).encode())


def test_an_upload_arrives_in_pieces(tab, session):
    data = write_document(course(3))
    half = len(data) // 2
    about = {"name": "a.json", "size": len(data)}
    assert tab.answer("upload", {**about, "at": 0}, [memoryview(data[:half])]) == {}
    made = came_back(tab, tab.answer("upload", {**about, "at": half}, [memoryview(data[half:])]))
    assert made == {"id": "water-3", "title": "Water 3", "outcome": "added", "left_out": ()}


def test_an_upload_that_is_not_whole_is_refused(tab):
    with pytest.raises(BadRequest, match="did not arrive whole"):
        tab.answer("upload", {"name": "a.json", "size": 9, "at": 4}, [b"abcd"])
    upload = Upload("a.json", 9)
    assert not upload.add(0, b"abcd")
    for at, piece in ((0, b"abcd"), (4, b"much too long")):
        with pytest.raises(BadRequest, match="did not arrive whole"):
            upload.add(at, piece)
    with pytest.raises(BadRequest, match="larger than 20 MB: put it into the workspace"):
        Upload("a.json", importing.UPLOAD_LIMIT + 1)


@pytest.mark.parametrize("path", ["", "../outside.json", "/etc/passwd", "curricula/../../outside.json"])
def test_only_files_of_the_workspace_are_read(session, tmp_path, path):
    (tmp_path / "outside.json").write_text("{}")
    with pytest.raises(BadRequest, match="Name a JSON or Markdown file in the folder"):
        read_file(session.workspace, path)


def test_a_path_that_leads_nowhere_is_one_line(session, monkeypatch):
    with pytest.raises(NotFound, match="There is no file"):
        read_file(session.workspace, "exports/nothing.json")
    with pytest.raises(BadRequest, match="can't be the name"):
        read_file(session.workspace, "a\0b")
    monkeypatch.setattr(importing, "LIMIT", 1)
    (session.workspace.root / "a.json").write_text("{}")
    with pytest.raises(BadRequest, match="is larger than"):
        read_file(session.workspace, "a.json")


def test_files_that_may_be_meant_are_offered(session):
    (session.workspace.root / "mine.json").write_text("{}")
    (session.workspace.root / "studio.json").write_text("{}")
    (session.workspace.exports / "water.json").write_text("{}")
    (session.workspace.exports / "water.md").write_text("# Water")
    (session.workspace.exports / "water.pdf").write_bytes(b"%PDF-")
    assert importing.offered(session.workspace) == ["mine.json", "exports/water.json", "exports/water.md"]


def test_the_tab_shows_what_others_ask_for(tab, session):
    asked: list[tuple[str, dict]] = []
    session.on_go(lambda name, arrival: asked.append((name, arrival)))
    tab.arrive({"batch": "b"})
    assert tab.answer("load", {})["arrival"] == {"batch": "b"}
    assert tab.answer("load", {})["arrival"] == {}
    tab.answer("open", {"curriculum": "water-1"})
    tab.answer("generate", {})
    assert asked == [("view", {"curriculum": "water-1"}), ("generate", {})]
