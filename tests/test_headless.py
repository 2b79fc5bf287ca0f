from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from curriculum_widgets import Request, generate
from curriculum_widgets.errors import BadRequest, GenerationFailed
from curriculum_widgets.headless import coerced, run_batch, run_request


def test_parameters_become_what_they_are_meant_to_be() -> None:
    assert coerced(
        subject="Science",
        grade=5,
        topic_count="2",
        richness=4.0 and "4",
        topics="Water cycle; Energy",
        style="",
        base_url=None,
    ) == {
        "subject": "Science",
        "grade": "5",
        "topic_count": 2,
        "richness": 4,
        "topics": ["Water cycle", "Energy"],
    }
    assert coerced(subjects='["Science", "Math"]', grades=[3, "K"]) == {
        "subjects": ["Science", "Math"],
        "grades": ["3", "K"],
    }
    assert coerced(without="quiz, activity") == {"include": {"quiz": False, "activity": False}}


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"topic_count": "2.5"}, "whole number"),
        ({"subjects": "[Science"}, r"write it as \[one, two\]"),
        ({"without": "homework"}, "no section 'homework'"),
    ],
)
def test_what_cannot_be_meant_is_named(parameters: dict[str, str], message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        coerced(**parameters)


def test_generate_from_python(workspace: Path) -> None:
    made = generate("Science", "4", workspace=workspace, topic_count=1, style="ELI5")
    assert isinstance(made.request, Request)
    assert made.request.style == "ELI5"
    with pytest.raises(GenerationFailed, match="curriculum resume"):
        generate("Science", 4, workspace=workspace, author="slow:1,fail=outline")


def test_a_report_reads_well_and_fails_when_jobs_failed(workspace: Path) -> None:
    heard: list[str] = []
    report = run_batch(
        subjects="Science",
        grades="4",
        styles="Standard, Concise",
        topic_count="1",
        workspace=str(workspace),
        say=heard.append,
    )
    assert heard[0] == f"Workspace: {workspace}"
    assert heard[-1].startswith("2 of 2: ✅ completed")
    assert repr(report).splitlines()[0] == "Science: completed: 2 of 2 done, 0 failed, cost nothing"
    assert report._repr_html_().count("<tr>") == 3
    assert report.timeline._repr_svg_().count("<rect") == 2
    assert report.timeline._repr_png_().startswith(b"\x89PNG")
    report.raise_if_failed()
    bad = run_request(
        subject="Science", grade="4", author="slow:1,fail=lesson", workspace=str(workspace), say=heard.append
    )
    with pytest.raises(GenerationFailed, match="Go on with: curriculum resume"):
        bad.raise_if_failed()
    assert "<script" not in bad._repr_html_()


def test_a_plan_stands_instead_of_lists_and_template(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("subject,grade,topic_count\nScience,4,1\n")
    report = run_batch(
        plan=str(tmp_path / "plan.csv"),
        subjects="Mathematics",
        template="math-problem-solving",
        workspace=str(workspace),
        say=lambda _: None,
    )
    assert [job.name for job in report.view.jobs] == ["Science · Grade 4"]


def test_every_field_of_a_request_can_be_given(workspace: Path) -> None:
    patterns = [
        {"title": "{topic}", "focus": "foundations"},
        {"title": "More of {topic}", "focus": "extension"},
    ]
    made = generate("Science", 4, workspace=workspace, topic_count=1, patterns=patterns)
    assert len(made.units) == 2


def test_a_budget_comes_as_text(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text("subject,grade,topic_count\nScience,3,1\n")
    for source in (
        {"plan": str(tmp_path / "jobs.csv")},
        {"subjects": "Science", "grades": "4", "topic_count": "1"},
    ):
        report = run_batch(**source, budget="2.50", workspace=str(workspace), say=lambda _: None)
        assert report.view.plan.budget == Decimal("2.50")
