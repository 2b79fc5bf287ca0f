"""Asking a model for a picture, once: through the client of OpenAI's language, bounded, and told in our words."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from curriculum_widgets.authors import keys
from curriculum_widgets.authors.llm.library import (
    Address,
    Connection,
    Overloaded,
    Spoiled,
    Unreadable,
    is_local,
)
from curriculum_widgets.documents.pictures import LARGEST
from curriculum_widgets.errors import AuthorUnusable

SETTINGS = "--image-model, CURRICULUM_IMAGE_MODEL, or the field “Image model”"
"""Where the model that makes pictures is named, in words."""
_ANSWER_AT_MOST = LARGEST * 4 // 3 + 200_000  # bytes: a picture as text, and what is said of it
_PIECE = 65_536  # bytes
_FETCHING = 30.0  # seconds that a server of pictures may be silent
_LONGEST_REASON = 200  # characters
_TOO_LARGE = f"the picture is larger than {LARGEST // 1_000_000} MB; ask for a smaller size or quality"


@dataclass(frozen=True, slots=True)
class PictureAsked:
    """A picture that is wanted.

    Args:
        prompt: What it shows.
        size: Width by height in pixels; empty for what is usual.
        quality: A word of the model's; empty for what is usual.
    """

    prompt: str
    size: str = ""
    quality: str = ""


@dataclass(frozen=True, slots=True)
class PictureAnswer:
    """What came.

    Args:
        data: The picture, as far as there is one.
        input_tokens: Tokens read.
        output_tokens: Tokens that the picture took; `None` when the server does not say.
        why: Why there is none.
    """

    data: bytes
    input_tokens: int = 0
    output_tokens: int | None = None
    why: str = ""


async def painted(connection: Connection, asked: PictureAsked) -> PictureAnswer:
    """Asks for a picture once.

    Args:
        connection: The model.
        asked: What is wanted.

    Returns:
        What came; it is not known yet whether that is a picture.

    Raises:
        Overloaded: The same call may succeed later.
        AuthorUnusable: No call will succeed until a setting is changed.
        Spoiled: The server refuses this prompt.
        Unreadable: What came is not what such a server sends.
    """
    client, address = await connection.client(), connection.address
    wish: dict[str, Any] = {"model": address.model, "prompt": asked.prompt, "n": 1}
    wish |= {name: value for name, value in (("size", asked.size), ("quality", asked.quality)) if value}
    # Some give bytes always and take no such wish; others give a link unless they are told, and links lead elsewhere.
    own = {"output_format": "jpeg"} if "gpt-image" in address.model else {"response_format": "b64_json"}
    answer = await _asked(client, wish | own, address, without=own)
    if len(answer) > _ANSWER_AT_MOST:
        return PictureAnswer(b"", why=_TOO_LARGE)
    return await _opened(answer, address)


async def _asked(client: Any, wish: dict[str, Any], address: Address, *, without: dict[str, str]) -> bytes:
    """The answer's bytes, and one more than there may be when there are too many."""
    import openai  # noqa: PLC0415 - takes its time, so only when a picture is asked for

    answer = bytearray()
    try:
        async with client.images.with_streaming_response.generate(**wish) as response:
            async for piece in response.iter_bytes(_PIECE):
                answer += piece
                if len(answer) > _ANSWER_AT_MOST:
                    break
    except openai.BadRequestError as error:
        if any(
            name in wish and name in str(error) for name in without
        ):  # a server that does not know this wish
            plain = {name: value for name, value in wish.items() if name not in without}
            return await _asked(client, plain, address, without={})
        raise _refused(error, address) from None
    except openai.APIStatusError as error:
        raise _refused(error, address) from None  # what the client says may hold a key
    except openai.OpenAIError:
        raise Overloaded(f"{address.label} can't be reached, or does not answer") from None
    except Exception as error:  # noqa: BLE001 - what carries the client's bytes has errors of its own, named anew by each version
        why = type(error).__name__
        raise Overloaded(f"{address.label} broke off in the middle of a picture ({why})") from None
    return bytes(answer)


