from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from PIL import Image as Picture
from samples import sample_curriculum

from curriculum_widgets.documents.figures import Chart, ChartKind, Series
from curriculum_widgets.rendering.chart import svg_png
from curriculum_widgets.rendering.drawn import figure_svg

SVG = "{http://www.w3.org/2000/svg}"
KINDS: tuple[ChartKind, ...] = ("bar", "line", "area", "scatter", "pie")


def chart(kind: ChartKind, series: int) -> Chart:
    named = [
        Series(name=f"City {n}", values=tuple(20.0 + 9 * n + m for m in range(4))) for n in range(series)
    ]
    return Chart(
        id="rain", title="Rain", kind=kind, x_label="Month", y_label="Rain", unit="mm",
        categories=("Jan", "Apr", "Jul", "Oct"), series=tuple(named), source="Measured", alt="Some rain.",
    )  # fmt: skip


def marks(svg: str) -> Iterator[ET.Element]:
    """What stands for a series or a slice: no text, no ground, no axis."""
    for element in ET.fromstring(svg).iter():
        if element.tag in (f"{SVG}path", f"{SVG}rect") and element.get("fill") not in (
            None,
            "none",
            "#ffffff",
        ):
            yield element


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_has_a_colour(kind):
    svg = figure_svg(chart(kind, 1 if kind == "pie" else 3), photocopy=True)
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= {"#000000", "#ffffff"}
    assert "var(" not in svg
    picture = Picture.open(io.BytesIO(svg_png(svg))).convert("RGB")
    assert all(red == green == blue for _, (red, green, blue) in picture.getcolors(1 << 24))


@pytest.mark.parametrize(("kind", "series", "parts"), [("bar", 4, 4), ("pie", 1, 4)])
def test_areas_are_told_apart_by_their_patterns(kind, series, parts):
    svg = figure_svg(chart(kind, series), photocopy=True)
    fills = {mark.get("fill") for mark in marks(svg)} | ({"#ffffff"} if 'fill="#ffffff"' in svg else set())
    assert (
        len({"#000000", "#ffffff"} & fills) + len([f for f in fills if f.startswith("url(#rain-tile-")])
        >= parts
    )
    tiles = {element.get("id") for element in ET.fromstring(svg).iter(f"{SVG}pattern")}
    assert {fill[5:-1] for fill in fills if fill.startswith("url(")} == tiles


@pytest.mark.parametrize("kind", ["line", "area"])
def test_lines_are_told_apart_by_dashes_points_and_names_where_they_end(kind):
    root = ET.fromstring(figure_svg(chart(kind, 3), photocopy=True))
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert [texts.count(f"City {n}") for n in range(3)] == [1, 1, 1]
    lines = [element for element in root.iter(f"{SVG}path") if element.get("stroke-width") == "2.4"]
    assert len({line.get("stroke-dasharray") for line in lines}) == 3
    shapes = {
        element.get("d")
        for element in root.iter(f"{SVG}path")
        if element.get("transform") and element.get("fill") == "#000000"
    }
    assert len(shapes) >= 3


def test_names_that_would_lie_on_one_another_stand_in_a_legend():
    near = chart("line", 2)
    near = near.model_copy(
        update={"series": tuple(Series(name=s.name, values=(1, 9, 2, 5)) for s in near.series)}
    )
    root = ET.fromstring(figure_svg(near, photocopy=True))
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert [texts.count(f"City {n}") for n in range(2)] == [1, 1]
    lines = [element for element in root.iter(f"{SVG}path") if element.get("stroke-width") == "2.4"]
    assert len(lines) == 4  # two of them in the legend


def test_fills_differ_in_grey():
    svg = figure_svg(chart("bar", 8), photocopy=True)
    tiles = re.search("<defs>.*?</defs>", svg, re.DOTALL)[0]
    fills = ["#000000", "#ffffff", *dict.fromkeys(re.findall(r"url\(#rain-tile-\d\)", svg))]
    swatches = [swatch(tiles, fill) for fill in fills]
    assert len(fills) == 8
    for at, one in enumerate(swatches):
        for other in swatches[at + 1 :]:
            assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one) > 25


def swatch(tiles: str, fill: str) -> bytes:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 48 48">'
        f'{tiles}<rect width="48" height="48" fill="{fill}"/></svg>'
    )
    return Picture.open(io.BytesIO(svg_png(svg, scale=1))).convert("L").tobytes()


@pytest.mark.parametrize("number", range(6))
def test_diagrams_have_black_words_on_white(number):
    diagram = sample_curriculum().units[0].diagrams[number]
    svg = figure_svg(diagram, photocopy=True)
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= {"#000000", "#ffffff"}
    picture = Picture.open(io.BytesIO(svg_png(svg))).convert("L")
    assert picture.histogram()[255] > 0.5 * picture.width * picture.height
    assert figure_svg(diagram) != svg
