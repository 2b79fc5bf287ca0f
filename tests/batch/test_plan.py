from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.plan import JOBS_AT_MOST, load_plan, requests_from
from curriculum_widgets.batch.plan_file import read_plan_file
from curriculum_widgets.errors import BadPlan, Damaged, NotFound, WorkspaceError

SCIENCE = {"subject": "Science", "grade": 4}


def test_the_product_of_all_lists() -> None:
    rows = list(
        requests_from(
            ["Science", "Mathematics"], [3, 4], styles=["Standard", "ELI5"], languages=["English"], richness=1
        )
    )
    assert len(rows) == 8
    assert rows[0] == {
        "subject": "Science",
        "grade": "3",
        "richness": 1,
        "style": "Standard",
        "language": "English",
    }


@pytest.mark.usefixtures("knitting")
@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ([], ["it has no jobs"]),
        ([SCIENCE, SCIENCE], ["job 2: the same as job 1 (Science · Grade 4)"]),
        (
            [{"subject": "Science", "grade": "4"}, {"subject": "science", "grade": "Grade 4"}],
            ["the same as job 1"],
        ),
        ([{"subject": "Science"}], ["it names no grade"]),
        ([{"grade": 4}], ["it names no subject"]),
        ([SCIENCE | {"topic_count": 0}], ["topic_count: Input should be greater than or equal to 1"]),
        ([SCIENCE | {"topic_count": 10**6}], ["less than or equal to 30"]),
        ([SCIENCE | {"colour": "red"}], ["colour: Extra inputs"]),
        ([SCIENCE | {"guidelines": "x" * 1_000_000}], ["at most 20000 characters"]),
        ([SCIENCE | {"guidelines": "bell \x07"}], ["control character U+0007"]),
        ([SCIENCE | {"template": "nope"}], ["nope"]),
        (
            [{"subject": "Sciense", "grade": 4}, SCIENCE, {"subject": "Knitting", "grade": 4}],
            [
                "job 1: There is no subject 'Sciense'. Did you mean Science?",
                "job 3: The bank holds nothing for Knitting",
            ],
        ),
    ],
)
def test_a_plan_that_cannot_run_is_refused_whole(
    manager: BatchManager, rows: list[dict[str, object]], messages: list[str]
) -> None:
    with pytest.raises(BadPlan) as caught:
        manager.create_custom_batch(rows)
    for message in messages:
        assert message in str(caught.value)
    assert manager.list_batches(unlisted=True) == ()
    assert list(manager.workspace.batches.iterdir()) == []


@pytest.mark.usefixtures("knitting")
def test_each_problem_names_its_job_its_field_and_what_to_do(manager: BatchManager) -> None:
    rows = [
        SCIENCE,
        {"subject": "Sciense", "grade": 4},
        {"subject": "Science", "grade": 99},
        SCIENCE,
        {"subject": "Knitting", "grade": 4},
        {"subject": "Science", "grade": 5, "topic_count": 0},
        {"subject": "Science", "grade": 5, "style": "Baroque"},
        {"subject": "Science", "grade": 5, "colour": "red"},
        {"subject": " ", "grade": 5},
        {"subject": "Science", "grade": 5, "language": "French"},
        {"subject": "Science", "grade": 5, "topics": ["Dragons"]},
    ]
    with pytest.raises(BadPlan) as caught:
        manager.create_custom_batch(rows)
    found = [(one.row, one.field, one.same_as) for one in caught.value.problems]
    assert found == [
        (2, "subject", None), (3, "grade", None), (4, "", 1), (5, "subject", None), (6, "topic_count", None),
        (7, "style", None), (8, "colour", None), (9, "subject", None), (10, "language", None), (11, "topics", None),
    ]  # fmt: skip
    assert "language model" in caught.value.problems[3].remedy
    assert len(caught.value.remedies) == 2


def test_a_budget_is_carried_by_the_plan(manager: BatchManager) -> None:
    batch = manager.create_custom_batch([SCIENCE], budget=0.1, token_budget=50_000)
    plan = load_plan(manager.workspace.batches / batch.id)
    assert (plan.budget, plan.token_budget) == (Decimal("0.1"), 50_000)
    again = manager.create_batch_from_template("", ["Science"], [4], budget="2.50", author_name="Ms Lee")
    assert (again.plan.budget, again.plan.author_name) == (Decimal("2.50"), "Ms Lee")
    for wrong in ({"budget": 0}, {"budget": "NaN"}, {"budget": "much"}, {"token_budget": 0}):
        with pytest.raises(BadPlan, match="budget"):
            manager.create_custom_batch([SCIENCE], **wrong)  # type: ignore[arg-type]


