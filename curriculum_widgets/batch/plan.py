"""A batch's plan: every Job with its Request and its ids, validated whole before anything starts."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import islice, product
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, ValidationError

from curriculum_widgets.authors import AUTHORS, Author, check, close, open_author
from curriculum_widgets.authors.estimate import unpriced
from curriculum_widgets.catalog import Catalog
from curriculum_widgets.documents.curriculum import utc_now
from curriculum_widgets.documents.migrations import explain, read_document
from curriculum_widgets.documents.request import Request, resolved
from curriculum_widgets.documents.text import Document, Line, OptionalLine, OptionalProse, Slug, slug
from curriculum_widgets.errors import (
    BadPlan,
    BadRequest,
    CurriculumError,
    Damaged,
    NotCovered,
    NotFound,
    Problem,
    WorkspaceError,
)
from curriculum_widgets.files import explain as explain_os_error
from curriculum_widgets.files import replace, sync_folder
from curriculum_widgets.generation import submit
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Library, TemplateShelf, Workspace
from curriculum_widgets.workspace.stored import is_id, numbered

JOBS_AT_MOST = 20_000


class Job(Document):
    """One Request of a batch, and the one Curriculum that it yields."""

    id: Slug
    name: Line
    request: Request
    curriculum: Slug
    """The id that its Curriculum gets."""


class Plan(Document):
    """A named list of Jobs; written once."""

    schema_version: Literal[4] = 4
    id: Slug
    name: Line
    description: OptionalProse = ""
    author_name: OptionalLine = ""
    """Who planned it."""
    created: AwareDatetime
    concurrency: Annotated[int, Field(ge=1, le=64)] = 2
    executor: Slug = "threads"
    scheduler: OptionalLine = ""
    """The address of the Dask scheduler whose workers do its Jobs, if they run there."""
    listed: bool = True
    """Whether lists show it; a single generation is a batch of one that they don't."""
    budget: Annotated[Decimal, Field(gt=0, max_digits=12)] | None = None
    """The most that it may cost, in US dollars; there is no bound when it is missing."""
    token_budget: Annotated[int, Field(ge=1)] | None = None
    """The most tokens that it may use; there is no bound when it is missing."""
    jobs: Annotated[tuple[Job, ...], Field(min_length=1, max_length=JOBS_AT_MOST)]

    @cached_property
    def by_id(self) -> dict[str, Job]:
        """The Jobs by id."""
        return {job.id: job for job in self.jobs}

    def job(self, job_id: str) -> Job:
        """The Job of that id.

        Raises:
            NotFound: The plan has none.
        """
        found = self.by_id.get(job_id)
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
) -> Iterator[dict[str, Any]]:
    """The product of subjects, grades, styles and languages, as plain values of Requests.

    Args:
        subjects: Names of the catalogue.
        grades: Names or aliases of the catalogue.
        styles: None means the template's, or Standard.
        languages: None means the template's, or English.
        template: The id of a way of teaching, if there is one.
        **changes: Further fields of every Request.

    Yields:
        One mapping for each combination, subjects outermost.
    """
    for subject, grade, style, language in product(
        subjects, grades, list(styles) or [""], list(languages) or [""]
    ):
        chosen = {"style": style, "language": language}
        row: dict[str, Any] = {"subject": subject, "grade": str(grade), **changes}
        row |= {name: value for name, value in chosen.items() if value}
        if template:
            row["template"] = template
        yield row


def _request(row: Mapping[str, Any] | Request, shelf: TemplateShelf) -> Request:
    if isinstance(row, Request):
        return row
    values = {str(name): value for name, value in row.items() if value is not None}
    for name in ("subject", "grade"):
        if not str(values.get(name, "")).strip():
            msg = f"it names no {name}"
            raise BadRequest(msg, field=name)
    values["grade"] = str(values["grade"])
    try:
        if values.get("template"):
            template = shelf.get(str(values.pop("template")))
            unknown = set(values) - set(Request.model_fields)
            if unknown:
                msg = f"it has no field {min(unknown)[:60]!r}"
                raise BadRequest(msg, field=min(unknown))
            return template.request(values.pop("subject"), values.pop("grade"), **values)
        values.pop("template", None)
        return Request.model_validate(values)
    except ValidationError as error:
        where = error.errors(include_url=False, include_input=False)[0]["loc"]
        raise BadRequest(explain(error), field=str(where[0]) if where else "") from None


def _with_pictures(request: Request, settings: Settings) -> Request:
    """The Request with the usual image model, where it does not say whether there is to be one."""
    kind = request.author.partition(":")[0]
    if not settings.image_model or "image_model" in request.model_fields_set or not AUTHORS.get(kind).paints:
        return request
    usual = {name: getattr(settings, name) for name in ("image_model", "image_size", "image_quality")}
    try:
        return Request.model_validate(request.model_dump() | usual)
    except ValidationError as error:
        msg = f"CURRICULUM_IMAGE_MODEL, _SIZE or _QUALITY can't be so: {explain(error)}"
        raise BadRequest(msg) from None


