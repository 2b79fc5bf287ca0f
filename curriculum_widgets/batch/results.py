"""A batch's results as one ZIP: every curriculum in the chosen formats, an index, checksums and the batch's summary.

It is written to disk as it grows, with one curriculum in memory at a time; the same results give the same bytes.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from filecmp import cmp
from pathlib import Path
from typing import BinaryIO, Self

from curriculum_widgets import files
from curriculum_widgets.batch.results_index import Result, index_csv, index_html, summary_json
from curriculum_widgets.batch.status import JobState
from curriculum_widgets.batch.view import BatchView
from curriculum_widgets.errors import BadRequest, CurriculumError, NotFound, WorkspaceError
from curriculum_widgets.exporters import export, file_name, files_of_each
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.workspace import Library
from curriculum_widgets.workspace.review import with_approval

FORMATS, EDITIONS = ("html",), tuple(Edition)
"""What is chosen unless somebody says otherwise."""
_DATE = (1980, 1, 1, 0, 0, 0)  # the same results give the same archive


_MADE = (JobState.COMPLETED, JobState.PARTIAL)


def write_results(
    batch: BatchView,
    library: Library,
    place: Path,
    *,
    formats: Iterable[str] = FORMATS,
    editions: Iterable[str] = EDITIONS,
    notebooks: Path | None = None,
    overwrite: bool = False,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    is_unwanted: Callable[[], bool] = lambda: False,
) -> Path:
    """Writes a batch's results as a ZIP.

    Args:
        batch: The batch; what of it has ended is in the archive.
        library: Where its Curricula are.
        place: The archive's path; in a folder that is there already, it is called by the batch and its content.
        formats: Names of the registry.
        editions: Who reads them.
        notebooks: The folder of the notebooks that did the batch's Jobs, if there is one; they are in the archive too.
        overwrite: Whether to replace a file of that name that holds something else.
        on_progress: Told how many Curricula are done, and of how many.
        is_unwanted: Asked before each Curriculum whether to stop; then nothing is left.

    Returns:
        The archive's path.

    Raises:
        BadRequest: A format or an edition can't be had, or a file of that name holds something else.
        NotFound: The batch has made no Curriculum.
        CancelledError: It was not wanted any more.
        WorkspaceError: It can't be written.
    """
    kinds = files_of_each(formats, editions)
    total = sum(job.status in _MADE for job in batch.jobs)
    if not total:
        msg = (
            f"The batch {batch.id} has made no curriculum yet. Look at it with: curriculum status {batch.id}"
        )
        raise NotFound(msg)
    in_folder = place.is_dir()
    results: list[Result] = []
    done = 0
    with files.draft(place / f"{batch.id}.zip" if in_folder else place) as (draft, file):
        with _Archive(file) as archive:
            for job in batch.jobs:
                if is_unwanted():
                    raise CancelledError
                result = Result(job, error=job.detail.error)
                if job.status in _MADE:
                    _add(archive, result, library, kinds)
                    done += 1
                    on_progress(done, total)
                record = notebooks / f"{job.job.id}.ipynb" if notebooks else None
                if record and record.is_file():
                    result.files.append(f"notebooks/{record.name}")
                    archive.add(result.files[-1], record.read_bytes())
                results.append(result)
            archive.add("index.html", index_html(batch, results).encode())
            archive.add(
                "index.csv", index_csv(results).encode("utf-8-sig")
            )  # so that Excel reads it as UTF-8
            archive.add("summary.json", summary_json(batch, results).encode())
            archive.add("SHA256SUMS", "".join(archive.sums).encode())
        file.flush()
        path = place / f"{batch.id}-{_digest(draft)[:8]}.zip" if in_folder else place
        if path.exists() and not overwrite and not cmp(path, draft, shallow=False):
            msg = f"{path} is there already and holds something else; give --overwrite to replace it."
            raise BadRequest(msg)
        files.put(draft, file, path)
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Archive:
    """A ZIP that grows, and knows the checksum of each of its files."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.sums: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes) -> None:
        entry = zipfile.ZipInfo(name, _DATE)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3  # on every system
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, data)
        self.sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")


def _add(archive: _Archive, result: Result, library: Library, kinds: tuple[tuple[str, Edition], ...]) -> None:
    """Adds the files of one Curriculum; what can't be written is named in the index and holds nobody up."""
    try:
        place = result.job.job.curriculum
        made = with_approval(library.load(place), library.folder(place))
        result.title, result.units = made.title, len(made.units)
        for name, edition in kinds:
            path = f"{edition}/{file_name(made, name, edition)}"
            archive.add(path, export(made, name, edition, media=library.media(made.id).read))
            result.files.append(path)
    except WorkspaceError as error:
        if not isinstance(error, NotFound):
            raise
        result.error = "It is not in the library any more."
    except CurriculumError as error:
        result.error = str(error)
