"""What one line of the table says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich import box
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Args:
        name: What was measured.
        measured: What came out, with its unit.
        bound: What it is to stay within; empty when it is only shown.
        within: Whether it does; `None` when it is only shown.
    """

    name: str
    measured: str
    bound: str = ""
    within: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: "[green]ok[/]", False: "[bold red]over[/]", None: ""}[self.within]


def shown(name: str, measured: str) -> Figure:
    """A figure without a bound."""
    return Figure(name, measured)


def bounded(name: str, value: float, bound: float, unit: str, *, detail: str = "", digits: int = 2) -> Figure:
    """A figure that is to stay within a bound.

    Args:
        name: What was measured.
        value: What came out.
        bound: The most that it may be.
        unit: Of both.
        detail: What stands in brackets after the value.
        digits: Decimals of the value.

    Returns:
        The figure.
    """
    measured = f"{value:,.{digits}f} {unit}" + (f" ({detail})" if detail else "")
    return Figure(name, measured, f"≤ {bound:,g} {unit}", value <= bound)


def table(figures: Iterable[Figure], caption: str) -> Table:
    """All figures, one a line."""
    lines = Table(caption=caption, caption_justify="left", box=box.SIMPLE_HEAD, show_edge=False)
    for heading in ("figure", "measured", "bound", "verdict"):
        lines.add_column(heading)
    for figure in figures:
        lines.add_row(figure.name, figure.measured, figure.bound, figure.verdict)
    return lines
