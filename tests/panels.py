"""What a page in the browser does with a tab's calls, for tests without one."""

from __future__ import annotations

import time
from typing import Any

from curriculum_widgets.ui.panel import Panel
from curriculum_widgets.ui.tabs.edit_calls import SCRIPTS, EditCalls


class EditOnlyTab(EditCalls, Panel):
    """The editor's calls, on a tab without anything else."""

    scripts = SCRIPTS


def done(tab: Panel, call: str, args: dict[str, Any]) -> Any:
    """What comes of a call that is an errand.

    Args:
        tab: Whose call it is.
        call: Its name.
        args: Its arguments.

    Returns:
        The value.
    """
    return came_back(tab, tab.answer(call, args))


def came_back(tab: Panel, answer: Any) -> Any:
    """What came of work that a call did not wait for.

    Args:
        tab: Whose call it was.
        answer: What the call gave.

    Returns:
        The value.
    """
    deadline = time.monotonic() + 60
    while "waiting" in answer:
        assert time.monotonic() < deadline
        answer = tab.answer("collect", {"ticket": answer["waiting"]})
    return answer["value"]
