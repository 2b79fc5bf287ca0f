from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from batch_page import Page, form

from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.errors import BadPlan, BadRequest, CurriculumError
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch_form import choices
from curriculum_widgets.ui.tabs.batch_table import rows_from_file, rows_from_text, rows_from_upload


@pytest.mark.usefixtures("knitting")
def test_the_form_marks_what_cannot_start(page: Page) -> None:
    answer = page.ask("check", form=form(subjects=["Science", "Knitting"]))
    assert (answer["asked"], answer["ready"], answer["units"], answer["cost"]) == (4, 2, 2, "0")
    assert [(one["row"], one["kind"]) for one in answer["problems"]] == [(2, "impossible"), (3, "impossible")]
    assert answer["problems"][0]["text"].startswith("The bank holds nothing for Knitting, Grade 4")
    assert "language model" in answer["remedies"][0]
    with pytest.raises(BadPlan):
        page.ask("create", form=form(subjects=["Science", "Knitting"]))
    batch = page.ask("create", form=form(subjects=["Science", "Knitting"], leave_out=True))
    assert page.until_still(batch)["total"] == 2


def test_an_own_list_is_marked_row_by_row(page: Page) -> None:
    rows = [
        {"subject": "Science", "grade": "4"},
        {"subject": "", "grade": ""},
        {"subject": "Sciense", "grade": "4"},
        {"subject": "Science", "grade": "Grade 4", "style": "Standard"},
        {"subject": "Science", "grade": "", "topics": ""},
        {"subject": "Mathematics", "grade": "5", "topics": " ", "topic_count": "2"},
    ]
    answer = page.ask("check", form=form(mode="list", rows=rows))
    assert (answer["asked"], answer["ready"], answer["units"]) == (5, 2, 3)
    found = [(one["row"], one["kind"]) for one in answer["problems"]]
    assert found == [(2, "impossible"), (3, "duplicate"), (4, "impossible")]
    assert [one["text"] for one in answer["problems"]][1] == "The same as row 1"
    assert [one["field"] for one in answer["problems"]] == ["subject", "", "grade"]
    twice = [{"subject": ""}, {"subject": "Science", "grade": "4"}, {"subject": "Science", "grade": "4"}]
    answer = page.ask("check", form=form(mode="list", rows=twice))
    assert [(one["row"], one["text"]) for one in answer["problems"]] == [(2, "The same as row 2")]


