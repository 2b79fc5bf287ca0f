"""The Export tab: curricula out to files, and back in from one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from curriculum_widgets.batch.plan import load_plan
from curriculum_widgets.errors import BadRequest, CurriculumError, NotFound
from curriculum_widgets.exporters import EXPORTERS, export
from curriculum_widgets.importers.curricula import SUFFIXES, import_curriculum
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.ui import importing
from curriculum_widgets.ui.errands import Later
from curriculum_widgets.ui.exporting import (
    DOWNLOAD_AT_MOST,
    ExportRun,
    OnClash,
    Outcome,
    exported,
    tasks_for,
    zipped,
)
from curriculum_widgets.ui.importing import Upload
from curriculum_widgets.ui.panel import Panel
from curriculum_widgets.ui.session import Session
from curriculum_widgets.workspace import Card
from curriculum_widgets.workspace.review import read_review, with_approval

_CARDS_AT_MOST = 1000
_BATCHES_AT_MOST = 30
_FILES_AT_MOST = 200
KEYS = {
    "keyless": "The student edition holds no answers at all.",
    "self-checking": "The student edition marks answers itself: its key is hidden in the file, but not secret.",
    "teacher-only": "Holds all answers, so there is a teacher edition only.",
}
HOLDS = {"curriculum": "", "questions": "Questions and words only, without the lessons."}


class ExportTab(Panel):
    """Curricula out to files, and back in from one."""

    scripts = ("tabs/export_choose.js", "tabs/export_results.js", "tabs/export_import.js", "tabs/export.js")

    def __init__(self, session: Session) -> None:
        self._previews: Later[tuple[str, bytes]] = Later()
        self._run: ExportRun | None = None
        self._upload: Upload | None = None
        super().__init__(session)

    def call_load(self) -> dict[str, Any]:
        """The formats, the library, and what was exported."""
        return {
            "formats": [_format(name) for name in EXPORTERS.names()],
            "run": self.call_look(),
            "workspace": str(self.session.workspace.root),
            "upload_limit": importing.UPLOAD_LIMIT,
            "piece": importing.PIECE,
            "arrival": self.call_arrived(),
            **self.call_refresh(),
        }

    def call_refresh(self) -> dict[str, Any]:
        """What may have changed while another tab was shown."""
        cards = self.session.library.list()
        subjects = {card.subject for card in cards}
        grades = {card.grade for card in cards}
        order = [entry.name for entry in self.session.catalog.grades]
        return {
            "subjects": sorted(subjects),
            "grades": sorted(grades, key=lambda name: (order.index(name) if name in order else 99, name)),
            "batches": self._batches(),
            "files": self.call_files(),
            "offered": importing.offered(self.session.workspace),
        }

    def _batches(self) -> list[dict[str, str]]:
        """The latest batches that lists show; by their plans alone, since a state costs more and says no more here."""
        found = []
        for path in sorted(_folders(self.session.workspace.batches), reverse=True):
            try:
                plan = load_plan(path)
            except CurriculumError:  # the Batch tab says why
                continue
            if plan.listed:
                found.append({"value": plan.id, "label": f"{plan.name} ({len(plan.jobs)})"})
            if len(found) == _BATCHES_AT_MOST:
                break
        return found

    def call_find(
        self,
        words: str = "",
        subject: str = "",
        grade: str = "",
        batch: str = "",
        only: str = "",
    ) -> dict[str, Any]:
        """The curricula that match.

        Args:
            words: What they speak of.
            subject: Their subject; any when it is empty.
            grade: Their grade; any when it is empty.
            batch: The batch that made them; any or none when it is empty.
            only: The id of the one that is wanted.
        """
        of_batch = self._made_by(batch) if batch else frozenset()
        cards = [
            card
            for card in self.session.library.search(words)
            if subject in ("", card.subject)
            and grade in ("", card.grade)
            and (not batch or card.id in of_batch)
            and only in ("", card.id)
        ]
        return {"cards": [_card(card) for card in cards[:_CARDS_AT_MOST]], "total": len(cards)}

    def _made_by(self, batch: str) -> frozenset[str]:
        folders = _folders(self.session.workspace.batches)
        folder = next((path for path in folders if path.name == batch), None)
        if folder is None:
            msg = "This batch is not there any more; its curricula are in the library still."
            raise NotFound(msg)
        return frozenset(job.curriculum for job in load_plan(folder).jobs)

    def call_export(
        self,
        curricula: list[str],
        formats: list[str],
        editions: list[str],
        clash: str = "ask",
        options: dict[str, dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        """Starts to write files.

        Args:
            curricula: Ids.
            formats: Names of the registry.
            editions: Who reads them.
            clash: What to do when a file of that name holds something else.
            options: Each format's own options, by format.
        """
        titles = {card.id: card.title for card in self.session.library.list()}
        chosen = [(key, titles.get(key, key)) for key in curricula]
        run = ExportRun(self.session.workspace, tasks_for(chosen, formats, editions, options))
        if self._run and self._run.running:
            msg = "Files are being written; wait for them, or stop them."
            raise BadRequest(msg)
        run.start(OnClash(clash))
        self._run = run
        return self.call_look()

    def call_settle(self, at: list[int], clash: str) -> dict[str, Any]:
        """Writes files whose names are taken, as the teacher says."""
        if self._run:
            self._run.start(OnClash(clash), at)
        return self.call_look()

    def call_stop(self) -> dict[str, Any]:
        """Stops writing; what is written is kept."""
        if self._run:
            self._run.cancel()
        return self.call_look()

    def call_look(self, since: int = -1) -> dict[str, Any]:
        """How far the files are, and when to ask again: not at all when none is being written."""
        run = self._run
        if run is None:
            return {"tasks": [], "next": None}
        running = run.running  # before the look, so that the last change is never missed
        return {
            "tasks": [_outcome(outcome) for outcome in run.look(since)],
            "next": min(self.session.interval, 0.5) if running else None,
        }

    def call_files(self) -> list[dict[str, Any]]:
        """What is in the folder of exports, the newest first."""
        folder = self.session.workspace.exports
        found = []
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name.startswith(".") or not path.is_file():
                continue
            stat = path.stat()
            found.append((stat.st_mtime, path.name, stat.st_size))
        return [
            {"name": name, "size": size, "modified": datetime.fromtimestamp(mtime, UTC).isoformat()}
            for mtime, name, size in sorted(found, reverse=True)[:_FILES_AT_MOST]
        ]

    def call_download(self, name: str) -> tuple[dict[str, Any], list[bytes]]:
        """A file's bytes."""
        path = exported(self.session.workspace.exports, name)
        if path.stat().st_size > DOWNLOAD_AT_MOST:
            msg = f"This file is too large to send through the notebook. It is here: {path}"
            raise BadRequest(msg)
        return {"name": path.name, "type": _media_type(path.name)}, [path.read_bytes()]

    def call_zip(self, names: list[str]) -> dict[str, Any]:
        """Starts to put files into one ZIP."""
        folder = self.session.workspace.exports
        return self._errands.answer(lambda: {"name": zipped(folder, names)})

    def call_preview(
        self, curriculum: str, file_format: str, edition: str, options: dict[str, Any] | None = None
    ) -> Any:
        """What a file will look like: `ready` with its bytes, or not yet."""
        library = self.session.library
        exporter = EXPORTERS.get(file_format)
        values, seen_as = exporter.chosen(options or {}), exporter.previewed_as or file_format
        folder = library.folder(curriculum)

        def make() -> tuple[str, bytes]:
            made = with_approval(library.load(curriculum), folder)
            media = library.media(curriculum).read
            return made.title, export(made, seen_as, Edition(edition), values, media=media)

        marks = read_review(folder).model_dump_json()
        key = (curriculum, library.version(curriculum), marks, file_format, edition, tuple(values.items()))
        found = self._previews.ask(key, make)
        if found is None:
            return {"ready": False}
        title, data = found
        return {"ready": True, "title": title, "page": _look_of(file_format) == "page"}, [data]

    def call_upload(self, name: str, size: int, at: int, buffers: list[Any] | None = None) -> dict[str, Any]:
        """Takes a piece of a file; after the last one the file is read.

        Args:
            name: The file's name.
            size: Its size in bytes.
            at: Where in it the piece begins.
            buffers: The piece.
        """
        if at == 0:
            self._upload = Upload(name, size)
        if self._upload is None:
            msg = f"{name} did not arrive whole; choose it again."
            raise BadRequest(msg)
        if not self._upload.add(at, bytes(buffers[0]) if buffers else b""):
            return {}
        upload, self._upload = self._upload, None
        return self._import(upload.name, upload.data)

    def call_import_path(self, path: str) -> dict[str, Any]:
        """Starts to bring in a file of the workspace."""
        return self._import(*importing.read_file(self.session.workspace, path))

    def _import(self, name: str, data: bytes) -> dict[str, Any]:
        if not name.lower().endswith(SUFFIXES):
            msg = (
                f"{name} is neither JSON nor Markdown, so no curriculum can be read from it. Questions (GIFT, Moodle XML) are "
                "added in View & Edit: open a unit, go to its quiz, and choose the file there."
            )
            raise BadRequest(msg)
        workspace = self.session.workspace
        return self._errands.answer(lambda: asdict(import_curriculum(workspace, name, data)))

    def call_undo_import(self, curriculum: str) -> None:
        """Puts what was just brought in into the trash."""
        self.session.library.delete(curriculum)

    def call_templates(self) -> None:
        """Shows the templates."""
        self.session.go("templates")

    def call_open(self, curriculum: str) -> None:
        """Shows a curriculum in View & Edit."""
        self.session.go("view", curriculum=curriculum)

    def call_generate(self) -> None:
        """Shows where curricula are made."""
        self.session.go("generate")


