"""The form for a new batch: its choices, the jobs that it means, and which of them can't start."""

from __future__ import annotations

from typing import Any

from curriculum_widgets.authors import AUTHORS
from curriculum_widgets.authors.estimate import estimate
from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.batch.plan import JOBS_AT_MOST, Plan, make_plan, requests_from
from curriculum_widgets.documents.request import TOPICS_AT_MOST
from curriculum_widgets.errors import BadPlan, CurriculumError, Problem
from curriculum_widgets.exporters import EXPORTERS
from curriculum_widgets.registry import Registry
from curriculum_widgets.ui.connecting import SUGGESTED, picture_choices, picture_fields
from curriculum_widgets.ui.culling import advice
from curriculum_widgets.ui.session import Session
from curriculum_widgets.ui.tabs.batch_table import FIELDS, UPLOAD_AT_MOST

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
        "templates": templates(session),
        "authors": plugins(AUTHORS),
        "models": {name: list(models) for name, models in SUGGESTED.items()},
        "pictures": picture_choices(session.settings),
        "executors": plugins(EXECUTORS),
        "formats": plugins(EXPORTERS),
        "at_once": session.settings.jobs_at_once,
        "topics_at_most": TOPICS_AT_MOST,
        "jobs_at_most": JOBS_AT_MOST,
        "upload_at_most": UPLOAD_AT_MOST,
        "workspace": str(session.workspace.root),
    }


def templates(session: Session) -> list[dict[str, Any]]:
    """The templates that can fill the form, with what they fill it with."""
    return [
        {
            "value": item.id,
            "label": item.name,
            "about": item.description,
            "subjects": list(item.subjects),
            "grades": list(item.grades),
        }
        for item in session.templates.list()
    ]


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
    shared = writer(form)
    author = shared["author"]
    template = str(form.get("template") or "")
    if form.get("mode") != "list":
        product = requests_from(
            form.get("subjects") or (),
            form.get("grades") or (),
            styles=form.get("styles") or (),
            languages=form.get("languages") or (),
            template=template,
            **shared,
            **picture_fields(form, author),
        )
        made = [row for _, row in zip(range(JOBS_AT_MOST + 1), product, strict=False)]
        return made, list(range(len(made)))
    if template:
        shared["template"] = template
    fields = list_of(form)
    rows = [shared | picture_fields(form, str(row.get("author", author))) | row for _, row in fields]
    return rows, [at for at, _ in fields]


def writer(form: Form) -> dict[str, Any]:
    """What a form says of all its jobs, as fields of Requests."""
    author = str(form.get("author") or "bank")
    if form.get("model"):
        author += f":{form['model']}"
    shared: dict[str, Any] = {"author": author}
    return shared | {name: form[name] for name in ("base_url", "guidelines", "topic_count") if form.get(name)}


def list_of(form: Form) -> list[tuple[int, dict[str, Any]]]:
    """The rows of a form's own list that are not empty, each with its place."""
    return [(at, _fields(row)) for at, row in enumerate(form.get("rows") or ()) if any(row.values())]


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
    plan, bad = _plan_of(rows, form, session)
    expected = estimate((job.request for job in plan.jobs), at_once=plan.concurrency) if plan else None
    problems = bad.problems if bad else ()
    return {
        "asked": len(rows),
        "ready": len(plan.jobs) if plan else 0,
        "units": expected.units if expected else 0,
        "seconds": expected.seconds if expected else None,
        "cost": None if expected is None or expected.cost is None else str(expected.cost),
        "advice": advice(expected.seconds) if expected and not form.get("apart") else None,
        "problems": [_told(problem, places) for problem in problems[:_SHOWN]],
        "more": max(len(problems) - _SHOWN, 0),
        "remedies": list(bad.remedies) if bad else [],
    }


def _told(problem: Problem, places: list[int]) -> dict[str, Any]:
    """A problem, with the place of the form's row that it is about."""
    if problem.row is None:
        return {"row": None, "kind": "whole", "field": "", "text": _sentence(problem.text)}
    row = places[problem.row - 1]
    if problem.same_as is not None:
        text = f"The same as row {places[problem.same_as - 1] + 1}"
        return {"row": row, "kind": "duplicate", "field": "", "text": text}
    return {"row": row, "kind": "impossible", "field": problem.field, "text": _sentence(problem.text)}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def startable(form: Form, session: Session) -> Rows:
    """The jobs of a form that are to be planned: all, or without those that can't start if the educator says so."""
    rows, _ = rows_of(form)
    if not form.get("leave_out"):
        return rows
    _, bad = _plan_of(rows, form, session)
    without = {problem.row for problem in bad.problems} if bad else set()
    return [row for number, row in enumerate(rows, 1) if number not in without]


def _plan_of(rows: Rows, form: Form, session: Session) -> tuple[Plan | None, BadPlan | None]:
    """The plan of those rows that can start, and what is wrong with the others or with the whole."""

    def plan(chosen: Rows) -> Plan:
        return make_plan(chosen, session.workspace, session.catalog, session.settings, **about(form))

    try:
        return plan(rows), None
    except BadPlan as found:
        error = found
        without = {problem.row for problem in error.problems}
        good = [row for number, row in enumerate(rows, 1) if number not in without]
        if None in without or not good:
            return None, error
    try:
        return plan(good), error
    except BadPlan as again:  # what is said of the batch itself is wrong too
        return None, BadPlan((*error.problems, *again.problems), jobs=len(rows))


def about(form: Form) -> dict[str, Any]:
    """What a form says of the batch itself, as `make_plan` takes it; what was left empty is left out."""
    said = {
        "name": form.get("name"),
        "description": form.get("description"),
        "author_name": form.get("planner"),
        "concurrency": form.get("at_once"),
        "executor": form.get("executor"),
        "scheduler": form.get("scheduler") if form.get("executor") == "dask" else "",
        "budget": form.get("budget"),
        "token_budget": form.get("token_budget"),
    }
    return {name: value for name, value in said.items() if value}
