"""What fills each slot of a lesson, from one topic of the bank."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from textwrap import indent

from curriculum_widgets.bank.schema import Idea, Topic
from curriculum_widgets.documents.figures import Chart, Diagram
from curriculum_widgets.documents.unit import Material


@dataclass(frozen=True, slots=True)
class Page:
    """What slots know: the topic, the diagrams on show, and where in the ideas they are."""

    topic: Topic
    shown: tuple[Diagram, ...]
    chart: Chart | None = None
    at: int = 0

    @property
    def idea(self) -> Idea:
        """The idea that is being told."""
        return self.topic.ideas[self.at]

    @property
    def number(self) -> int:
        """Its place among the ideas, from 1."""
        return self.at + 1

    def first_with_picture(self) -> bool:
        """Whether no earlier idea has shown this idea's diagram."""
        return all(earlier.picture != self.idea.picture for earlier in self.topic.ideas[: self.at])

    def diagram(self) -> Diagram | None:
        """The diagram of the idea, when it is on show."""
        return next((item for item in self.shown if item.id == self.idea.picture), None)


def figure(item: Diagram | Chart) -> str:
    """The line of a lesson that shows a diagram or a chart."""
    alt = item.title.replace("[", "(").replace("]", ")")
    return f"![{alt}](figure:{item.id})"


def _stopped(text: str) -> str:
    """A text with a full stop, unless it ends a sentence, or a block of code, already."""
    return text if text.rstrip("”’\"')*`").endswith((".", "?", "!", "…", "\n")) else f"{text}."


_IN_QUOTES = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”|\"([^\"]*)\"")


def _quoted(text: str) -> str:
    """A sentence in quotation marks; those inside become single ones."""
    found = _IN_QUOTES.fullmatch(text)
    inner = (found[1] or found[2] or text) if found else text
    return f"“{_stopped(inner).replace('“', '‘').replace('”', '’')}”"


def _joined(before: str, after: str) -> str:
    """Two texts on one line, unless the first ends with a block or the second begins with one."""
    block = ("```", "- ", "* ", "> ", "|", "1. ", "$$", "![")
    return before + ("\n\n" if before.endswith("```") or after.startswith(block) else " ") + after


def _run_in(label: str, text: str) -> str:
    return _joined(f"**{_stopped(label)}**", text)


def _asked(question: str) -> str:
    """A question in bold; of several paragraphs, the first is bold."""
    first, gap, rest = question.partition("\n\n")
    return f"**{first}**{gap}{rest}"


def _listed(lines: Iterable[str], mark: str = "-") -> str:
    """A list, what a line of several paragraphs goes on with set in below it."""
    inset = " " * (len(mark) + 1)
    return "\n".join(f"{mark} {indent(line, inset).removeprefix(inset)}" for line in lines)


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(_listed([line], f"{number}.") for number, line in enumerate(lines, 1))


def _picture(page: Page) -> str:
    diagram = page.diagram()
    return figure(diagram) if diagram and page.first_with_picture() else ""


def _look(page: Page) -> str:
    diagram = page.diagram()
    if diagram and not page.first_with_picture():
        return f"*Look again at the picture “{diagram.title}”.*"
    return _picture(page)


def _check(page: Page) -> str:
    return _run_in("Check yourself", page.idea.check.question)


def _brief(idea: Idea, definition: str, **inner: str) -> str:
    lines = [_joined(f"*{label.capitalize().replace('_', ' ')}:*", text) for label, text in inner.items()]
    return _listed([f"{_run_in(idea.heading, definition)}\n{_listed(lines)}"])


def _brief_check(page: Page) -> str:
    idea, check = page.idea, page.idea.check
    asked = _joined(_joined(check.question, "*Answer:*"), _stopped(check.answer))
    return _brief(idea, idea.definition, example=_stopped(idea.instance), check=asked)


_ANSWERS = ("Perhaps you say:", "You might answer:", "Suppose you say:", "Maybe you think:")


def _exchanges(page: Page, most: int = len(_ANSWERS)) -> str:
    turns = zip(page.idea.voices.exchanges[:most], _ANSWERS, strict=False)
    return "\n\n".join(
        _joined(_asked(turn.ask), f"{answer} {_quoted(turn.likely)} {turn.follow_up}")
        for turn, answer in turns
    )


def _asked_only(page: Page) -> str:
    """The idea's check without its answer; a task becomes a question."""
    question = page.idea.check.question
    return _asked(question) if "?" in question else _joined(_asked(question), "What is your first step?")


def _objections(page: Page) -> str:
    held = [item.belief for item in page.topic.misconceptions if item.idea == page.idea.id]
    return "\n\n".join(f"Somebody tells you: {_quoted(belief)} **What would you reply?**" for belief in held)


def _material(item: Material) -> str:
    quantity = f" ({item.quantity})" if item.quantity else ""
    return f"{item.name}{quantity}" + (f"; *or else:* {item.substitute}" if item.substitute else "")


