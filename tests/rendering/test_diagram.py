from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hostile import HOSTILE
from samples import DIAGRAMS

from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.rendering.diagram import diagram_svg
from curriculum_widgets.rendering.svg import plain_svg

SVG = "{http://www.w3.org/2000/svg}"
KINDS = [values["kind"] for values in DIAGRAMS]


def sample(kind: str) -> Diagram:
    return Diagram.model_validate(next(values for values in DIAGRAMS if values["kind"] == kind))


def with_texts(diagram: Diagram, text: str) -> Diagram:
    nodes = [
        node.model_copy(update={"label": f"{node.label} {text}"[:500], "detail": text})
        for node in diagram.nodes
    ]
    links = [link.model_copy(update={"label": f"{link.label} {text}"[:500]}) for link in diagram.links]
    return diagram.model_copy(
        update={"nodes": tuple(nodes), "links": tuple(links), "title": text, "alt": text}
    )


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """The cards: rectangles that have a border."""
    found = [rect for rect in ET.fromstring(svg).iter(f"{SVG}rect") if rect.get("stroke")]
    return [tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height")) for rect in found]


def overlap(a, b) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@pytest.mark.parametrize("kind", KINDS)
def test_names_itself_for_those_who_cannot_see(kind):
    diagram = sample(kind)
    root = ET.fromstring(diagram_svg(diagram))
    assert root.get("role") == "img"
    assert root.get("aria-label") == f"{diagram.title}. {diagram.alt}"
    assert root.findtext(f"{SVG}title") == diagram.title
    assert root.findtext(f"{SVG}desc") == diagram.alt


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_drawn(kind):
    diagram = sample(kind)
    drawn = " ".join(ET.fromstring(diagram_svg(diagram)).itertext())
    for node in diagram.nodes:
        assert node.label in drawn
    for word in " ".join(link.label for link in diagram.links).replace(":", "").split():
        assert word in drawn


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_holds_any_text_in_its_frame_without_overlap(kind, hostile):
    svg = diagram_svg(with_texts(sample(kind), HOSTILE[hostile]))
    root = ET.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    cards = boxes(svg)
    assert all(x >= 0 and y >= 0 and x + w <= width + 0.1 and y + h <= height + 0.1 for x, y, w, h in cards)
    assert not any(overlap(a, b) for a, b in itertools.combinations(cards, 2))
    for span in root.iter(f"{SVG}tspan"):
        assert 0 <= float(span.attrib["x"]) <= width
        assert 0 <= float(span.attrib["y"]) <= height
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "rect", "path", "polygon", "circle", "text", "tspan"}
    assert not any(
        name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib
    )


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_nodes_as_there_can_be(kind):
    nodes = [{"id": f"n{i}", "label": f"Thing number {i}", "detail": "and more"} for i in range(40)]
    if kind == "comparison":
        links = [{"source": f"n{i}", "target": f"n{i}", "label": f"Size: {i}"} for i in range(40)]
    elif kind in ("hierarchy", "concept_map"):
        links = [{"source": f"n{i // 3}", "target": f"n{i}", "label": "has"} for i in range(1, 40)]
        links += [{"source": f"n{i}", "target": f"n{40 - i}", "label": "needs"} for i in range(1, 20)]
    else:
        links = []
    values = {
        "id": "many",
        "title": "Many",
        "kind": kind,
        "nodes": nodes,
        "links": links,
        "alt": "Many things.",
    }
    cards = boxes(diagram_svg(Diagram.model_validate(values)))
    assert not any(overlap(a, b) for a, b in itertools.combinations(cards, 2))


def test_arrows_of_a_cycle_lead_round_and_back():
    nodes = [{"id": name, "label": name} for name in "abcde"]
    values = {"id": "ring", "title": "Ring", "kind": "cycle", "nodes": nodes, "alt": "A ring."}
    assert diagram_svg(Diagram.model_validate(values)).count("<polygon") == 5


@pytest.mark.parametrize("kind", ["cycle", "flow", "timeline"])
def test_nodes_stand_in_the_order_of_their_links(kind):
    links = [{"source": a, "target": b} for a, b in (("c", "a"), ("a", "b"))]
    if kind == "cycle":
        links.append({"source": "b", "target": "c"})
    nodes = [{"id": name, "label": f"node-{name}"} for name in "abc"]
    values = {"id": "way", "title": "Way", "kind": kind, "nodes": nodes, "links": links, "alt": "A way."}
    svg = diagram_svg(Diagram.model_validate(values))
    order = re.findall(r"node-([abc])</tspan>", svg)
    assert order == (["a", "b", "c"] if kind == "cycle" else ["c", "a", "b"])


@pytest.mark.parametrize("kind", ["cycle", "flow"])
def test_branches_are_drawn_too(kind):
    nodes = [{"id": name, "label": name} for name in "abcd"]
    pairs = ("ab", "ac", "bd", "cd", "da", "aa")
    links = [{"source": a, "target": b, "label": f"{a}-to-{b}"} for a, b in pairs]
    values = {
        "id": "graph",
        "title": "Graph",
        "kind": kind,
        "nodes": nodes,
        "links": links,
        "alt": "A graph.",
    }
    svg = diagram_svg(Diagram.model_validate(values))
    assert svg.count("<polygon") == 5
    assert all(f"{a}-to-{b}" in svg for a, b in pairs)


def test_right_to_left_is_mirrored():
    nodes = [{"id": "a", "label": "أولا"}, {"id": "b", "label": "ثانيا"}]
    values = {"id": "two", "title": "خطوتان", "kind": "flow", "nodes": nodes, "alt": "خطوتان"}
    (first, *_), (second, *_) = boxes(diagram_svg(Diagram.model_validate(values)))
    assert first > second


def test_colours_can_be_restyled_or_written_out():
    svg = diagram_svg(sample("cycle"))
    assert "var(--figure-1, #2f6f8f)" in svg
    assert "var(" not in plain_svg(svg)
    assert "#2f6f8f" in plain_svg(svg)


def test_stands_in_markdown():
    assert not re.search(r"\n\s*\n", diagram_svg(with_texts(sample("cycle"), "a\n\nb")))


def test_the_same_in_another_process():
    code = (
        "import sys, json; sys.path[:0] = json.loads(sys.argv[1])\n"
        "from samples import DIAGRAMS\n"
        "from curriculum_widgets.documents.figures import Diagram\n"
        "from curriculum_widgets.rendering.diagram import diagram_svg\n"
        "sys.stdout.buffer.write(''.join(diagram_svg(Diagram.model_validate(d)) for d in DIAGRAMS).encode())"
    )
    done = subprocess.run([sys.executable, "-c", code, json.dumps(sys.path)], capture_output=True, check=True)
    assert done.stdout.decode() == "".join(diagram_svg(sample(kind)) for kind in KINDS)


def test_white_letters_stand_on_filled_cards_only():
    nodes = [{"id": name, "label": name.upper()} for name in "abcd"]
    links = [{"source": source, "target": target} for source, target in ("ab", "bc", "dc")]
    made = {"id": "d", "title": "D", "kind": "concept_map", "nodes": nodes, "links": links, "alt": "A."}
    drawing = plain_svg(diagram_svg(Diagram.model_validate(made)))
    filled = [
        one
        for one in re.findall(r"<rect ([^>]*)/>", drawing)
        if 'rx="10"' in one and "fill-opacity" not in one
    ]
    assert len(filled) == len(re.findall(r'<text [^>]*fill="#ffffff"', drawing)) == 2
