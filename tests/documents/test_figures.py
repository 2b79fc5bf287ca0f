from __future__ import annotations

import pytest
from pydantic import ValidationError

from curriculum_widgets.documents.figures import Chart, Diagram, Image

CHART = {
    "id": "c", "title": "T", "kind": "bar", "x_label": "x", "y_label": "y", "categories": ["a", "b"],
    "series": [{"name": "s", "values": [1, 2]}], "source": "Own count, 2026", "alt": "Two bars",
}  # fmt: skip
DIAGRAM = {
    "id": "d", "title": "T", "kind": "flow", "nodes": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
    "alt": "A leads to B",
}  # fmt: skip


def test_charts_and_diagrams_round_trip() -> None:
    for kind, values in ((Chart, CHART), (Diagram, DIAGRAM)):
        document = kind.model_validate(values)
        assert kind.model_validate_json(document.model_dump_json()) == document


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"series": [{"name": "s", "values": [1]}]}, "1 values for 2 categories"),
        ({"series": [{"name": "s", "values": [1, float("inf")]}]}, "finite"),
        ({"kind": "pie", "series": [{"name": "s", "values": [1, -2]}]}, "not negative"),
        ({"source": ""}, "at least 1"),
        ({"alt": ""}, "at least 1"),
    ],
)
def test_a_chart_that_does_not_add_up_is_refused(fault: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Chart.model_validate(CHART | fault)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"nodes": [{"id": "a", "label": "A"}, {"id": "a", "label": "B"}]}, "same id"),
        ({"links": [{"source": "a", "target": "z"}]}, "'z', which does not exist"),
        ({"kind": "hierarchy"}, "needs links"),
        ({"kind": "concept_map"}, "needs links"),
        ({"kind": "comparison", "links": [{"source": "a", "target": "b", "label": "x: y"}]}, "aspect"),
    ],
)
def test_a_diagram_that_hangs_in_the_air_is_refused(fault: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Diagram.model_validate(DIAGRAM | fault)


@pytest.mark.parametrize("file", ["../a.png", "a/b.png", "a.svg", "a.png.exe", ".png"])
def test_a_picture_is_a_file_beside_its_curriculum(file: str) -> None:
    with pytest.raises(ValidationError):
        Image(id="i", file=file, alt="x")