def test_pictures_are_asked_for_only_where_they_can_be_made(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody-012345")
    model = {"author": "openai", "model": "gpt-5-mini", "image_model": "gpt-image-1", "image_quality": "low"}
    plain = page.ask("check", form=form(**model | {"image_model": ""}))
    painted = page.ask("check", form=form(**model))
    assert float(painted["cost"]) > float(plain["cost"])
    assert (
        page.ask("check", form=form(image_model="gpt-image-1"))["problems"] == []
    )  # left in the form of the bank
    rows = [{"subject": "Science", "grade": "4"}, {"subject": "Science", "grade": "4", "author": "bank"}]
    batch = page.ask("check", form=form(mode="list", rows=rows, **model))
    assert (batch["ready"], batch["problems"]) == (2, [])
    wrong = page.ask("check", form=form(**model | {"image_size": "large"}))
    assert wrong["problems"][0]["field"] == "image_size"


@pytest.mark.usefixtures("knitting")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subjects": []}, "It has no jobs"),
        ({"mode": "list", "rows": []}, "It has no jobs"),
        ({"grades": ["Grade 4"], "subjects": ["Knitting"]}, "The bank holds nothing for Knitting"),
        ({"grades": ["Grade 4"], "author": "nobody"}, "There is no author 'nobody'"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said(page: Page, changes: dict[str, Any], said: str) -> None:
    answer = page.ask("check", form=form(**changes))
    assert answer["ready"] == 0
    assert answer["problems"][0]["text"].startswith(said)


def test_a_template_gives_its_ways_to_every_job(page: Page, session: Session) -> None:
    batch = page.ask("create", form=form(template="math-problem-solving", subjects=["Mathematics"]))
    assert {job.request.template for job in session.manager.watch(batch).plan.jobs} == {
        "math-problem-solving"
    }
    assert page.until_still(batch)["state"] == "completed"


@pytest.mark.parametrize(
    "text",
    [
        "Science\t4\tVisual\r\nMathematics\t5\t\r\n",
        "Subject,Grade,Style\nScience,4,Visual\nMathematics,5,\n\n",
        "subject;GRADE;style\nScience;4;Visual\nMathematics;5;",
    ],
)
def test_tables_are_understood_as_spreadsheets_copy_and_save_them(text: str) -> None:
    first, second = rows_from_text(text)
    assert first == {"subject": "Science", "grade": "4", "style": "Visual"}
    assert second == {"subject": "Mathematics", "grade": "5"}


def test_what_a_table_cannot_be_is_said() -> None:
    with pytest.raises(BadPlan, match="one job a row"):
        rows_from_text(" \n")
    with pytest.raises(BadPlan, match="must name subject and grade"):
        rows_from_text("subject,style\nScience,Visual")
    with pytest.raises(BadPlan, match="It names 'teacher'"):
        rows_from_text("subject,grade,teacher\nScience,4,Lee")
    with pytest.raises(BadPlan, match="names 'grade' twice"):
        rows_from_text("subject,grade,grade\nScience,4,5")
    with pytest.raises(BadPlan, match="Row 1 has more cells"):
        rows_from_text("Science\t4\t\t\t\tmore")
    with pytest.raises(BadPlan, match="at most 20,000"):
        rows_from_text("Science\t4\n" * 20_001)
    with pytest.raises(BadPlan, match="not a table that can be read"):
        rows_from_text('Science,"4')


def test_files_are_bounded_and_cannot_be_outside(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_bytes("\ufeffsubject,grade,topics\nScience,4,A; B\n".encode())
    assert rows_from_file(tmp_path, "jobs.csv") == [{"subject": "Science", "grade": "4", "topics": "A; B"}]
    (tmp_path / "jobs.yaml").write_text(
        "subjects: [Science]\ngrades: [4]\njobs: [{subject: Art, grade: 5, topics: [A, B]}]"
    )
    assert rows_from_file(tmp_path, "jobs.yaml") == [
        {"subject": "Science", "grade": "4"},
        {"subject": "Art", "grade": "5", "topics": "A; B"},
    ]
    for name in ("../jobs.csv", "/etc/passwd", "", " "):
        with pytest.raises(BadRequest, match="Give the name of a file"):
            rows_from_file(tmp_path, name)
    with pytest.raises(CurriculumError, match="does not exist"):
        rows_from_file(tmp_path, "nothing.csv")
    with pytest.raises(BadPlan, match="larger than 5 MB"):
        rows_from_upload("big.csv", b"x" * 5_000_001)
    with pytest.raises(BadPlan, match="not UTF-8"):
        rows_from_upload("odd.csv", b"Science,\xe9")
    assert rows_from_upload("unicode.txt", "Science\t4".encode("utf-16")) == [
        {"subject": "Science", "grade": "4"}
    ]


def test_an_upload_comes_as_bytes(page: Page) -> None:
    answer = page.tab.answer("upload", {"name": "jobs.csv"}, [memoryview(b"Science,"), memoryview(b"4")])
    while "waiting" in answer:
        answer = page.tab.answer("collect", {"ticket": answer["waiting"]})
    assert answer["value"] == [{"subject": "Science", "grade": "4"}]


def test_where_it_runs_is_chosen_from_all_executors_and_a_missing_extra_is_said_before_the_start(
    page: Page, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = choices(session)["executors"]
    assert [one["value"] for one in offered] == EXECUTORS.names()
    assert all(one["label"] != one["value"] for one in offered)
    batch = page.ask("create", form=form(executor="threads", scheduler="tcp://nobody:1"))
    assert session.manager.watch(batch).plan.scheduler == ""
    monkeypatch.delitem(sys.modules, "curriculum_widgets.batch.executors.dask", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    [dask] = [one for one in choices(session)["executors"] if one["value"] == "dask"]
    assert dask["disabled"]
    assert 'pip install "curriculum-widgets[dask]"' in dask["why"]


def test_long_work_that_would_end_with_the_kernel_is_spoken_of(page: Page) -> None:
    assert page.ask("check", form=form())["advice"] is None
    unknown = form(author="slow", model="10")
    assert page.ask("check", form=unknown)["advice"]["kind"] in ("info", "warning")
    assert page.ask("check", form=unknown | {"apart": True})["advice"] is None
