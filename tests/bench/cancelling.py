"""How soon a cancelled call to a model that never answers has let go of its connection."""

from __future__ import annotations

import time
from collections.abc import Iterator

from curriculum_widgets.authors import open_author
from curriculum_widgets.authors.author import Brief
from curriculum_widgets.authors.parts import LESSON, UnitPlan
from curriculum_widgets.documents.request import Request
from curriculum_widgets.generation import submit
from curriculum_widgets.settings import Settings
from tests.bench.figure import Figure, bounded
from tests.model_server import ModelServer, serving

_TIMES = 20
_UNIT = UnitPlan(
    id="orbits", title="Orbits", topic="Orbits", objectives=({"id": "o1", "text": "I can explain an orbit."},)
)


async def _ask(request: Request) -> None:
    author = open_author(request, Settings())
    try:
        await author.write(LESSON, Brief(request=request, unit=_UNIT))
    finally:
        await author.aclose()


def _cut(server: ModelServer) -> float:
    """Seconds from the cancelling of a call to the moment that the server sees its connection closed."""
    request = Request(subject="Science", grade="Grade 4", author="openai:tiny", base_url=server.url)
    known = len(server.calls)
    server.faults["any"] = ["hang"]
    future = submit(_ask(request))
    while len(server.calls) == known:
        time.sleep(0.01)
    began = time.perf_counter()
    future.cancel()
    while not server.calls[-1].broken:
        time.sleep(0.001)
    return time.perf_counter() - began


def figures() -> Iterator[Figure]:
    with serving() as server:
        took = [_cut(server) for _ in range(_TIMES)]
    yield bounded(f"a cancelled call is cut, longest of {_TIMES}", max(took) * 1000, 200, "ms", digits=0)
