"""Charts, diagrams and images, as specifications that are drawn only when they are shown."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from curriculum_widgets.documents.text import Document, Line, OptionalLine, Prose, Slug

ChartKind = Literal["bar", "line", "area", "pie", "scatter"]
DiagramKind = Literal["cycle", "flow", "hierarchy", "timeline", "comparison", "concept_map"]
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


class Series(Document):
    """One row of numbers, with a value (or a gap) for each category."""

    name: Line
    values: Annotated[tuple[float | None, ...], Field(min_length=1, max_length=200)]


class Chart(Document):
    """True numbers with their unit, source and year."""

    id: Slug
    title: Line
    kind: ChartKind
    x_label: Line
    y_label: Line
    unit: OptionalLine = ""
    categories: Annotated[tuple[Line, ...], Field(min_length=1, max_length=200)]
    series: Annotated[tuple[Series, ...], Field(min_length=1, max_length=8)]
    source: Line
    """Who published or measured the numbers, and when."""
    alt: Prose
    """What the picture shows, for those who can't see it."""
    question: OptionalLine = ""
    """What to find out from the chart."""

    @model_validator(mode="after")
    def _shape(self) -> Self:
        for series in self.series:
            if len(series.values) != len(self.categories):
                msg = (
                    f"series {series.name!r} has {len(series.values)} values "
                    f"for {len(self.categories)} categories"
                )
                raise ValueError(msg)
            if any(value is not None and not math.isfinite(value) for value in series.values):
                msg = f"series {series.name!r} holds a value that is not a finite number"
                raise ValueError(msg)
        if self.kind == "pie" and (
            len(self.series) > 1 or any((value or 0) < 0 for value in self.series[0].values)
        ):
            msg = "a pie shows one series of values that are not negative"
            raise ValueError(msg)
        return self

    @property
    def scale(self) -> tuple[float, ...]:
        """Where its categories stand on a scale; empty when they are names, or when equal distances tell the same."""
        if self.kind not in ("line", "scatter") or not all(map(_NUMBER.fullmatch, self.categories)):
            return ()
        found = tuple(float(category.replace(",", "")) for category in self.categories)
        if not all(map(math.isfinite, found)):
            return ()
        steps = [after - before for before, after in pairwise(found)]
        bent = bool(steps) and min(steps) > 0 and not math.isclose(min(steps), max(steps))
        return found if self.kind == "scatter" or bent else ()


class Node(Document):
    """One box of a diagram."""

    id: Slug
    label: Line
    detail: OptionalLine = ""


class Link(Document):
    """One arrow of a diagram."""

    source: Slug
    target: Slug
    label: OptionalLine = ""


class Diagram(Document):
    """Nodes and links of one kind.

    The links of a `cycle`, `flow` or `timeline` may be left out: its nodes then follow one another as listed (the last
    one of a cycle leads back to the first). A `hierarchy` needs links from parent to child. A `comparison` has one
    node for each thing compared; each link's label is `aspect: what is so` from that node to itself, and the aspects
    are the rows. A `concept_map` needs links, each with the verb that joins its nodes.
    """

    id: Slug
    title: Line
    kind: DiagramKind
    nodes: Annotated[tuple[Node, ...], Field(min_length=2, max_length=40)]
    links: Annotated[tuple[Link, ...], Field(max_length=80)] = ()
    alt: Prose
    """What the picture shows, for those who can't see it."""

    @model_validator(mode="after")
    def _shape(self) -> Self:
        ids = [node.id for node in self.nodes]
        if len(set(ids)) != len(ids):
            msg = "two nodes have the same id"
            raise ValueError(msg)
        for link in self.links:
            for end in (link.source, link.target):
                if end not in ids:
                    msg = f"a link names the node {end!r}, which does not exist"
                    raise ValueError(msg)
        if self.kind in ("hierarchy", "concept_map", "comparison") and not self.links:
            msg = f"a {self.kind} needs links"
            raise ValueError(msg)
        if self.kind == "comparison" and not all(
            link.source == link.target and ": " in link.label for link in self.links
        ):
            msg = "each link of a comparison goes from a node to itself and says 'aspect: what is so'"
            raise ValueError(msg)
        return self


PictureFile = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,119}\.(png|jpg|jpeg|webp|gif)$")
]
"""The name of a picture's file, which stays in its folder."""


class Image(Document):
    """A picture stored as a file beside its curriculum."""

    id: Slug
    file: PictureFile
    """The name of the file in the curriculum's `media` folder."""
    alt: Prose
    caption: OptionalLine = ""
    credit: OptionalLine = ""