def _materials(page: Page) -> str:
    activity = page.topic.activity
    safety = f"\n\n{_run_in('Safety', activity.safety)}" if activity.safety else ""
    return f"### What you need\n\n{_listed(map(_material, activity.materials))}{safety}"


def _steps(page: Page, after: int, last: int) -> str:
    steps = enumerate(page.topic.activity.steps, 1)
    return "\n\n".join(f"### Step {number}\n\n{step}" for number, step in steps if after < number <= last)


def _steps_to_idea(page: Page) -> str:
    """The steps since the idea before this one, up to the step that shows this one."""
    return _steps(page, max((idea.step for idea in page.topic.ideas[: page.at]), default=0), page.idea.step)


def _last_steps(page: Page) -> str:
    return _steps(page, max(idea.step for idea in page.topic.ideas), len(page.topic.activity.steps))


def _debate(page: Page) -> str:
    debate = page.topic.voices.debate
    sides = f"{_run_in('Some agree', debate.side_for)}\n\n{_run_in('Others disagree', debate.side_against)}"
    return f"### The claim\n\n> {debate.claim}\n\n{sides}\n\n### Evidence cards"


_SIDES = {
    "for": "speaks for the claim",
    "against": "speaks against the claim",
    "both": "can speak for either side",
}


def _card(page: Page) -> str:
    idea, card = page.idea, page.idea.voices.card
    behind = _run_in("The idea behind it", f"{idea.definition} For instance: {_stopped(idea.instance)}")
    return f"**Card {page.number}: {idea.heading}** *({_SIDES[card.side]})*\n\n{card.text}\n\n{behind}"


def _misconceptions(page: Page) -> str:
    if not page.topic.misconceptions:  # a focus may leave none
        return ""
    rows = (
        f"**{_quoted(item.belief)}** *Why it seems so:* {_stopped(item.why)} *What is so:* {item.truth}"
        for item in page.topic.misconceptions
    )
    return "### What is easily mixed up\n\n" + "\n\n".join(rows)


def _project(page: Page) -> str:
    project = page.topic.voices.project
    question = _run_in("Driving question", project.driving_question)
    audience = _run_in("Who it is for", _stopped(project.audience))
    return f"{question}\n\n### What you will make\n\n{project.product}\n\n{audience}"


def _puzzle(page: Page) -> str:
    puzzle = page.topic.voices.puzzle
    return f"### The puzzle\n\n{puzzle.situation}\n\n{_run_in('Predict', puzzle.predict)}"


def _words(page: Page) -> str:
    """The idea's terms, to be used aloud; what they mean stands in the unit's vocabulary."""
    terms = [item.term for item in page.topic.vocabulary if item.idea == page.idea.id]
    return _run_in("Say it with these words", ", ".join(terms)) if terms else ""


def _of_each_idea(title: str, text: Callable[[Idea], str], *, listed: bool = True) -> Callable[[Page], str]:
    """A section with one text of each idea, behind the idea's heading."""

    def section(page: Page) -> str:
        rows = [_run_in(idea.heading, text(idea)) for idea in page.topic.ideas]
        return f"### {title}\n\n" + (_listed(rows) if listed else "\n\n".join(rows))

    return section


def _chart(page: Page) -> str:
    """Where the chart stands; what to find out in it is printed with it."""
    return figure(page.chart) if page.chart else ""


def _recalled(title: str) -> Callable[[Page], str]:
    """A section that has the ideas recalled; the unit's key points, which follow the lesson, are the answers."""

    def section(page: Page) -> str:
        asked = [idea.voices.conclude for idea in page.topic.ideas]
        return f"### {title}\n\n*Cover the page, and answer from memory.*\n\n{_listed(asked)}"

    return section


