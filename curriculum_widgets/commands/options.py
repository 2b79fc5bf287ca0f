"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        help="The folder that holds everything. [default: CURRICULUM_WORKSPACE, else the nearest curriculum-workspace, else a new one here]",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of tables.")]
AuthorOption = Annotated[str, typer.Option(help="Who writes: bank, or PROVIDER:NAME of a language model.")]
BaseUrlOption = Annotated[str, typer.Option(help="Address of an OpenAI-compatible server.")]
ImageModelOption = Annotated[
    str,
    typer.Option(
        help="A model that makes a picture for each unit, from richness 3 on; at the author's own server, or at OpenAI. [default: CURRICULUM_IMAGE_MODEL, else no pictures]"
    ),
]
ImageSizeOption = Annotated[
    str, typer.Option(metavar="WxH", help="Of pictures, such as 1024x1024. [default: the model's]")
]
ImageQualityOption = Annotated[
    str, typer.Option(help="Of pictures, such as low or high. [default: the model's]")
]
LicenceOption = Annotated[
    str,
    typer.Option(
        help="What others may do with it: cc-by, cc-by-sa, cc-by-nc, cc-by-nc-sa, cc0, 'all rights reserved', or your own words. [default: the template's, or nothing is said]"
    ),
]
BudgetOption = Annotated[
    str, typer.Option(metavar="USD", help="The most that it may cost. [default: no bound; the bank is free]")
]
TokenBudgetOption = Annotated[
    int | None, typer.Option(min=1, help="The most tokens that it may use. [default: no bound]")
]
SchedulerOption = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="With --executor dask, its scheduler, such as tcp://host:8786. [default: CURRICULUM_DASK_SCHEDULER, else workers on this computer]",
    ),
]
DetachOption = Annotated[
    bool,
    typer.Option("--detach", help="Run in a process of its own, which goes on when this terminal is closed."),
]
RichnessOption = Annotated[
    int | None,
    typer.Option(
        help="0 text only, 1 + key points, 2 + a diagram, 3 + a chart, 4 + both always, 5 + all diagrams. [default: the template's, or 3]"
    ),
]
TopicsOption = Annotated[
    int | None,
    typer.Option(help="How many topics. [default: the template's, or 3]"),
]
AtOption = Annotated[
    str,
    typer.Option(metavar="TIME", help="Start by itself then: 22:00, or '2026-11-30 22:00'."),
]
ZoneOption = Annotated[
    str, typer.Option(help="Whose clocks are meant, such as Europe/Berlin. [default: this computer's]")
]
BroughtFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A curriculum as JSON or as Markdown, what the original app saved, or questions as GIFT or Moodle XML.",
    ),
]
IntoOption = Annotated[
    str, typer.Option("--into", metavar="CURRICULUM", help="For questions: whose quiz they go into.")
]
UnitOption = Annotated[
    str, typer.Option("--unit", metavar="UNIT", help="For questions: which unit's, by its id.")
]
