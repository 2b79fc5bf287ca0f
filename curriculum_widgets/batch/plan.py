"""A batch's plan: every Job with its Request and its ids, validated whole before anything starts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, ValidationError

from curriculum_widgets import yaml
from curriculum_widgets.authors import open_author
from curriculum_widgets.catalog import Catalog
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.migrations import explain, read_document
from curriculum_widgets.documents.request import Request, resolved
from curriculum_widgets.documents.text import Document, Line, OptionalLine, OptionalProse, Slug, slug
from curriculum_widgets.errors import BadPlan, BadRequest, CurriculumError, Damaged, NotCovered, NotFound
from curriculum_widgets.files import explain as explain_os_error
from curriculum_widgets.files import replace
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace

JOBS_AT_MOST = 20_000
_PLAN_BYTES_AT_MOST = 5_000_000
_LISTS = ("subjects", "grades", "styles", "languages")
_PLAN_KEYS = {"name", "description", "template", "concurrency", "jobs", *_LISTS}


class Job(Document):
    """One Request of a batch, and the one Curriculum that it yields."""

    id: Slug
    name: Line
    request: Request
    curriculum: Slug
    """The id that its Curriculum gets."""


class Plan(Document):
    """A named list of Jobs; written once."""

    schema_version: Literal[1] = 1
    id: Slug
    name: Line
    description: OptionalProse = ""
    author_name: OptionalLine = ""
    """Who planned it."""
    created: AwareDatetime
    concurrency: Annotated[int, Field(ge=1, le=64)] = 2
    executor: Slug = "threads"
    listed: bool = True
    """Whether lists show it; a single generation is a batch of one that they don't."""
    jobs: Annotated[tuple[Job, ...], Field(min_length=1, max_length=JOBS_AT_MOST)]

    def job(self, job_id: str) -> Job:
        """The Job of that id.

        Raises:
            NotFound: The plan has none.
        """
        found = next((job for job in self.jobs if job.id == job_id), None)
        if found is None:
            msg = f"The batch {self.id} has no job {job_id!r}."
            raise NotFound(msg)
        return found


def requests_from(
    subjects: Iterable[str],
    grades: Iterable[str | int],
    *,
    styles: Iterable[str] = (),
    languages: Iterable[str] = (),
    template: str = "",
    **changes: object,
) -> list[dict[str, Any]]:
    """The product of subjects, grades, styles and languages, as plain values of Requests.

    Args:
        subjects: Names of the catalogue.
        grades: Names or aliases of the catalogue.
        styles: None means the template's, or Standard.
        languages: None means the template's, or English.
        template: The id of a way of teaching, if there is one.
        **changes: Further fields of every Request.

    Returns:
        One mapping for each combination, subjects outermost.
    """
    rows: list[dict[str, Any]] = []
    for subject, grade, style, language in product(
        subjects, grades, list(styles) or [""], list(languages) or [""]
    ):
        chosen = {"style": style, "language": language}
        row: dict[str, Any] = {"subject": subject, "grade": str(grade), **changes}
        row |= {name: value for name, value in chosen.items() if value}
        if template:
            row["template"] = template
        rows.append(row)
    return rows


def _request(row: Mapping[str, Any] | Request, shelf: TemplateShelf) -> Request:
    if isinstance(row, Request):
        return row
    values = {name: value for name, value in row.items() if value is not None}
    for name in ("subject", "grade"):
        if not str(values.get(name, "")).strip():
            msg = f"it names no {name}"
            raise BadRequest(msg)
    values["grade"] = str(values["grade"])
    try:
        if values.get("template"):
            template = shelf.get(str(values.pop("template")))
            return template.request(values.pop("subject"), values.pop("grade"), **values)
        values.pop("template", None)
        return Request.model_validate(values)
    except ValidationError as error:
        raise BadRequest(explain(error)) from None


def make_plan(
    rows: Iterable[Mapping[str, Any] | Request],
    workspace: Workspace,
    catalog: Catalog,
    settings: Settings,
    *,
    name: str = "",
    description: str = "",
    author_name: str = "",
    concurrency: int | None = None,
    executor: str = "threads",
    listed: bool = True,
    plan_id: str = "",
) -> Plan:
    """Plans a batch; every Job of it can start.

    Args:
        rows: Requests, or their fields.
        workspace: Where templates are, and where ids must be new.
        catalog: What can be asked for.
        settings: How work is done.
        name: How lists call it; made of its subjects when it is empty.
        description: What it is for.
        author_name: Who plans it.
        concurrency: Jobs at once; the settings' by default.
        executor: Where Jobs run.
        listed: Whether lists show it.
        plan_id: The id to give it; made of the time and its name by default.

    Returns:
        The plan, not yet on disk.

    Raises:
        BadPlan: It is empty, or names every Job that is not valid, not covered or there twice.
    """
    shelf, library = TemplateShelf(workspace), Library(workspace)
    problems: list[str] = []
    remedies: dict[str, None] = {}  # in order, each once
    requests: list[Request] = []
    first_seen: dict[str, int] = {}
    numbered = list(rows)
    if len(numbered) > JOBS_AT_MOST:
        raise BadPlan(
            (f"it has {len(numbered)} jobs; at most {JOBS_AT_MOST} go into one batch, so split it",)
        )
    for number, row in enumerate(numbered, 1):
        try:
            request = resolved(_request(row, shelf), catalog)
            open_author(request, settings).check(request)
        except CurriculumError as error:
            what = str(error)
            if isinstance(error, NotCovered):
                what = error.what
                remedies[error.remedy] = None
            problems.append(f"job {number}: {what}" if len(numbered) > 1 else what)
            continue
        same = first_seen.setdefault(request.model_dump_json(), number)
        if same != number:
            problems.append(f"job {number} is the same as job {same} ({_title(request)}); keep one of them")
        requests.append(request)
    if not numbered:
        problems.append("it has no jobs; name at least one subject and one grade")
    if problems:
        raise BadPlan(tuple(problems), tuple(remedies))
    now = utc_now().replace(microsecond=0)
    width = len(str(len(requests)))
    jobs = tuple(
        Job(
            id=f"{number:0{width}d}-{slug(f'{request.subject} {request.grade}')}",
            name=_title(request),
            request=request,
            curriculum=library.new_id(request.subject, request.grade, request.style),
        )
        for number, request in enumerate(requests, 1)
    )
    title = name.strip() or ", ".join(dict.fromkeys(request.subject for request in requests))
    try:
        return Plan(
            id=plan_id or _new_id(workspace, title, now),
            name=title[:500],
            description=description,
            author_name=author_name,
            created=now,
            concurrency=concurrency if concurrency is not None else settings.jobs_at_once,
            executor=executor,
            listed=listed,
            jobs=jobs,
        )
    except ValidationError as error:
        raise BadPlan((explain(error),)) from None


