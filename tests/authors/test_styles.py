"""Every style keeps its own shape, whatever the topic."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, combinations, pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from curriculum_widgets.authors.focus import framed, narrowed
from curriculum_widgets.authors.styles import SHAPES, Shape, blocks, compose
from curriculum_widgets.bank.schema import Idea, Topic
from curriculum_widgets.bank.shelves import coverage
from curriculum_widgets.bank.topics import Bank
from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.request import Focus
from curriculum_widgets.documents.text import slug
from curriculum_widgets.quality.readability import words

GOLDEN = Path(__file__).parent / "golden"
FILES = [
    (subject, band)
    for subject, bands in coverage(entry.name for entry in built_in().subjects).items()
    for band in bands
]
GROUPED = [pytest.param(file, marks=pytest.mark.xdist_group(f"{slug(file[0])}-{file[1]}")) for file in FILES]
"""One worker composes all lessons of a file, once."""


held = cache(Bank().topics)


@cache
def lesson(topic_id: str, subject: str, band: str, style: str, focus: Focus = Focus.EVERYTHING) -> str:
    topic = next(topic for topic in held(subject, band) if topic.id == topic_id)
    return compose(narrowed(topic, focus), framed(SHAPES[style], focus), topic.diagrams)


@pytest.fixture(params=GROUPED, ids=lambda file: f"{slug(file[0])}/{file[1]}")
def lessons(request) -> list[tuple[Topic, dict[str, str]]]:
    subject, band = request.param
    return [
        (topic, {style: lesson(topic.id, subject, band, style) for style in SHAPES})
        for topic in held(subject, band)
    ]


@pytest.fixture(params=GROUPED, ids=lambda file: f"{slug(file[0])}/{file[1]}")
def focused(request) -> list[tuple[Topic, str, dict[Focus, str]]]:
    subject, band = request.param
    return [
        (topic, style, {focus: lesson(topic.id, subject, band, style, focus) for focus in Focus})
        for topic in held(subject, band)
        for style in SHAPES
    ]


def paragraphs(text: str) -> list[str]:
    """What a lesson says between its headings; code is one, with its blank lines."""
    whole = re.sub(
        r"^```.*?^```$", lambda code: code[0].replace("\n\n", "\n"), text, flags=re.MULTILINE | re.DOTALL
    )
    return [part for part in whole.split("\n\n") if not part.startswith("#")]


def flat(shape: Shape) -> list[str]:
    return list(chain.from_iterable((item,) if isinstance(item, str) else item for item in shape))


def rendering_faults(text: str) -> list[str]:
    """Marks that would be read as marks, and headings that nothing follows."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    faults = [
        f"{child.content!r} holds marks"
        for token in tokens
        for child in token.children or ()
        if child.type == "text" and ("**" in child.content or "](figure:" in child.content)
    ]
    outer = [token for token in tokens if token.level == 0 and token.nesting >= 0]
    for token, after in pairwise([*outer, None]):
        if token and token.type == "heading_open" and (after is None or after.type == "heading_open"):
            faults.append(f"nothing follows the heading in line {token.map}")
    return faults


def test_every_style_of_the_catalogue_has_a_shape():
    assert list(SHAPES) == [entry.name for entry in built_in().styles]


@pytest.mark.parametrize(("one", "other"), list(combinations(SHAPES, 2)))
def test_no_two_styles_have_the_same_slots(one, other):
    assert flat(SHAPES[one]) != flat(SHAPES[other])


def test_every_idea_is_told_whole_in_every_style(lessons):
    def tellings(idea: Idea) -> tuple[str, ...]:
        return idea.explanation, idea.definition, idea.voices.narrative

    for topic, texts in lessons:
        for style, text in texts.items():
            said = " ".join(text.split())
            for idea in topic.ideas:
                told = [" ".join(telling.split()) in said for telling in tellings(idea)]
                assert any(told), (topic.id, style, idea.id)


def test_markdown_holds_no_stray_mark_and_no_empty_section(focused):
    for topic, style, texts in focused:
        for focus, text in texts.items():
            assert not rendering_faults(text), (topic.id, style, focus)
            assert not re.search(r"[?!…]\.\*\*|[ \t]$|\n{3,}", text, re.MULTILINE), (topic.id, style, focus)


