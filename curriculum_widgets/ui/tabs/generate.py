"""The Generate tab: from a form to curricula, with the units appearing as they are written."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from curriculum_widgets.authors import AUTHORS
from curriculum_widgets.authors.estimate import estimate
from curriculum_widgets.authors.parts import LessonPart, Outline
from curriculum_widgets.bank.bands import band_of
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.batch import BatchView, JobState
from curriculum_widgets.batch.job import work_folder
from curriculum_widgets.batch.plan import make_plan
from curriculum_widgets.documents.curriculum import Curriculum, utc_now
from curriculum_widgets.documents.request import TOPICS_AT_MOST
from curriculum_widgets.errors import CurriculumError, NotFound
from curriculum_widgets.generation.live import live_path
from curriculum_widgets.rendering.html import safe_html
from curriculum_widgets.ui.connecting import SUGGESTED, Connecting, picture_choices, picture_fields
from curriculum_widgets.ui.drawing import drawn
from curriculum_widgets.ui.tabs.batch_head import MOVING
from curriculum_widgets.ui.teaching import LICENCE_CHOICES, RICHNESS_CHOICES, SECTION_CHOICES

_log = logging.getLogger(__name__)
_RECENT = 5
_PAGES_PER_UNIT = 9  # of a printed teacher edition, roughly


class GenerateTab(Connecting):
    """From a form to curricula."""

    scripts = ("tabs/licence.js", "tabs/model_choice.js", "tabs/generate.js")

    def call_load(self) -> dict[str, Any]:
        """The form's choices, and the runs that are still of interest."""
        catalog = self.session.catalog
        return {
            "subjects": [
                {"value": entry.name, "label": f"{entry.icon} {entry.name}".strip()}
                for entry in catalog.subjects
            ],
            "grades": [entry.name for entry in catalog.grades],
            "styles": [{"value": entry.name, "about": entry.about} for entry in catalog.styles],
            "languages": [entry.name for entry in catalog.languages],
            "authors": [{"value": name, "label": AUTHORS.get(name).label} for name in AUTHORS.names()],
            "models": {name: list(models) for name, models in SUGGESTED.items()},
            "pictures": picture_choices(self.session.settings),
            "richness": RICHNESS_CHOICES,
            "sections": SECTION_CHOICES,
            "licences": LICENCE_CHOICES,
            "templates": self.call_templates(),
            "topics_at_most": TOPICS_AT_MOST,
            "coverage": self._coverage(),
            "runs": [self._run(view) for view in self._recent()],
            "arrival": self.call_arrived(),
            "workspace": str(self.session.workspace.root),
        }

    def _coverage(self) -> dict[str, list[int]]:
        """For each subject and each grade how many topics the bank holds."""
        catalog = self.session.catalog
        held = coverage((subject.name for subject in catalog.subjects), self.session.settings.bank)
        bands = [band.name if (band := band_of(grade.name)) else "" for grade in catalog.grades]
        return {subject: [counts.get(band, 0) for band in bands] for subject, counts in held.items()}

    def call_topics(self, subject: str, grade: str) -> list[str]:
        """The titles of the bank's topics for a subject and a grade."""
        band = band_of(grade)
        bank = Bank(self.session.settings.bank)
        return [topic.title for topic in bank.topics(subject, band.name)] if band else []

    def call_templates(self) -> list[dict[str, str]]:
        """The templates that can fill the form."""
        return [
            {"value": item.id, "label": item.name, "about": item.description}
            for item in self.session.templates.list()
        ]

    def call_template(self, template: str) -> dict[str, Any]:
        """What a template sets in the form."""
        item = self.session.templates.get(template)
        sections = item.include.model_dump()
        return {
            "subjects": list(item.subjects[:1]),
            "grade": next(iter(item.grades), None),
            "style": item.style,
            "language": item.language,
            "topic_count": item.topic_count,
            "richness": item.richness,
            "licence": item.licence,
            "without": [name for name, wanted in sections.items() if not wanted],
        }

    def call_check(self, form: dict[str, Any]) -> dict[str, Any]:
        """Whether the form can start, and what it will take."""
        return self._errands.answer(lambda: self._check(form))

    def _check(self, form: dict[str, Any]) -> dict[str, Any]:
        try:
            session = self.session
            plan = make_plan(
                self._rows(form), session.workspace, session.catalog, session.settings, **_limits(form)
            )
        except CurriculumError as error:
            return {"problem": str(error)}
        expected = estimate((job.request for job in plan.jobs), at_once=self.session.settings.jobs_at_once)
        return {
            "curricula": expected.curricula,
            "units": expected.units,
            "pages": expected.units * _PAGES_PER_UNIT,
            "seconds": expected.seconds,
            "cost": None if expected.cost is None else str(expected.cost),
            "tokens": expected.tokens,
        }

    def _rows(self, form: dict[str, Any]) -> list[dict[str, Any]]:
        """The form as the fields of Requests, one for each subject."""
        row: dict[str, Any] = {
            "grade": form.get("grade", ""),
            "style": form.get("style") or None,
            "language": form.get("language") or None,
            "guidelines": form.get("guidelines", ""),
            "topic_count": form.get("topic_count"),
            "topics": tuple(form.get("topics") or ()),
            "richness": form.get("richness"),
            "exercise_set": form.get("exercise_set") or 0,
            "include": dict.fromkeys(form.get("without") or (), False),
            "author": form.get("author") or "bank",
            "base_url": form.get("base_url", ""),
            "template": form.get("template") or None,
            "licence": form.get("licence") or "",
        }
        if form.get("model"):
            row["author"] += f":{form['model']}"
        row |= picture_fields(form, row["author"])
        if not row["include"]:
            del row["include"]
        return [row | {"subject": subject} for subject in form.get("subjects") or [""]]

    def call_start(self, form: dict[str, Any]) -> list[dict[str, Any]]:
        """Starts one run for each subject."""
        manager = self.session.manager
        plans = [
            manager.create_custom_batch([row], listed=False, **_limits(form)) for row in self._rows(form)
        ]
        runs = [self._run(manager.start_batch(view.id)) for view in plans]
        self.tell("started")  # a second view of this tab shows them too
        return runs

    def call_stop(self, run: str) -> dict[str, Any]:
        """Stops a run; what is finished is kept."""
        return self._run(self.session.manager.cancel_batch(run))

    def call_continue(self, run: str, budget: str = "", token_budget: str = "") -> dict[str, Any]:
        """Goes on with a run that was stopped, paused, interrupted, or has parts missing; perhaps with a higher budget."""
        limits = _limits({"budget": budget, "token_budget": token_budget})
        return self._run(self.session.manager.start_batch(run, **limits))

    def call_dismiss(self, run: str) -> None:
        """Takes an ended run off the tab; its curriculum stays in the library."""
        self.session.manager.delete_batch(run)

    def call_beat(self, runs: list[str]) -> dict[str, Any]:
        """How far runs are, and when to ask again: not at all when none of them moves.

        Args:
            runs: The ids of those that the page watches; recent ones that it does not know are told too.
        """
        views = {view.id: view for view in self._recent()}
        for run in runs:
            if run in views:
                continue
            try:
                views[run] = self.session.manager.get_batch_status(run)
            except NotFound:  # dismissed in another window
                continue
        moving = any(view.status in MOVING for view in views.values())
        return {
            "runs": [self._run(view) for view in views.values()],
            "next": self.session.interval if moving else None,
        }

    def _recent(self) -> list[BatchView]:
        try:
            views = self.session.manager.list_batches(unlisted=True)
        except Exception:  # noqa: BLE001 - the Batch tab says it, and "Start" does; the form is of use without
            _log.warning("Earlier runs can't be listed", exc_info=True)
            return []
        return [view for view in views if not view.plan.listed][:_RECENT]

    def _run(self, view: BatchView) -> dict[str, Any]:
        job = view.jobs[0]
        detail = job.detail
        done = job.status in (JobState.COMPLETED, JobState.PARTIAL)
        ended = detail.ended or utc_now()
        elapsed = (ended - detail.started).total_seconds() if detail.started else 0.0
        moving = job.status is JobState.RUNNING and 0.02 < job.progress < 1
        return {
            "id": view.id,
            "name": job.name,
            "state": str(job.status),
            "progress": 1.0 if done else job.progress,
            "doing": detail.doing,
            "finished": detail.finished_parts,
            "planned": detail.planned_parts,
            "elapsed": elapsed,
            "remaining": elapsed * (1 - job.progress) / job.progress if moving else None,
            "error": detail.error,
            "curriculum": job.job.curriculum if done or self._is_kept(view) else None,
            "units": self._units(view) if not done else None,
            "live": self._live(view) if job.status is JobState.RUNNING else None,
        }

    def _is_kept(self, view: BatchView) -> bool:
        """Whether what was finished before it was stopped is in the library."""
        job = view.jobs[0]
        folder = self.session.library.folder(job.job.curriculum)
        return job.status is JobState.CANCELLED and (folder / "curriculum.json").exists()

    def _live(self, view: BatchView) -> dict[str, str] | None:
        """The text that a language model is writing at this moment."""
        work = work_folder(self.session.workspace.batches / view.id, view.jobs[0].job.id)
        try:
            title, _, text = live_path(work).read_text(encoding="utf-8").partition("\n\n")
        except OSError:
            return None
        return {"title": title.removeprefix("# "), "html": safe_html(text, top=3)} if text else None

    def _units(self, view: BatchView) -> list[str]:
        """The titles of the units whose lesson is finished, in the outline's order."""
        work = work_folder(self.session.workspace.batches / view.id, view.jobs[0].job.id)
        outline = _part(work / "course-outline.json", Outline)
        units = outline.units if isinstance(outline, Outline) else ()
        return [unit.title for unit in units if (work / f"{unit.id}-lesson.json").exists()]

    def call_preview(self, run: str, at: int) -> dict[str, Any]:
        """One finished unit of a run, to read: from its curriculum, or from the Parts that are finished so far."""
        view = self.session.manager.get_batch_status(run)
        job = view.jobs[0]
        if job.status in (JobState.COMPLETED, JobState.PARTIAL):
            return self._page(self.session.library.load(job.job.curriculum), at)
        work = work_folder(self.session.workspace.batches / run, job.job.id)
        outline = _part(work / "course-outline.json", Outline)
        if not isinstance(outline, Outline):
            return {"title": "", "html": "", "units": 0}
        ready = [unit for unit in outline.units if (work / f"{unit.id}-lesson.json").exists()]
        if not ready:
            return {"title": "", "html": "", "units": 0}
        unit = ready[min(at, len(ready) - 1)]
        lesson = _part(work / f"{unit.id}-lesson.json", LessonPart)
        html = safe_html(lesson.lesson, top=3) if isinstance(lesson, LessonPart) else ""
        return {"title": unit.title, "html": html, "units": len(ready)}

    def _page(self, made: Curriculum, at: int) -> dict[str, Any]:
        unit = made.units[min(at, len(made.units) - 1)]
        html = safe_html(unit.lesson or "", drawn(unit), top=3)
        return {"title": unit.title, "html": html, "units": len(made.units)}

    def call_open(self, curriculum: str) -> None:
        """Shows a finished curriculum in View & Edit."""
        self.session.go("view", curriculum=curriculum)


def _limits(form: dict[str, Any]) -> dict[str, Any]:
    """What may be spent, as far as the form says so."""
    return {name: form[name] for name in ("budget", "token_budget") if form.get(name)}


def _part(path: Path, kind: type[Outline | LessonPart]) -> Outline | LessonPart | None:
    try:
        return kind.model_validate(json.loads(path.read_bytes())["value"])
    except (OSError, ValueError, KeyError, ValidationError):
        return None
