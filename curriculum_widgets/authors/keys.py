"""API keys: from the environment, a `.env` file, or a field of the studio. They are held in memory only, and never told."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

_VARIABLES = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    "notify": ("CURRICULUM_NOTIFY",),
}
NOTIFY = "notify"
"""Not a provider: where messages are sent to, whose addresses hold passwords too."""
OTHER = "CURRICULUM_API_KEY"
"""The variable for a server that is known by its address: a provider's own key is never sent to another server."""
_SHORTEST = 6  # a shorter "key" is a word that texts may hold
_HIDDEN = "•••"
_HANDED_ON = "CURRICULUM_HANDED_ON_KEYS"


def _received() -> dict[tuple[str, str], str]:
    """The keys that the process which started this one was given; its own children don't inherit them unasked."""
    try:
        found = json.loads(os.environ.pop(_HANDED_ON, "[]"))
        return {(str(kind), str(url)): str(key) for kind, url, key in found}
    except (ValueError, TypeError):
        return {}


_pasted = _received()
_lock = threading.Lock()


def variables(kind: str, base_url: str) -> tuple[str, ...]:
    """The environment's variables that may hold the key.

    Args:
        kind: The provider.
        base_url: The server's address, for one that is not the provider's own.

    Returns:
        Their names, the one to recommend first.
    """
    return (OTHER,) if base_url else _VARIABLES.get(kind, (OTHER,))


def remember(kind: str, base_url: str, key: str) -> None:
    """Keeps a key that was typed in, for as long as this process lives; an empty one is forgotten.

    Args:
        kind: The provider.
        base_url: The server's address, for one that is not the provider's own.
        key: The key.
    """
    where = kind, base_url.rstrip("/")
    with _lock:
        if key.strip():
            _pasted[where] = key.strip()
        else:
            _pasted.pop(where, None)


def handed_on() -> dict[str, str]:
    """The variables that give a process which this one starts the keys that were typed in here.

    Keys reach another process in no other way: its command line can be read by everybody, and a file stays.
    """
    with _lock:
        keys = [[*where, key] for where, key in _pasted.items()]
    return {_HANDED_ON: json.dumps(keys)} if keys else {}


def find(kind: str, base_url: str) -> str:
    """The key for a provider.

    Args:
        kind: The provider.
        base_url: The server's address, for one that is not the provider's own.

    Returns:
        What was typed in, else what the environment or the nearest `.env` file holds; empty when there is none.
    """
    pasted = _pasted.get((kind, base_url.rstrip("/")))
    if pasted:
        return pasted
    written = _dotenv()
    for name in variables(kind, base_url):
        key = os.environ.get(name) or written.get(name)
        if key and key.strip():
            return key.strip()
    return ""


def outlives(kind: str, base_url: str) -> bool:
    """Whether the key for a provider is there in other processes and after this one too.

    Args:
        kind: The provider.
        base_url: The server's address, for one that is not the provider's own.

    Returns:
        False when it was only typed in, so that this process alone knows it.
    """
    if not _pasted.get((kind, base_url.rstrip("/"))):
        return True
    written = _dotenv()
    return any(os.environ.get(name) or written.get(name) for name in variables(kind, base_url))


def _dotenv() -> dict[str, str]:
    try:
        from dotenv import dotenv_values, find_dotenv  # noqa: PLC0415 - comes with the extra for language models
    except ImportError:
        return {}
    path = find_dotenv(usecwd=True)
    return {name: value for name, value in dotenv_values(path).items() if value} if path else {}


def _all() -> Iterator[str]:
    yield from (key for (kind, _), key in list(_pasted.items()) if kind != NOTIFY)
    written = _dotenv()
    for name in (OTHER, *(name for kind, names in _VARIABLES.items() if kind != NOTIFY for name in names)):
        for key in (os.environ.get(name), written.get(name)):
            if key and len(key.strip()) >= _SHORTEST:
                yield key.strip()
    for found in (
        os.environ.get("CURRICULUM_NOTIFY"),
        written.get("CURRICULUM_NOTIFY"),
        _pasted.get((NOTIFY, "")),
    ):
        for address in parted(found or ""):
            yield from _secrets(address)


def parted(text: str) -> tuple[str, ...]:
    """The addresses in a text, each beginning with its kind and `://`."""
    return tuple(
        one.strip(" ,\n\t") for one in re.split(r"[\s,]+(?=[A-Za-z][\w+.-]*://)", text) if one.strip()
    )


def _secrets(address: str) -> Iterator[str]:
    """What of a message's address nobody may read: all of it, its password, and for chats all that looks like a token."""
    yield address
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query)
    except ValueError:
        return
    is_mail = parts.scheme.lower().startswith("mailto")
    named = [
        parts.password or "",
        *(value for name, value in query if not is_mail or name.startswith("pass")),
    ]
    tokens = [] if is_mail else [parts.username or "", parts.netloc, *parts.path.split("/")]
    for secret in (*named, *(token for token in tokens if "." not in token and ":" not in token)):
        for form in {secret, unquote(secret)}:
            if len(form) >= _SHORTEST and form != "localhost":
                yield form


def redact(text: str) -> str:
    """Takes every known key out of a text, whatever its form.

    Args:
        text: What somebody may read.

    Returns:
        The text without keys.
    """
    for key in _all():
        if key in text:
            text = text.replace(key, _HIDDEN)
    return text


class Redacting(logging.Formatter):
    """Formats log records without keys, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's text without keys."""
        return redact(super().format(record))