def test_no_paragraph_stands_twice_in_a_lesson(focused):
    for topic, style, texts in focused:
        for focus, text in texts.items():
            said = [part for part in paragraphs(text) if len(words(part)) > 4]
            assert len(said) == len(set(said)), (topic.id, style, focus)


def test_no_lesson_speaks_of_a_picture_that_is_not_shown(lessons):
    for topic, _ in lessons:
        for style, shape in SHAPES.items():
            text = compose(topic, shape)
            assert "](figure:" not in text, (topic.id, style)
            assert "Look again" not in text, (topic.id, style)
            for idea in topic.ideas:
                assert not any(callout in text for callout in idea.voices.callouts), (topic.id, style)


def test_a_diagram_is_shown_once(lessons):
    for topic, texts in lessons:
        for style, text in texts.items():
            shown = re.findall(r"\]\(figure:([^)]+)\)", text)
            assert len(shown) == len(set(shown)), (topic.id, style)


def test_socratic_asks(focused):
    for topic, style, texts in focused:
        if style == "Socratic":
            for focus, text in texts.items():
                said = paragraphs(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
                said = [part for part in said if part.strip()]
                assert sum("?" in part for part in said) / len(said) >= 0.7, (topic.id, focus)


def test_storyteller_is_unbroken_in_every_focus(focused):
    for topic, style, texts in focused:
        if style == "Storyteller":
            for focus, text in texts.items():
                assert not re.search(r"^\s*(#|[-*] |\d+\. |>|!\[|```|\|)", text, re.MULTILINE), (
                    topic.id,
                    focus,
                )
                assert not re.search(r"\*\*\S", text), (topic.id, focus)


def test_comedian_has_one_joke_for_each_idea_and_no_other_style_has_any(lessons):
    for topic, texts in lessons:
        jokes = [" ".join(idea.voices.joke.split()) for idea in topic.ideas]
        for style, text in texts.items():
            said = " ".join(re.sub(r"^> ?", "", text, flags=re.MULTILINE).split())
            assert sum(joke in said for joke in jokes) == (len(jokes) if style == "Comedian" else 0), (
                topic.id,
                style,
            )


def test_eli5_has_one_short_analogy_for_each_idea_and_says_where_it_breaks(lessons):
    for topic, texts in lessons:
        assert texts["ELI5"].count("**Where it breaks.**") == len(topic.ideas), topic.id
        for idea in topic.ideas:
            assert idea.voices.analogy.text in texts["ELI5"], topic.id
            assert len(words(idea.voices.analogy.text)) <= 60, (topic.id, idea.id)


def test_concise_is_one_list(lessons):
    for topic, texts in lessons:
        tokens = MarkdownIt("commonmark").parse(texts["Concise"])
        assert {token.type for token in tokens if token.level == 0} == {
            "bullet_list_open",
            "bullet_list_close",
        }, topic.id
        assert sum(token.type == "list_item_open" and token.level == 1 for token in tokens) == len(
            topic.ideas
        )
        assert sum(token.type == "list_item_open" and token.level == 3 for token in tokens) == 2 * len(
            topic.ideas
        )


def test_visual_has_the_picture_before_the_text_and_short_callouts(lessons):
    for topic, texts in lessons:
        sections = texts["Visual"].split("### ")[1:]
        assert len(sections) == len(topic.ideas), topic.id
        for section, idea in zip(sections, topic.ideas, strict=True):
            assert section.split("\n\n")[1].startswith(("![", "*Look again")), (topic.id, idea.id)
            assert "**Now draw.**" in section, (topic.id, idea.id)
            assert all(len(words(callout)) <= 25 for callout in idea.voices.callouts), (topic.id, idea.id)


def test_inquiry_gives_the_evidence_before_any_term(lessons):
    for topic, _ in lessons:
        found = blocks(topic, SHAPES["Inquiry-based"], topic.diagrams)
        first = next(at for at, block in enumerate(found) if block.slot == "finding")
        assert {block.slot for block in found[:first]} == {"puzzle", "investigate", "findings", "evidence"}
        before = "\n".join(block.text for block in found[:first]).casefold()
        for term in topic.vocabulary:
            assert f"**{term.term.casefold()}**" not in before, (topic.id, term.term)
            assert term.definition.casefold() not in before, (topic.id, term.term)


def test_hands_on_has_materials_first_and_every_idea_at_its_step(lessons):
    for topic, texts in lessons:
        text = texts["Hands-on"]
        assert text.startswith("### What you need"), topic.id
        steps = re.findall(r"^### Step (\d+)$", text, re.MULTILINE)
        assert steps == [str(number) for number in range(1, len(topic.activity.steps) + 1)], topic.id
        for idea in topic.ideas:
            before = text[: text.index(idea.voices.notice)]
            assert int(re.findall(r"^### Step (\d+)$", before, re.MULTILINE)[-1]) == idea.step, (
                topic.id,
                idea.id,
            )


def test_discussion_has_claim_cards_starters_and_vote(lessons):
    for topic, texts in lessons:
        headings = re.findall(r"^### (.+)$", texts["Discussion-based"], re.MULTILINE)
        assert headings == ["The claim", "Evidence cards", "Ways to begin a sentence", "Exit vote"], topic.id
        assert texts["Discussion-based"].count("**Card ") == len(topic.ideas), topic.id


def test_story_alternates_scenes_with_teaching(lessons):
    for topic, _ in lessons:
        slots = [
            block.slot for block in blocks(topic, SHAPES["Story-based"], ()) if block.slot != "subheading"
        ]
        assert slots == ["character", "problem", *["scene", "explanation"] * len(topic.ideas), "resolution"]


def test_playful_begins_with_the_rules_and_has_a_round_for_each_idea(lessons):
    for topic, texts in lessons:
        assert texts["Playful"].startswith(f"### {topic.voices.game.name}: the rules\n\n1. "), topic.id
        assert len(re.findall(r"^### Round \d+: ", texts["Playful"], re.MULTILINE)) == len(topic.ideas), (
            topic.id
        )


def test_project_has_a_milestone_for_each_idea(lessons):
    for topic, texts in lessons:
        found = re.findall(r"^### Milestone \d+: ", texts["Project-based"], re.MULTILINE)
        assert len(found) == len(topic.ideas), topic.id
        assert texts["Project-based"].startswith("**Driving question.** "), topic.id


def golden_topic(subject: str = "Science") -> Topic:
    return Bank().topics(subject, "3-5")[0]


@pytest.mark.parametrize("subject", [entry.name for entry in built_in().subjects])
def test_golden(subject: str, update_style_golden: bool) -> None:
    topic = golden_topic(subject)
    folder = GOLDEN / slug(subject)
    for style, shape in SHAPES.items():
        text = compose(topic, shape, topic.diagrams) + "\n"
        file = folder / f"{slug(style)}.md"
        if update_style_golden:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        kept = file.read_text(encoding="utf-8")
        assert kept == text, f"{style}: run with --update-style-golden and read what changed"


def awkward(topic: Topic) -> Topic:
    """A topic whose texts are of the kinds that are hard to set."""
    code = "```python\nprint(2 * 3)\n\nprint(4)\n```"
    first = topic.ideas[0]
    exchange = first.voices.exchanges[0].model_copy(update={"likely": "“It says “six” twice”"})
    bare = first.voices.exchanges[1].model_copy(update={"likely": '"3" + "3"'})
    voices = first.voices.model_copy(
        update={
            "exchanges": (exchange, bare),
            "joke": f"Two lines met.\n\n{code}",
            "round": f"{code}\n\nRun.",
        }
    )
    changes = {
        "heading": "Is it six?",
        "example": code,
        "instance": "Six",
        "check": first.check.model_copy(update={"question": f"What is printed?\n\n{code}", "answer": code}),
        "voices": voices,
    }
    idea = first.model_copy(update=changes)
    return topic.model_copy(update={"ideas": (idea, *topic.ideas[1:])})


@pytest.mark.parametrize("style", SHAPES)
@pytest.mark.parametrize("focus", Focus)
def test_texts_that_are_hard_to_set(style, focus):
    topic = awkward(golden_topic())
    text = compose(narrowed(topic, focus), framed(SHAPES[style], focus), topic.diagrams)
    assert not rendering_faults(text)
    assert "?." not in text
    assert "““" not in text
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "fence" and "2 * 3" in token.content:
            assert token.content == "print(2 * 3)\n\nprint(4)\n"


def test_likely_answers_are_quoted_once():
    text = compose(awkward(golden_topic()), SHAPES["Socratic"])
    assert "“It says ‘six’ twice.”" in text
    assert '“"3" + "3".”' in text
