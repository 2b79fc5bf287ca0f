"""The committed list of standards codes that topics may name."""

from __future__ import annotations

from functools import cache
from importlib import resources

from curriculum_widgets import yaml


@cache
def known_codes() -> frozenset[str]:
    """Every code that a topic may name."""
    text = (resources.files(__package__) / "standards.yaml").read_bytes()
    return frozenset(
        f"{prefix}{ending}"
        for clusters in yaml.load(text).values()
        for prefix, endings in clusters.items()
        for ending in endings
    )
