from __future__ import annotations

import json
import re

import pytest
from hostile import HOSTILE, hostile_curriculum
from judges import judged
from samples import sample_curriculum

from curriculum_widgets.documents.quiz import MultipleAnswers, ShortAnswer
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.exporters import export

KINDS = ["MC", "MC", "TF", "Short", "Numerical", "Matching", "Matching"]
PARSE = "process.stdout.write(JSON.stringify(require('gift-pegjs').parse(fs.readFileSync(0, 'utf8'))))"


def gift(curriculum) -> str:
    return export(curriculum, "gift").decode()


def with_questions(*questions: object):
    curriculum = sample_curriculum()
    unit = curriculum.units[0]
    quiz = unit.quiz.model_copy(update={"questions": questions})
    units = (unit.model_copy(update={"quiz": quiz}), curriculum.units[1])
    return curriculum.model_copy(update={"units": units, "final_assessment": None})


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_opens_no_question(name):
    lines = re.sub(r"\\.", "", gift(hostile_curriculum(name))).splitlines()
    text = "\n".join(line for line in lines if not line.startswith(("//", "$CATEGORY:")))
    assert text.count("{") == text.count("}") == 9
    assert len(re.findall(r"^::", text, re.MULTILINE)) == 9
    answers = [row for row in text.splitlines() if row.startswith("\t=")]
    assert sum(row.count("->") for row in answers) == 7


@pytest.mark.parametrize("right", range(2, 9))
def test_the_right_options_make_up_all_of_it(right):
    options = [{"text": f"o{n}"} for n in range(10)]
    question = {"id": "q", "prompt": "?", "options": options, "answers": tuple(range(right))}
    weights = [float(w) for w in re.findall(r"~%(.*?)%", gift(with_questions(MultipleAnswers(**question))))]
    assert sum(weight for weight in weights if weight > 0) == pytest.approx(100, abs=0.001)
    assert sum(weights) == pytest.approx(0, abs=0.001)


def test_questions_in_doubt_are_left_out_and_told():
    question = ShortAnswer(id="a", prompt="SURE", accepted=("yes",))
    doubtful = ShortAnswer(id="b", prompt="UNSURE", accepted=("no",), doubt="Look it up.")
    text = gift(with_questions(question, doubtful))
    assert "SURE {" in text
    assert "UNSURE" not in text
    assert "// Left out, because a person must check the answers first: 1 questions" in text
    with pytest.raises(BadRequest, match="must be checked first"):
        gift(with_questions(doubtful))


def test_a_curriculum_without_questions_says_so():
    curriculum = sample_curriculum()
    poor = curriculum.model_copy(update={"units": curriculum.units[1:], "final_assessment": None})
    with pytest.raises(BadRequest, match="has no quiz, so GIFT would be empty"):
        gift(poor)


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["", *HOSTILE])
def test_another_reader_finds_the_same_questions(name):
    text = gift(hostile_curriculum(name) if name else sample_curriculum())
    found = [one for one in json.loads(judged("gift-pegjs", PARSE, text)) if one["type"] != "Category"]
    assert [one["type"] for one in found[:7]] == KINDS
    ids = re.findall(r"// \[id:(.*)\]", text)
    assert [one["id"] for one in found] == ids
    assert len(set(ids)) == 9
