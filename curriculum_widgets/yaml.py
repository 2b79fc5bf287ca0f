"""Reading and writing YAML, with the C parser where PyYAML has it."""

from __future__ import annotations

from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
YAMLError = yaml.YAMLError


def load(text: str | bytes) -> Any:
    """Reads one YAML document of plain values."""
    return yaml.load(text, Loader=Loader)  # noqa: S506 - both are safe loaders


def dump(value: object) -> str:
    """Writes plain values as YAML that people can read and edit."""
    return str(yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100))
