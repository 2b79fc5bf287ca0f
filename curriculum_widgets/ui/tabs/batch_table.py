"""A table of jobs from what an educator pastes or uploads: with a head or without, parted by tabs, commas or semicolons."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.plan import JOBS_AT_MOST
from curriculum_widgets.batch.plan_file import read_plan_file
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.text import fold
from curriculum_widgets.errors import BadPlan, BadRequest
from curriculum_widgets.files import explain

UPLOAD_AT_MOST = 5_000_000
"""Bytes; larger messages than twice this are lost without a word on the way to the kernel."""
_FILE_AT_MOST = 25_000_000
FIELDS = tuple(name for name in Request.model_fields if name not in ("patterns", "include"))
_COLUMNS = ("subject", "grade", "style", "language", "topics")  # of a table without a head
_ALSO = {"class": "grade", "year": "grade", "number_of_topics": "topic_count", "count": "topic_count"}
_ALSO |= {"topic": "topics", "subjects": "subject", "grades": "grade", "styles": "style"}


def rows_from_text(text: str) -> list[dict[str, str]]:
    """Understands a table.

    Args:
        text: Cells parted by tabs (as a spreadsheet copies them), commas or semicolons.

    Returns:
        A mapping for each row that is not empty, every cell as text.

    Raises:
        BadPlan: It is not such a table.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    parted = _delimiter(lines.split("\n", 1)[0])
    try:
        table = [
            [cell.strip() for cell in row]
            for row in csv.reader(io.StringIO(lines), delimiter=parted, strict=True)
        ]
    except csv.Error as error:
        raise BadPlan((f"This is not a table that can be read ({error}).",)) from None
    table = [row for row in table if any(row)]
    if not table:
        raise BadPlan(("There is nothing in it yet: one job a row, with its subject and its grade.",))
    heads = [_ALSO.get(name, name) for name in (fold(cell).strip().replace(" ", "_") for cell in table[0])]
    if "subject" in heads or "grade" in heads:
        table = table[1:]
        _check(heads)
    else:
        heads = list(_COLUMNS)
    if len(table) > JOBS_AT_MOST:
        raise BadPlan(
            (f"It has {len(table):,} rows; at most {JOBS_AT_MOST:,} go into one batch, so split it.",)
        )
    wide = next(
        (at for at, row in enumerate(table, 1) if len(row) > len(heads) and any(row[len(heads) :])), 0
    )
    if wide:
        raise BadPlan(
            (
                f"Row {wide} has more cells than there are columns ({', '.join(heads)}); name them in a first row.",
            )
        )
    return [{name: cell for name, cell in zip(heads, row, strict=False) if cell} for row in table]


def rows_from_upload(name: str, content: bytes) -> list[dict[str, str]]:
    """Understands an uploaded file.

    Args:
        name: As the educator's computer calls it.
        content: Its bytes.

    Returns:
        As `rows_from_text`.

    Raises:
        BadPlan: It is too large, not text, or not a table.
    """
    if len(content) > UPLOAD_AT_MOST:
        raise BadPlan((f"{name} is larger than 5 MB; put it into the workspace and give its name there.",))
    return rows_from_text(_text(name, content))


def rows_from_file(root: Path, name: str) -> list[dict[str, Any]]:
    """Understands a file in the workspace.

    Args:
        root: The workspace's folder.
        name: The file's path in it; `.yaml` plans are understood too.

    Returns:
        As `rows_from_text`.

    Raises:
        BadRequest: It lies outside.
        BadPlan: It is too large, not text, or not a table.
        WorkspaceError: It can't be read.
    """
    path = (root / name.strip()).resolve()
    if not name.strip() or not path.is_relative_to(root.resolve()):
        raise BadRequest(f"Give the name of a file in {root}, such as jobs.csv.")
    if path.suffix.lower() in (".yaml", ".yml"):
        return [as_cells(row) for row in read_plan_file(path)[1]]
    try:
        if path.stat().st_size > _FILE_AT_MOST:
            raise BadPlan((f"{path.name} is larger than 25 MB; split it.",))
        content = path.read_bytes()
    except OSError as error:
        raise explain(error, path) from error
    return rows_from_text(_text(path.name, content))


def as_cells(row: dict[str, Any]) -> dict[str, Any]:
    """A plan's row as a table shows it; what no cell can hold stays as it is."""
    cells = {key: "; ".join(map(str, value)) if key == "topics" else value for key, value in row.items()}
    return {
        key: str(value) if key in FIELDS else value for key, value in cells.items() if value not in ("", None)
    }


def _delimiter(line: str) -> str:
    return max("\t;,", key=lambda sign: (line.count(sign) > 0, sign == "\t", line.count(sign)))


def _check(heads: list[str]) -> None:
    twice = next((name for name in heads if name and heads.count(name) > 1), None)
    if twice:
        raise BadPlan((f"The first row names {twice!r} twice.",))
    unknown = [name for name in heads if name not in FIELDS]
    if unknown or not {"subject", "grade"} <= set(heads):
        others = ", ".join(name for name in FIELDS if name not in ("subject", "grade"))
        found = f" It names {', '.join(map(repr, unknown))}." if unknown else ""
        raise BadPlan((f"The first row must name subject and grade, and may name {others}.{found}",))


def _text(name: str, content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise BadPlan((f"{name} is not UTF-8 text; save it as “CSV UTF-8”.",)) from None
