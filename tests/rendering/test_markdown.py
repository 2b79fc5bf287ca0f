from __future__ import annotations

import re

import pytest
from hostile import BLOCKS, EACH_HOSTILE, HOSTILE, elements, hostile_curriculum
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from samples import SECRETS, sample_curriculum

from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.markdown import curriculum_markdown
from curriculum_widgets.rendering.markdown_text import item, plain, prose, table

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"figure", "svg", "title", "desc", "rect", "path", "polygon", "circle", "text", "tspan", "g", "line"}
OURS |= {"defs", "clippath"}
MARKDOWN = {
    *("a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"),
    *("pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


def read(markdown: str) -> list[tuple[str, dict[str, str]]]:
    return elements(READER.render(markdown))


def headings(markdown: str) -> list[str]:
    return [
        token.tag for token in READER.parse(markdown) if token.type == "heading_open" and token.tag < "h4"
    ]


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "1. a", "- a", "+ a", "# a", "= a", "a_b_c _d_", "$5 and $6", "`a` ``"]
)
def test_a_plain_line_reads_as_it_was_written(text):
    tokens = READER.parse(plain(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children
    assert {child.type for child in children} <= {"text", "code_inline"}
    shown = "".join(child.content for child in children)
    shown = shown.replace(r"\lt ", "<").replace(r"\gt ", ">")  # as formulas say it
    assert re.sub(r"[`\s]", "", shown) == re.sub(r"[`\s]", "", text)


@given(st.text(alphabet="`<>!&;#()[]*_~|\\.-+= \n1abx", max_size=80))
def test_no_plain_line_is_structure(text):
    tokens = READER.parse(plain(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert all(child.type in ("text", "code_inline") for token in tokens for child in token.children or ())


@given(st.text(alphabet="`<>!&;#()[]*~|\\-= \nab/", max_size=120))
def test_prose_brings_no_markup_and_keeps_to_its_place(text):
    safe = prose(text, top=5)
    page = f"# Before\n\n{safe}\n\n# After"
    tokens = READER.parse(page)
    assert not any(token.type == "html_block" for token in tokens)
    assert not any(c.type in ("html_inline", "image") for token in tokens for c in token.children or ())
    assert headings(page) == ["h1", "h1"]
    nested = item("1.", safe) + "\n\n# After"
    assert headings(nested)[-1:] == ["h1"]


def test_code_in_prose_stays_code():
    assert prose("Use `a < b` or\n\n```\n<b>\n```") == "Use `a < b` or\n\n```\n<b>\n```"
    assert prose("See <https://example.org>, <b>not</b>.") == "See <https://example.org>, &lt;b>not&lt;/b>."


def test_open_code_is_closed():
    assert prose("```\na").endswith("\n```")
    assert prose("~~~~\na\n```").endswith("\n~~~~")
    assert prose("```\na\n```") == "```\na\n```"


def test_headings_are_brought_below_ours():
    assert (
        prose("Title\n===\n\ntext\n\nSub\n---\n\n### Third", top=4)
        == "#### Title\n\ntext\n\n##### Sub\n\n###### Third"
    )


def test_a_table_cell_keeps_its_bars():
    text = table(["a|b", "c"], [["`x|y`", "z"]])
    assert [name for name, _ in read(text)].count("td") == 2


def test_an_item_holds_all_its_blocks():
    text = item("10.", prose("a\n\nb"), "- c")
    names = [name for name, _ in read(text)]
    assert names == ["ol", "li", "p", "p", "ul", "li"]


@pytest.mark.parametrize("edition", Edition)
def test_sections_stand_in_reading_order(edition):
    text = curriculum_markdown(sample_curriculum(), edition)
    found = re.findall(r"^#{2,3} (.*)$", text, re.MULTILINE)
    wanted = ["Contents", "Unit 1: The Water Cycle", "Objectives", "What you already know"]
    wanted += ["Standards"] if edition is Edition.TEACHER else []
    wanted += [
        "Lesson",
        "More figures",
        "Key points",
        "Vocabulary",
        "Activity: A cloud in a jar",
        "Practice",
        "Quiz",
    ]
    wanted += ["Exit ticket", "Summary", "Resources"]
    wanted += ["Misconceptions", "Teacher plan"] if edition is Edition.TEACHER else []
    wanted += ["Rubric"]
    wanted += ["Other ways to say it"] if edition is Edition.TEACHER else []
    wanted += ["Unit 2: Rivers", "Lesson", "Final assessment"]
    wanted += ["Answers"] if edition is Edition.TEACHER else []
    wanted += ["Glossary", "Materials list"]
    assert found == wanted


def test_students_find_no_key():
    text = curriculum_markdown(sample_curriculum(), Edition.STUDENT)
    assert [secret for secret in SECRETS if secret in text] == []


def test_teachers_find_all():
    text = curriculum_markdown(sample_curriculum(), Edition.TEACHER)
    hidden = {"cloud-is-vapour", "1395.75 *"}  # for the checks and for the studio
    assert [secret for secret in SECRETS if secret not in text and secret not in hidden] == []


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", EACH_HOSTILE)
def test_hostile_text_changes_no_structure(name, edition):
    text = curriculum_markdown(hostile_curriculum(name), edition)
    assert headings(text) == headings(curriculum_markdown(sample_curriculum(), edition))
    for element, attributes in read(text):
        assert element in OURS | MARKDOWN
        assert not any(key.startswith("on") for key in attributes)
        assert not attributes.get("href", "").startswith("javascript:")


@pytest.mark.parametrize("blocks", BLOCKS)
def test_hostile_blocks_stay_below_their_heading(blocks):
    page = f"## Before\n\n{prose(BLOCKS[blocks])}\n\n## After"
    assert headings(page) == ["h2", "h2"]


def test_other_languages_have_their_own_labels():
    text = curriculum_markdown(sample_curriculum("German"), Edition.STUDENT)
    assert "## Inhalt" in text
    assert "Lesson" not in text
