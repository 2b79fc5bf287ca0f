"""ZIP archives that are the same whenever and wherever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

_FIRST_YEAR = 1980  # what a ZIP can say


def archive(files: Mapping[str, bytes], when: datetime, *, stored: Collection[str] = ()) -> bytes:
    """Packs files.

    Args:
        files: Their bytes by their paths, in the order in which they are packed.
        when: The time that all of them bear.
        stored: Paths of those that are not compressed.

    Returns:
        The archive's bytes.
    """
    day = when.astimezone(UTC)
    stamp = (max(day.year, _FIRST_YEAR), day.month, day.day, day.hour, day.minute, day.second)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, stamp)
            entry.compress_type = zipfile.ZIP_STORED if path in stored else zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever it is written
            entry.external_attr = 0o644 << 16
            target.writestr(entry, data)
    return packed.getvalue()
