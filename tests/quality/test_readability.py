from __future__ import annotations

import pytest

from curriculum_widgets.quality.readability import measure, sentences, syllables, words

# Counted by ear, and agreeing with the Carnegie Mellon pronouncing dictionary.
COUNTED = """
1: cat dog house sun ice heat rain clouds storm ground leaf root through strength thought walked jumped
 notes makes shapes piece field each year sea one clothes breathe
2: water vapor table little people science being ocean lion quiet cycle angle seven planet carbon magnet wanted added
 boxes pages lesson number input equal fuel simple
3: area idea energy example triangle gravity molecule computer condensing finally remember banana tomato recipe
 ratio radio video musical
4: evaporate material experience bacteria geometry geography variable experiment information equivalent january condensation
5: evaporation vocabulary multiplication denominator precipitation university
6: responsibility
"""
LISTED = [
    (word, int(line.split(":")[0]))
    for line in COUNTED.replace("\n ", " ").strip().splitlines()
    for word in line.split(":")[1].split()
]


@pytest.mark.parametrize(("word", "count"), LISTED)
def test_syllables_of_common_words(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize("word", ["", "x", "hmm", "123", "don't", "well-known", "É"])
def test_every_word_has_at_least_one_syllable(word: str) -> None:
    assert syllables(word) >= 1


def test_hyphens_part_words_and_apostrophes_do_not() -> None:
    assert syllables("well-known") == 2
    assert syllables("teacher's") == 2
    assert syllables("couldn't") == 2


def test_sentences_leave_out_figures_code_and_formulas() -> None:
    text = "Water boils. ![A pot](figure:pot) Does it?\n\n```python\nprint('No. Yes. No.')\n```\n\nIt does: look!"
    assert len(sentences(text)) == 3
    assert "print" not in words(text)


def test_known_text_has_known_figures() -> None:
    # 3 sentences, 18 words, 22 syllables; by hand: 0.39 × 6 + 11.8 × 22/18 − 15.59 = 1.17
    text = "The cat sat on the mat. A dog ran to the water fast. It got very wet today again."
    found = measure(text)
    assert (found.words, found.sentences, found.longest_sentence) == (19, 3, 7)
    assert found.flesch_kincaid == pytest.approx(0.39 * 19 / 3 + 11.8 * 23 / 19 - 15.59, abs=0.01)
    assert found.lix == pytest.approx(19 / 3, abs=0.01)


def test_harder_text_measures_harder() -> None:
    easy = measure("The sun warms the sea. Some water goes up. It cools. Then it falls as rain.")
    hard = measure(
        "Precipitation originates from atmospheric condensation of evaporated oceanic moisture, considerably."
    )
    for name in ("flesch_kincaid", "ari", "lix"):
        assert getattr(hard, name) > getattr(easy, name) + 5


def test_words_that_are_taught_can_be_left_out() -> None:
    text = "Condensation is what clouds are made by."
    assert measure(text, leave_out=frozenset({"condensation"})).flesch_kincaid < measure(text).flesch_kincaid


def test_nothing_measures_as_nothing() -> None:
    assert measure("![x](figure:y)").words == 0
