"""The official schemas of IMS, which lie beside the checkout where they may be had."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

FOLDER = Path(__file__).parents[2] / "shared" / "schemas" / "ims"


@cache
def _schema(paths: tuple[Path, ...]) -> etree.XMLSchema:
    """One schema that knows the elements of several."""
    namespaces = [etree.parse(path).getroot().get("targetNamespace") for path in paths]
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{path.as_uri()}"/>'
        for namespace, path in zip(namespaces, paths, strict=True)
    )
    head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    return etree.XMLSchema(etree.fromstring(f"{head}{imports}</xs:schema>"))


def faults(data: bytes, *names: str, folder: Path = FOLDER) -> list[str]:
    """What schemas find wrong with a document; the test is skipped where one of them is not there."""
    paths = tuple((folder / name).resolve() for name in names)
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        pytest.skip(f"needs the official schema {missing[0]} in ../shared/schemas/ims")
    schema = _schema(paths)
    schema.validate(etree.fromstring(data))
    return [f"{fault.line}: {fault.message}" for fault in schema.error_log]
