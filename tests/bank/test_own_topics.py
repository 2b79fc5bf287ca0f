"""An educator's own topics, beside the shipped ones or in their place."""

from __future__ import annotations

import bz2
import json
from pathlib import Path

import pytest

from curriculum_widgets import yaml
from curriculum_widgets.authors import open_author
from curriculum_widgets.bank.shelves import coverage, files, read, shipped_file, topic_ids
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import Damaged, NotCovered
from curriculum_widgets.quality.topics import check_file
from curriculum_widgets.settings import Settings


def own(folder: Path, subject: str, band: str, *changes: dict[str, object]) -> Path:
    """Writes topics that are the first shipped one with changes."""
    file = shipped_file("Science", "3-5")
    assert file
    _, values = read(file)
    one = values["topics"][0]
    path = folder / subject / f"{band}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    held = {**values, "band": band, "topics": [{**one, **change} for change in changes]}
    path.write_text(yaml.dump(held), encoding="utf-8")
    return path


def test_own_topics_stand_beside_the_shipped_ones_or_in_their_place(tmp_path: Path) -> None:
    shipped = Bank().topics("Science", "3-5")
    first = shipped[0].id
    own(tmp_path, "science", "3-5", {"id": "our-river", "title": "Our River"}, {"id": first, "title": "Ours"})
    mine = Bank(str(tmp_path))
    assert [topic.id for topic in mine.topics("Science", "3-5")] == [
        *(topic.id for topic in shipped),
        "our-river",
    ]
    assert mine.topics("Science", "3-5")[0].title == "Ours"
    assert topic_ids("Science", "3-5", str(tmp_path))[-1] == "our-river"
    assert coverage(["Science"], str(tmp_path))["Science"]["3-5"] == len(shipped) + 1
    assert mine.version("Science", "3-5") != Bank().version("Science", "3-5")
    assert Bank().topics("Science", "3-5") == shipped


def test_a_grade_that_they_do_not_reach_is_refused_with_those_that_they_do(tmp_path: Path) -> None:
    for band in ("3-5", "6-8"):
        own(tmp_path, "astronomy", band, {"id": f"stars-{band}"})
    wanted = Request(subject="Astronomy", grade="University")
    with pytest.raises(NotCovered, match="it holds Grade 3 to Grade 5 and Grade 6 to Grade 8"):
        open_author(wanted, Settings(bank=str(tmp_path))).check(wanted)


def test_what_is_changed_counts_for_the_next_who_opens_the_bank(tmp_path: Path) -> None:
    own(tmp_path, "astronomy", "3-5", {"id": "stars", "title": "Stars"})
    before = Bank(str(tmp_path))
    assert [topic.title for topic in before.topics("Astronomy", "3-5")] == ["Stars"]
    own(tmp_path, "astronomy", "3-5", {"id": "stars", "title": "Stars at night"})
    after = Bank(str(tmp_path))
    assert [topic.title for topic in after.topics("Astronomy", "3-5")] == ["Stars at night"]
    assert [topic.title for topic in before.topics("Astronomy", "3-5")] == ["Stars"]  # a course has one bank
    assert after.version("Astronomy", "3-5") != before.version("Astronomy", "3-5")


def test_the_author_teaches_own_topics_of_an_own_subject(tmp_path: Path) -> None:
    own(tmp_path, "astronomy", "3-5", {"id": "stars", "title": "Stars"})
    request = Request(subject="Astronomy", grade="Grade 4", topic_count=1)
    open_author(request, Settings(bank=str(tmp_path))).check(request)
    assert topic_ids("Astronomy", "3-5") == ()


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = own(tmp_path, "science", "3-5", {"id": "stars", "title": "", "hook": 3})
    with pytest.raises(Damaged, match=r"3-5\.yaml can't be used: .*bank-check"):
        Bank(str(tmp_path)).topics("Science", "3-5")
    assert any("title" in problem for problem in check_file(path)["stars"])
    path.write_text("topics: [")
    with pytest.raises(Damaged, match="bank-check"):
        Bank(str(tmp_path)).topics("Science", "3-5")


def test_a_packed_file_says_the_same(tmp_path: Path) -> None:
    written = own(tmp_path, "science", "3-5", {"id": "stars"})
    packed = tmp_path / "science" / "3-5.json.bz2"
    packed.write_bytes(bz2.compress(json.dumps(yaml.load(written.read_bytes())).encode()))
    assert read(packed)[1] == read(written)[1]
    assert check_file(packed) == check_file(written)
    assert list(files(str(tmp_path)))[-2:] == [written, packed]
