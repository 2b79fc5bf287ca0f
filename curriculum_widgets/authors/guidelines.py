"""What the bank understands of an educator's guidelines: a useful few wishes; the rest is told, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from curriculum_widgets.authors.styles import Shape
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.documents.text import fold

UNDERSTOOD = "It understands: more experiments, more vocabulary, more examples, shorter, more detail, avoid …, and names of topics."


class More(StrEnum):
    """What lessons are to have more of."""

    EXPERIMENTS = "more experiments"
    VOCABULARY = "more vocabulary"
    EXAMPLES = "more examples"
    SHORT = "shorter"
    DETAIL = "more detail"


_SAID = {
    More.EXPERIMENTS: r"experiment\w*|hands[- ]on|investigat\w+|practical work",
    More.VOCABULARY: r"vocabulary|key words|keywords|new words|technical terms|terminology",
    More.EXAMPLES: r"(?:more|many|extra|further|lots of) (?:\w+ )?examples",
    More.SHORT: r"short|shorter|brief|briefer|concise|less text",
    More.DETAIL: r"longer|more detail(?:s|ed)?|in depth|in more depth|deeper",
}
_AVOID = re.compile(
    r"(?:please )?(?:avoid|leave out|skip|without|no|nothing (?:about|on|with)|(?:do not|don't|don’t) (?:use|mention|include|teach))"
    r" (?:any |the )?(.+)"
)
_SENTENCES = re.compile(r"[.;:!\n]+|\bbut\b")
_PARTS = re.compile(r",|\band\b|\bor\b")
_POLITE = {"please", "thanks", "thank you"}
_SMALL = 4  # letters of a word that is too short to be searched for alone


@dataclass(frozen=True)
class Wishes:
    """Guidelines, as far as they are understood.

    Args:
        more: What lessons are to have more of.
        avoid: What they are not to be about, as it was said.
        topics: The ids of topics that are named.
        left: What is not understood, as it was said.
    """

    more: frozenset[More] = frozenset()
    avoid: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is understood."""
        return bool(self.more or self.avoid or self.topics)


@dataclass
class _Heard:
    more: set[More] = field(default_factory=set)
    avoid: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def understood(guidelines: str, topics: Iterable[Topic]) -> Wishes:
    """Takes guidelines apart.

    Args:
        guidelines: An educator's words.
        topics: Those that could be named.

    Returns:
        The wishes.
    """
    heard, held = _Heard(), tuple(topics)
    for topic in held:  # a title may hold commas
        guidelines = re.sub(re.escape(topic.title), topic.id, guidelines, flags=re.IGNORECASE)
    for sentence in _SENTENCES.split(guidelines):
        avoiding = False
        for part in filter(None, (part.strip() for part in _PARTS.split(sentence))):
            words = fold(part)
            refused = _AVOID.fullmatch(words)
            wanted = [wish for wish, said in _SAID.items() if re.search(rf"\b(?:{said})\b", words)]
            avoiding = bool(refused) or (avoiding and not wanted)  # "avoid magnets and batteries"
            if words in _POLITE:
                continue
            if avoiding:
                heard.avoid.append(refused[1] if refused else words)
                continue
            named = [topic.id for topic in held if _names(words, topic)]
            heard.more.update(wanted)
            heard.topics += named
            if not wanted and not named:
                heard.left.append(part)
    return Wishes(
        frozenset(heard.more), tuple(heard.avoid), tuple(dict.fromkeys(heard.topics)), tuple(heard.left)
    )


def _names(words: str, topic: Topic) -> bool:
    names = (fold(name) for name in (topic.id, topic.title, *topic.keywords))
    return any(len(name) >= _SMALL and re.search(rf"\b{re.escape(name)}\b", words) for name in names)


def _stem(words: str) -> str:
    return re.escape(re.sub(r"(?<=[sxz])es$|(?<=[cs]h)es$|s$", "", words)) + r"(?:e?s)?"


def is_about(topic: Topic, words: str) -> bool:
    """Whether some words name a topic, or stand in its title or keywords, in the singular or plural."""
    names = (topic.id, topic.title, *topic.keywords)
    return any(re.search(rf"\b{_stem(words)}\b", fold(name)) for name in names)


def mentions(topic: Topic, words: str) -> bool:
    """Whether the texts that every style shows hold some words, in the singular or plural."""
    shown = topic.model_dump(exclude={"voices": True, "ideas": {"__all__": {"voices"}}})
    return any(re.search(rf"\b{_stem(words)}\b", fold(text)) for text in _texts(shown))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


_DROPPED = {
    "example",
    "other_example",
    "second_example",
    "deeper",
    "recap",
    "shown",
    "without_jokes",
    "misconceptions",
}


def shaped(shape: Shape, more: frozenset[More]) -> Shape:
    """A style's shape, changed as wishes ask.

    Args:
        shape: The style's slots.
        more: The wishes.

    Returns:
        The slots; the same ones where a style has no room for a wish.
    """
    flat = {slot for item in shape for slot in ((item,) if isinstance(item, str) else item)}

    def changed(slots: tuple[str, ...]) -> Iterator[str]:
        for slot in slots:
            if More.SHORT in more and slot in _DROPPED:
                continue
            yield "definition" if More.SHORT in more and slot == "explanation" else slot
            if slot != "explanation":
                continue
            if More.EXPERIMENTS in more and not flat & {"evidence", "notice"}:
                yield "seen"
            if More.DETAIL in more and "deeper" not in flat:
                yield "deeper"
            if More.EXAMPLES in more and not flat & {"second_example", "other_example"}:
                yield "second_example"
            if More.VOCABULARY in more:
                yield "words"

    found = (tuple(changed((item,))) if isinstance(item, str) else (tuple(changed(item)),) for item in shape)
    first = ("puzzle", "investigate") if More.EXPERIMENTS in more and "hook" in shape else ()
    return (*first, *(item for items in found for item in items))


def can_shape(shape: Shape, wish: More) -> bool:
    """Whether a style's shape has room for a wish."""
    return shaped(shape, frozenset((wish,))) != shape
