"""`pytest tests/exporters --update-golden` writes what the formats yield today; read the difference before you commit."""

from __future__ import annotations

import pytest


# The samples are shared by several folders of tests.
def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden", default=False))
