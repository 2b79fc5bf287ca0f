"""The command for messages about a batch's end."""

from __future__ import annotations

from pathlib import Path

from curriculum_widgets.batch.sending import check_extra, kinds, send
from curriculum_widgets.commands.show import say
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.settings import find_workspace
from curriculum_widgets.workspace import Workspace

TEST = "This is a test: messages about your batches arrive here."


def notify(workspace: Path | None, *, test: bool) -> int:
    """Says where messages go, or sends one.

    Args:
        workspace: The folder that was asked for, which the message names.
        test: Whether to send one.

    Returns:
        The exit code.
    """
    found = kinds()
    if not found:
        msg = "There is no address to send messages to. Set CURRICULUM_NOTIFY in the environment or in a .env file."
        raise BadRequest(msg)
    check_extra()
    events = Workspace(find_workspace(workspace)).settings().told_events
    if test:
        send("Messages from curriculum_widgets work", f"{TEST}\nWorkspace: {find_workspace(workspace)}")
        say(f"Sent to {' and '.join(found)}.")
        return 0
    say(
        f"Messages go to {' and '.join(found)} when a batch is {', '.join(events)}."
        if events
        else "No messages are wanted."
    )
    say("Try it with: curriculum notify --test")
    return 0
