"""Plans that educators write, as YAML or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.plan import JOBS_AT_MOST, requests_from
from curriculum_widgets.documents.preset import ABOUT
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import BadPlan, BadRequest
from curriculum_widgets.files import explain
from curriculum_widgets.workspace.bounded import load_bounded

_BYTES_AT_MOST = 5_000_000
_LISTS = ("subjects", "grades", "styles", "languages")
_SHARED = (
    "author", "base_url", "guidelines", "topic_count", "richness", "image_model", "image_size", "image_quality", "licence",
)  # fmt: skip
_KEYS = {*ABOUT, *_SHARED, "template", "jobs", *_LISTS}


def read_plan_file(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Reads a plan that an educator wrote, as YAML or as CSV.

    Args:
        path: A `.yaml` or `.yml` file with `subjects`, `grades` … and/or `jobs`, or a `.csv` file with one Job a row
            and the names of a Request's fields at its head (several topics are parted by semicolons).

    Returns:
        What the file says of the batch (`name`, `description`, `concurrency`, `budget` …), and the rows of its Jobs.

    Raises:
        BadPlan: The file can't be understood.
        WorkspaceError: The file can't be read.
    """
    try:
        if path.stat().st_size > _BYTES_AT_MOST:
            raise BadPlan((f"{path.name} is larger than 5 MB",))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise explain(error, path) from error
    except UnicodeDecodeError:
        raise BadPlan((f"{path.name} is not UTF-8 text; save it as “CSV UTF-8” or as YAML",)) from None
    if path.suffix.lower() == ".csv":
        return {"name": path.stem}, _csv_rows(text, path.name)
    if path.suffix.lower() in (".yaml", ".yml"):
        return _yaml_rows(text, path.name)
    raise BadPlan((f"{path.name} is neither .yaml nor .csv",))


def _csv_rows(text: str, name: str) -> list[dict[str, Any]]:
    try:
        table = csv.DictReader(io.StringIO(text), strict=True)
        heads = list(table.fieldnames or ())
        twice = next((head for head in heads if heads.count(head) > 1), None)
        if twice is not None:
            raise BadPlan((f"the head of {name} names {twice!r} twice",))
        unknown = set(heads) - set(Request.model_fields)
        if unknown or not {"subject", "grade"} <= set(table.fieldnames or ()):
            raise BadPlan(
                (
                    f"the head of {name} must hold subject and grade, and may hold "
                    f"{', '.join(sorted(set(Request.model_fields) - {'subject', 'grade', 'patterns', 'include'}))}"
                    + (f"; it holds {', '.join(sorted(map(str, unknown)))}" if unknown else ""),
                )
            )
        rows = []
        for row in table:
            if None in row:
                raise BadPlan((f"line {table.line_num} of {name} has more cells than the head",))
            filled: dict[str, Any] = {
                key: value.strip() for key, value in row.items() if (value or "").strip()
            }
            if "topics" in filled:
                filled["topics"] = tuple(part.strip() for part in filled["topics"].split(";") if part.strip())
            if filled:
                rows.append(filled)
    except csv.Error as error:
        raise BadPlan((f"{name} is not a CSV table ({error})",)) from None
    return rows


def _yaml_rows(text: str, name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        values = load_bounded(text, limit=_BYTES_AT_MOST)
    except BadRequest as error:
        raise BadPlan((f"{name}: {error}",)) from None
    if isinstance(values, dict):  # as a preset is exported
        values = {key: value for key, value in values.items() if key != "schema_version"}
    if not isinstance(values, dict) or set(values) - _KEYS:
        raise BadPlan((f"{name} must hold {', '.join(sorted(_KEYS))} and nothing else",))
    for key in (*_LISTS, "jobs"):
        if not isinstance(values.get(key, []), list):
            raise BadPlan((f"{key} in {name} must be a list",))
    for key in ("name", "template", "description", "executor", "scheduler"):
        if isinstance(values.get(key), list | dict):
            raise BadPlan((f"{key} in {name} must be one line of text",))
    if any(not isinstance(row, dict) for row in values.get("jobs", [])):
        raise BadPlan((f"each of the jobs in {name} must hold fields such as subject and grade",))
    about = {key: values[key] for key in ABOUT if values.get(key) is not None}
    about |= {key: str(about[key]) for key in ("name", "description") if key in about}
    return {"name": Path(name).stem} | about, rows_meant(values)


def rows_meant(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The Jobs that a plan means: the product of its subjects, grades, styles and languages, then its own rows.

    Args:
        values: A plan's, as a file or a preset holds them.

    Returns:
        Fields of Requests, not more than can be planned and one.
    """
    template = str(values.get("template") or "")
    shared = {key: values[key] for key in _SHARED if values.get(key) not in (None, "")}
    product_rows = requests_from(
        values.get("subjects", []),
        values.get("grades", []),
        styles=values.get("styles", []),
        languages=values.get("languages", []),
        template=template,
        **shared,
    )
    rows = list(islice(product_rows, JOBS_AT_MOST + 1))
    return rows + [{**shared, "template": template, **row} for row in values.get("jobs", [])]
