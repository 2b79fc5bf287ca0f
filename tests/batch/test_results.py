from __future__ import annotations

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager, BatchView
from curriculum_widgets.batch.results import write_results
from curriculum_widgets.errors import BadRequest, NotFound, UnknownName

NAME = "=Autumn <b>&"


@pytest.fixture
def done(manager: BatchManager) -> BatchView:
    rows = [
        {"subject": "Science", "grade": 4, "topic_count": 1, "author": author}
        for author in ("bank", "slow:1,fail=summary", "slow:1,fail=lesson")
    ]
    batch = manager.create_custom_batch(rows, name=NAME, description="<script>", author_name="Ms Lee")
    manager.start_batch(batch.id)
    return manager.wait(batch.id, timeout=60)


def text(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode("utf-8-sig")


def test_all_that_a_batch_made_with_an_index_and_checksums(
    manager: BatchManager, done: BatchView, tmp_path: Path
) -> None:
    heard: list[tuple[int, int]] = []
    path = write_results(
        done, manager.library, tmp_path / "all.zip", on_progress=lambda *how: heard.append(how)
    )
    assert heard == [(1, 2), (2, 2)]
    first, second, third = (job.job.curriculum for job in done.jobs)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == [
            f"student/{first}-student.html", f"teacher/{first}-teacher.html",
            f"student/{second}-student.html", f"teacher/{second}-teacher.html",
            "index.html", "index.csv", "summary.json", "SHA256SUMS",
        ]  # fmt: skip
        sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:-1]}
    page = text(path, "index.html")
    assert "<h1>=Autumn &lt;b&gt;&amp;</h1>" in page
    assert "<script>" not in page
    assert f'href="student/{first}-student.html"' in page
    assert "2 of 3 made · 1 with parts missing · 1 failed · planned by Ms Lee" in page
    rows = list(csv.DictReader(io.StringIO(text(path, "index.csv"))))
    assert [(row["State"], row["Units"]) for row in rows] == [
        ("completed", "1"),
        ("partial", "1"),
        ("failed", ""),
    ]
    assert "summary (the slow author never writes this)" in rows[1]["Remark"]
    values = json.loads(text(path, "summary.json"))
    assert (values["name"], values["counts"]) == (NAME, {"completed": 1, "partial": 1, "failed": 1})
    assert [job["curriculum"] for job in values["jobs"]] == [first, second, third]


def test_the_same_results_give_the_same_bytes(manager: BatchManager, done: BatchView, tmp_path: Path) -> None:
    one = write_results(done, manager.library, tmp_path)
    again = BatchManager(manager.workspace)
    two = write_results(again.get_batch_status(done.id), again.library, tmp_path / "two.zip")
    assert one.read_bytes() == two.read_bytes()
    assert one.name == f"{done.id}-{hashlib.sha256(one.read_bytes()).hexdigest()[:8]}.zip"
    other = write_results(
        done, manager.library, tmp_path, formats=["markdown", "json"], editions=["student", "teacher"]
    )
    assert other != one
    with zipfile.ZipFile(other) as archive:
        kinds = [name.partition("/")[0] + name[name.rindex(".") :] for name in archive.namelist()[:3]]
    assert kinds == ["student.md", "teacher.md", "teacher.json"]
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == sorted([one.name, "two.zip", other.name])


def test_no_other_file_is_overwritten_unless_it_is_said(
    manager: BatchManager, done: BatchView, tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(b"something else")
    with pytest.raises(BadRequest, match="--overwrite"):
        write_results(done, manager.library, path)
    assert path.read_bytes() == b"something else"
    write_results(done, manager.library, path, overwrite=True)
    assert write_results(done, manager.library, path) == path
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".")] == []


def test_what_is_not_there_any_more_is_said_and_holds_nobody_up(
    manager: BatchManager, done: BatchView, tmp_path: Path
) -> None:
    manager.library.delete(done.jobs[0].job.curriculum)
    path = write_results(done, manager.library, tmp_path / "all.zip", editions=["teacher"])
    rows = list(csv.DictReader(io.StringIO(text(path, "index.csv"))))
    assert rows[0]["Remark"] == "It is not in the library any more."
    assert rows[1]["Files"].startswith("teacher/")


def test_who_stops_it_leaves_nothing(manager: BatchManager, done: BatchView, tmp_path: Path) -> None:
    seen: list[int] = []
    with pytest.raises(CancelledError):
        write_results(
            done,
            manager.library,
            tmp_path / "out" / "all.zip",
            on_progress=lambda count, _: seen.append(count),
            is_unwanted=lambda: bool(seen),
        )
    assert seen == [1]
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"formats": []}, "Choose a format first"),
        ({"editions": []}, "Choose an edition first"),
        ({"editions": ["parents"]}, "no edition 'parents'"),
        ({"formats": ["json"], "editions": ["student"]}, "has no student edition"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(
    manager: BatchManager, done: BatchView, tmp_path: Path, choice: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(BadRequest, match=message):
        write_results(done, manager.library, tmp_path, **choice)  # type: ignore[arg-type]
    with pytest.raises(UnknownName):
        write_results(done, manager.library, tmp_path, formats=["scroll"])


def test_a_batch_that_made_nothing_has_no_results(manager: BatchManager, tmp_path: Path) -> None:
    batch = manager.create_custom_batch([{"subject": "Science", "grade": 4}])
    with pytest.raises(NotFound, match="has made no curriculum yet"):
        write_results(batch, manager.library, tmp_path)


def test_memory_does_not_grow_with_the_number_of_curricula(
    manager: BatchManager, done: BatchView, tmp_path: Path
) -> None:
    one = done.jobs[0]
    copies = [
        replace(
            one, job=one.job.model_copy(update={"curriculum": manager.library.duplicate(one.job.curriculum)})
        )
        for _ in range(60)
    ]

    def peak(times: int) -> int:
        many = BatchView(plan=done.plan, jobs=tuple(copies[:times]), status=done.status)
        tracemalloc.start()
        path = write_results(many, manager.library, tmp_path / f"{times}.zip")
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert path.stat().st_size > times * 10_000
        return used

    peak(2)  # what is loaded once
    few, many = peak(5), peak(60)
    assert many < few + 500_000
