from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-style-golden",
        action="store_true",
        help="write the golden lessons of tests/authors/golden anew, to be read before they are committed",
    )


@pytest.fixture
def update_style_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-style-golden", default=False))
