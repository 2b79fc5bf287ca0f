"""The committed list of standards codes that topics may name."""

from __future__ import annotations

from functools import cache
from importlib import resources

from curriculum_widgets import yaml


@cache
def known_codes() -> dict[str, str]:
    """Every code that a topic may name, with the framework that it belongs to."""
    text = (resources.files(__package__) / "standards.yaml").read_bytes()
    return {
        f"{prefix}{ending}": framework.partition(".")[0]
        for framework, clusters in yaml.load(text).items()
        for prefix, endings in clusters.items()
        for ending in endings
    }
