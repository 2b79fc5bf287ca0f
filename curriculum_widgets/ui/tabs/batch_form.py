"""The form for a new batch: its choices, the jobs that it means, and which of them can't start."""

from __future__ import annotations

import re
from typing import Any

from curriculum_widgets.authors import AUTHORS
from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.batch.plan import JOBS_AT_MOST, Plan, make_plan, requests_from
from curriculum_widgets.documents.request import TOPICS_AT_MOST
from curriculum_widgets.errors import BadPlan, CurriculumError
from curriculum_widgets.pricing.estimate import estimate
from curriculum_widgets.registry import Registry
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch_table import FIELDS, UPLOAD_AT_MOST

_ABOUT_ONE = re.compile(
    r"job (\d+)(?:: (.*)| is the same as job (\d+) \((.*)\); keep one of them)", re.DOTALL
)
_SHOWN = 500  # problems that a page is told of

Form = dict[str, Any]
Rows = list[dict[str, Any]]


def choices(session: Session) -> dict[str, Any]:
    """All that the form lets one choose from."""
    catalog = session.catalog
    return {
        "subjects": [
            {"value": entry.name, "label": f"{entry.icon} {entry.name}".strip()} for entry in catalog.subjects
        ],
        "grades": [entry.name for entry in catalog.grades],
        "styles": [entry.name for entry in catalog.styles],
        "languages": [entry.name for entry in catalog.languages],
        "templates": [
            {
                "value": item.id,
                "label": item.name,
                "about": item.description,
                "subjects": list(item.subjects),
                "grades": list(item.grades),
            }
            for item in session.templates.list()
        ],
        "authors": plugins(AUTHORS),
        "executors": plugins(EXECUTORS),
        "at_once": session.settings.jobs_at_once,
        "topics_at_most": TOPICS_AT_MOST,
        "jobs_at_most": JOBS_AT_MOST,
        "upload_at_most": UPLOAD_AT_MOST,
        "workspace": str(session.workspace.root),
    }


def plugins(registry: Registry[Any]) -> list[dict[str, Any]]:
    """The plug-ins of a kind as options; one that can't be loaded is shown, and says why."""
    found: list[dict[str, Any]] = []
    for name in registry.names():
        try:
            found.append({"value": name, "label": registry.get(name).label})
        except CurriculumError as error:
            found.append({"value": name, "label": name, "disabled": True, "why": str(error)})
    return found


def rows_of(form: Form) -> tuple[Rows, list[int]]:
    """The jobs that a form means, as fields of Requests.

    Args:
        form: As the page holds it.

    Returns:
        The jobs, and for each the place of its row in the form's table, of which empty rows are left out.
    """
    author = str(form.get("author") or "bank")
    if form.get("model"):
        author += f":{form['model']}"
    shared: dict[str, Any] = {"author": author}
    shared |= {name: form[name] for name in ("base_url", "guidelines", "topic_count") if form.get(name)}
    template = str(form.get("template") or "")
    if form.get("mode") != "list":
        rows = requests_from(
            form.get("subjects") or (),
            form.get("grades") or (),
            styles=form.get("styles") or (),
            languages=form.get("languages") or (),
            template=template,
            **shared,
        )
        made = [row for _, row in zip(range(JOBS_AT_MOST + 1), rows, strict=False)]
        return made, list(range(len(made)))
    filled = [(at, row) for at, row in enumerate(form.get("rows") or ()) if any(row.values())]
    if template:
        shared["template"] = template
    return [shared | _fields(row) for _, row in filled], [at for at, _ in filled]


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if value not in ("", None)}
    if isinstance(values.get("topics"), str):
        values["topics"] = tuple(part.strip() for part in values["topics"].split(";") if part.strip())
    for name in FIELDS:
        if isinstance(values.get(name), str):
            values[name] = values[name].strip()
    return values


def check(form: Form, session: Session) -> dict[str, Any]:
    """What a form would make, and what of it can't start.

    Args:
        form: As the page holds it.
        session: The studio's share of the core.

    Returns:
        The numbers of jobs asked for and ready, what those that are ready will take, and each problem with the row that
        it is about (`None` when it is about the whole).
    """
    rows, places = rows_of(form)
    plan, problems, remedies = _plan_of(rows, session)
    expected = (
        estimate((job.request for job in plan.jobs), at_once=_number(form.get("at_once"), plan.concurrency))
        if plan
        else None
    )
    return {
        "asked": len(rows),
        "ready": len(plan.jobs) if plan else 0,
        "units": expected.units if expected else 0,
        "seconds": expected.seconds if expected else None,
        "cost": None if expected is None or expected.cost is None else str(expected.cost),
        "problems": [
            item | {"row": places[item["row"]] if item["row"] is not None else None}
            for item in problems[:_SHOWN]
        ],
        "more": max(len(problems) - _SHOWN, 0),
        "remedies": remedies,
    }


def _number(value: Any, usual: int) -> int:
    return value if isinstance(value, int) and value > 0 else usual


def startable(form: Form, session: Session) -> Rows:
    """The jobs of a form that are to be planned: all, or without those that can't start if the educator says so."""
    rows, _ = rows_of(form)
    if not form.get("leave_out"):
        return rows
    _, problems, _ = _plan_of(rows, session)
    without = {item["row"] for item in problems}
    return [row for at, row in enumerate(rows) if at not in without]


def _plan_of(rows: Rows, session: Session) -> tuple[Plan | None, list[dict[str, Any]], list[str]]:
    """The plan of those rows that can start, what is wrong with the others, and what to do about it."""
    try:
        return make_plan(rows, session.workspace, session.catalog, session.settings), [], []
    except BadPlan as error:
        if len(rows) == 1:
            # The only job needs no number.
            return None, [{"row": 0, "kind": "impossible", "text": error.problems[0]}], _remedies(error)
        problems, remedies = [_problem(line) for line in error.problems], _remedies(error)
    without = {item["row"] for item in problems}
    if None in without:
        return None, problems, remedies
    good = [row for at, row in enumerate(rows) if at not in without]
    if not good:
        return None, problems, remedies
    return make_plan(good, session.workspace, session.catalog, session.settings), problems, remedies


def _remedies(error: BadPlan) -> list[str]:
    """What BadPlan says after its list of problems."""
    if len(error.problems) == 1:
        rest = str(error).removeprefix(error.problems[0]).strip()
        return [rest] if rest else []
    return [line for line in str(error).splitlines()[1:] if not line.startswith(("  - ", "  …"))]


def _problem(line: str) -> dict[str, Any]:
    """A line of BadPlan, with the row that it is about."""
    found = _ABOUT_ONE.fullmatch(line)
    if not found:
        return {"row": None, "kind": "whole", "text": line[:1].upper() + line[1:]}
    at = int(found[1]) - 1
    if found[3]:
        return {"row": at, "kind": "duplicate", "text": f"The same as row {found[3]}"}
    return {"row": at, "kind": "impossible", "text": found[2][:1].upper() + found[2][1:]}
