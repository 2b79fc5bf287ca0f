"""What knows the language-model library (`painting.py` its client for pictures): opens a model, asks it once, and tells in our words what went wrong."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from curriculum_widgets.authors import keys
from curriculum_widgets.errors import AuthorUnusable, MissingExtra, PartFailed

if TYPE_CHECKING:
    from pydantic_ai.models import Model

LABELS = {"openai": "OpenAI", "anthropic": "Anthropic", "google": "Google"}
_NEEDS = {"openai": "openai", "anthropic": "anthropic", "google": "google.genai"}
_LONGEST_REASON = 200  # characters
_LONGEST_STRING, _LONGEST_LIST = 600, 12  # characters, and entries, of what a model on this computer fills in
_TELLING = 0.1  # seconds between two looks at a text that comes


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a model.

    Args:
        name: What it is about, in letters and digits.
        system: What the model is told about its work as a whole.
        prompt: What it is to write now.
        form: What the answer is to fill in; free text without one.
        tokens_at_most: The longest answer, in tokens.
        lengths: How many entries lists of the form are to have, by their names, where that is known.
    """

    name: str
    system: str
    prompt: str
    form: type[BaseModel] | None
    tokens_at_most: int
    lengths: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered, and how many tokens that took."""

    text: str
    input_tokens: int
    output_tokens: int


class Spoiled(PartFailed):
    """The answer was paid for, and can't be used.

    Args:
        why: In words.
        input_tokens: Tokens read.
        output_tokens: Tokens written.
    """

    def __init__(self, why: str, input_tokens: int, output_tokens: int) -> None:
        super().__init__(why)
        self.input_tokens, self.output_tokens = input_tokens, output_tokens


class Unreadable(PartFailed):
    """What came is not what a language model's server sends."""


class Overloaded(Exception):
    """The server is busy or out of reach: the same call may succeed later.

    Args:
        why: In words.
        wait: Seconds that the server asked to wait; `None` when it did not say.
    """

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Address:
    """Which model, and where.

    Args:
        kind: The provider.
        model: The model's name.
        base_url: The server's address, for one that is not the provider's own.
    """

    kind: str
    model: str
    base_url: str

    @property
    def label(self) -> str:
        """Who serves it, in words."""
        return self.base_url or LABELS[self.kind]


