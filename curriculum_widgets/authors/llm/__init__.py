"""The language-model author: any hosted or local model that writes the same Parts as the bank."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from curriculum_widgets.authors.author import AuthorKind
from curriculum_widgets.authors.llm.author import LLMAuthor
from curriculum_widgets.authors.llm.expected import expect
from curriculum_widgets.authors.llm.library import Address
from curriculum_widgets.settings import Settings


def _opener(kind: str) -> Callable[[str, str, Settings], LLMAuthor]:
    def opened(model: str, base_url: str, settings: Settings) -> LLMAuthor:
        return LLMAuthor(Address(kind, model, base_url.rstrip("/")), settings)

    return opened


def _kind(name: str, label: str) -> AuthorKind:
    return AuthorKind(label=label, open=_opener(name), expect=partial(expect, name), paints=True)


OPENAI = _kind("openai", "OpenAI, or any server that speaks its language")
ANTHROPIC = _kind("anthropic", "Anthropic")
GOOGLE = _kind("google", "Google")
