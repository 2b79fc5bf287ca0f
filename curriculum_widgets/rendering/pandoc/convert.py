"""Pandoc, as its Python package brings it along: documents in its own JSON go in, files come out."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pypandoc

from curriculum_widgets.errors import CurriculumError
from curriculum_widgets.rendering.pandoc.elements import Element

_API = [1, 23, 1]
_PATIENCE = 120.0  # seconds


def converted(
    blocks: Sequence[Element],
    to: str,
    *options: str,
    meta: Mapping[str, Element] | None = None,
    folder: Path | None = None,
    when: datetime | None = None,
) -> bytes:
    """Writes a document in one of pandoc's formats.

    Args:
        blocks: What stands in it.
        to: The format.
        *options: Of pandoc's command.
        meta: What is said of the document.
        folder: Where its pictures are, and what the options name.
        when: The time that the file bears.

    Returns:
        The file.

    Raises:
        CurriculumError: Pandoc can't write it.
    """
    document = {"pandoc-api-version": _API, "meta": dict(meta or {}), "blocks": list(blocks)}
    command = [pypandoc.get_pandoc_path(), "-f", "json", "-t", to, "-o", "-", *options]
    stamp = {"SOURCE_DATE_EPOCH": str(int(when.timestamp())), "TZ": "UTC"} if when else {}
    try:
        run = subprocess.run(  # noqa: S603 - no shell, and nothing in it is an author's
            command,
            input=json.dumps(document).encode(),
            capture_output=True,
            cwd=folder,
            env={**os.environ, **stamp},
            timeout=_PATIENCE,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or str(error).encode()
        why = " ".join(said.decode(errors="replace").split())[:300]
        msg = f"Pandoc can't write this document ({why}). Choose another format."
        raise CurriculumError(msg) from error
    return run.stdout