def is_local(base_url: str) -> bool:
    """Whether a server runs on this computer or in its own network."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost"))


def require(kind: str) -> None:
    """Makes sure that what a provider needs is installed, without importing it.

    Args:
        kind: The provider.

    Raises:
        MissingExtra: It is not.
    """
    for module in ("pydantic_ai", _NEEDS[kind]):
        try:
            found = find_spec(module)
        except ModuleNotFoundError:
            found = None
        if found is None:
            extra = "llm" if kind == "openai" else f"llm,{kind}"
            msg = f'{LABELS[kind]} needs an optional part. Install it with: pip install "curriculum-widgets[{extra}]"'
            raise MissingExtra(msg)


_models: dict[tuple[Address, str], Model] = {}
"""Those in use, by where and with which key: all jobs of this process share one, whose sockets the last one closes."""
_users: Counter[tuple[Address, str]] = Counter()


class Connection:
    """A model, opened when it is first asked; all calls run on the loop of generation.

    Args:
        address: Which one.
        timeout: How long one call may take, in seconds.
    """

    def __init__(self, address: Address, timeout: float) -> None:
        self.address = address
        self._timeout = timeout
        self._model: Model | None = None
        self._opening = asyncio.Lock()
        self._open = AsyncExitStack()

    async def _opened(self) -> Model:
        async with self._opening:
            if self._model is None:
                where = self.address, keys.find(self.address.kind, self.address.base_url)
                model = _models.get(where)
                if model is None:  # by the time that it is open, another may have been faster
                    model = _models.setdefault(where, await asyncio.to_thread(_open, *where))
                    if where[0].kind != "google":  # whose client tries once
                        client: Any = model
                        # Its retries and ours would multiply; said call by call, it would copy the client each time.
                        client.client.max_retries = 0
                _users[where] += 1
                self._open.callback(_leave, where)
                self._model = await self._open.enter_async_context(model)
        return self._model

    async def client(self) -> Any:
        """The client beneath the model, for what the library has no words for.

        Returns:
            That of OpenAI's language; it has this connection's key and sockets.
        """
        from pydantic_ai import models  # noqa: PLC0415 - see below

        models.check_allow_model_requests()
        opened: Any = await self._opened()
        return opened.client.with_options(timeout=self._timeout, max_retries=0)

    async def ask(self, asked: Asked, on_text: Callable[[str], None] | None = None) -> Answer:
        """Asks once.

        Args:
            asked: The question.
            on_text: Told of the text so far, as it comes; without it the answer comes in one piece.

        Returns:
            The answer.

        Raises:
            Overloaded: The same call may succeed later.
            AuthorUnusable: No call will succeed until a setting is changed.
            PartFailed: This call gave nothing that can be used.
        """
        model = await self._opened()
        from pydantic_ai import exceptions  # noqa: PLC0415 - takes seconds, so only when a model is asked

        try:
            return await self._ask(model, asked, on_text)
        except (exceptions.AgentRunError, exceptions.UserError, ValueError, OSError) as error:
            raise _explained(error, self.address) from None  # what the library says may hold a key

    async def _ask(self, model: Model, asked: Asked, on_text: Callable[[str], None] | None) -> Answer:
        from pydantic_ai import direct, messages, models, output  # noqa: PLC0415 - see above

        system, prompt = asked.system, asked.prompt
        parameters = models.ModelRequestParameters()
        more_body: dict[str, Any] = {}
        if asked.form and not model.profile.get("supports_json_schema_output"):
            prompt += f"\n\nAnswer with one JSON object and nothing else, of this schema:\n{json.dumps(_schema(asked.form))}"
        elif asked.form and self.address.kind == "openai":
            schema = (
                _bounded(asked.form, asked.lengths)
                if is_local(self.address.base_url)
                else _strict(asked.form)
            )
            named = {"name": asked.name, "schema": schema, "strict": True}
            more_body = {"response_format": {"type": "json_schema", "json_schema": named}}
        elif asked.form:
            definition = output.OutputObjectDefinition(json_schema=_schema(asked.form), name=asked.name)
            parameters = models.ModelRequestParameters(output_mode="native", output_object=definition)
        request = messages.ModelRequest(
            parts=[messages.SystemPromptPart(system), messages.UserPromptPart(prompt)]
        )
        settings = {
            "extra_body": more_body,
            "max_tokens": asked.tokens_at_most,
            "request_timeout": self._timeout,
        }
        more: Any = {"model_settings": settings, "model_request_parameters": parameters}
        if on_text is None:
            response = await direct.model_request(model, [request], **more)
        else:
            async with direct.model_request_stream(model, [request], **more) as stream:
                told = 0.0
                async for _ in stream:
                    if time.monotonic() - told >= _TELLING:  # putting the text together takes its time
                        on_text(stream.get().text or "")
                        told = time.monotonic()
                response = stream.get()
                on_text(response.text or "")
        ended = "finish_reason" in (response.provider_details or {}) or response.usage.output_tokens
        if on_text and not ended:  # the connection was closed in the middle of a sentence, without a word
            raise Overloaded(f"{self.address.label} broke off in the middle of its answer")
        reads, writes = response.usage.input_tokens, response.usage.output_tokens
        if response.finish_reason == "length":
            raise Spoiled(f"the answer was cut off after {writes:,} tokens", reads, writes)
        if response.finish_reason == "content_filter":
            raise Spoiled(f"{self.address.label} refused to write this (its content filter)", reads, writes)
        return Answer(response.text or "", reads, writes)

    async def aclose(self) -> None:
        """Closes its sockets."""
        await self._open.aclose()


@cache
def _schema(form: type[BaseModel]) -> dict[str, Any]:
    return form.model_json_schema()


@cache
def _strict(form: type[BaseModel]) -> dict[str, Any]:
    """A form as OpenAI asks for it; the library makes the same, anew for every call, in a quarter of its time."""
    from pydantic_ai.profiles.openai import OpenAIJsonSchemaTransformer  # noqa: PLC0415 - see above

    return OpenAIJsonSchemaTransformer(form.model_json_schema(), strict=True).walk()


@lru_cache(maxsize=200)
def _bounded(form: type[BaseModel], lengths: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    """A form with ends: a small model goes round in circles, and a server of its kind keeps it to the schema's bounds.

    OpenAI's own server, and others that are as strict, refuse a schema that has bounds.
    """
    exactly = dict(lengths)

    def walked(node: Any, name: str = "") -> Any:
        if isinstance(node, list):
            return [walked(one) for one in node]
        if not isinstance(node, dict):
            return node
        made = {key: walked(value, name if key == "items" else key) for key, value in node.items()}
        if node.get("type") == "string" and "enum" not in node:
            made["maxLength"] = _LONGEST_STRING
        elif node.get("type") == "array":
            made["maxItems"] = exactly.get(name, _LONGEST_LIST)
            made["minItems"] = exactly.get(name, node.get("minItems", 0))
        return made

    bounded: dict[str, Any] = walked(_schema(form))
    return bounded


def _leave(where: tuple[Address, str]) -> None:
    _users[where] -= 1
    if not _users[where]:
        del _users[where], _models[where]


def _open(address: Address, key: str) -> Model:
    """Makes the library's model; takes seconds at first, for its import, and a moment each time, for its certificates."""
    if address.kind == "openai":
        from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415 - see above
        from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415
        from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider  # noqa: PLC0415

        if address.base_url:
            # OpenAI's own provider would price and treat a local model as its namesake.
            compatible = OpenAICompatibleProvider(
                "compatible", base_url=address.base_url, api_key=key or None
            )
            return OpenAIChatModel(address.model, provider=compatible)
        return OpenAIChatModel(address.model, provider=OpenAIProvider(api_key=key))
    if address.kind == "anthropic":
        from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415
        from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415

        return AnthropicModel(address.model, provider=AnthropicProvider(api_key=key))
    from pydantic_ai.models.google import GoogleModel  # noqa: PLC0415
    from pydantic_ai.providers.google import GoogleProvider  # noqa: PLC0415

    return GoogleModel(address.model, provider=GoogleProvider(api_key=key))