def test_too_many_jobs_are_refused_at_once(manager: BatchManager) -> None:
    with pytest.raises(BadPlan, match=f"more than {JOBS_AT_MOST}"):
        manager.create_custom_batch([SCIENCE] * (JOBS_AT_MOST + 1))


@pytest.mark.parametrize("changes", [{"concurrency": 1000}, {"name": "bell \x07"}, {"description": "\x00"}])
def test_what_is_said_of_a_batch_is_checked_too(manager: BatchManager, changes: dict[str, object]) -> None:
    with pytest.raises(BadPlan):
        manager.create_custom_batch([SCIENCE], **changes)  # type: ignore[arg-type]


def test_ids_are_fixed_in_the_plan_and_safe(manager: BatchManager) -> None:
    rows = [{"subject": "Science", "grade": grade} for grade in (3, 4, 5)]
    plan = load_plan(
        manager.workspace.batches / manager.create_custom_batch(rows, name="../Äpfel & Birnen").id
    )
    assert plan.id.endswith("apfel-birnen")
    assert [job.id for job in plan.jobs] == ["1-science-grade-3", "2-science-grade-4", "3-science-grade-5"]
    assert len({job.curriculum for job in plan.jobs}) == 3


def test_a_yaml_plan(tmp_path: Path) -> None:
    file = tmp_path / "autumn.yaml"
    file.write_text(
        "concurrency: 3\nsubjects: [Science]\ngrades: [3, K]\njobs:\n  - {subject: Mathematics, grade: 7, topics: [x]}\n"
    )
    about, rows = read_plan_file(file)
    assert about == {"name": "autumn", "concurrency": 3}
    assert [(row["subject"], row["grade"]) for row in rows] == [
        ("Science", "3"),
        ("Science", "K"),
        ("Mathematics", 7),
    ]


