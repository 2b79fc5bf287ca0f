"""ZIP archives that are the same whenever and wherever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

_FIRST_YEAR = 1980  # what a ZIP can say


def archive(files: Mapping[str, bytes], when: datetime) -> bytes:
    """Packs files.

    Args:
        files: Their bytes by their paths, in the order in which they are packed.
        when: The time that all of them bear.

    Returns:
        The archive's bytes.
    """
    day = when.astimezone(UTC)
    stamp = (max(day.year, _FIRST_YEAR), day.month, day.day, day.hour, day.minute, day.second)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever it is written
            entry.external_attr = 0o644 << 16
            target.writestr(entry, data)
    return packed.getvalue()
