"""The index: lists and search without opening files, and never a lie."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.documents.text import fold
from curriculum_widgets.documents.unit import Term
from curriculum_widgets.workspace import Library, Workspace
from curriculum_widgets.workspace.card import key_of

from .conftest import CREATED, MakeCurriculum, curriculum_of, read_only

_opened: list[str] | None = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _opened is not None and str(arguments[0]).endswith("curriculum.json"):
        _opened.append(str(arguments[0]))


sys.addaudithook(_hook)  # the interpreter's own account of every file that is opened


@contextmanager
def opens() -> Iterator[list[str]]:
    """The curricula that are opened meanwhile."""
    global _opened  # noqa: PLW0603 - a hook can't be taken off again
    _opened = []
    try:
        yield _opened
    finally:
        _opened = None


def aged(workspace: Workspace, seconds: float = 100.0) -> None:
    for path in workspace.curricula.glob("*/curriculum.json"):
        os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_cards_newest_first(library: Library, make: MakeCurriculum) -> None:
    days = [make().provenance.model_copy(update={"created": CREATED + timedelta(days=n)}) for n in range(3)]
    for n in (1, 0, 2):
        library.save(make(f"c{n}", provenance=days[n], grade=f"Grade {n}"))
    cards = library.list()
    assert [card.id for card in cards] == ["c2", "c1", "c0"]
    card = cards[0]
    assert (card.title, card.subject, card.grade) == ("How plants eat light", "Science", "Grade 2")
    assert (card.style, card.language, card.author) == ("Standard", "English", "bank")
    assert (card.units, card.created, card.partial) == (
        ("Photosynthesis",),
        CREATED + timedelta(days=2),
        False,
    )
    assert abs(card.modified - datetime.now(UTC)) < timedelta(minutes=1)


def test_missing_parts_show(library: Library, make: MakeCurriculum) -> None:
    library.save(make(missing={"final": "The author gave up."}))
    assert library.list()[0].partial


def test_only_what_changed_is_read_again(
    library: Library, workspace: Workspace, make: MakeCurriculum
) -> None:
    for n in range(5):
        library.save(make(f"c{n}"))
    aged(workspace)
    with opens() as read:
        library.list()
    assert len(read) == 5
    with opens() as read:
        assert len(library.list()) == len(Library(workspace).search("leaves")) == 5
    assert read == []
    library.rename("c3", "Changed")
    with opens() as read:
        assert {card.title for card in library.list()} == {"Changed", "How plants eat light"}
    assert [Path(path).parent.name for path in read] == ["c3"]


def test_the_index_is_disposable(library: Library, workspace: Workspace, make: MakeCurriculum) -> None:
    index = workspace.curricula / "index.json"
    library.save(make())
    aged(workspace)
    cards = library.list()
    good = index.read_bytes()
    for damage in (None, b"", b"{", b"[]", b'{"version":1,"entries":{"plants":{}}}', b"\xff", b"[" * 99_999):
        index.unlink()
        if damage is not None:
            index.write_bytes(damage)
        for reader in (library, Library(workspace)):
            assert reader.list() == cards
        assert index.read_bytes() == good
    index.write_bytes(good.replace(b'"version":1', b'"version":0').replace(b"plants eat", b"nobody eats"))
    assert Library(workspace).list() == cards
    index.unlink()
    index.mkdir()
    assert Library(workspace).list() == cards


def test_nothing_changed_writes_nothing(library: Library, workspace: Workspace, make: MakeCurriculum) -> None:
    library.save(make())
    aged(workspace)
    library.list()
    before = (workspace.curricula / "index.json").stat()
    for reader in (library, Library(workspace)):
        reader.list()
    assert (workspace.curricula / "index.json").stat() == before


def test_an_index_that_can_not_be_written_is_no_matter(
    library: Library, workspace: Workspace, make: MakeCurriculum
) -> None:
    library.save(make())
    aged(workspace)
    with read_only(workspace.root):
        assert len(library.list()) == 1
        with opens() as read:
            assert len(library.list()) == 1
        assert read == []
    assert not (workspace.curricula / "index.json").exists()


def test_a_change_within_one_tick_of_the_clock_is_seen(library: Library, make: MakeCurriculum) -> None:
    path = library.folder("plants") / "curriculum.json"
    library.save(make(title="Aa"))
    time_now = time.time_ns()
    os.utime(path, ns=(time_now, time_now))
    assert library.list()[0].title == "Aa"
    path.write_bytes(write_document(make(title="Bb")))
    os.utime(path, ns=(time_now, time_now))
    assert library.list()[0].title == "Bb"


def test_two_readers_see_each_other(library: Library, workspace: Workspace, make: MakeCurriculum) -> None:
    other = Library(workspace)
    for round_ in range(20):
        library.save(make("a", title=f"A {round_}"))
        assert next(card.title for card in other.search("a")) == f"A {round_}"
        other.save(make("b", title=f"B {round_}"))
        assert {card.title for card in library.list()} == {f"A {round_}", f"B {round_}"}
        other.delete("b")
        assert [card.id for card in library.list()] == ["a"]


def test_stray_files_are_let_be(library: Library, workspace: Workspace, make: MakeCurriculum) -> None:
    library.save(make())
    (workspace.curricula / "note.txt").write_text("mine")
    (workspace.curricula / ".hidden").mkdir()
    (workspace.curricula / ".hidden" / "curriculum.json").write_text("{")
    (workspace.curricula / "unfinished" / "media").mkdir(parents=True)
    assert [card.id for card in library.list()] == ["plants"]
    assert library.warnings == ()


def test_no_folder_is_an_empty_library(library: Library, workspace: Workspace) -> None:
    workspace.curricula.rmdir()
    assert library.list() == ()
    assert not workspace.curricula.exists()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", True),
        ("  ", True),
        ("PHOTO synthesis", True),
        ("synth LEAF", True),
        ("grade 5 science", True),
        ("ｌｅａｆ", True),
        ("光合", True),
        ("ضوئي", True),
        ("ΟΔΌΣ", True),
        ("STRASSE", True),
        ("ﬁlter", True),
        ("carbon", True),
        ("chloro", True),
        ("leaf mitosis", False),
        ("leafto", False),
    ],
)
def test_search_in_every_script(library: Library, make: MakeCurriculum, words: str, found: bool) -> None:
    terms = ("chlorophyll", "光合作用", "البناء الضوئي", "οδός", "Straße", "filter")
    library.save(make(vocabulary=tuple(Term(term=term, definition="…") for term in terms)))
    assert bool(library.search(words)) is found


SCRIPTS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40)


@given(title=SCRIPTS)
@settings(deadline=None, max_examples=400)
def test_every_word_of_a_title_is_in_the_key(title: str) -> None:
    key = key_of(curriculum_of(title=f"x {title}"))
    for word in (*fold(title).split(), *(fold(part) for part in title.split())):
        assert word in key


@given(title=SCRIPTS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_it_is_called_it_is_found(library: Library, title: str) -> None:
    library.save(curriculum_of(title=f"x{title}"))
    assert [card.title for card in library.search(f"x{title}")] == [f"x{title}".strip()]
    for word in f"x{title}".split():
        assert library.search(word)


def test_a_thousand(workspace: Workspace, make: MakeCurriculum, capsys: pytest.CaptureFixture[str]) -> None:
    points = tuple(f"Key point {n} of a unit, as long as those of real curricula are." for n in range(50))
    template = json.loads(write_document(make(key_points=points)))
    for n in range(1000):
        folder = workspace.curricula / f"c-{n}"
        folder.mkdir()
        template["title"] = f"Course number {n} 課程"
        (folder / "curriculum.json").write_text(json.dumps(template, ensure_ascii=False), encoding="utf-8")
    aged(workspace)
    took = {}
    library = Library(workspace)
    for what in ("no index", "warm"):
        started = time.perf_counter()
        assert len(library.list()) == 1000
        took[what] = time.perf_counter() - started
    with opens() as read:
        started = time.perf_counter()
        assert [card.id for card in library.search("課程 number 777")] == ["c-777"]
        took["search, warm"] = time.perf_counter() - started
        fresh = Library(workspace)
        started = time.perf_counter()
        assert len(fresh.list()) == 1000
        took["new process"] = time.perf_counter() - started
    assert read == []
    size = (workspace.curricula / "index.json").stat().st_size
    with capsys.disabled():
        shown = ", ".join(f"{what} {seconds * 1000:.0f} ms" for what, seconds in took.items())
        print(f"\n1,000 curricula: {shown}; index {size / 1e6:.1f} MB")  # noqa: T201