def _explained(error: Exception, address: Address) -> Exception:
    """What the library raised, as one of our errors, without any key."""
    from pydantic_ai import exceptions as theirs  # noqa: PLC0415 - see above

    said = keys.redact(" ".join(str(error).split()))[:_LONGEST_REASON]
    if isinstance(error, theirs.ModelRateLimitError | theirs.ModelUnavailableError | theirs.ModelServerError):
        return Overloaded(f"{address.label} is overloaded or failing ({said})", error.retry_after)
    if isinstance(error, theirs.ModelConnectionError | theirs.ModelRequestTimeout | OSError):
        return Overloaded(f"{address.label} can't be reached, or does not answer ({said})")
    if isinstance(error, theirs.ModelContextWindowExceededError):
        return PartFailed(f"the text is too long for the model {address.model!r}")
    lasting = (theirs.ModelRequestRejectedError, theirs.ModelQuotaExceededError, theirs.UserError)
    if isinstance(error, lasting):
        return AuthorUnusable(_remedy(error, address, said))
    if isinstance(error, theirs.ContentFilterError):
        return PartFailed(f"{address.label} refused to write this (its content filter)")
    return Unreadable(f"{address.label} gave an answer that can't be read ({said})")


def _remedy(error: Exception, address: Address, said: str) -> str:
    """Which setting to change before any call can succeed."""
    from pydantic_ai import exceptions as theirs  # noqa: PLC0415 - see above

    who, names = address.label, " or ".join(keys.variables(address.kind, address.base_url))
    if isinstance(error, theirs.ModelAuthenticationError):
        return f"{who} refused the key. Paste the right one, or set {names}, and resume; nothing was spent."
    if isinstance(error, theirs.ModelNotFoundError):
        hint = " and the base URL, which usually ends in /v1" if address.base_url else ""
        return f"{who} has no model {address.model!r} at that address. Check the model's name{hint}."
    if isinstance(error, theirs.ModelQuotaExceededError):
        return f"The account at {who} has no credit or quota left. Top it up there, and resume."
    return f"{who} does not take our questions for the model {address.model!r}: {said}"
