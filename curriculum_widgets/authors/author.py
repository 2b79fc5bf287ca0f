"""What an author is, what it is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from pydantic import BaseModel

from curriculum_widgets.authors.parts import Outline, Part, UnitPlan
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.request import Request
from curriculum_widgets.pricing.ledger import Account
from curriculum_widgets.settings import Settings


@dataclass(frozen=True)
class Brief:
    """All that an author needs to know to write one Part.

    Args:
        request: What the educator asked for.
        outline: The course's outline, once it is written.
        unit: The unit that the Part belongs to, for the Parts of a unit.
        written: The Parts that this one is written from, by name; for the assessment, the quizzes by unit id.
        question: The id of the question that the Part `question` is to replace.
        guidance: What to do differently this time.
        attempt: How often this Part failed before.
        failure: Why it failed the last time.
        account: Where its calls are paid from; each is reserved before it is made.
        on_text: Told of the whole text so far while it is being written, on the loop's thread.
    """

    request: Request
    outline: Outline | None = None
    unit: UnitPlan | None = None
    written: Mapping[str, BaseModel] = field(default_factory=dict)
    question: str = ""
    guidance: str = ""
    attempt: int = 0
    failure: str = ""
    account: Account = field(default_factory=Account)
    on_text: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class Written:
    """One Part, as its author wrote it.

    Args:
        value: A record of the Part's type.
        usage: What writing it cost.
        notes: What could not be done as asked, and what was done instead.
        files: The bytes of the pictures that it shows, by the names of their files.
    """

    value: BaseModel
    usage: Usage = field(default_factory=Usage)
    notes: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


class Author(Protocol):
    """Who writes Parts."""

    @property
    def name(self) -> str:
        """`bank`, or `provider:model-name`."""

    @property
    def calls_at_once(self) -> int:
        """How many Parts it writes side by side."""

    @property
    def paid(self) -> bool:
        """Whether its Parts cost something, so that they must survive a power loss."""

    @property
    def reviews(self) -> bool:
        """Whether it reads a whole course once more and says what to mend."""

    def version(self, request: Request) -> str:
        """A fingerprint of what it writes from, apart from the request."""

    def check(self, request: Request) -> None:
        """Refuses what it can't write, before anything is started.

        Args:
            request: What the educator asks for.

        Raises:
            NotCovered: It can't write this; the message says what it can write.
        """

    async def write(self, part: Part, brief: Brief) -> Written:
        """Writes one Part.

        Args:
            part: Which one.
            brief: What it is to be about.

        Returns:
            The Part.

        Raises:
            PartFailed: It could not be written this time.
            PartRefused: It could not be written, and is not to be tried again.
        """

    async def aclose(self) -> None:
        """Gives back what it holds open."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a Request will take of an author.

    Args:
        tokens: Tokens, read and written.
        cost: US dollars; `None` when the price is not known.
        seconds: Working time, in seconds.
    """

    tokens: int
    cost: Decimal | None
    seconds: float


@dataclass(frozen=True, slots=True)
class AuthorKind:
    """The record that an author's module ends in.

    Args:
        label: As lists show it.
        open: Makes an author from the model's name (empty when it has none), a base URL and the settings.
        expect: What a Request will take of a model; `None` when that can't be told.
        paints: Whether it makes pictures where a Request names a model for them.
    """

    label: str
    open: Callable[[str, str, Settings], Author]
    expect: Callable[[str, Request], Expected] | None = None
    paints: bool = False
