"""YAML from strangers: bounded in size, also with its aliases expanded, before anything is built of it."""

from __future__ import annotations

import yaml

from curriculum_widgets.errors import BadRequest
from curriculum_widgets.workspace import stored
from curriculum_widgets.yaml import Loader, load

LIMIT = 1_000_000
_DEPTH = 20
_LONGEST = 20_000  # characters of one value; as much as any document allows, and cheap however it is read


def load_bounded(text: str | bytes, *, limit: int = LIMIT) -> object:
    """Reads YAML that may be meant to harm.

    Args:
        text: The YAML, in UTF-8 when it is bytes.
        limit: How many bytes it may have, and how many characters with its aliases expanded.

    Returns:
        What it holds: plain values only.

    Raises:
        BadRequest: It is too large, not YAML, or uses what plain values don't need; it says where.
    """
    try:
        data = text.encode() if isinstance(text, str) else text
        if len(data) > limit:
            _refuse(f"it is larger than {limit // 1_000_000} MB; split it, or write less")
        _measure(data.decode("utf-8-sig"), limit)
        return load(data.decode("utf-8-sig"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}: " if mark else ""
        msg = f"This YAML can't be read: {line}{error.problem or error.context}."
    except (yaml.YAMLError, UnicodeError):
        msg = "This YAML can't be read: it is not plain text in UTF-8; save it again as UTF-8."
    except (ValueError, ArithmeticError) as error:  # such as a 30th of February
        msg = f"This YAML can't be read: {error}; put such values in quotes."
    raise BadRequest(msg) from None


def _measure(text: str, limit: int) -> None:
    """Adds up what the document would be if every alias were written out, from the stream of its events."""
    sizes: dict[str, int] = {}
    path: list[tuple[str | None, int]] = [(None, 0)]
    for event in yaml.parse(text, Loader=Loader):
        _check(event, depth=len(path))
        if isinstance(event, yaml.CollectionStartEvent):
            path.append((event.anchor, 1))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, size = path.pop()
        elif isinstance(event, yaml.ScalarEvent):
            anchor, size = event.anchor, 1 + len(event.value)
        elif isinstance(event, yaml.AliasEvent):
            anchor, size = None, sizes.get(event.anchor or "", limit)  # not complete yet: it holds itself
        else:
            continue
        if anchor:
            sizes[anchor] = size
        outer, before = path.pop()
        path.append((outer, before + size))
        if before + size > limit:
            _refuse(f"its aliases expand to more than {limit // 1_000_000} MB; write it without them", event)


def _check(event: yaml.Event, depth: int) -> None:
    """Refuses what no plain document needs: tags, deep nesting, endless texts."""
    if isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag:
        _refuse(f"it uses the tag {stored.shortened(event.tag)}; plain values need none", event)
    if depth > _DEPTH:
        _refuse(f"it is nested more than {_DEPTH} levels deep", event)
    if isinstance(event, yaml.ScalarEvent) and len(event.value) > _LONGEST:
        _refuse(f"it holds a text of more than {_LONGEST:,} characters", event)


def _refuse(why: str, event: yaml.Event | None = None) -> None:
    mark = event.start_mark if event else None
    line = f"line {mark.line + 1}: " if mark else ""
    msg = f"This YAML can't be read: {line}{why}."
    raise BadRequest(msg)
