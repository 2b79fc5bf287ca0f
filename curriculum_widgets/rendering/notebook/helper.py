"""What the notebook's own cells use: charts, and quizzes that mark themselves.

It needs no network, and nothing but Python and Jupyter. Quizzes are shown by jupyterquiz where that is installed, else with
ipywidgets, else as text; then `check("1.2", "B")` marks an answer.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from html import escape, unescape
from importlib import import_module
from typing import Any

WORDS: dict[str, str] = {}
"""What labels say, in the notebook's language."""
_questions: dict[str, dict[str, Any]] = {}
_COLOURS = {
    f"--jq-{kind}-bg": "#1f5f7a" for kind in ("multiple-choice", "many-choice", "numeric", "string")
} | {"--jq-correct-color": "#1d6b3c", "--jq-incorrect-color": "#a3271f"}


def opened(packed: str) -> Any:
    """What is packed, so that nobody reads the answers by accident: JSON in base64."""
    return json.loads(base64.b64decode(packed))


def chart(packed: str) -> None:
    """Draws a chart: with Vega-Lite where that is known, else as a picture, else in words."""
    _display(opened(packed), raw=True)


def quiz(name: str, packed: str) -> None:
    """Asks the questions of a quiz, in the format of jupyterquiz; those of quiz "1" are called "1.1", "1.2" and so on."""
    asked = {f"{name}.{number}": question for number, question in enumerate(opened(packed), 1)}
    _questions.update(asked)
    jupyterquiz, widgets = _installed("jupyterquiz"), _installed("ipywidgets")
    if jupyterquiz:
        side = "right" if WORDS.get("direction") == "rtl" else "left"
        shown = list(asked.values())
        jupyterquiz.display_quiz(shown, shuffle_answers=False, colors=_COLOURS, question_alignment=side)
    elif widgets:
        _answered_with(widgets, asked)
    else:
        for number, question in asked.items():
            _display({"text/html": as_html(number, question) + "<br>"}, raw=True)
        example = f'<code>check("{name}.1", "A")</code>'
        _display(_html(f"<p>{escape(WORDS['check_with']).replace('{example}', example)}</p>"), raw=True)


def check(number: str, answer: object) -> None:
    """Marks an answer: a letter, several letters, a word or a number."""
    _display(_html(feedback(_questions[str(number)], str(answer))), raw=True)


def as_html(number: str, question: dict[str, Any]) -> str:
    """A question and its lettered choices."""
    choices = [f"<p><b>{letter}.</b> {answer['answer']}</p>" for letter, answer in lettered(question).items()]
    prompt = question["question"]
    asked = f"<p><b>{number}</b></p>{prompt}" if "<p>" in prompt else f"<p><b>{number}</b> {prompt}</p>"
    return _html(f"{asked}{''.join(choices)}")["text/html"]


def lettered(question: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The choices by their letters; none when the answer is to be written."""
    choices = question["answers"] if question["type"].endswith("_choice") else []
    return {chr(ord("A") + place): choice for place, choice in enumerate(choices)}


def feedback(question: dict[str, Any], answer: str) -> str:
    """Whether an answer is right, and why, as HTML."""
    if not answer.strip():
        return f"<p><b>{escape(WORDS['unanswered'])}</b></p>"
    found = _chosen(question, answer) if lettered(question) else _written(question, answer)
    return str(found["feedback"])


def is_right(question: dict[str, Any], answer: str) -> bool:
    """Whether an answer is right."""
    found = _chosen(question, answer) if lettered(question) else _written(question, answer)
    return bool(found.get("correct"))


def _chosen(question: dict[str, Any], answer: str) -> dict[str, Any]:
    choices, wrong = lettered(question), {"feedback": f"<p><b>{escape(WORDS['wrong'])}</b></p>"}
    said = set(answer.upper()) & set(choices)
    right = {letter for letter, choice in choices.items() if choice["correct"]}
    if said == right:
        return choices[min(right)]
    return choices[min(said)] if len(said) == 1 and len(right) == 1 else wrong


def _written(question: dict[str, Any], answer: str) -> dict[str, Any]:
    *known, other = question["answers"]
    for one in known:
        if "range" in one:
            least, most = one["range"]
            if any(least <= number < most for number in _numbers(answer)):
                return dict(one)
        elif _folded(one["answer"]) == _folded(answer):
            return dict(one)
    return dict(other)


def _folded(text: str) -> str:
    """A word without what spelling leaves open: capitals, accents, kinds of quotes, stops at its ends."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[‘’ʼ]", "'", plain).casefold().split()).strip(" .,;:!?\"'“”«»。、")


def _numbers(text: str) -> list[float]:
    """All the numbers that a text can mean: a comma may mark decimals or thousands."""
    said = re.sub(r"[\s'’_]", "", unicodedata.normalize("NFKC", text)).translate(
        {0x2212: "-", 0x66B: ".", 0x66C: ","}
    )
    head = re.match(r"[-+]?[\d.,]+(/\d+)?(e[-+]?\d+)?", said)
    found = []
    for form in (
        (
            head[0],
            head[0].replace(",", "."),
            head[0].replace(",", ""),
            head[0].replace(".", "").replace(",", "."),
        )
        if head
        else ()
    ):
        above, _, below = form.partition("/")
        try:
            found.append(float(above) / float(below or 1))
        except (ValueError, ZeroDivisionError):
            continue
    return found


def _answered_with(widgets: Any, asked: dict[str, dict[str, Any]]) -> None:
    """Asks with buttons and fields, and a button at the end that marks all answers."""
    fields, replies = {}, {}
    side = "flex-end" if WORDS.get("direction") == "rtl" else "flex-start"
    below = {"align_items": side, "margin": "0 0 24px 0"}
    for number, question in asked.items():
        named = {"description": number, "style": {"description_width": "initial"}}
        letters = list(lettered(question))
        if question["type"] == "many_choice":
            narrow = {"width": "4em"}
            boxes = [widgets.Checkbox(description=letter, indent=False, layout=narrow) for letter in letters]
            field = widgets.HBox([widgets.Label(number, layout=narrow), *boxes])
        else:
            field = (
                widgets.RadioButtons(options=letters, value=None, **named)
                if letters
                else widgets.Text(**named)
            )
        fields[number], replies[number] = field, widgets.HTML()
        _display({"text/html": as_html(number, question)}, raw=True)
        _display(widgets.VBox([field, replies[number]], layout=below))
    button, score = (
        widgets.Button(description=WORDS["check"], layout={"width": "max-content"}),
        widgets.HTML(),
    )

    def mark(_: object) -> None:
        right = 0
        for number, question in asked.items():
            answer = _said(fields[number])
            replies[number].value = _html(feedback(question, answer))["text/html"]
            right += bool(answer.strip()) and is_right(question, answer)
        score.value = f"<b>{escape(WORDS['score'].format(right=right, total=len(asked)))}</b>"

    button.on_click(mark)
    _display(widgets.VBox([button, score], layout=below))


def _said(field: Any) -> str:
    boxes = getattr(field, "children", ())
    return "".join(box.description for box in boxes[1:] if box.value) if boxes else str(field.value or "")


def _html(content: str) -> dict[str, str]:
    plain = unescape(re.sub(r"<[^>]+>", " ", content))
    if WORDS.get("direction") == "rtl":  # JupyterLab puts paragraphs at the left, unless they say otherwise
        content = '<div dir="rtl">' + content.replace("<p>", '<p style="text-align: right">') + "</div>"
    return {"text/html": content, "text/plain": " ".join(plain.split())}


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def _display(shown: Any, **how: Any) -> None:
    import_module("IPython.display").display(shown, **how)
