"""Sending a message to where the educator wants to be told: e-mail, chats and a hundred services more, by their addresses."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from curriculum_widgets.authors import keys
from curriculum_widgets.errors import BadRequest, MissingExtra, NotTold

TIMEOUT = 30.0
"""Seconds that a message may take; whatever sends it is ended then."""
_NOTIFIER = Path(__file__).with_name("notifier.py")
_LONGEST_REASON = 300


def addresses() -> str:
    """Where messages go, one or more, as `CURRICULUM_NOTIFY` or a field of the studio says; empty when nowhere.

    They hold passwords: like keys, they are held in memory only, and never told.
    """
    return keys.find(keys.NOTIFY, "")


def kinds() -> tuple[str, ...]:
    """What kinds of addresses there are, such as `mailto`, which is all of them that anybody may read."""
    schemes = (one.partition("://")[0].strip(" ,\n\t").lower() for one in keys.parted(addresses()))
    return tuple(scheme for scheme in schemes if scheme.isalnum())


def check_extra() -> None:
    """Makes sure that messages can be sent at all.

    Raises:
        MissingExtra: What sends them is not installed.
    """
    if importlib.util.find_spec("apprise") is None:
        msg = 'Messages need one more package: pip install "curriculum-widgets[notify]", then restart the kernel.'
        raise MissingExtra(msg)


def send(title: str, body: str, *, timeout: float = TIMEOUT) -> None:
    """Sends a message to every address, and waits until it is gone.

    Args:
        title: Its subject.
        body: Its text, plain.
        timeout: The longest wait, in seconds.

    Raises:
        BadRequest: There is no address.
        MissingExtra: What sends it is not installed.
        NotTold: It could not be sent, or not to all; the reason holds no secret.
    """
    wanted = addresses()
    if not wanted:
        msg = f"There is no address to send messages to. Set {keys.variables(keys.NOTIFY, '')[0]}, or give one in the studio."
        raise BadRequest(msg)
    check_extra()
    asked = json.dumps({"addresses": wanted, "title": title, "body": body})
    try:
        # By its file, and without that file's folder on the path: it needs nothing of ours.
        done = subprocess.run(  # noqa: S603 - our own file, by our own Python
            [sys.executable, "-P", str(_NOTIFIER)], input=asked, capture_output=True, text=True, timeout=timeout,
            check=False, encoding="utf-8",
        )  # fmt: skip
        problem = str(json.loads(done.stdout)["problem"])
    except subprocess.TimeoutExpired:
        problem = f"there was no answer within {timeout:.0f} seconds"
    except OSError as error:
        problem = error.strerror or type(error).__name__
    except (ValueError, LookupError, TypeError):
        problem = "what sends it ended unexpectedly"
    if problem:
        reason = keys.redact(" ".join(problem.split()))[:_LONGEST_REASON].rstrip(".")
        msg = f"The message could not be sent to {' and '.join(kinds()) or 'its address'}: {reason}."
        raise NotTold(msg)
