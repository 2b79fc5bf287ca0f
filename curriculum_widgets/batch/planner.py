"""Planning batches: from a template, from an explicit list, from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from curriculum_widgets.authors.estimate import Estimate, estimate
from curriculum_widgets.batch.executors import EXECUTORS
from curriculum_widgets.batch.plan import Plan, load_plan, make_plan, requests_from, save_plan
from curriculum_widgets.batch.plan_file import read_plan_file, rows_meant
from curriculum_widgets.batch.status import JobState
from curriculum_widgets.batch.view import BatchView, BatchWatch
from curriculum_widgets.catalog import load as load_catalog
from curriculum_widgets.documents.preset import ABOUT, Preset
from curriculum_widgets.documents.request import Request
from curriculum_widgets.documents.text import slug
from curriculum_widgets.errors import BadRequest, NotFound
from curriculum_widgets.settings import Settings
from curriculum_widgets.workspace import Library, PresetShelf, TemplateShelf, Workspace
from curriculum_widgets.workspace.stored import checked_line


class Planner:
    """Plans the batches of one workspace; the part of `BatchManager` that starts nothing.

    Args:
        workspace: The folder, or `None` for the usual one.
        max_concurrent: Jobs at once of a batch that does not say otherwise; the settings' by default.
        settings: How work is done; from the environment by default.
    """

    def __init__(
        self,
        workspace: Workspace | Path | str | None = None,
        *,
        max_concurrent: int | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.workspace = workspace if isinstance(workspace, Workspace) else Workspace.open(workspace)
        self.settings = settings or self.workspace.settings()
        self.library = Library(self.workspace)
        self.templates = TemplateShelf(self.workspace)
        self.presets = PresetShelf(self.workspace)
        self.catalog = load_catalog(self.workspace.root / "catalog.yaml")
        self._max_concurrent = max_concurrent or self.settings.jobs_at_once

    def create_batch_from_template(
        self,
        template_id: str,
        subjects: Iterable[str] = (),
        grades: Iterable[str | int] = (),
        *,
        styles: Iterable[str] = (),
        languages: Iterable[str] = (),
        name: str = "",
        batch_id: str = "",
        **more: Any,
    ) -> BatchView:
        """Plans template × subjects × grades (× styles × languages).

        Args:
            template_id: Which way of teaching; none when it is empty.
            subjects: Names of the catalogue; the template's own by default.
            grades: Names or aliases of the catalogue; the template's own by default.
            styles: The template's own by default.
            languages: The template's own by default.
            name: How lists call it; the template's name by default.
            batch_id: The id to give it, as in `create_custom_batch`.
            **more: What else `create_custom_batch` takes of the batch (`description`, `concurrency`, `budget` …), and
                further fields of every Request.

        Returns:
            The batch, planned and on disk, not started.

        Raises:
            BadPlan: Some Job of it can't start; each is named.
        """
        about = {field: more.pop(field) for field in ABOUT if field in more}
        template = self.templates.get(template_id) if template_id else None
        rows = requests_from(
            list(subjects) or (template.subjects if template else ()),
            list(grades) or (template.grades if template else ()),
            styles=styles,
            languages=languages,
            template=template.id if template else "",
            **more,
        )
        name = name or (template.name if template else "")
        return self.create_custom_batch(rows, name=name, batch_id=batch_id, **about)

    def create_custom_batch(
        self,
        rows: Iterable[Mapping[str, Any] | Request],
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
        batch_id: str = "",
    ) -> BatchView:
        """Plans a batch from an explicit list.

        Args:
            rows: Requests, or their fields.
            name: How lists call it; made of its subjects by default.
            description: What it is for.
            author_name: Who plans it.
            concurrency: Jobs at once.
            executor: Where Jobs run.
            scheduler: The address of a Dask scheduler, where they run on Dask.
            listed: Whether lists show it.
            budget: The most that it may cost, in US dollars.
            token_budget: The most tokens that it may use.
            batch_id: The id to give it; one of the time and its name by default. When a batch of that id and of the
                same Requests is there already, it is returned as it is.

        Returns:
            The batch, planned and on disk, not started.

        Raises:
            BadPlan: Some Job of it can't start; each is named.
            BadRequest: The id belongs to a batch of other Requests.
            UnknownName: There is no such executor.
        """
        EXECUTORS.get(executor)
        plan = make_plan(
            rows,
            self.workspace,
            self.catalog,
            self.settings,
            name=name,
            description=description,
            author_name=author_name,
            concurrency=concurrency or self._max_concurrent,
            executor=executor,
            scheduler=scheduler,
            listed=listed,
            budget=budget,
            token_budget=token_budget,
            plan_id=batch_id,
        )
        there = BatchWatch(save_plan(plan, self.workspace, fixed=bool(batch_id)), self.settings).view()
        if [job.request for job in there.plan.jobs] != [job.request for job in plan.jobs]:
            msg = f"The batch {batch_id} is there already with other jobs; choose another batch id."
            raise BadRequest(msg)
        return there

    def create_batch_from_file(self, path: Path, **changes: Any) -> BatchView:
        """Plans a batch from a YAML or CSV file.

        Args:
            path: The file; README shows both.
            **changes: `name`, `description`, `concurrency` or `budget`, in place of the file's.

        Returns:
            The batch, planned and on disk, not started.

        Raises:
            BadPlan: The file can't be understood, or some Job of it can't start.
        """
        about, rows = read_plan_file(path)
        about |= {key: value for key, value in changes.items() if value}
        return self.create_custom_batch(rows, **about)

    def create_batch_from_preset(
        self, preset: Preset | str, *, batch_id: str = "", **changes: Any
    ) -> BatchView:
        """Plans what a preset says.

        Args:
            preset: The preset, or its id on the shelf `presets`.
            batch_id: The id to give it, as in `create_custom_batch`.
            **changes: `name`, `description`, `concurrency`, `budget` …, in place of the preset's.

        Returns:
            The batch, planned and on disk, not started.

        Raises:
            BadPlan: Some Job of it can't start; each is named.
            NotFound: There is no such preset, or its template is gone.
        """
        about, rows = self._meant(preset)
        about |= {key: value for key, value in changes.items() if value}
        return self.create_custom_batch(rows, batch_id=batch_id, **about)

    def check_preset(self, preset: Preset | str) -> Plan:
        """Plans what a preset says without putting anything on disk, to know whether it could start.

        Args:
            preset: The preset, or its id.

        Returns:
            The plan.

        Raises:
            BadPlan: Some Job of it can't start, for want of a key, for instance; each is named.
            NotFound: There is no such preset, or its template is gone.
        """
        about, rows = self._meant(preset)
        EXECUTORS.get(about.get("executor", "threads"))
        return make_plan(rows, self.workspace, self.catalog, self.settings, **about)

    def save_as_preset(self, batch_id: str, name: str) -> Preset:
        """Saves a batch's plan under a name, to be run again.

        Args:
            batch_id: Which batch.
            name: The preset's name.

        Returns:
            The preset as it was saved.

        Raises:
            BadRequest: That can't be a name.
            NotFound: There is no such batch.
        """
        plan = load_plan(self._folder(batch_id))
        line = checked_line(name, "a preset's name")
        about = {key: value for key in ABOUT if (value := getattr(plan, key)) is not None}
        jobs = tuple(_row(job.request) for job in plan.jobs)
        return self.presets.add(Preset.model_validate(about | {"id": slug(line), "name": line, "jobs": jobs}))

    def create_batch_from_failed(self, batch_id: str, **changes: Any) -> BatchView:
        """Plans a new batch of the Requests that a batch failed to make, or made with Parts missing.

        Args:
            batch_id: Which batch.
            **changes: `name`, `description`, `concurrency`, `budget` …, in place of that batch's.

        Returns:
            The new batch, planned and on disk, not started.

        Raises:
            BadRequest: None of it failed.
            NotFound: There is no such batch.
        """
        view = BatchWatch(self._folder(batch_id), self.settings).view()
        again = [job.job.request for job in view.jobs if job.status in (JobState.FAILED, JobState.PARTIAL)]
        if not again:
            msg = f"No job of the batch {batch_id} has failed or lacks a part, so there is nothing to run again."
            raise BadRequest(msg)
        about = {key: getattr(view.plan, key) for key in ABOUT}
        about["name"] = f"{view.name[:480]}: again"
        about |= {key: value for key, value in changes.items() if value}
        return self.create_custom_batch(again, **about)

    def _meant(self, preset: Preset | str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """What a preset says of the batch, and the rows of its Jobs."""
        found = self.presets.get(preset) if isinstance(preset, str) else preset
        values = found.plain()
        if found.template and not found.jobs:
            template = self.templates.get(found.template)
            values |= {
                name: getattr(found, name) or getattr(template, name) for name in ("subjects", "grades")
            }
        return found.about(), rows_meant(values)

    def estimate_batch_cost(self, batch_id: str) -> Estimate:
        """What a batch will cost and how long it will take.

        Args:
            batch_id: Which batch.

        Returns:
            The estimate for the whole plan.
        """
        plan = load_plan(self._folder(batch_id))
        return estimate((job.request for job in plan.jobs), at_once=plan.concurrency)

    def _folder(self, batch_id: str) -> Path:
        known = slug(batch_id, at_most=200) == batch_id
        folder = self.workspace.batches / batch_id if known else None
        if folder is None or not folder.is_dir():
            msg = f"There is no batch {batch_id[:80]!r} in {self.workspace.batches}. Look for it in the list of batches."
            raise NotFound(msg)
        return folder


def _row(request: Request) -> dict[str, Any]:
    """A Request as a row that means the same, whatever becomes of its template."""
    return request.model_dump(mode="json", exclude_defaults=request.template is None)