def _check(request: Request, settings: Settings, opened: dict[tuple[str, str], Author]) -> None:
    """Has a Request's author refuse what it can't write; each author is opened once."""
    key = request.author, request.base_url
    if key not in opened:
        opened[key] = open_author(request, settings)
    check(opened[key], request)


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
    scheduler: str = "",
    listed: bool = True,
    budget: Decimal | str | float | None = None,
    token_budget: int | None = None,
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
        scheduler: The address of a Dask scheduler, where they run on Dask.
        listed: Whether lists show it.
        budget: The most that it may cost, in US dollars.
        token_budget: The most tokens that it may use.
        plan_id: The id to give it; made of the time and its name by default.

    Returns:
        The plan, not yet on disk.

    Raises:
        BadPlan: It is empty, or names every Job that is not valid, not covered or there twice.
    """
    shelf, library = TemplateShelf(workspace), Library(workspace)
    problems: list[Problem] = []
    requests: list[Request] = []
    first_seen: dict[str, int] = {}
    asked = list(islice(rows, JOBS_AT_MOST + 1))
    if len(asked) > JOBS_AT_MOST:
        raise BadPlan((f"it has more than {JOBS_AT_MOST} jobs, which is the most for one batch; split it",))
    opened: dict[tuple[str, str], Author] = {}
    for number, row in enumerate(asked, 1):
        try:
            request = _with_pictures(resolved(_request(row, shelf), catalog), settings)
            _check(request, settings, opened)
        except CurriculumError as error:
            problems.append(_problem(error, number))
            continue
        same = first_seen.setdefault(request.model_dump_json(), number)
        if same != number:
            text = f"the same as job {same} ({_title(request)})"
            problems.append(
                Problem(text, number, remedy="Keep one of those that are the same.", same_as=same)
            )
        requests.append(request)
    for author in opened.values():
        submit(close(author))
    if not asked:
        problems.append(Problem("it has no jobs; name at least one subject and one grade"))
    if problems:
        raise BadPlan(problems, jobs=len(asked))
    if budget is not None and token_budget is None and (unknown := unpriced(requests)):
        text = f"the price of {unknown} is not known, so a budget in dollars alone could not be kept; give a token budget beside it"
        raise BadPlan([Problem(text, field="token_budget")])
    now = utc_now().replace(microsecond=0)
    width = len(str(len(requests)))
    jobs = tuple(
        Job(
            id=f"{number:0{width}d}-{slug(f'{request.subject} {request.grade}')}",
            name=_title(request)[:500],
            request=request,
            curriculum=library.new_id(request.subject, request.grade, request.style),
        )
        for number, request in enumerate(requests, 1)
    )
    title = str(name).strip() or ", ".join(dict.fromkeys(request.subject for request in requests))
    try:
        return Plan(
            id=plan_id or f"{now:%Y%m%d-%H%M%S}-{slug(title, at_most=40)}",
            name=title[:500],
            description=description,
            author_name=author_name,
            created=now,
            concurrency=concurrency if concurrency is not None else settings.jobs_at_once,
            executor=executor,
            scheduler=scheduler,
            listed=listed,
            # As text, so that a number such as 0.1 means what it says.
            budget=None if budget is None else str(budget),
            token_budget=token_budget,
            jobs=jobs,
        )
    except ValidationError as error:
        raise BadPlan((explain(error),)) from None


def _problem(error: CurriculumError, row: int) -> Problem:
    field = error.field if isinstance(error, BadRequest) else ""
    if isinstance(error, NotCovered):
        return Problem(error.what, row, field, error.remedy)
    return Problem(str(error), row, field)


def _title(request: Request) -> str:
    extra = [request.style] if request.style != "Standard" else []
    extra += [request.language] if request.language != "English" else []
    return " · ".join((request.subject, request.grade, *extra))


def save_plan(plan: Plan, workspace: Workspace, *, fixed: bool = False) -> Path:
    """Makes a batch's folder with its plan, both at once or neither.

    Args:
        plan: The plan.
        workspace: Where batches are.
        fixed: Whether its id must stay as it is; else it gets a number when it is taken.

    Returns:
        The batch's folder; when the id is fixed, this may be one that was there already.

    Raises:
        WorkspaceError: It can't be written; nothing is left half-made.
    """
    ids = [plan.id] if fixed else numbered(plan.id, "{}-{}")
    made = workspace.batches / f".{plan.id}.{secrets.token_hex(4)}.new"
    try:
        (made / "status").mkdir(parents=True)
        for name in ids:
            folder = workspace.batches / name
            # Defaults are left out: ten thousand Jobs stay a few megabytes.
            data = plan.model_copy(update={"id": name}).model_dump_json(exclude_defaults=True, indent=1)
            whole = f'{{\n "schema_version": {plan.schema_version},{data.removeprefix("{")}\n'
            replace(made / "batch.json", whole.encode(), durable=True)
            if _put(made, folder):
                sync_folder(workspace.batches)
                return folder
    except OSError as error:
        raise explain_os_error(error, workspace.batches / plan.id) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    if not (folder / "batch.json").exists():
        msg = f"{folder} is there already and holds no batch; delete it, or choose another batch id."
        raise WorkspaceError(msg)
    return folder


def _put(made: Path, folder: Path) -> bool:
    """Gives a folder its name; false when somebody else has that name."""
    if os.path.lexists(folder):
        return False
    try:
        made.rename(folder)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY):  # somebody was faster
            return False
        raise
    return True


@lru_cache(maxsize=64)
def _plan_at(path: Path, _mark: tuple[int, int]) -> Plan:
    try:
        return read_document(Plan, path.read_bytes())
    except (CurriculumError, OSError) as error:
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
        msg = f"There is no batch {folder.name!r} in {folder.parent}. Look for it in the list of batches."
        raise NotFound(msg) from None
    except OSError as error:
        raise explain_os_error(error, path) from error
    plan = _plan_at(path, (stat.st_mtime_ns, stat.st_ino))
    if plan.id == folder.name:
        return plan
    if not is_id(folder.name):
        msg = f"{folder} is left out: rename it to lower-case letters, digits and single hyphens."
        raise Damaged(msg)
    # A copy made with a file manager is a batch of its own.
    return plan.model_copy(update={"id": folder.name})
