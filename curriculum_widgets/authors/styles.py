"""The fourteen styles, each as a shape: which slots a lesson has, in which order.

A shape lists slots of the whole topic by name; a tuple inside it lists slots that are filled once for each idea.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from curriculum_widgets.bank.schema import Idea, Topic
from curriculum_widgets.documents.figures import Diagram
from curriculum_widgets.documents.unit import Material

Shape = tuple[str | tuple[str, ...], ...]

SHAPES: dict[str, Shape] = {
    "Standard": ("hook", ("heading", "explanation", "picture", "example", "check"), "recap"),
    "Inquiry-based": (
        "puzzle",
        "investigate",
        ("evidence",),
        "making_sense",
        ("claim", "picture"),
        "prediction_again",
    ),
    "Project-based": ("project", ("milestone", "need_to_know", "explanation", "picture"), "finish"),
    "Story-based": ("problem", ("scene", "heading", "explanation", "picture"), "resolution"),
    "Socratic": ("big_question", ("turn", "exchanges", "conclude", "definition"), "big_question_again"),
    "Storyteller": ("opening", ("narrative",), "ending"),
    "Comedian": (
        "hook",
        ("heading", "explanation", "picture", "joke", "second_example", "check"),
        "recap",
    ),
    "ELI5": (("heading", "analogy", "breaks", "support"), "essential_question"),
    "Detailed": (
        "hook",
        ("heading", "explanation", "picture", "example", "deeper", "second_example", "check"),
        "misconceptions",
        "recap",
    ),
    "Concise": (("brief",),),
    "Playful": ("rules", ("round", "round_play", "support"), "winning"),
    "Visual": (("heading", "look", "callouts", "definition", "draw"),),
    "Hands-on": ("materials", "steps"),
    "Discussion-based": ("debate", ("card",), "starters", "vote"),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a lesson, and the slot that it fills."""

    slot: str
    text: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What slots know: the topic, the diagrams on show, and where in the ideas they are."""

    topic: Topic
    shown: tuple[Diagram, ...]
    at: int = 0

    @property
    def idea(self) -> Idea:
        return self.topic.ideas[self.at]

    @property
    def number(self) -> int:
        return self.at + 1

    def first_with_picture(self) -> bool:
        """Whether no earlier idea has shown this idea's diagram."""
        return all(earlier.picture != self.idea.picture for earlier in self.topic.ideas[: self.at])

    def diagram(self) -> Diagram | None:
        return next((item for item in self.shown if item.id == self.idea.picture), None)


def figure(diagram: Diagram) -> str:
    """The line of a lesson that shows a diagram."""
    alt = diagram.title.replace("[", "(").replace("]", ")")
    return f"![{alt}](figure:{diagram.id})"


