from __future__ import annotations

from pathlib import Path

import pytest
from samples import sample_curriculum, spring
from unpacked import unpacked

from curriculum_widgets.exporters import export, file_name
from curriculum_widgets.rendering.edition import Edition

GOLDEN = Path(__file__).parents[1] / "golden"
TEXTS = [
    ("json", Edition.TEACHER),
    ("markdown", Edition.STUDENT),
    ("markdown", Edition.TEACHER),
    ("html", Edition.STUDENT),
    ("html", Edition.TEACHER),
    ("csv", Edition.STUDENT),
    ("csv", Edition.TEACHER),
    ("gift", Edition.TEACHER),
    ("moodle", Edition.TEACHER),
    ("qti12", Edition.TEACHER),
    ("qti21", Edition.TEACHER),
    ("imscc", Edition.TEACHER),
]


@pytest.mark.parametrize(("name", "edition"), TEXTS, ids=str)
def test_byte_for_byte(name, edition, update_golden):
    curriculum = sample_curriculum()
    made = export(curriculum, name, edition, media=spring)
    data = unpacked(made)  # archives are kept as the text that is in them
    path = GOLDEN / (file_name(curriculum, name, edition) + ("" if data is made else ".txt"))
    if update_golden:
        path.write_bytes(data)
    same = data == path.read_bytes()
    assert same, f"{path.name} differs; look at it, then: pytest tests/exporters --update-golden"
