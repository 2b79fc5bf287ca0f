"""`pytest tests/exporters --update-golden` writes what the formats yield today; read the difference before you commit."""

from __future__ import annotations

import pytest
from find_browser import find
from playwright import sync_api


# The samples are shared by several folders of tests.
def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden", default=False))


@pytest.fixture(scope="module")
def browser():
    path = find()
    assert path, "No browser: install Chromium, or set CURRICULUM_BROWSER to one."
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()