async def _opened(answer: bytes, address: Address) -> PictureAnswer:
    try:
        values = await asyncio.to_thread(json.loads, answer)
        [item, *_] = values["data"]
        text, url = item.get("b64_json"), item.get("url")
        usage = values.get("usage") or {}
        reads, writes = int(usage.get("input_tokens") or 0), usage.get("output_tokens")
        took = (reads, int(writes) if writes else None)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unreadable(f"{address.label} gave an answer that can't be read") from None
    if isinstance(text, str) and text:
        try:
            return PictureAnswer(await asyncio.to_thread(base64.b64decode, text), *took)
        except (binascii.Error, ValueError):
            return PictureAnswer(b"", *took, why="what came is not a picture")
    if isinstance(url, str) and url:
        return await _fetched(url, address, took)
    return PictureAnswer(b"", *took, why=f"{address.label} answered without a picture")


async def _fetched(url: str, address: Address, took: tuple[int, int | None]) -> PictureAnswer:
    """A picture from where the answer says that it is; asked for without any key."""
    scheme = urlsplit(address.base_url).scheme or "https"
    try:
        there = urlsplit(url)
        stray = (
            there.scheme != scheme or not there.hostname or (is_local(url) and not is_local(address.base_url))
        )
    except ValueError:
        stray = True
    if stray:
        return PictureAnswer(
            b"", *took, why=f"the picture lies at an address that is not followed (not {scheme})"
        )
    left = threading.Event()
    try:
        data = await asyncio.to_thread(_download, url, left)
    except (OSError, ValueError) as error:
        why = f"the picture could not be fetched from {there.hostname} ({type(error).__name__})"
        return PictureAnswer(b"", *took, why=why)
    finally:
        left.set()
    return PictureAnswer(b"", *took, why=_TOO_LARGE) if len(data) > LARGEST else PictureAnswer(data, *took)


class _NoFurther(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it could lead anywhere."""

    def redirect_request(self, *_: Any) -> None:
        """Nothing, so that the redirect is the error that it is."""


def _download(url: str, left: threading.Event) -> bytes:
    """At most one byte more than a picture may have."""
    opener = urllib.request.build_opener(_NoFurther)
    data = bytearray()
    with opener.open(url, timeout=_FETCHING) as response:
        while len(data) <= LARGEST and not left.is_set() and (piece := response.read(_PIECE)):
            data += piece
    return bytes(data)


def _refused(error: Any, address: Address) -> Exception:
    """What a refusal means, in our words, without any key."""
    said = keys.redact(" ".join(str(getattr(error, "message", error)).split()))[:_LONGEST_REASON]
    code, status = str(getattr(error, "code", "") or ""), int(error.status_code)
    who, where = address.label, f"({SETTINGS})"
    if status == 429 and code == "insufficient_quota":
        return AuthorUnusable(
            f"The account at {who} has no credit or quota left for pictures. Top it up there."
        )
    if status in (404, 405, 501):
        return AuthorUnusable(f"{who} has no image model {address.model!r}. Name another one {where}.")
    if status in (408, 409, 425, 429) or status >= 500:
        return Overloaded(f"{who} is overloaded or failing ({said})", _wait(error))
    if status in (401, 403):
        names = " or ".join(keys.variables(address.kind, address.base_url))
        return AuthorUnusable(
            f"{who} refused to make pictures with this key ({said}). Set {names}, or change {where}."
        )
    if code in ("content_policy_violation", "moderation_blocked") or "safety system" in said:
        return Spoiled(f"{who} refused to make this picture ({said})", 0, 0)
    wishes = "--image-size and --image-quality"
    return AuthorUnusable(
        f"{who} does not make a picture like this with {address.model!r} ({said}). Change {wishes}, or the model {where}."
    )


def _wait(error: Any) -> float | None:
    try:
        return float(error.response.headers["retry-after"])
    except (KeyError, ValueError, AttributeError):
        return None
