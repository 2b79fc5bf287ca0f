"""What was expected and what was spent, by author and model, wherever a batch is told of."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from model_server import serving

from curriculum_widgets.authors.estimate import estimate
from curriculum_widgets.batch import BatchManager
from curriculum_widgets.batch.costs import cost_table, money
from curriculum_widgets.batch.summary import read_summary
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.report import Report


@pytest.fixture
def batch(manager: BatchManager) -> str:
    with serving() as server:
        model = {
            "subject": "Art",
            "grade": 4,
            "topic_count": 1,
            "author": "openai:tiny",
            "base_url": server.url,
        }
        bank = {"subject": "Science", "grade": 4, "topic_count": 1}
        planned = manager.create_custom_batch([bank, model, model | {"grade": 5}])
        manager.start_batch(planned.id)
        manager.wait(planned.id)
    return planned.id


def test_by_author_expected_and_spent(manager: BatchManager, batch: str) -> None:
    view = manager.get_batch_status(batch)
    bank, model = view.costs
    assert (bank.author, bank.jobs, bank.made, bank.is_free) == ("bank", 1, 1, True)
    assert model.author.startswith("openai:tiny at http://127.0.0.1")
    assert (model.jobs, model.made, model.is_free) == (2, 2, False)
    requests = [job.job.request for job in view.jobs[1:]]
    assert model.expected_tokens == estimate(requests).tokens
    assert model.usage == view.jobs[1].detail.usage + view.jobs[2].detail.usage
    assert model.usage.cost is None  # not known, which is not nothing
    _, rows = cost_table(view.costs)
    assert rows[0][-2:] == ("nothing", "nothing")
    assert rows[1][-2:] == ("not known", "not known")


def test_a_summary_and_a_report_hold_it(manager: BatchManager, batch: str) -> None:
    view = manager.get_batch_status(batch)
    summary = read_summary(manager.workspace.batches / batch)
    assert summary
    assert summary.costs == view.costs
    old = json.loads(summary.model_dump_json())
    del old["costs"]
    assert type(summary).model_validate_json(json.dumps(old)).costs == ()
    page = Report(view).page()
    assert "What it cost" in page
    assert f"{view.costs[1].usage.input_tokens + view.costs[1].usage.output_tokens:,}" in page


def test_money_is_said_in_words() -> None:
    assert money(None) == "not known"
    assert money(Decimal(0)) == money(Usage().cost) == "nothing"
    assert money(Decimal("0.01234")) == "0.0123 USD"
    assert money(Decimal("12.345")) in ("12.34 USD", "12.35 USD")