def _card(card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "title": card.title,
        "subject": card.subject,
        "grade": card.grade,
        "style": card.style,
        "units": len(card.units),
        "created": card.created.isoformat(),
        "partial": card.partial,
    }


def _format(name: str) -> dict[str, Any]:
    try:
        exporter = EXPORTERS.get(name)
    except CurriculumError as error:
        return {"value": name, "label": name.capitalize(), "missing": str(error)}
    return {
        "value": name,
        "label": exporter.label,
        "suffix": exporter.suffix,
        "teacher_only": exporter.keys == "teacher-only",
        "about": " ".join(filter(None, (exporter.about, HOLDS[exporter.holds], KEYS[exporter.keys]))),
        "options": [asdict(option) for option in exporter.options],
        "shown_as": _look_of(name),
    }


def _look_of(name: str) -> str:
    """How a preview shows a format: as a page, as text, or not at all."""
    exporter = EXPORTERS.get(name)
    kind = (EXPORTERS.get(exporter.previewed_as) if exporter.previewed_as else exporter).media_type
    if kind.startswith("text/html"):
        return "page"
    return "text" if kind.startswith("text/") or kind == "application/json" else ""


def _media_type(file: str) -> str:
    for name in EXPORTERS.names():
        try:
            exporter = EXPORTERS.get(name)
        except CurriculumError:
            continue
        if file.endswith(exporter.suffix):
            return exporter.media_type
    return "application/zip" if file.endswith(".zip") else "application/octet-stream"


def _outcome(outcome: Outcome) -> dict[str, Any]:
    task = outcome.task
    exporter = EXPORTERS.get(task.format)
    return {
        "at": outcome.at,
        "title": task.title,
        "format": exporter.label,
        "edition": f"{task.edition} edition",
        "only_one": exporter.keys == "teacher-only",
        "state": str(outcome.state),
        "change": outcome.change,
        "name": outcome.name,
        "size": outcome.size,
        "error": outcome.error,
    }


def _folders(batches: Path) -> list[Path]:
    try:
        return list(batches.iterdir())
    except OSError:  # the Batch tab says why
        return []
