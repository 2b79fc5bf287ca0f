"""Batches with a language model: budgets that pause, faults that stop everything at once, keys that are never told."""

from __future__ import annotations

import logging
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from curriculum_widgets.authors import keys
from curriculum_widgets.authors.llm.drafts import OutlineDraft
from curriculum_widgets.authors.llm.library import _strict
from curriculum_widgets.batch import BatchManager, BatchState, JobState
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import BadPlan
from curriculum_widgets.rendering.edition import Edition, seen_by
from curriculum_widgets.workspace.templates import TemplateShelf


def test_a_batch_is_written_and_its_cost_is_known_part_by_part(make, server) -> None:
    batch = make(grades=(3, 4))
    assert batch.status is BatchState.COMPLETED
    calls = Counter(server.names())
    assert calls["lesson"] == calls["quiz"] == 2
    usage = batch.jobs[0].detail.usage
    assert usage.calls == len(server.calls) // 2
    assert usage.input_tokens == 100 * usage.calls
    assert usage.cost is None  # unknown, which is not free


def test_what_a_template_says_besides_is_told_in_every_call(manager, server) -> None:
    said = "Let the children clap each new word."
    TemplateShelf(manager.workspace).save(
        Template(id="clapping", name="Clapping", prompt_additions=said, topic_count=1)
    )
    batch = manager.create_batch_from_template(
        "clapping", subjects=["Music"], grades=[5], author="openai:tiny", base_url=server.url
    )
    manager.start_batch(batch.id)
    assert manager.wait(batch.id).status is BatchState.COMPLETED
    assert all(said in call.body["messages"][0]["content"] for call in server.calls)


def test_reaching_the_budget_pauses_and_a_higher_one_goes_on_where_it_was(make, server, workspace) -> None:
    batch = make(grades=(3, 4, 5), batch={"token_budget": 16_000})
    assert batch.status is BatchState.PAUSED
    paused = [job for job in batch.jobs if job.status is JobState.PAUSED]
    assert {job.status for job in batch.jobs} <= {JobState.PAUSED, JobState.PENDING, JobState.COMPLETED}
    assert "of the budget of 16,000 tokens" in paused[0].detail.error
    before = Counter((call.name, call.title) for call in server.calls)
    manager = BatchManager(workspace)
    manager.start_batch(batch.id, token_budget=10_000_000)
    assert manager.wait(batch.id).status is BatchState.COMPLETED
    after = Counter((call.name, call.title) for call in server.calls)
    assert after["outline", ""] == 3
    assert after["lesson", "Planets 1"] == 3
    assert before["lesson", "Planets 1"] >= 1


def test_a_model_on_this_computer_is_kept_to_bounds(make, server) -> None:
    make(topic_count=2)
    outline = next(call for call in server.calls if call.name == "outline")
    schema = outline.body["response_format"]["json_schema"]["schema"]
    units = schema["properties"]["units"]
    assert (units["minItems"], units["maxItems"]) == (2, 2)
    assert schema["properties"]["overview"]["maxLength"] > 100
    assert "maxLength" not in str(_strict(OutlineDraft))  # which OpenAI's own server refuses


def test_a_pause_makes_no_call_that_was_not_begun(manager, server, monkeypatch) -> None:
    monkeypatch.setenv("CURRICULUM_CALLS_AT_ONCE", "2")  # so that Parts of four jobs wait for their turn
    server.latency = 0.3
    row = {"subject": "Art", "topic_count": 2, "author": "openai:tiny", "base_url": server.url}
    batch = manager.create_custom_batch([row | {"grade": grade} for grade in (3, 4, 5, 6)], concurrency=4)
    manager.start_batch(batch.id)
    while len(server.calls) < 7:
        time.sleep(0.01)
    manager.pause_batch(batch.id)
    begun = len(server.calls)
    while manager.get_batch_status(batch.id).status is not BatchState.PAUSED:
        time.sleep(0.01)
    assert len(server.calls) <= begun + 4
    server.latency = 0
    manager.start_batch(batch.id)
    assert manager.wait(batch.id).status is BatchState.COMPLETED
    asked = Counter((call.body["messages"][0]["content"], call.name, call.title) for call in server.calls)
    assert max(asked.values()) == 1


