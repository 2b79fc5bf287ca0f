"""The official schemas of IMS, which lie beside the checkout where they may be had."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

FOLDER = Path(__file__).parents[2] / "shared" / "schemas" / "ims"


@cache
def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def faults(data: bytes, name: str) -> list[str]:
    """What a schema finds wrong with a document; the test is skipped where the schema is not there."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"needs the official schema {name} in ../shared/schemas/ims")
    schema = _schema(path)
    schema.validate(etree.fromstring(data))
    return [f"{fault.line}: {fault.message}" for fault in schema.error_log]
