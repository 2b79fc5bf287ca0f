from __future__ import annotations

from pathlib import Path

import pytest

from curriculum_widgets.batch import BatchManager, BatchView
from curriculum_widgets.batch.plan_file import read_plan_file
from curriculum_widgets.batch.status import JobState, Status, write_status
from curriculum_widgets.documents.preset import Preset
from curriculum_widgets.errors import BadPlan, BadRequest, NotFound

AUTUMN = """
name: 2026
description: Every autumn
template: math-problem-solving
subjects: [Mathematics]
grades: [4, 5]
topic_count: 1
richness: 2
concurrency: 3
token_budget: 900
jobs:
  - {subject: Science, grade: 4, topics: [Water cycle], topic_count: 2}
"""


def requests(view: BatchView) -> list[object]:
    return [job.job.request for job in view.jobs]


def test_a_preset_is_planned_again_and_again(manager: BatchManager) -> None:
    preset = manager.presets.import_yaml(AUTUMN)
    assert (preset.id, preset.name, preset.makes) == ("2026", "2026", "Mathematics × 4, 5 and 1 row")
    first, second = (manager.create_batch_from_preset("2026") for _ in range(2))
    assert first.id != second.id
    assert requests(first) == requests(second)
    assert [job.name for job in first.jobs] == [
        "Mathematics · Grade 4", "Mathematics · Grade 5", "Science · Grade 4",
    ]  # fmt: skip
    assert [job.job.request.topic_count for job in first.jobs] == [1, 1, 2]
    assert {job.job.request.template for job in first.jobs} == {"math-problem-solving"}
    assert (first.plan.name, first.plan.concurrency, first.plan.token_budget) == ("2026", 3, 900)
    assert manager.create_batch_from_preset("2026", name="Other", concurrency=1).plan.concurrency == 1


def test_its_yaml_comes_back_as_the_same_preset_and_is_a_plan_file_too(
    manager: BatchManager, tmp_path: Path
) -> None:
    preset = manager.presets.import_yaml(AUTUMN)
    text = manager.presets.export_yaml(preset.id)
    assert manager.presets.import_yaml(text) == preset
    assert len(manager.presets.list()) == 1
    (tmp_path / "a.yaml").write_text(text)
    from_file = manager.create_batch_from_file(tmp_path / "a.yaml")
    assert requests(from_file) == requests(manager.create_batch_from_preset(preset))
    assert read_plan_file(tmp_path / "a.yaml")[0] == preset.about()


def test_a_template_alone_is_enough_when_it_names_subjects_and_grades(manager: BatchManager) -> None:
    template = manager.templates.get("math-problem-solving")
    preset = manager.presets.import_yaml(f"name: As usual\ntemplate: {template.id}\n")
    assert len(manager.check_preset(preset).jobs) == len(template.subjects) * len(template.grades)
    assert manager.list_batches() == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "it needs lines such as 'name: Autumn term'"),
        ("subjects: [Science]\ngrades: [4]", "name"),
        ("name: x", "it has no jobs; name at least one subject"),
        ("name: x\ncolour: red\nsubjects: [Science]", "colour"),
        ("name: x\njobs: [{colour: red}]", "its jobs have no field 'colour'"),
        ("name: x\nsubjects: [Science]\nbudget: -1", "budget"),
        ("name: x\nsubjects: [Science]\nauthor: 'no author'", "author"),
        ("name: x\nsubjects: !!python/object:os.system [x]", "uses the tag"),
        ("name: x\nsubjects: &a [*a]", "can't be read"),
        ("name: x\nschema_version: 99\nsubjects: [Science]", "reads up to 1"),
        ("name: '" + "x" * 1_000_001 + "'", "larger than 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_preset_is_refused_and_nothing_is_saved(
    manager: BatchManager, text: str, message: str
) -> None:
    with pytest.raises(Exception, match=message) as caught:
        manager.presets.import_yaml(text)
    assert type(caught.value).__module__ == "curriculum_widgets.errors"
    assert manager.presets.list() == ()


def test_a_preset_that_cannot_be_made_says_so_when_it_is_planned(manager: BatchManager) -> None:
    preset = Preset(id="x", name="X", subjects=("Sciense", "Science"), grades=("4",))
    with pytest.raises(BadPlan, match="Did you mean Science"):
        manager.check_preset(preset)
    with pytest.raises(NotFound, match="There is no preset 'nope'; there is none yet"):
        manager.create_batch_from_preset("nope")
    gone = Preset(id="x", name="X", template="gone")
    with pytest.raises(NotFound, match="no template 'gone'"):
        manager.create_batch_from_preset(gone)


def test_a_batch_is_saved_as_a_preset_whole(manager: BatchManager) -> None:
    template = next(one for one in manager.templates.list() if one.style != "Standard")
    batch = manager.create_batch_from_template(
        template.id, ["Science"], [4, 5], budget="2.50", description="Why", style="Standard"
    )
    preset = manager.save_as_preset(batch.id, "Maths again")
    assert preset.id == "maths-again"
    again = manager.create_batch_from_preset(preset.id)
    assert requests(again) == requests(batch)
    assert (again.plan.budget, again.plan.description) == (batch.plan.budget, "Why")
    with pytest.raises(BadRequest, match="can't be a preset's name"):
        manager.save_as_preset(batch.id, " ")


def test_the_failed_ones_of_last_night_are_a_new_batch(manager: BatchManager) -> None:
    rows = [{"subject": "Science", "grade": grade, "topic_count": 1} for grade in (3, 4, 5, 6)]
    night = manager.create_custom_batch(rows, name="Night", budget=3, description="All")
    with pytest.raises(BadRequest, match="has failed or lacks a part"):
        manager.create_batch_from_failed(night.id)
    folder = manager.workspace.batches / night.id
    states = (JobState.COMPLETED, JobState.FAILED, JobState.PARTIAL, JobState.CANCELLED)
    for job, state in zip(night.plan.jobs, states, strict=True):
        write_status(folder, Status(job=job.id, state=state))
    again = manager.create_batch_from_failed(night.id)
    assert requests(again) == requests(night)[1:3]
    assert (again.name, again.plan.budget, again.status) == ("Night: again", night.plan.budget, "pending")
    assert {job.job.curriculum for job in again.jobs}.isdisjoint(job.job.curriculum for job in night.jobs)
