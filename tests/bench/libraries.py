"""Lists and search in a library of a thousand curricula."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum_widgets.documents.migrations import write_document
from curriculum_widgets.files import replace
from curriculum_widgets.workspace import Library, Workspace
from curriculum_widgets.workspace.saved import DOCUMENT
from tests.bench import material
from tests.bench.figure import Figure, shown
from tests.bench.timing import ms, usual

_CURRICULA, _DIFFERENT = 1_000, 40


def figures() -> Iterator[Figure]:
    made = [material.curriculum(request) for request in material.requests(_DIFFERENT)]
    with material.folder() as folder:
        workspace = Workspace.open(folder)
        for number in range(_CURRICULA):
            name = f"bench-{number:04d}"
            named = made[number % _DIFFERENT].model_copy(update={"id": name})
            replace(workspace.curricula / name / DOCUMENT, write_document(named))
        library = Library(workspace)
        found = len(library.search("water"))
        if len(library.list()) != _CURRICULA or not 0 < found < _CURRICULA:
            msg = f"the library lists {len(library.list())} curricula, and finds {found}"
            raise RuntimeError(msg)
        listing = usual(library.list, times=30)
        searching = usual(lambda: library.search("water"), times=30)
    yield shown(f"list {_CURRICULA:,} curricula, warm", ms(listing))
    yield shown(f"search {_CURRICULA:,} curricula, warm", f"{ms(searching)} ({found} found)")
