"""Which version of this package writes."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version as installed_version


@cache
def package_version() -> str:
    """The installed version of this package."""
    return installed_version("curriculum-widgets")
