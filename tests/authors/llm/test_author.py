"""The language-model author against a real server on loopback."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

import pytest
from authors.llm.conftest import PLAN
from model_answers import LESSON, QUESTION

from curriculum_widgets.authors import keys, open_author
from curriculum_widgets.authors.author import Brief
from curriculum_widgets.authors.parts import LESSON as LESSON_PART
from curriculum_widgets.documents.quiz import MultipleChoice
from curriculum_widgets.documents.request import Request
from curriculum_widgets.errors import AuthorUnusable, BadRequest, PartFailed
from curriculum_widgets.generation import submit
from curriculum_widgets.pricing.ledger import Account
from curriculum_widgets.settings import Settings


def test_the_lesson_comes_as_a_stream_and_is_told_as_it_comes(ask, server) -> None:
    heard: list[str] = []
    server.pace = 0.03
    written = ask("lesson", on_text=heard.append)
    assert written.value.lesson.startswith("### Idea 1")
    assert len(heard) > 5
    assert all(longer.startswith(shorter) for shorter, longer in itertools.pairwise(heard))
    assert server.calls[0].body["stream"] is True


def test_headings_stand_below_the_unit_and_code_is_left_alone(ask, server) -> None:
    server.answers["lesson"] = (
        "```markdown\n# Loops\n\n```python\n# a comment\n```\n\n## While\n\n" + LESSON + "\n```"
    )
    lesson = ask("lesson").value.lesson
    assert lesson.startswith("### Loops")
    assert "\n# a comment\n" in lesson
    assert "\n#### While\n" in lesson


@pytest.mark.parametrize(
    "name", ["key-points", "vocabulary", "activity", "practice", "diagrams", "chart", "quiz", "summary", "resources", "teacher-plan"]
)  # fmt: skip
def test_every_part_is_made_of_its_form(ask, name) -> None:
    written = ask(name)
    values = written.value.model_dump()
    assert all(value not in (None, (), "") for value in values.values()), values


def test_the_quiz_is_written_from_the_lesson_not_from_its_title(ask, server) -> None:
    ask("quiz", lesson="Jupiter has a storm that is older than any country.")
    assert "storm that is older" in server.calls[0].body["messages"][-1]["content"]


def test_options_are_shuffled_the_same_way_every_time(ask) -> None:
    first, second = ask("quiz").value.quiz, ask("quiz").value.quiz
    assert first == second
    choice = first.questions[0]
    assert isinstance(choice, MultipleChoice)
    assert choice.options[choice.answer].text == "The pull of its star"


def test_the_model_is_told_why_its_last_answer_was_refused(ask, server) -> None:
    ask("chart", failure="series 'Days' has 2 values for 3 categories", attempt=1)
    assert "has 2 values for 3 categories" in server.calls[0].body["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (
            {"kind": "multiple_choice", "options": ["a", "b", "c"], "correct": [1, 2]},
            "exactly one right option",
        ),
        ({"kind": "multiple_choice", "options": ["a", "b", "c"], "correct": [4]}, "not there"),
        ({"kind": "numeric", "number": 20, "expression": "3 * 7"}, "the key says 20.0, but 3 \\* 7 is 21"),
        (
            {"kind": "multiple_choice", "options": ["a", "b", "All of the above"], "correct": [1]},
            "gives the game away",
        ),
        ({"kind": "multiple_choice", "options": ["a", "b", "a"], "correct": [1]}, "are the same"),
        ({"kind": "matching", "left": ["a"], "right": ["b"]}, "pairs"),
    ],
)
def test_a_question_without_a_certain_key_is_refused_with_the_reason(ask, server, question, why) -> None:
    wrong: dict[str, Any] = QUESTION | {"prompt": "What is so?"} | question
    server.answers["quiz"] = {"questions": [wrong], "exit_prompt": "", "exit_answer": "", "exit_look_for": ""}
    with pytest.raises(PartFailed, match=why):
        ask("quiz")


def test_a_form_that_is_no_json_is_refused_and_its_cost_counted(ask, server) -> None:
    account = Account()
    server.faults["key_points"] = ["nonsense"]
    with pytest.raises(PartFailed, match="not filled in"):
        ask("key-points", account=account)
    assert account.usage.calls == 1
    assert account.usage.input_tokens == 100


def test_an_answer_that_was_cut_off_says_so(ask, server) -> None:
    server.faults["key_points"] = ["cut"]
    with pytest.raises(PartFailed, match="cut off after 50 tokens"):
        ask("key-points")


def test_a_busy_server_is_asked_again_after_the_time_that_it_names(ask, server) -> None:
    server.faults["key_points"] = ["429", "500", "429"]
    ask("key-points")
    assert server.names() == ["key_points"] * 4
    gaps = [later.began - earlier.began for earlier, later in itertools.pairwise(server.calls)]
    assert min(gaps) >= 0.2


def test_a_stream_that_breaks_off_is_asked_for_again(ask, server) -> None:
    server.faults["lesson"] = ["torn"]
    assert ask("lesson").value.lesson.count("### Idea") == 4
    assert server.names() == ["lesson", "lesson"]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("401", "refused the key.*CURRICULUM_API_KEY"),
        ("404", "no model 'tiny'.*ends in /v1"),
        ("html", "/v1"),
    ],
)
def test_what_no_call_can_mend_names_the_setting(ask, server, fault, why) -> None:
    server.faults["any"] = [fault] * 3
    with pytest.raises(AuthorUnusable, match=why):
        ask("key-points")
    assert len(server.calls) == 1


def test_a_server_that_is_not_there_is_told(ask) -> None:
    with pytest.raises(AuthorUnusable, match="can't be reached"):
        ask("key-points", request={"base_url": "http://127.0.0.1:9/v1"})


def test_a_call_that_hangs_is_given_up(ask, server) -> None:
    server.faults["any"] = ["hang"]
    assert ask("key-points", settings={"call_timeout": 0.5}).value.key_points
    assert server.calls[0].broken or server.names() == ["key_points", "key_points"]


def test_cancelling_closes_the_socket(ask, server) -> None:
    server.faults["any"] = ["hang"]
    request = Request(subject="Science", grade="Grade 4", author="openai:tiny", base_url=server.url)

    async def run() -> None:
        author = open_author(request, Settings())
        try:
            await author.write(LESSON_PART, Brief(request=request, unit=PLAN))
        finally:
            await author.aclose()

    future = submit(run())
    deadline = time.monotonic() + 20
    while not server.calls:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    future.cancel()
    while not server.calls[0].broken:  # long before the call's own patience ends
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_no_more_calls_at_once_than_allowed_and_no_more_in_a_minute(server) -> None:
    server.latency = 0.05
    request = Request(subject="Science", grade="Grade 4", author="openai:tiny", base_url=server.url)

    async def run(settings: Settings, count: int) -> None:
        authors = [open_author(request, settings) for _ in range(2)]  # two Jobs of one process
        brief = Brief(request=request, unit=PLAN, written={})
        await asyncio.gather(*(authors[at % 2].write(LESSON_PART, brief) for at in range(count)))
        for author in authors:
            await author.aclose()

    submit(run(Settings(calls_at_once=3), 9)).result(timeout=30)
    assert server.most_at_once == 3
    server.calls.clear()
    with pytest.raises(TimeoutError):
        submit(asyncio.wait_for(run(Settings(requests_per_minute=2), 3), 1.5)).result(timeout=30)
    assert len(server.calls) == 2


@pytest.mark.parametrize(
    ("author", "base_url", "why"),
    [
        ("openai", "", "Name the model too"),
        ("openai:x", "localhost:1", "is no address"),
        ("openai:x", "http://user:secret@localhost:1/v1", "Take the name and password out"),
        ("anthropic:x", "http://localhost:1/v1", "use openai:x"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(author, base_url, why) -> None:
    with pytest.raises(BadRequest, match=why):
        open_author(Request(subject="S", grade="G", author=author, base_url=base_url), Settings())


def test_a_provider_without_a_key_is_refused_before_the_start() -> None:
    request = Request(subject="S", grade="G", author="openai:gpt-5-mini")
    with pytest.raises(BadRequest, match="OPENAI_API_KEY"):
        open_author(request, Settings()).check(request)
    keys.remember("openai", "", "sk-pasted-key")
    try:
        open_author(request, Settings()).check(request)
    finally:
        keys.remember("openai", "", "")


def test_the_key_of_a_provider_is_never_sent_to_another_server(ask, server, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-openai-only")
    ask("key-points")
    assert "sk-for-openai-only" not in server.calls[0].authorization
    monkeypatch.setenv("CURRICULUM_API_KEY", "local-key")
    server.key = "local-key"
    ask("key-points")
    assert server.calls[1].authorization == "Bearer local-key"
