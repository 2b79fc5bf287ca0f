"""What a batch was expected to cost, and what it did cost, by author and model."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from curriculum_widgets.authors.estimate import estimate
from curriculum_widgets.batch.plan import Job
from curriculum_widgets.batch.status import JobState, Status
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.text import Document, Line

_MADE = (JobState.COMPLETED, JobState.PARTIAL)
_WORDS = ("Author", "Jobs", "Made", "Tokens expected", "Tokens used", "Cost expected", "Cost")


class Cost(Document):
    """What the Jobs of one author, with one model, were expected to take, and what they took."""

    author: Line
    jobs: Annotated[int, Field(ge=1)]
    made: Annotated[int, Field(ge=0)]
    """Jobs that gave a Curriculum."""
    expected_tokens: int | None
    """For all Jobs; `None` when the author does not say."""
    expected_cost: Decimal | None
    """US dollars for all Jobs; `None` when the price is unknown."""
    usage: Usage
    """What was used so far."""

    @property
    def is_free(self) -> bool:
        """Whether nothing was expected to be paid, and nothing was."""
        return self.expected_cost == 0 and self.usage.cost == 0


def costs(work: Iterable[tuple[Job, Status]]) -> tuple[Cost, ...]:
    """Sums up by author.

    Args:
        work: Jobs, and how far each of them is.

    Returns:
        A sum for each author, model and server, in the order in which the Jobs name them.
    """
    groups: dict[str, list[tuple[Job, Status]]] = {}
    for job, status in work:
        request = job.request
        painter = f" with {request.image_model}" if request.image_model else ""
        server = f" at {request.base_url}" if request.base_url else ""
        groups.setdefault(f"{request.author}{painter}{server}", []).append((job, status))
    found = []
    for author, members in groups.items():
        expected = estimate(job.request for job, _ in members)
        found.append(
            Cost(
                author=author,
                jobs=len(members),
                made=sum(status.state in _MADE for _, status in members),
                expected_tokens=expected.tokens,
                expected_cost=expected.cost,
                usage=sum((status.usage for _, status in members), Usage()),
            )
        )
    return tuple(found)


def money(amount: Decimal | None) -> str:
    """US dollars in words; an unknown price is never shown as nothing."""
    if amount is None:
        return "not known"
    return "nothing" if amount == 0 else f"{amount:.4f} USD" if amount < 1 else f"{amount:.2f} USD"


def cost_table(lines: Iterable[Cost]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Costs as a table in words.

    Args:
        lines: As `costs` gives them.

    Returns:
        The heads, and a row for each author.
    """
    rows: list[tuple[str, ...]] = [
        (
            line.author,
            f"{line.jobs:,}",
            f"{line.made:,}",
            "not known" if line.expected_tokens is None else f"{line.expected_tokens:,}",
            f"{line.usage.input_tokens + line.usage.output_tokens:,}",
            money(line.expected_cost),
            money(line.usage.cost),
        )
        for line in lines
    ]
    return _WORDS, rows
