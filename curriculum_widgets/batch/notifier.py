"""Sends one message through apprise; a process of its own, so that one that hangs can be ended and its words are kept apart.

It reads JSON from its input (`addresses`, `title`, `body`) and writes JSON: what went wrong, or nothing.
"""

from __future__ import annotations

import json
import logging
import re
import sys


def main() -> None:
    """Sends the message."""
    import apprise  # noqa: PLC0415 - an extra, which only this process loads

    asked = json.load(sys.stdin)
    with apprise.LogCapture(level=logging.WARNING) as said:  # type: ignore[no-untyped-call]  # as apprise has it
        sender = apprise.Apprise()
        understood = sender.add(asked["addresses"])
        sent = sender.notify(title=asked["title"], body=asked["body"], body_format=apprise.NotifyFormat.TEXT)
        lines = [re.sub(r"^[\d-]+ [\d:,]+ - \w+ - ", "", line) for line in said.getvalue().splitlines()]
    well = bool(understood) and bool(sent)
    json.dump({"problem": "" if well else "; ".join(dict.fromkeys(lines)) or "it gave no reason"}, sys.stdout)


if __name__ == "__main__":
    main()
