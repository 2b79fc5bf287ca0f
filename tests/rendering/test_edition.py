from __future__ import annotations

from samples import SECRETS, sample_curriculum

from curriculum_widgets.rendering.edition import Edition, seen_by

KEYS = ("ANSWER-VAPORIZATION", "l’évaporation", "4187.25", "1395.75 *", "0.3125", "cloud-is-vapour")


def test_teachers_see_everything():
    curriculum = sample_curriculum()
    assert seen_by(curriculum, Edition.TEACHER) is curriculum


def test_students_see_nothing_that_gives_an_answer_away():
    seen = seen_by(sample_curriculum(), Edition.STUDENT).model_dump_json()
    assert [secret for secret in SECRETS if secret in seen and secret not in KEYS] == []


def test_students_see_the_rest():
    whole = sample_curriculum()
    seen = seen_by(whole, Edition.STUDENT)
    for unit, before in zip(seen.units, whole.units, strict=True):
        assert unit.lesson == before.lesson
        assert unit.rubric == before.rubric
        assert unit.vocabulary == before.vocabulary
        assert [problem.prompt for problem in unit.practice] == [
            problem.prompt for problem in before.practice
        ]


def test_students_are_told_what_of_theirs_is_missing_but_not_why():
    whole = sample_curriculum()
    lacking = whole.units[1].model_copy(
        update={"missing": whole.units[1].missing | {"picture": "no such model"}}
    )
    seen = seen_by(whole.model_copy(update={"units": (whole.units[0], lacking)}), Edition.STUDENT)
    assert seen.units[1].missing == {"quiz": ""}  # of pictures, which need nobody's patience, not at all
    assert seen.missing == {}
