from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hostile import HOSTILE
from samples import CHART, DIAGRAMS

from curriculum_widgets.documents.figures import Chart, Diagram
from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.rendering import chart as module
from curriculum_widgets.rendering.chart import chart_png, chart_svg, diagram_png, svg_png, vega_lite
from curriculum_widgets.rendering.drawing_process import DRAWING, DrawingProcess

SVG = "{http://www.w3.org/2000/svg}"


def sample(**changes: object) -> Chart:
    return Chart.model_validate({**CHART, **changes})


def one_series(kind: str, categories: list[str]) -> Chart:
    values = list(range(1, len(categories) + 1))
    return sample(kind=kind, categories=categories, series=[{"name": "one", "values": values}])


@pytest.mark.parametrize("kind", ["bar", "line", "area", "pie", "scatter"])
def test_every_kind_is_drawn_and_named(kind):
    chart = one_series(kind, ["1", "2", "4", "8"])
    root = ET.fromstring(chart_svg(chart))
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{chart.title}. {chart.alt}"
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.alt
    assert len(list(root.iter(f"{SVG}path"))) >= (4 if kind in ("bar", "pie", "scatter") else 1)


def test_the_specification_holds_all_it_needs():
    spec = vega_lite(sample())
    assert spec["$schema"].endswith("/v5.json")
    assert len(spec["data"]["values"]) == 8
    assert CHART["alt"] in spec["description"]
    assert "url" not in str(spec["data"])


def test_a_line_keeps_the_order_of_its_categories():
    assert vega_lite(sample())["encoding"]["x"]["sort"] is None
    svg = chart_svg(sample())
    assert [svg.index(f">{name}<") for name in CHART["categories"]] == sorted(
        svg.index(f">{name}<") for name in CHART["categories"]
    )


def test_lines_differ_without_colour():
    assert "stroke-dasharray" in chart_svg(sample())


def test_long_categories_lie():
    spec = vega_lite(one_series("bar", ["A very long category of things", "Another category of things"]))
    assert spec["encoding"]["y"]["field"] == "category"


def test_a_line_is_true_to_numbers_at_unequal_distances():
    bent = one_series("line", ["1", "2", "4", "1,600"])
    assert bent.scale == (1.0, 2.0, 4.0, 1600.0)
    across = vega_lite(bent)["encoding"]["x"]
    assert (across["type"], across["axis"]["values"]) == ("quantitative", [1.0, 2.0, 4.0, 1600.0])
    assert ">1,600<" in chart_svg(bent)
    for even in (
        ["1", "2", "3"],
        ["2020", "2021"],
        ["3", "2", "0"],
        ["one", "2", "4"],
        ["1", "2", "9" * 400],
    ):
        assert vega_lite(one_series("line", even))["encoding"]["x"]["type"] == "ordinal"


def test_numbers_scatter_along_a_scale():
    assert vega_lite(one_series("scatter", ["1", "2.5"]))["encoding"]["x"]["type"] == "quantitative"
    assert vega_lite(one_series("scatter", ["1", "two"]))["encoding"]["x"]["type"] == "ordinal"


def test_equal_charts_give_equal_bytes():
    first = chart_svg(sample())
    for other in ("other", "another"):
        chart_svg(sample(title=other))
    chart_svg.cache_clear()
    assert chart_svg(sample()) == first


@pytest.mark.parametrize("hostile", HOSTILE)
def test_holds_any_text(hostile):
    text = HOSTILE[hostile]
    chart = sample(
        title=text,
        x_label=text,
        y_label=text,
        categories=[f"{i} {text}"[:500] for i in range(4)],
        series=[{"name": text, "values": [1, 2, 3, 4]}, {"name": "b", "values": [4, 3, 2, 1]}],
    )
    root = ET.fromstring(chart_svg(chart))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath"),
    }
    assert not any(
        name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib
    )


def test_png_grows_with_its_scale():
    small, large = chart_png(sample(), scale=1), chart_png(sample(), scale=2)
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(large[16:20]) == pytest.approx(2 * int.from_bytes(small[16:20]), abs=2)


def test_a_diagram_as_png():
    assert diagram_png(Diagram.model_validate(DIAGRAMS[0])).startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_said_and_the_next_is_drawn():
    with pytest.raises(CurriculumError, match="can't be drawn"):
        svg_png("<svg")
    assert chart_png(sample()).startswith(b"\x89PNG")


def test_one_process_serves_all_threads():
    drawing = DrawingProcess()
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(drawing.draw(spec=vega_lite(sample()))["svg"]))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drawing.close()
    assert len(answers) == 8
    assert all(answer.startswith("<svg") for answer in answers)


def test_a_worker_that_died_is_started_again():
    drawing = DrawingProcess()
    drawing.draw(spec=vega_lite(sample()))
    first = drawing._process.pid
    drawing._process.kill()
    drawing._process.wait()
    other = sample().model_copy(update={"title": "Another"})
    assert drawing.draw(spec=vega_lite(other, (300, 200)))["svg"]
    assert drawing._process.pid != first
    drawing.close()


def test_what_was_drawn_last_is_not_drawn_again():
    drawing = DrawingProcess()
    first = drawing.draw(spec=vega_lite(sample()))
    drawing.close()
    assert drawing.draw(spec=vega_lite(sample())) == first
    assert drawing._process is None


def test_a_worker_that_always_dies_is_reported(monkeypatch):
    monkeypatch.setattr("curriculum_widgets.rendering.drawing_process._WORKER", "no_such_module")
    drawing = DrawingProcess()
    with pytest.raises(CurriculumError, match="ended twice"):
        drawing.draw(spec={})
    drawing.close()


def test_close_ends_it_and_the_next_picture_starts_another():
    drawing = DrawingProcess()
    drawing.close()
    drawing.draw(spec=vega_lite(sample()))
    process = drawing._process
    drawing.close()
    assert process.poll() is not None
    assert drawing.draw(spec=vega_lite(sample()))["svg"]
    drawing.close()


@pytest.mark.skipif(os.name == "nt", reason="asks the kernel for a process by its number")
def test_the_worker_ends_when_its_parent_is_killed():
    code = (
        "import sys, json, time; sys.path[:0] = json.loads(sys.argv[1])\n"
        "from curriculum_widgets.rendering.drawing_process import DRAWING\n"
        'DRAWING.draw(svg=\'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\')\n'
        "print(DRAWING._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, json.dumps(sys.path)], stdout=subprocess.PIPE
    ) as parent:
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if _is_zombie(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its parent")


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_it_is_not_started_before_a_picture_is_wanted():
    code = "import sys, json; sys.path[:0] = json.loads(sys.argv[1])\nfrom curriculum_widgets.rendering import chart\n"
    code += "assert chart.DRAWING._process is None and 'vl_convert' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, json.dumps(sys.path)], check=True)
    assert module.DRAWING is DRAWING
