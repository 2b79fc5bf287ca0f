"""How hard an English text is to read.

Sources of the formulas: Kincaid et al. 1975 (Flesch–Kincaid grade level), Smith and Senter 1967 (Automated Readability
Index), Björnsson 1968 (LIX).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|```.*?```|`[^`]*`|\$[^$]*\$", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[\"”’)*_]*\s+(?=[\"“‘(*_]*[A-Z0-9])|\n{2,}|\n(?=[-*\d])")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*(?:-[A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
# Pairs that English says apart, where a run of vowels would be counted as one.
_HIATUS = re.compile(
    r"ia(?!l[^a-z]?$|n$|ge)|iu|eo(?!u)|[aeu]o(?=$|[^u])(?<!oo)|io(?!u|n)|ua(?=l|t|r[yi])|ue(?=l$|t$)|ui(?=[dnt]\w)|[^gq]ui(?=ty)|"
    r"ei(?=ng|t[yi])|yi(?=ng)|oi(?=ng)|ai(?=c$)|ee(?=ing)|ie(?=t|r$|nc|nt)|ea(?=$|te|ti|s$|l[ims])|oe(?=t|m)"
)
_EXCEPTIONS = {
    "area": 3, "areas": 3, "idea": 3, "ideas": 3, "science": 2, "sciences": 2, "create": 2, "creates": 2,
    "created": 3, "creating": 3, "people": 2, "every": 2, "everyone": 3, "everything": 3, "different": 3,
    "being": 2, "seeing": 2, "doing": 2, "going": 2, "lion": 2, "real": 1, "really": 2, "field": 1, "fields": 1,
    "friend": 1, "friends": 1, "piece": 1, "pieces": 2, "view": 1, "each": 1, "heat": 1, "ocean": 2, "oceans": 2,
    "chocolate": 3, "one": 1, "ones": 1, "once": 1, "something": 2, "sometimes": 2, "somewhere": 2, "someone": 2,
    "business": 2, "evening": 2, "hour": 1, "hours": 1, "our": 1, "fire": 1, "quiet": 2, "diet": 2, "poem": 2,
    "poet": 2, "recipe": 3, "recipes": 3, "energy": 3, "variable": 4, "variables": 4, "triangle": 3,
    "triangles": 3, "angle": 2, "angles": 2, "cycle": 2, "cycles": 2, "ratio": 3, "ratios": 3, "radio": 3,
    "million": 2, "billion": 2, "region": 2, "regions": 2, "usually": 4, "actually": 4, "equal": 2, "equals": 2,
    "fuel": 2, "fuels": 2, "cruel": 2, "ruin": 2, "fluid": 2, "fluids": 2, "museum": 3, "video": 3, "videos": 3,
    "studio": 3, "audio": 3, "piano": 3, "giant": 2, "giants": 2, "via": 2, "dial": 2, "trial": 2, "trials": 2,
    "material": 4, "materials": 4, "bacteria": 4, "period": 3, "periods": 3, "experience": 4, "obvious": 3,
    "previous": 3, "various": 3, "serious": 3, "curious": 3, "special": 2, "social": 2, "ancient": 2,
    "patient": 2, "ingredient": 4, "ingredients": 4, "gradient": 3, "orient": 3, "client": 2, "society": 4,
    "variety": 4, "theory": 3, "theories": 3, "meteor": 3, "geometry": 4, "geography": 4, "geology": 4,
    "video's": 3, "reuse": 2, "react": 2, "reacts": 2, "reaction": 3, "reactions": 3, "linear": 3, "nuclear": 3,
    "ear": 1, "year": 1, "years": 1, "sea": 1, "tea": 1, "pea": 1, "flea": 1, "plea": 1, "seas": 1, "plant": 1,
    "cooperate": 4, "coordinate": 4, "coordinates": 4, "zoology": 4, "evaporate": 4, "the": 1, "me": 1, "be": 1,
    "she": 1, "he": 1, "we": 1, "maybe": 2, "machine": 2, "machines": 3, "white": 1, "breathe": 1, "clothes": 1,
}  # fmt: skip


def syllables(word: str) -> int:
    """Counts the syllables of an English word.

    Args:
        word: One word, in any case; hyphens part it, apostrophes don't.

    Returns:
        At least 1.
    """
    parts = [part for part in re.split(r"[-’']", word.lower()) if part]
    if len(parts) > 1 and "-" in word:
        return sum(syllables(part) for part in parts)
    negated = re.fullmatch(r"(\w*[ds])n['’]t", word.lower())
    if negated:  # "didn't" says its n apart, "don't" does not
        return syllables(negated[1]) + 1
    text = re.sub(r"[^a-z]", "", re.sub(r"['’](s|t|re|ve|ll|d|m)$", "", word.lower()))
    if text in _EXCEPTIONS:
        return _EXCEPTIONS[text]
    if text.endswith("s") and text[:-1] in _EXCEPTIONS:
        return _EXCEPTIONS[text[:-1]]
    count = len(_VOWELS.findall(text)) + len(_HIATUS.findall(text))
    if re.search(r"[^aeiouylr]e$|[aeiou][lr]e$|[^aeiouy][aeiouy]re$", text) and count > 1:
        count -= 1  # a silent final e; "table" and "acre" keep theirs
    elif re.search(r"[^aeiouytd]ed$|[aeiouy]{2}[lr]es$", text) and count > 1:
        count -= 1  # "jumped", but "wanted" and "added" keep theirs
    elif re.search(r"[^aeioucgsxzhlr]es$|[aeiou][lr]es$|[^cs]hes$(?<!ches)", text) and count > 1:
        count -= 1  # "notes", but "boxes" and "tables" keep theirs
    if text.endswith(("sm", "thm")) and len(text) > 3:
        count += 1
    return max(count, 1)


@dataclass(frozen=True, slots=True)
class Readability:
    """Figures of one text.

    Args:
        words: How many words.
        sentences: How many sentences.
        longest_sentence: Words in the longest one.
        flesch_kincaid: US grade level by words a sentence and syllables a word.
        ari: US grade level by words a sentence and characters a word.
        lix: Words a sentence plus the percentage of words of more than six letters.
    """

    words: int
    sentences: int
    longest_sentence: int
    flesch_kincaid: float
    ari: float
    lix: float


def sentences(text: str) -> list[str]:
    """Parts a text into sentences, without figures, code and formulas.

    Args:
        text: Prose with light Markdown.

    Returns:
        The sentences that hold at least one word.
    """
    plain = _MARKUP.sub(" ", text)
    return [part.strip() for part in _SENTENCE_END.split(plain) if _WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a text, without figures, code and formulas."""
    return _WORD.findall(_MARKUP.sub(" ", text))


def measure(text: str, *, leave_out: frozenset[str] = frozenset()) -> Readability:
    """Measures how hard a text is to read.

    Args:
        text: Prose with light Markdown.
        leave_out: Casefolded words that don't count, such as the vocabulary that the text teaches.

    Returns:
        The figures; all zero for a text without words.
    """
    parts = sentences(text)
    found = [word for word in words(text) if word.casefold() not in leave_out]
    if not parts or not found:
        return Readability(0, 0, 0, 0.0, 0.0, 0.0)
    per_sentence = len(found) / len(parts)
    long_share = sum(len(word) > 6 for word in found) / len(found)
    return Readability(
        words=len(found),
        sentences=len(parts),
        longest_sentence=max(len(words(part)) for part in parts),
        flesch_kincaid=0.39 * per_sentence + 11.8 * sum(map(syllables, found)) / len(found) - 15.59,
        ari=4.71 * sum(map(len, found)) / len(found) + 0.5 * per_sentence - 21.43,
        lix=per_sentence + 100 * long_share,
    )