def _bullets(lines: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _numbered(lines: tuple[str, ...]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _picture(page: _Page) -> str:
    diagram = page.diagram()
    return figure(diagram) if diagram and page.first_with_picture() else ""


def _look(page: _Page) -> str:
    diagram = page.diagram()
    if diagram and page.first_with_picture():
        return figure(diagram)
    title = next(item.title for item in page.topic.diagrams if item.id == page.idea.picture)
    return f"*Look again at the picture “{title}”.*"


def _check(page: _Page) -> str:
    return f"**Check yourself.** {page.idea.check.question}\n\n*Answer:* {page.idea.check.answer}"


def _brief(page: _Page) -> str:
    idea = page.idea
    return (
        f"- **{idea.heading}.** {idea.definition}\n"
        f"  - *Example:* {idea.instance}\n"
        f"  - *Check:* {idea.check.question} *({idea.check.answer})*"
    )


def _exchanges(page: _Page) -> str:
    return "\n\n".join(
        f"**{turn.ask}** Perhaps you say: “{turn.likely.strip('“”')}” {turn.follow_up}"
        for turn in page.idea.voices.exchanges
    )


def material(item: Material) -> str:
    """One material on a line, with its substitute."""
    quantity = f" ({item.quantity})" if item.quantity else ""
    return f"{item.name}{quantity}" + (f", or {item.substitute}" if item.substitute else "")


def _materials(page: _Page) -> str:
    activity = page.topic.activity
    safety = f"\n\n**Safety.** {activity.safety}" if activity.safety else ""
    return f"### What you need\n\n{_bullets([material(item) for item in activity.materials])}{safety}"


def _steps(page: _Page) -> str:
    """All steps of the activity; each idea comes at the step that shows it."""
    blocks: list[str] = []
    pictured: set[str] = set()
    for number, step in enumerate(page.topic.activity.steps, 1):
        blocks.append(f"### Step {number}\n\n{step}")
        for idea in page.topic.ideas:
            if idea.step != number:
                continue
            blocks.append(f"**What you meet here.** {idea.voices.notice}")
            blocks.append(f"**{idea.heading}.** {idea.definition} {idea.explanation}")
            for diagram in page.shown:
                if diagram.id == idea.picture and diagram.id not in pictured:
                    pictured.add(diagram.id)
                    blocks.append(figure(diagram))
    return "\n\n".join(blocks)


def _debate(page: _Page) -> str:
    debate = page.topic.voices.debate
    return (
        f"### The claim\n\n> {debate.claim}\n\n**Some say yes.** {debate.side_for}\n\n"
        f"**Others say no.** {debate.side_against}\n\n### Evidence cards"
    )


_SIDES = {
    "for": "speaks for the claim",
    "against": "speaks against the claim",
    "both": "can speak for either side",
}


def _card(page: _Page) -> str:
    idea = page.idea
    return (
        f"**Card {page.number}: {idea.heading}** *({_SIDES[idea.voices.card.side]})*\n\n"
        f"{idea.voices.card.text}\n\n{idea.definition} For instance: {idea.instance}"
    )


def _misconceptions(page: _Page) -> str:
    rows = (f"**“{item.belief.strip('“”')}”** {item.why} {item.truth}" for item in page.topic.misconceptions)
    return "### What is easily mixed up\n\n" + "\n\n".join(rows)


def _recap(page: _Page) -> str:
    rows = [f"**{idea.heading}.** {idea.definition}" for idea in page.topic.ideas]
    return f"### Recap\n\n{_bullets(rows)}"


def _project(page: _Page) -> str:
    project = page.topic.voices.project
    return (
        f"**Driving question.** {project.driving_question}\n\n### What you will make\n\n"
        f"{project.product}\n\n**Who it is for.** {project.audience}"
    )


def _rules(page: _Page) -> str:
    game = page.topic.voices.game
    return f"### {game.name}: the rules\n\n{_numbered(game.rules)}"


def _puzzle(page: _Page) -> str:
    puzzle = page.topic.voices.puzzle
    return f"### The puzzle\n\n{puzzle.situation}\n\n**Predict.** {puzzle.predict}"


def _investigate(page: _Page) -> str:
    steps = _numbered(page.topic.voices.puzzle.investigate)
    return f"### Find out\n\n{steps}\n\n### What shows up"


def _worked(page: _Page) -> str:
    chosen = [problem for problem in page.topic.practice if problem.level != "challenge"][:4]
    rows = (f"**Problem.** {item.prompt}\n\n**Worked through.** {item.solution}" for item in chosen)
    return "### Worked problems\n\n" + "\n\n".join(rows)


def _simply(page: _Page) -> str:
    return "### In simple words\n\n" + _bullets([idea.support for idea in page.topic.ideas])


def _stretch(page: _Page) -> str:
    rows = [f"**{idea.heading}.** {idea.challenge}" for idea in page.topic.ideas]
    return f"### One step beyond\n\n{_bullets(rows)}"


_SLOTS: dict[str, Callable[[_Page], str]] = {
    # of the whole topic
    "hook": lambda page: page.topic.hook,
    "recap": _recap,
    "essential_question": lambda page: f"**Now you can answer:** {page.topic.essential_question}",
    "puzzle": _puzzle,
    "investigate": _investigate,
    "making_sense": lambda _: "### Making sense of it",
    "prediction_again": lambda page: f"### Back to your prediction\n\n{page.topic.essential_question}",
    "project": _project,
    "finish": lambda page: f"### Finish and share\n\n{page.topic.voices.project.finish}",
    "problem": lambda page: page.topic.voices.story.problem,
    "resolution": lambda page: f"### How it ends\n\n{page.topic.voices.story.resolution}",
    "big_question": lambda page: f"**The question for today: {page.topic.essential_question}**",
    "big_question_again": lambda page: f"So how would you answer now? {page.topic.essential_question}",
    "opening": lambda page: page.topic.voices.narrative.opening,
    "ending": lambda page: page.topic.voices.narrative.ending,
    "misconceptions": _misconceptions,
    "rules": _rules,
    "winning": lambda page: f"### Winning\n\n{page.topic.voices.game.winning}",
    "materials": _materials,
    "steps": _steps,
    "debate": _debate,
    "starters": lambda page: f"### Ways to begin a sentence\n\n{_bullets(page.topic.voices.debate.starters)}",
    "vote": lambda page: f"### Exit vote\n\n{page.topic.voices.debate.vote}",
    "worked": _worked,
    "simply": _simply,
    "stretch": _stretch,
    # of one idea
    "heading": lambda page: f"### {page.idea.heading}",
    "explanation": lambda page: page.idea.explanation,
    "picture": _picture,
    "example": lambda page: f"**For example.** {page.idea.example}",
    "second_example": lambda page: f"**Another example.** {page.idea.second_example}",
    "check": _check,
    "evidence": lambda page: page.idea.voices.evidence,
    "claim": lambda page: f"**{page.idea.heading}.** {page.idea.explanation}",
    "milestone": lambda page: f"### Milestone {page.number}: {page.idea.heading}",
    "need_to_know": lambda page: page.idea.voices.need_to_know,
    "scene": lambda page: page.idea.voices.scene,
    "turn": lambda page: f"### Question {page.number}",
    "exchanges": _exchanges,
    "conclude": lambda page: f"**{page.idea.voices.conclude}**",
    "definition": lambda page: page.idea.definition,
    "narrative": lambda page: page.idea.voices.narrative,
    "joke": lambda page: f"> {page.idea.voices.joke}",
    "analogy": lambda page: page.idea.voices.analogy.text,
    "breaks": lambda page: f"**Where it breaks.** {page.idea.voices.analogy.breaks}",
    "support": lambda page: page.idea.support,
    "deeper": lambda page: page.idea.deeper,
    "brief": _brief,
    "round": lambda page: f"### Round {page.number}: {page.idea.heading}",
    "round_play": lambda page: page.idea.voices.round,
    "look": _look,
    "callouts": lambda page: _bullets(page.idea.voices.callouts),
    "draw": lambda page: f"**Now draw.** {page.idea.voices.draw}",
    "card": _card,
}


def blocks(topic: Topic, shape: Shape, shown: tuple[Diagram, ...]) -> list[Block]:
    """Fills a shape with a topic.

    Args:
        topic: What is taught.
        shape: Which slots, in which order.
        shown: The diagrams that the unit will hold.

    Returns:
        The lesson's stretches; slots that have nothing to show are left out.
    """
    at_ideas = [_Page(topic, shown, at) for at in range(len(topic.ideas))]
    filled = chain.from_iterable(
        [(item, at_ideas[0])]
        if isinstance(item, str)
        else [(slot, page) for page in at_ideas for slot in item]
        for item in shape
    )
    found = (Block(slot, _SLOTS[slot](page).strip()) for slot, page in filled)
    return [block for block in found if block.text]


def compose(topic: Topic, shape: Shape, shown: tuple[Diagram, ...] = ()) -> str:
    """A lesson's Markdown.

    Args:
        topic: What is taught.
        shape: Which slots, in which order.
        shown: The diagrams that the unit will hold.

    Returns:
        The text, figures where the shape has them.
    """
    tight = {"brief"}  # one list, not one list for each idea
    text = ""
    for block in blocks(topic, shape, shown):
        text += ("" if not text else "\n" if block.slot in tight else "\n\n") + block.text
    return text
