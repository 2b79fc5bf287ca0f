"""The language-model author: any hosted or local model that writes the same Parts as the bank."""

from __future__ import annotations

from collections.abc import Callable

from curriculum_widgets.authors.author import AuthorKind
from curriculum_widgets.authors.llm.author import LLMAuthor
from curriculum_widgets.authors.llm.library import Address
from curriculum_widgets.settings import Settings


def _opener(kind: str) -> Callable[[str, str, Settings], LLMAuthor]:
    def opened(model: str, base_url: str, settings: Settings) -> LLMAuthor:
        return LLMAuthor(Address(kind, model, base_url.rstrip("/")), settings)

    return opened


OPENAI = AuthorKind(label="OpenAI, or any server that speaks its language", open=_opener("openai"))
ANTHROPIC = AuthorKind(label="Anthropic", open=_opener("anthropic"))
GOOGLE = AuthorKind(label="Google", open=_opener("google"))