def test_a_dollar_budget_needs_a_price_or_tokens_beside_it(make) -> None:
    with pytest.raises(BadPlan, match=r"price of openai:tiny.*is not known.*token budget"):
        make(batch={"budget": "1.00"})
    assert make(batch={"budget": "1.00", "token_budget": 10_000_000}).status is BatchState.COMPLETED


def test_a_wrong_key_fails_the_whole_batch_at_once(make, server, monkeypatch) -> None:
    server.key = "right"
    monkeypatch.setenv("CURRICULUM_API_KEY", "wrong-key-0123")
    batch = make(grades=tuple(range(1, 13)))
    assert batch.status is BatchState.FAILED
    assert len(server.calls) <= 2  # jobs at once
    reasons = {job.detail.error.removeprefix("Not begun. ") for job in batch.jobs}
    assert len(reasons) == 1
    assert "refused the key" in reasons.pop()


def test_the_key_stands_nowhere(make, server, workspace, caplog, capfd) -> None:
    secret = "sk-never-to-be-seen-0123456789"
    server.key = secret
    caplog.set_level(logging.DEBUG)
    keys.remember("openai", server.url, secret)
    server.faults["quiz"] = ["500", "nonsense"]
    try:
        assert make(image_model="brush").status is BatchState.COMPLETED
        assert server.names().count("image") == 1
        server.faults["any"] = ["401"] * 9
        assert make(grades=(5,)).status is BatchState.FAILED
    finally:
        keys.remember("openai", server.url, "")
    assert server.calls[0].authorization == f"Bearer {secret}"
    said = "".join(capfd.readouterr()) + caplog.text
    files = [path for path in workspace.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert secret not in said
    assert not [path for path in files if secret.encode() in path.read_bytes()]


@pytest.mark.parametrize("share", [10])
def test_every_curriculum_is_whole_though_one_call_in_ten_is_refused(make, server, share) -> None:
    refuse = iter(range(10_000))
    server.fault = lambda _: "429" if next(refuse) % share == share - 1 else ""  # type: ignore[method-assign]
    batch = make(grades=(3, 4, 5), environ={"CURRICULUM_CALLS_AT_ONCE": "16"})
    assert batch.status is BatchState.COMPLETED
    refused = len(server.calls) // share
    written = Counter((call.name, call.title) for call in server.calls)
    assert sum(written.values()) - refused == batch.jobs[0].detail.usage.calls * 3


def test_the_ledger_knows_every_call(make, workspace: Path) -> None:
    from curriculum_widgets.pricing.ledger import Ledger  # noqa: PLC0415

    batch = make()
    tokens, dollars = Ledger(workspace / "batches" / batch.id / "ledger.jsonl").spent()
    usage = batch.jobs[0].detail.usage
    assert tokens == usage.input_tokens + usage.output_tokens
    assert dollars == Decimal(0)


def test_a_course_is_reviewed_and_what_was_found_is_the_teachers(make, server, workspace) -> None:
    batch = make()
    made = BatchManager(workspace).library.load(batch.jobs[0].job.curriculum)
    [finding] = made.findings
    assert (finding.unit, finding.severity, finding.suggestion) == (made.units[0].id, "minor", "Say orbit.")
    review = next(call for call in server.calls if call.name == "review")
    assert "### Idea 4" in review.body["messages"][-1]["content"]
    assert seen_by(made, Edition.STUDENT).findings == ()
    server.faults["review"] = ["nonsense"] * 9
    again = make(grades=(5,))
    assert again.status is BatchState.COMPLETED  # a partial course is a finished job
    assert (
        "not filled in"
        in BatchManager(workspace).library.load(again.jobs[0].job.curriculum).missing["review"]
    )
