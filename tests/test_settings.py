from __future__ import annotations

import pytest

from curriculum_widgets.errors import BadRequest
from curriculum_widgets.settings import Settings


def test_the_environment_changes_the_defaults() -> None:
    found = Settings.from_environ(
        {"CURRICULUM_JOBS_AT_ONCE": "4", "CURRICULUM_BEAT_INTERVAL": "0.5", "OTHER": "x"}
    )
    assert (found.jobs_at_once, found.beat_interval, found.retries) == (4, 0.5, 2)


@pytest.mark.parametrize("value", ["", "two", "0", "-1", "nan", "1e9", "1.5"])
def test_a_value_that_is_no_positive_number_is_named(value: str) -> None:
    with pytest.raises(BadRequest, match="CURRICULUM_JOBS_AT_ONCE"):
        Settings.from_environ({"CURRICULUM_JOBS_AT_ONCE": value})
