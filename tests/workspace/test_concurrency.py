"""Several processes in one library: nothing is lost, nothing is half-written."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from curriculum_widgets.errors import Conflict
from curriculum_widgets.workspace import Library, Workspace

from .conftest import MakeCurriculum

SAVER = """
import sys
from curriculum_widgets.workspace import Library, Workspace
library, who = Library(Workspace.open(sys.argv[1])), sys.argv[2]
opened = library.load("plants")
for n in range(int(sys.argv[3])):
    library.save(opened.model_copy(update={"title": f"{who} {n}"}))
"""

COUNTER = """
import sys
from curriculum_widgets.errors import Conflict
from curriculum_widgets.workspace import Library, Workspace
library = Library(Workspace.open(sys.argv[1]))
done = 0
while done < int(sys.argv[2]):
    opened, version = library.open("plants")
    changed = opened.model_copy(update={"title": str(int(opened.title) + 1)})
    try:
        library.save(changed, expected_version=version)
        done += 1
    except Conflict:
        pass
"""


def start(program: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "error", "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=Path(__file__).parents[2])


def titles(library: Library) -> list[str]:
    """All states of the curriculum that there ever were, the first one first."""
    numbers = sorted(revision.number for revision in library.revisions("plants"))
    before = [library.load_revision("plants", number).title for number in numbers]
    return [*before, library.load("plants").title]


def test_two_processes_save_and_every_version_is_kept(library: Library, make: MakeCurriculum) -> None:
    library.save(make(title="first"))
    root = library.folder("plants").parents[1]
    savers = [start(SAVER, root, who, 40) for who in ("left", "right")]
    while any(saver.poll() is None for saver in savers):
        assert len(library.list()) == 1  # a reader meanwhile never sees less than a whole file
        assert library.warnings == ()
    assert [saver.wait() for saver in savers] == [0, 0]
    found = titles(library)
    assert Counter(found) == Counter(
        ["first", *(f"{who} {n}" for who in ("left", "right") for n in range(40))]
    )
    assert [title for title in found if title.startswith("left")] == [f"left {n}" for n in range(40)]
    assert [path.name for path in library.folder("plants").iterdir() if path.suffix == ".tmp"] == []


def test_two_processes_count_without_losing_one(library: Library, make: MakeCurriculum) -> None:
    library.save(make(title="0"))
    root = library.folder("plants").parents[1]
    counters = [start(COUNTER, root, 25) for _ in range(2)]
    assert [counter.wait(timeout=60) for counter in counters] == [0, 0]
    assert titles(library) == [str(n) for n in range(51)]


def test_threads_of_one_library_too(library: Library, make: MakeCurriculum) -> None:
    library.save(make(title="0"))

    def count(_: int) -> None:
        while True:
            opened, version = library.open("plants")
            library.list()
            try:
                library.save(make(title=str(int(opened.title) + 1)), expected_version=version)
            except Conflict:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(24)))
    assert titles(library) == [str(n) for n in range(25)]
    assert [card.title for card in library.list()] == ["24"]


def test_a_killed_process_leaves_whole_files_and_no_lock(workspace: Workspace, make: MakeCurriculum) -> None:
    library = Library(workspace)
    library.save(make(title="first"))
    moments = random.Random(7)
    for _ in range(6):
        before = len(library.revisions("plants"))
        saver = start(SAVER, workspace.root, "killed", 100_000)
        while len(library.revisions("plants")) == before:
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.05))
        saver.kill()
        saver.wait()
        assert len(library.list()) == 1
        assert library.warnings == ()
        library.save(make(title="after"))
        assert all(library.load_revision("plants", r.number) for r in library.revisions("plants")[:50])