def test_a_csv_plan_as_a_spreadsheet_writes_it(manager: BatchManager, tmp_path: Path) -> None:
    file = tmp_path / "jobs.csv"
    file.write_bytes(
        "\ufeffsubject,grade,style,topics,topic_count\r\nScience,4,ELI5,Water cycle; Energy on the Move,\r\nmath,7,,,1\r\n,,,,\r\n".encode()
    )
    view = manager.create_batch_from_file(file)
    assert [job.name for job in view.jobs] == ["Science · Grade 4 · ELI5", "Mathematics · Grade 7"]
    assert view.jobs[0].job.request.topics == ("Water cycle", "Energy on the Move")
    assert view.jobs[1].job.request.topic_count == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yaml", b"[1, 2", "a.yaml: This YAML can.t be read"),
        ("a.yaml", b"just text", "must hold"),
        ("a.yaml", b"colour: red", "must hold"),
        ("a.yaml", b"subjects: Science", "subjects in a.yaml must be a list"),
        ("a.yaml", b"jobs: [1]", "must hold fields"),
        ("a.csv", b"subject,colour\nScience,red\n", "it holds colour"),
        ("a.csv", b"subject\nScience\n", "must hold subject and grade"),
        ("a.csv", b"subject,grade\nScience,4,5\n", "more cells"),
        ("a.csv", b"\xff\xfe\x00", "not UTF-8"),
        ("a.txt", b"", "neither .yaml nor .csv"),
        ("a.csv", b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_plan_says_why(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadPlan, match=message):
        read_plan_file(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"nothing.yaml does not exist"):
        read_plan_file(tmp_path / "nothing.yaml")


def test_a_damaged_plan_is_named_and_kept(manager: BatchManager) -> None:
    view = manager.create_custom_batch([SCIENCE])
    path = manager.workspace.batches / view.id / "batch.json"
    torn = path.read_bytes()[:100]
    path.write_bytes(torn)
    good = manager.create_custom_batch([{"subject": "Mathematics", "grade": 4}])
    with pytest.raises(Damaged, match="can't be read"):
        manager.get_batch_status(view.id)
    assert [found.id for found in manager.list_batches()] == [good.id]
    assert str(path) in manager.warnings[0]
    assert path.read_bytes() == torn


@pytest.mark.parametrize("name", ["nope", "../curricula", "a/b", "", "A"])
def test_an_unknown_batch_is_not_found(manager: BatchManager, name: str) -> None:
    with pytest.raises(NotFound, match="There is no batch"):
        manager.get_batch_status(name)


def _bomb(key: str) -> bytes:
    lines = [f"{key}:", "  - &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  - &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join([*lines, "other: 1"]).encode()


@pytest.mark.parametrize("key", ["subjects", "grades", "template", "name"])
def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path, key: str) -> None:
    (tmp_path / "a.yaml").write_bytes(_bomb(key))
    with pytest.raises(BadPlan, match="aliases expand to more than"):
        read_plan_file(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.yaml", "name: [1]\n", "name in a.yaml must be one line"),
        ("a.yaml", "subjects: [2024-02-30]\n", "day is out of range"),
        ("a.yaml", f"jobs: [{{topic_count: 1{'0' * 5000}}}]\n", "a.yaml: This YAML can't be read"),
        ("a.yaml", "template: math-problem-solving\njobs: [{subject: Science, grade: 4, 1: 2}]\n", "no field '1'"),
        ("a.yaml", "template: math-problem-solving\njobs: [{subject: Science, grade: 4, self: 2}]\n", "no field 'self'"),
        ("a.csv", "subject,subject,grade\nScience,Art,4\n", "names 'subject' twice"),
    ],
)  # fmt: skip
def test_strange_plans_are_one_line(
    manager: BatchManager, tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(BadPlan, match=message):
        manager.create_batch_from_file(tmp_path / name)


def test_a_number_is_a_name_too(manager: BatchManager, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: 2026\ndescription: 5\nsubjects: [Science]\ngrades: [4]\n")
    assert manager.create_batch_from_file(tmp_path / "a.yaml").name == "2026"


def test_an_endless_product_is_refused_before_it_is_made(manager: BatchManager) -> None:
    names = ["Science"] * 10_000
    with pytest.raises(BadPlan, match=f"more than {JOBS_AT_MOST}"):
        manager.create_batch_from_template("", names, names, styles=names, languages=names)


def test_all_who_plan_in_the_same_second_get_a_batch_each(manager: BatchManager) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: manager.create_custom_batch([SCIENCE], name="Same").id, range(16)))
    assert len(set(ids)) == 16
    assert {view.id for view in manager.list_batches()} == set(ids)
    assert not [path for path in manager.workspace.batches.iterdir() if path.name.startswith(".")]


def test_all_who_ask_for_the_same_id_get_the_same_batch(manager: BatchManager) -> None:
    with ThreadPoolExecutor(8) as pool:
        plans = list(
            pool.map(lambda _: manager.create_custom_batch([SCIENCE], batch_id="nightly").plan, range(16))
        )
    assert len({plan.jobs[0].curriculum for plan in plans}) == 1


def test_a_plan_that_cannot_be_written_leaves_nothing(
    manager: BatchManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        msg = "the disk is full"
        raise WorkspaceError(msg)

    monkeypatch.setattr("curriculum_widgets.batch.plan.replace", full)
    with pytest.raises(WorkspaceError, match="full"):
        manager.create_custom_batch([SCIENCE], batch_id="nightly")
    assert list(manager.workspace.batches.iterdir()) == []


def test_a_folder_without_a_plan_is_named(manager: BatchManager) -> None:
    (manager.workspace.batches / "nightly" / "status").mkdir(parents=True)
    with pytest.raises(WorkspaceError, match="nightly is there already and holds no batch"):
        manager.create_custom_batch([SCIENCE], batch_id="nightly")


def test_foreign_and_copied_folders_harm_no_list(manager: BatchManager) -> None:
    view = manager.create_custom_batch([SCIENCE], batch_id="mine")
    batches = manager.workspace.batches
    (batches / ".ipynb_checkpoints").mkdir()
    (batches / "odd" / "batch.json").mkdir(parents=True)
    for name in ("mine-copy", "mine - Copy"):
        shutil.copytree(batches / "mine", batches / name)
    assert [found.id for found in manager.list_batches()] == ["mine-copy", view.id]
    assert len(manager.warnings) == 2
    assert "batch.json can't be read" in " ".join(manager.warnings)
    assert "rename it" in " ".join(manager.warnings)
