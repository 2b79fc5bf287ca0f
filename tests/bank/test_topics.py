from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise, product

import pytest
import yaml

from curriculum_widgets.authors.choosing import shelf
from curriculum_widgets.bank.bands import BANDS, band_named, band_of
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.bank.shelves import coverage, shipped_file
from curriculum_widgets.bank.standards import known_codes
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.request import DEFAULT_TOPIC_COUNT, Request
from curriculum_widgets.quality.topics import topic_problems

BANK = Bank()
HELD = [
    (subject, band)
    for subject, bands in coverage(entry.name for entry in built_in().subjects).items()
    for band in bands
]
TOPICS = [(subject, band, topic) for subject, band in HELD for topic in BANK.topics(subject, band)]
each_file = pytest.mark.parametrize(("subject", "band"), HELD)
each_topic = pytest.mark.parametrize(
    ("subject", "band", "topic"), TOPICS, ids=lambda value: getattr(value, "id", value)
)


DEEP = {"Science", "Mathematics", "Language Arts", "Social Studies", "Computer Science"}
"""The subjects that the bank holds most of."""


def test_a_whole_school_is_held() -> None:
    subjects = [entry.name for entry in built_in().subjects]
    assert set(HELD) == set(product(subjects, (band.name for band in BANDS)))
    for subject in subjects:
        assert sum(one == subject for one, _, _ in TOPICS) >= (37 if subject in DEEP else 24)


@each_file
def test_a_file_holds_enough_for_a_course(subject: str, band: str) -> None:
    deep = subject in DEEP and band != "university"
    assert len(BANK.topics(subject, band)) >= (5 if deep else 4)
    assert BANK.essential_question(subject, band)


@each_topic
def test_a_topic_is_complete_and_within_its_bounds(subject: str, band: str, topic: Topic) -> None:
    assert topic_problems(topic, band, mathematics=subject == "Mathematics") == []


def test_ids_are_unique_in_the_whole_bank_and_prerequisites_exist() -> None:
    ids = [topic.id for _, _, topic in TOPICS]
    assert len(set(ids)) == len(ids)
    assert {needed for _, _, topic in TOPICS for needed in topic.prerequisites} <= set(ids)


@each_file
def test_prerequisites_come_first_within_a_file(subject: str, band: str) -> None:
    order = [topic.id for topic in BANK.topics(subject, band)]
    for topic in BANK.topics(subject, band):
        for needed in topic.prerequisites:
            if needed in order:
                assert order.index(needed) < order.index(topic.id)


@each_file
def test_default_courses_of_neighbouring_grades_differ(subject: str, band: str) -> None:
    def course(grade: str) -> set[str]:
        request = Request(subject=subject, grade=grade)
        return {topic.id for topic in shelf(BANK, request)[:DEFAULT_TOPIC_COUNT]}

    for one, other in pairwise(band_named(band).grades):
        least = DEFAULT_TOPIC_COUNT / (2 if subject in DEEP else 3)
        assert len(course(one) - course(other)) >= least


@each_topic
def test_python_code_in_a_lesson_runs(subject: str, band: str, topic: Topic) -> None:
    """Only Computer Science has fenced code; what says it is Python is executed, each block alone."""
    whole = topic.model_dump()
    blocks = [
        block for text in _texts(whole) for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    ]
    if not blocks:
        return
    assert subject == "Computer Science"
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block],
            capture_output=True,
            text=True,
            timeout=20,
            input="",
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stderr}"


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []


def test_every_grade_of_the_catalogue_has_a_band() -> None:
    names = [entry.name for entry in built_in().grades]
    assert [grade for band in BANDS for grade in band.grades] == names
    assert all(band_of(name) for name in names)
    assert band_of("Grade 99") is None


def test_standards_are_whole_codes() -> None:
    codes = known_codes()
    assert {"5-ESS2-1", "MS-PS1-5", "3.NF.A.1", "8.G.B.7", "1B-AP-10", "2-DA-07", "D2.Geo.1.3-5"} <= set(
        codes
    )
    assert len(codes) > 200
    assert set(codes.values()) >= {"NGSS", "CCSS", "CSTA"}


@pytest.mark.slow
@each_file
def test_a_file_reads_the_same_without_the_c_parser(subject: str, band: str) -> None:
    file = shipped_file(subject, band)
    assert file
    data = file.read_bytes()
    assert yaml.load(data, Loader=yaml.SafeLoader) == yaml.load(data, Loader=yaml.CSafeLoader)


def test_links_within_a_topic_must_hold() -> None:
    _, _, topic = TOPICS[0]
    values = topic.model_dump()
    for path in ("objective", "picture"):
        broken = {**values, "ideas": [{**values["ideas"][0], path: "nowhere"}, *values["ideas"][1:]]}
        with pytest.raises(ValueError, match="nowhere"):
            Topic.model_validate(broken)
    with pytest.raises(ValueError, match="activity has"):
        Topic.model_validate({**values, "ideas": [{**values["ideas"][0], "step": 99}, *values["ideas"][1:]]})


def test_a_missing_file_is_nothing() -> None:
    assert BANK.topics("Knitting", "9-12") == ()
    assert BANK.essential_question("Knitting", "9-12") == BANK.version("Knitting", "9-12") == ""
    assert shipped_file("Knitting", "9-12") is None
