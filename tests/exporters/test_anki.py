from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

import pytest
from hostile import HOSTILE, elements, hostile_curriculum
from judges import in_anki
from samples import sample_curriculum
from unpacking import files

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.exporters import export


def collection(curriculum: Curriculum, cards: str = "all") -> tuple[dict[str, list], list[str]]:
    """Notes by their guid, and the names of the decks."""
    database = sqlite3.connect(":memory:")
    database.deserialize(files(export(curriculum, "anki", options={"cards": cards}))["collection.anki2"])
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    rows = database.execute("select guid, flds, mod from notes")
    notes = {guid: [*fields.split("\x1f"), mod] for guid, fields, mod in rows}
    assert database.execute("select count(*) from cards").fetchone() == (len(notes),)
    decks = [
        deck["name"] for deck in json.loads(database.execute("select decks from col").fetchone()[0]).values()
    ]
    database.close()
    return notes, decks


def test_words_and_questions_are_cards_in_the_decks_of_their_units():
    notes, decks = collection(sample_curriculum())
    assert len(notes) == 2 + 9
    assert {"Water on the Move::01 The Water Cycle", "Water on the Move::Final assessment"} <= set(decks)
    fronts = {front: back for front, back, *_ in notes.values()}
    assert fronts["evaporation"] == "The change from liquid to gas."
    (cloud,) = [front for front in fronts if "cloud" in front][:1]
    assert "<li>Droplets and ice</li>" in cloud
    assert fronts[cloud].startswith("<p><strong>A. Droplets and ice</strong></p>")


def _mended(curriculum: Curriculum) -> Curriculum:
    unit = curriculum.units[0]
    first = unit.quiz.questions[0].model_copy(update={"prompt": "What are clouds made of?"})
    quiz = unit.quiz.model_copy(update={"questions": (first, *unit.quiz.questions[1:])})
    return curriculum.model_copy(
        update={"units": (unit.model_copy(update={"quiz": quiz}), *curriculum.units[1:])}
    )


def test_a_card_keeps_its_name_when_its_text_is_mended():
    curriculum = sample_curriculum()
    before, after = collection(curriculum)[0], collection(_mended(curriculum))[0]
    assert list(before) == list(after)
    # Anki mends only cards whose time is another
    assert [guid for guid in before if before[guid][-1] != after[guid][-1]] == [
        next(g for g in before if "cloud" in before[g][0])
    ]


IMPORT = """
import json, os, sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
folder, *packages = sys.argv[1:]
collection = Collection(os.path.join(folder, "collection.anki2"))
logs = [
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=one, options=ImportAnkiPackageOptions())).log
    for one in packages
]
print(json.dumps({
    "imports": [[len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)] for log in logs],
    "decks": [deck.name for deck in collection.decks.all_names_and_ids()],
    "fronts": [collection.get_note(note).fields[0] for note in collection.find_notes("")],
    "question": collection.get_card(collection.find_cards("evaporation")[0]).question(),
}))
collection.close()
"""


def test_anki_itself_imports_it_and_mends_what_it_has(tmp_path):
    curriculum = sample_curriculum()
    packages = [tmp_path / "first.apkg", tmp_path / "mended.apkg"]
    packages[0].write_bytes(export(curriculum, "anki"))
    packages[1].write_bytes(export(_mended(curriculum), "anki"))
    said = json.loads(in_anki(IMPORT, str(tmp_path), str(packages[0]), *map(str, packages)))
    assert said["imports"] == [[11, 0, 0, 0], [0, 0, 11, 0], [0, 1, 10, 0]]  # new, updated, the same, at odds
    assert len(said["fronts"]) == 11
    assert any("What are clouds made of?" in front for front in said["fronts"])
    assert "Water on the Move::01 The Water Cycle" in said["decks"]
    assert "evaporation" in said["question"]


def test_some_cards_alone():
    assert len(collection(sample_curriculum(), "vocabulary")[0]) == 2
    assert len(collection(sample_curriculum(), "quiz")[0]) == 9
    poor = sample_curriculum().model_copy(update={"units": sample_curriculum().units[1:]})
    with pytest.raises(BadRequest, match="nothing to make such cards of"):
        export(poor, "anki", options={"cards": "vocabulary"})


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_text(name):
    notes, decks = collection(hostile_curriculum(name))
    assert len(notes) == 11
    assert all(deck.count("::") <= 1 for deck in decks)
    for fields in notes.values():
        for element, attributes in elements("".join(fields[:3])):
            assert element not in ("script", "img", "svg", "iframe")
            assert not any(key.startswith("on") for key in attributes)


def test_where_genanki_is_missing_it_is_said_what_to_install():
    code = (
        "import sys; sys.modules['genanki'] = None\n"
        "from curriculum_widgets.exporters import EXPORTERS\n"
        "from curriculum_widgets.errors import MissingExtra\n"
        "try: EXPORTERS.get('anki')\n"
        "except MissingExtra as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert 'pip install "curriculum-widgets[lms]"' in said
