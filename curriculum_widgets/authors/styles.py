"""The fourteen styles, each as a shape: which slots a lesson has, in which order.

A shape lists slots of the whole topic by name; a tuple inside it lists slots that are filled once for each idea.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from curriculum_widgets.authors.slots import SLOTS, Page
from curriculum_widgets.bank.schema import Topic
from curriculum_widgets.documents.figures import Chart, Diagram

Shape = tuple[str | tuple[str, ...], ...]

SHAPES: dict[str, Shape] = {
    "Standard": (
        "hook",
        ("heading", "explanation", "picture", "example", "check"),
        "chart",
        "recap",
        "answers",
    ),
    "Inquiry-based": (
        "puzzle",
        "investigate",
        "findings",
        ("evidence",),
        ("finding", "explanation", "picture", "new_question"),
        "chart",
        "prediction_again",
    ),
    "Project-based": (
        "project",
        ("milestone", "need_to_know", "explanation", "picture", "help_card"),
        "chart",
        "finish",
    ),
    "Story-based": (
        "character",
        "problem",
        ("scene", "subheading", "explanation", "picture"),
        "chart",
        "resolution",
    ),
    "Socratic": ("big_question", ("dialogue", "exchanges", "conclude", "compare"), "big_question_again"),
    "Storyteller": ("opening", ("narrative",), "ending"),
    "Comedian": (
        "hook",
        ("heading", "explanation", "picture", "joke", "other_example", "check"),
        "chart",
        "without_jokes",
        "answers",
    ),
    "ELI5": (("heading", "analogy", "breaks", "support", "grown_up"), "essential_question"),
    "Detailed": (
        "hook",
        ("heading", "explanation", "picture", "example", "deeper", "second_example", "check"),
        "chart",
        "misconceptions",
        "recap",
        "answers",
    ),
    "Concise": (("brief",),),
    "Playful": ("rules", ("round", "rule_card", "round_play", "help_card"), "winning"),
    "Visual": (("heading", "look", "callouts", "in_words", "simple_words", "draw"),),
    "Hands-on": (
        "materials",
        "hook",
        ("steps", "notice", "subheading", "explanation", "picture"),
        "last_steps",
        "chart",
        "shown",
    ),
    "Discussion-based": ("debate", ("card", "simple_words"), "starters", "vote"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a lesson, and the slot that it fills."""

    slot: str
    text: str


def blocks(topic: Topic, shape: Shape, shown: tuple[Diagram, ...], chart: Chart | None = None) -> list[Block]:
    """Fills a shape with a topic.

    Args:
        topic: What is taught.
        shape: Which slots, in which order.
        shown: The diagrams that the unit will hold.
        chart: The chart that the unit will hold, if any.

    Returns:
        The lesson's stretches; slots that have nothing to show are left out.
    """
    at_ideas = [Page(topic, shown, chart, at) for at in range(len(topic.ideas))]
    filled = chain.from_iterable(
        [(item, at_ideas[0])]
        if isinstance(item, str)
        else [(slot, page) for page in at_ideas for slot in item]
        for item in shape
    )
    found = (Block(slot, SLOTS[slot](page).strip()) for slot, page in filled)
    return [block for block in found if block.text]


def compose(topic: Topic, shape: Shape, shown: tuple[Diagram, ...] = (), chart: Chart | None = None) -> str:
    """A lesson's Markdown.

    Args:
        topic: What is taught.
        shape: Which slots, in which order.
        shown: The diagrams that the unit will hold.
        chart: The chart that the unit will hold, if any.

    Returns:
        The text, figures where the shape has them.
    """
    tight = {"brief", "brief_seen", "brief_worked"}  # one list, not one list for each idea
    text = ""
    for block in blocks(topic, shape, shown, chart):
        text += ("" if not text else "\n" if block.slot in tight else "\n\n") + block.text
    return text