SLOTS: dict[str, Callable[[Page], str]] = {
    # of the whole topic
    "hook": lambda page: page.topic.hook,
    "recap": _recalled("Recap"),
    "chart": _chart,
    "answers": _of_each_idea("Answers to “Check yourself”", lambda idea: idea.check.answer),
    "essential_question": lambda page: _run_in("Now you can answer this", page.topic.essential_question),
    "puzzle": _puzzle,
    "investigate": lambda page: f"### Find out\n\n{_numbered(page.topic.voices.puzzle.investigate)}",
    "findings": lambda _: "### What shows up",
    "prediction_again": lambda page: (
        f"### Back to your prediction\n\nWhat would you change in it now? {page.topic.essential_question}"
    ),
    "project": _project,
    "finish": lambda page: f"### Finish and share\n\n{page.topic.voices.project.finish}",
    "character": lambda page: f"*The story of {_stopped(page.topic.voices.story.character)}*",
    "problem": lambda page: page.topic.voices.story.problem,
    "resolution": lambda page: f"### How it ends\n\n{page.topic.voices.story.resolution}",
    "big_question": lambda page: f"**The question for today: {page.topic.essential_question}**",
    "big_question_again": lambda page: (
        f"### The question again\n\nHow would you answer now? {page.topic.essential_question}"
    ),
    "opening": lambda page: page.topic.voices.narrative.opening,
    "ending": lambda page: page.topic.voices.narrative.ending,
    "misconceptions": _misconceptions,
    "rules": lambda page: (
        f"### {page.topic.voices.game.name}: the rules\n\n{_numbered(page.topic.voices.game.rules)}"
    ),
    "winning": lambda page: f"### Winning\n\n{page.topic.voices.game.winning}",
    "materials": _materials,
    "last_steps": _last_steps,
    "debate": _debate,
    "starters": lambda page: f"### Ways to begin a sentence\n\n{_listed(page.topic.voices.debate.starters)}",
    "vote": lambda page: f"### Exit vote\n\n{page.topic.voices.debate.vote}",
    "worked": _of_each_idea(
        "Examples to work through", lambda idea: f"{idea.example}\n\n{idea.second_example}", listed=False
    ),
    "shown": _recalled("What the steps showed"),
    "without_jokes": _recalled("Without the jokes"),
    "simply": _of_each_idea("In simple words", lambda idea: idea.support),
    "stretch": _of_each_idea("One step beyond", lambda idea: idea.challenge),
    # of one idea
    "heading": lambda page: f"### {page.idea.heading}",
    "subheading": lambda page: f"#### {page.idea.heading}",
    "explanation": lambda page: page.idea.explanation,
    "definition": lambda page: page.idea.definition,
    "words": _words,
    "point": lambda page: _run_in("Remember", page.idea.key_point),
    "picture": _picture,
    "example": lambda page: _run_in("For example", page.idea.example),
    "second_example": lambda page: _run_in("Another example", page.idea.second_example),
    "new_question": lambda page: _run_in("A new question", page.idea.challenge),
    "other_example": lambda page: _run_in("For example", page.idea.second_example),
    "check": _check,
    "evidence": lambda page: _run_in(f"Finding {page.number}", page.idea.voices.evidence),
    "finding": lambda page: f"### Behind finding {page.number}: {page.idea.heading}",
    "seen": lambda page: _run_in("Evidence", page.idea.voices.evidence),
    "shows": lambda page: _run_in("What that tells us", page.idea.definition),
    "milestone": lambda page: f"### Milestone {page.number}: {page.idea.heading}",
    "need_to_know": lambda page: page.idea.voices.need_to_know,
    "scene": lambda page: f"### Scene {page.number}\n\n{page.idea.voices.scene}",
    "dialogue": lambda page: f"### Dialogue {page.number}",
    "exchanges": _exchanges,
    "first_exchange": lambda page: _exchanges(page, 1),
    "asked": _asked_only,
    "objections": _objections,
    "conclude": lambda page: f"**{page.idea.voices.conclude}**",
    "compare": lambda page: _run_in("Compare with this", page.idea.definition),
    "narrative": lambda page: page.idea.voices.narrative,
    "told_deeper": lambda page: re.sub(r"\*\*(\S[^*]*)\*\*", r"\1", page.idea.deeper),
    "told_evidence": lambda page: f"{page.idea.voices.evidence}\n\n{page.idea.definition}",
    "told_scene": lambda page: f"{page.idea.voices.scene}\n\n{page.idea.key_point}",
    "joke": lambda page: indent(page.idea.voices.joke, "> ", lambda _: True),
    "analogy": lambda page: page.idea.voices.analogy.text,
    "breaks": lambda page: _run_in("Where it breaks", page.idea.voices.analogy.breaks),
    "support": lambda page: page.idea.support,
    "grown_up": lambda page: _run_in("In grown-up words", page.idea.definition),
    "deeper": lambda page: _run_in("A closer look", page.idea.deeper),
    "brief": _brief_check,
    "brief_seen": lambda page: _brief(page.idea, page.idea.definition, evidence=page.idea.voices.evidence),
    "brief_worked": lambda page: _brief(
        page.idea, page.idea.key_point, example=page.idea.example, another_example=page.idea.second_example
    ),
    "round": lambda page: f"### Round {page.number}: {page.idea.heading}",
    "rule_card": lambda page: _run_in("Rule card", page.idea.definition),
    "round_play": lambda page: _run_in("Play", page.idea.voices.round),
    "help_card": lambda page: _run_in("Help card", page.idea.support),
    "look": _look,
    "callouts": lambda page: _listed(page.idea.voices.callouts) if page.diagram() else "",
    "in_words": lambda page: _run_in("In words", page.idea.definition),
    "simple_words": lambda page: page.idea.support,
    "draw": lambda page: _run_in("Now draw", page.idea.voices.draw),
    "steps": _steps_to_idea,
    "notice": lambda page: _run_in("Notice", page.idea.voices.notice),
    "card": _card,
}
