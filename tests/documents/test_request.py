from __future__ import annotations

import pytest
from pydantic import ValidationError

from curriculum_widgets.catalog import built_in
from curriculum_widgets.documents.request import Request, TopicPattern, resolved
from curriculum_widgets.documents.template import Template
from curriculum_widgets.errors import UnknownName


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"topic_count": 0}, "greater than or equal to 1"),
        ({"topic_count": 1_000_000}, "less than or equal to 30"),
        ({"topics": [f"t{n}" for n in range(31)]}, "at most 30"),
        ({"topics": ["Water", "water"]}, "named twice"),
        ({"guidelines": "x" * 1_000_000}, "at most 20000"),
        ({"guidelines": "a\x00b"}, "control character"),
        ({"richness": 6}, "less than or equal to 5"),
        ({"author": "bank; rm -rf"}, "pattern"),
        ({"subject": "a\nb"}, "one line"),
    ],
)
def test_bad_input_is_named(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Request.model_validate({"subject": "Science", "grade": "Grade 4"} | fields)


def test_names_become_those_of_the_catalogue() -> None:
    request = resolved(Request(subject="math", grade="k", style="eli5", language="es"), built_in())
    assert (request.subject, request.grade) == ("Mathematics", "Kindergarten")
    assert (request.style, request.language) == ("ELI5", "Spanish")


@pytest.mark.parametrize(
    ("fields", "near"),
    [
        ({"subject": "Sciense"}, "Science"),
        ({"subject": "sci"}, "Science"),
        ({"grade": "Grade 13"}, "Grade 1"),
        ({"style": "Hands on!"}, None),
        ({"style": "Socratik"}, "Socratic"),
        ({"language": "Spanisch"}, "Spanish"),
    ],
)
def test_unknown_names_suggest_the_nearest(fields: dict[str, str], near: str | None) -> None:
    request = Request.model_validate({"subject": "Science", "grade": "4"} | fields)
    if near is None:
        assert resolved(request, built_in()).style == "Hands-on"
        return
    with pytest.raises(UnknownName, match=near):
        resolved(request, built_in())


def test_a_template_yields_a_request_that_can_be_changed() -> None:
    template = Template(
        id="t", name="T", style="Visual", topic_count=2, patterns=(TopicPattern(title="On {topic}"),)
    )
    request = template.request("Science", "Grade 4", topic_count=1)
    assert (request.style, request.topic_count, request.template) == ("Visual", 1, "t")


@pytest.mark.parametrize("title", ["no placeholder", "{topic} {subject}", "{topic", "{topic} {0}"])
def test_a_pattern_holds_its_one_placeholder(title: str) -> None:
    with pytest.raises(ValidationError):
        TopicPattern(title=title)