def _title(request: Request) -> str:
    extra = [request.style] if request.style != "Standard" else []
    extra += [request.language] if request.language != "English" else []
    return " · ".join((request.subject, request.grade, *extra))


def _new_id(workspace: Workspace, title: str, now: datetime) -> str:
    stem = f"{now:%Y%m%d-%H%M%S}-{slug(title, at_most=40)}"
    number, candidate = 1, stem
    while (workspace.batches / candidate).exists():
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def save_plan(plan: Plan, workspace: Workspace) -> Path:
    """Makes a batch's folder and writes its plan, once.

    Args:
        plan: The plan.
        workspace: Where batches are.

    Returns:
        The batch's folder.
    """
    folder = workspace.batches / plan.id
    try:
        (folder / "status").mkdir(parents=True)
    except OSError as error:
        raise explain_os_error(error, folder) from error
    # Defaults are left out: ten thousand Jobs stay a few megabytes.
    data = plan.model_dump_json(exclude_defaults=True, indent=1).removeprefix("{")
    replace(folder / "batch.json", f'{{\n "schema_version": 1,{data}\n'.encode(), durable=True)
    return folder


@lru_cache(maxsize=64)
def _plan_at(path: Path, _mark: tuple[int, int]) -> Plan:
    try:
        return read_document(Plan, path.read_bytes())
    except CurriculumError as error:
        msg = f"The batch file {path} can't be read: {error}. It was left as it is; delete its folder if you don't need it."
        raise Damaged(msg) from None


def load_plan(folder: Path) -> Plan:
    """A batch's plan, parsed once in this process.

    Args:
        folder: The batch's folder.

    Returns:
        The plan.

    Raises:
        NotFound: The folder holds no plan.
        Damaged: The plan can't be read.
    """
    path = folder / "batch.json"
    try:
        stat = path.stat()
    except FileNotFoundError:
        msg = f"There is no batch {folder.name!r} in {folder.parent}. List them with: curriculum status"
        raise NotFound(msg) from None
    except OSError as error:
        raise explain_os_error(error, path) from error
    return _plan_at(path, (stat.st_mtime_ns, stat.st_ino))


def read_plan_file(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Reads a plan that an educator wrote, as YAML or as CSV.

    Args:
        path: A `.yaml` or `.yml` file with `subjects`, `grades` … and/or `jobs`, or a `.csv` file with one Job a row
            and the names of a Request's fields at its head (several topics are parted by semicolons).

    Returns:
        What the file says of the batch (`name`, `description`, `concurrency`), and the rows of its Jobs.

    Raises:
        BadPlan: The file can't be understood.
        WorkspaceError: The file can't be read.
    """
    try:
        if path.stat().st_size > _PLAN_BYTES_AT_MOST:
            raise BadPlan((f"{path.name} is larger than 5 MB",))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise explain_os_error(error, path) from error
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
        unknown = set(table.fieldnames or ()) - set(Request.model_fields)
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
        values = yaml.load(text)
    except yaml.YAMLError as error:
        raise BadPlan(
            (f"{name} is not YAML that can be read ({' '.join(str(error).split())[:200]})",)
        ) from None
    if not isinstance(values, dict) or set(values) - _PLAN_KEYS:
        raise BadPlan((f"{name} must hold {', '.join(sorted(_PLAN_KEYS))} and nothing else",))
    for key in (*_LISTS, "jobs"):
        if not isinstance(values.get(key, []), list):
            raise BadPlan((f"{key} in {name} must be a list",))
    if any(not isinstance(row, dict) for row in values.get("jobs", [])):
        raise BadPlan((f"each of the jobs in {name} must hold fields such as subject and grade",))
    template = str(values.get("template") or "")
    rows = requests_from(
        values.get("subjects", []),
        values.get("grades", []),
        styles=values.get("styles", []),
        languages=values.get("languages", []),
        template=template,
    )
    rows += [{"template": template, **row} for row in values.get("jobs", [])]
    about = {key: values[key] for key in ("name", "description", "concurrency") if key in values}
    return {"name": Path(name).stem} | about, rows
