"""Cards to learn with in Anki: the vocabulary, and the quizzes as questions with their answers behind."""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from collections.abc import Iterable, Iterator

import genanki

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.documents.text import fold
from curriculum_widgets.errors import BadRequest
from curriculum_widgets.exporters import Exporter, Option
from curriculum_widgets.rendering.archive import archive
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.rendering.origin import imprint, origin
from curriculum_widgets.rendering.questions import answer_text, student_view
from curriculum_widgets.rendering.quizzes import Asked, light_html, light_line, named_quizzes
from curriculum_widgets.rendering.words import Words, words_for

_STYLE = """
.card { font-family: system-ui, "Noto Sans", sans-serif; font-size: 1.25rem; line-height: 1.5; max-width: 38rem;
  margin-inline: auto; padding: 1rem; text-align: start; color: #1f2a33; background: #fff; }
.nightMode.card, .night_mode .card { color: #e6edf1; background: #14191d; }
.front { font-weight: 600; }
.back strong { color: #2f6a2c; }
.nightMode .back strong, .night_mode .back strong { color: #9ccb96; }
.origin { margin-block-start: 2rem; font-size: .8rem; opacity: .75; }
ol { list-style-type: upper-alpha; font-weight: 400; }
""".strip()
_MODELS = {"ltr": 1732745001, "rtl": 1732745002}
"""Which kind of note it is in a collection; another number would be another kind."""


def render(curriculum: Curriculum, edition: Edition, *, media: Media, cards: str) -> bytes:
    """Packs a deck for each unit; `export` sees to it that only teachers get them."""
    del edition, media
    words, made = words_for(curriculum), curriculum.provenance
    written = origin(curriculum, words)[0]
    decks: dict[str, genanki.Deck] = {}
    for place, front, back, name in _cards(curriculum, words, cards):
        if place not in decks:
            title = "::".join(part.replace("::", ": ") for part in (curriculum.title, place))
            about = light_line(imprint(curriculum, words))
            decks[place] = genanki.Deck(_number(curriculum.id, place), title, about)
        decks[place].add_note(
            genanki.Note(
                model=_model(words.direction),
                fields=[front, back, f"{light_line(curriculum.title)} · {light_line(written)}"],
                guid=hashlib.sha256(f"{curriculum.id}/{name}".encode()).hexdigest()[:20],
            )
        )
    if not decks:
        msg = (
            f"{curriculum.title!r} has nothing to make such cards of; choose other cards, or another format."
        )
        raise BadRequest(msg)
    return archive(
        {"collection.anki2": _collection(decks.values(), curriculum), "media": b"{}"}, made.created
    )


def _collection(decks: Iterable[genanki.Deck], curriculum: Curriculum) -> bytes:
    """Written here and not by genanki, whose archive bears the time at which it is written."""
    when = curriculum.provenance.created.timestamp()
    database = sqlite3.connect(":memory:")
    genanki.Package(list(decks)).write_to_db(database.cursor(), when, itertools.count(int(when * 1000)))
    for note, fields in database.execute("SELECT id, flds FROM notes ORDER BY id").fetchall():
        # Anki leaves a card as it is when it bears the same time; this one changes with its text.
        earlier = int.from_bytes(hashlib.sha256(fields.encode()).digest()[:3], "big")
        database.execute("UPDATE notes SET mod = ? WHERE id = ?", (int(when) - earlier, note))
    database.commit()
    collection = database.serialize()
    database.close()
    return collection


def _cards(curriculum: Curriculum, words: Words, cards: str) -> Iterator[tuple[str, str, str, str]]:
    """Each card's deck, front, back, and what it is called within the curriculum."""
    quizzes = {quiz.unit: quiz for quiz in named_quizzes(curriculum)}
    places = [
        (f"{number:02} {unit.title}", unit.id, unit.vocabulary)
        for number, unit in enumerate(curriculum.units, 1)
    ]
    for place, unit, vocabulary in [*places, (words("final_assessment"), "", ())]:
        if cards != "quiz":
            for term in vocabulary:
                yield place, light_line(term.term), light_html(term.definition), f"term/{fold(term.term)}"
        if cards != "vocabulary" and unit in quizzes:
            for asked in quizzes[unit].questions:
                yield place, _front(asked, words), _back(asked, words), asked.id


def _front(asked: Asked, words: Words) -> str:
    view = student_view(asked.question, words)
    unit = f" ({view.unit})" if view.unit else ""
    lefts = "".join(f"<li>{light_line(left)}</li>" for left in view.lefts)
    choices = "".join(f"<li>{light_line(choice)}</li>" for choice in view.choices)
    return (
        f"{asked.prompt}<p><em>{light_line(view.instruction + unit)}</em></p>"
        + (f'<ol style="list-style-type: decimal">{lefts}</ol>' if lefts else "")
        + (f"<ol>{choices}</ol>" if choices and view.kind != "true_false" else "")
    )


def _back(asked: Asked, words: Words) -> str:
    explanation = f"<div>{asked.explanation}</div>" if asked.question.explanation else ""
    return f"<p><strong>{light_line(answer_text(asked.question, words))}</strong></p>{explanation}"


def _model(direction: str) -> genanki.Model:
    front = f'<div class="front" dir="{direction}">{{{{Front}}}}</div>'
    back = f'<hr id="answer"><div class="back" dir="{direction}">{{{{Back}}}}</div>'
    origin = f'<div class="origin" dir="{direction}">{{{{Origin}}}}</div>'
    return genanki.Model(
        _MODELS[direction],
        f"Curriculum ({direction})",
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Origin"}],
        templates=[{"name": "Card", "qfmt": front, "afmt": f"{{{{FrontSide}}}}{back}{origin}"}],
        css=_STYLE,
    )


def _number(curriculum: str, place: str) -> int:
    """A deck's number, the same in every export."""
    digest = hashlib.sha256(f"{curriculum}/{place}".encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


EXPORTER = Exporter(
    label="Anki cards",
    suffix=".apkg",
    media_type="application/vnd.anki",
    keys="teacher-only",
    render=render,
    options=(
        Option(
            "cards",
            "Cards",
            "all",
            {"all": "Vocabulary and questions", "vocabulary": "Vocabulary", "quiz": "Questions"},
            "Importing again mends the cards that learners have, where Anki is told to update notes always.",
        ),
    ),
    holds="questions",
)
