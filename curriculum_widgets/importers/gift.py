"""Questions of GIFT, as Moodle and others write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from curriculum_widgets.importers.questions import Raw, Unusable
from curriculum_widgets.importers.text import escaped, line, markdown

Fields = Mapping[str, Any]

_SIGNS = "\\~=#{}:"
_HIDDEN = {sign: chr(0xE000 + place) for place, sign in enumerate(_SIGNS)}
"""Stand-ins for signs that are text, while the others are read as structure."""
_SHOWN = {hidden: sign for sign, hidden in _HIDDEN.items()}
_NAME = re.compile(r"\A::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\A\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"\A%(-?[\d.]{1,12})%")
_TRUTH = {"t": True, "true": True, "f": False, "false": False}
_GAP = "____"


def questions(text: str) -> Iterator[Raw]:
    """Reads a file.

    Args:
        text: All of it, maybe of somebody who means harm.

    Yields:
        Each question.
    """
    text = re.sub(r"[\ue000-\ue0ff]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "\n".join(row for row in text.split("\n") if not row.lstrip().startswith("//"))
    hidden = re.sub(r"\\([\\~=#{}:n])", lambda sign: _HIDDEN.get(sign[1], "\n\ue020"), kept)
    for number, block in enumerate(re.split(r"\n[ \t]*\n", hidden.replace("\n\ue020", "\ue020")), 1):
        rows = [row for row in block.split("\n") if not row.lstrip().startswith("$CATEGORY:")]
        source = "\n".join(rows).strip()
        if source:
            named = _NAME.match(source)
            name = _plain(named[1]) if named else ""
            body = source[named.end() :] if named else source
            yield Raw(name or f"question {number}", lambda body=body: _fields(body))  # type: ignore[misc]


def _fields(body: str) -> Fields:
    """The fields of what stands behind a question's name."""
    form = _FORMAT.match(body)
    kind = form[1] if form else "moodle"
    body = body[form.end() :] if form else body
    before, brace, rest = body.partition("{")
    key, closing, after = rest.partition("}")
    if not brace:
        msg = "it is a description, and asks nothing"
        raise Unusable(msg)
    if not closing:
        msg = "its answers have no end"
        raise Unusable(msg)
    asked = f"{before.rstrip()} {_GAP} {after.lstrip()}" if after.strip() else before
    key, _, explanation = key.partition("####")
    return {
        "prompt": _prose(asked, kind),
        "explanation": _prose(explanation, kind),
        **_key(key.strip(), kind),
    }


def _key(key: str, kind: str) -> Fields:
    if not key:
        msg = "it is an essay, which has no key"
        raise Unusable(msg)
    if key.startswith("#"):
        return _number(key[1:].strip())
    if (truth := key.partition("#")[0].strip().casefold()) in _TRUTH:
        return {"kind": "true_false", "answer": _TRUTH[truth]}
    answers = re.findall(r"([=~])([^=~]*)", key)
    if not answers:
        msg = "its answers can't be read"
        raise Unusable(msg)
    texts = [text.partition("#")[0].strip() for _, text in answers]
    if all(sign == "=" for sign, _ in answers):
        return _matched(texts, kind) if any("->" in text for text in texts) else _short(texts)
    return _choice([sign for sign, _ in answers], texts, kind)


def _number(key: str) -> Fields:
    """One right number with its tolerance, or the two ends of where it lies."""
    right = [text.partition("#")[0].strip() for text in re.split(r"[=~]", key) if text.strip()]
    if len(right) != 1 and not key.startswith("="):
        msg = "it has not exactly one right number"
        raise Unusable(msg)
    text = _WEIGHT.sub("", right[0] if right else "")
    try:
        if ".." in text:
            low, _, high = text.partition("..")
            lowest, highest = float(low), float(high)
            return {
                "kind": "numeric",
                "answer": (lowest + highest) / 2,
                "tolerance": abs(highest - lowest) / 2,
            }
        answer, _, tolerance = text.partition(":")
        return {"kind": "numeric", "answer": float(answer), "tolerance": float(tolerance or 0)}
    except ValueError:
        msg = "its right number can't be read"
        raise Unusable(msg) from None


def _short(texts: list[str]) -> Fields:
    weighed = [(_WEIGHT.match(text), text) for text in texts]
    accepted = [_WEIGHT.sub("", text) for found, text in weighed if not found or _share(found[1]) >= 100]
    return {"kind": "short_answer", "accepted": [_plain(text) for text in accepted]}


def _matched(texts: list[str], kind: str) -> Fields:
    pairs = [text.partition("->") for text in texts]
    if not all(left.strip() for left, _, _ in pairs):
        msg = "it has right sides that match nothing"
        raise Unusable(msg)
    return {
        "kind": "matching",
        "pairs": [{"left": _line(left, kind), "right": _plain(right)} for left, _, right in pairs],
    }


def _choice(signs: list[str], texts: list[str], kind: str) -> Fields:
    shares = []
    for sign, text in zip(signs, texts, strict=True):
        weight = _WEIGHT.match(text)
        shares.append(_share(weight[1]) if weight else 100.0 * (sign == "="))
    options = [{"text": _line(_WEIGHT.sub("", text), kind)} for text in texts]
    right = [place for place, share in enumerate(shares) if share > 0]
    if len(right) == 1:
        return {"kind": "multiple_choice", "options": options, "answer": right[0]}
    if not right or signs.count("=") > 1:
        msg = "not exactly one of its options is right"
        raise Unusable(msg)
    if any(share >= 100 for share in shares):
        msg = "some of its options are only partly right"
        raise Unusable(msg)
    return {"kind": "multiple_answers", "options": options, "answers": right}


def _share(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        msg = "an answer's share of the points is no number"
        raise Unusable(msg) from None


def _shown(text: str) -> str:
    text = re.sub("[\ue000-\ue006]", lambda hidden: _SHOWN[hidden[0]], text)
    return text.replace("\ue020", "\n").strip()


def _plain(text: str) -> str:
    return " ".join(_shown(text).split())


def _line(text: str, kind: str) -> str:
    """One line of an answer, which may say its own format."""
    form = _FORMAT.match(text)
    kind, text = (form[1], text[form.end() :]) if form else (kind, text)
    return line(_shown(text)) if kind in ("html", "moodle") else _plain(text)


def _prose(text: str, kind: str) -> str:
    form = _FORMAT.match(text)
    kind, text = (form[1], text[form.end() :]) if form else (kind, text)
    shown = _shown(text)
    if kind == "markdown":
        return shown
    return markdown(shown) if kind in ("html", "moodle") else escaped(shown)
