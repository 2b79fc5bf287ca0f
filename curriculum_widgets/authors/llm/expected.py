"""What a Request will take of a language model: calls, tokens, dollars, time."""

from __future__ import annotations

from curriculum_widgets.authors.author import Expected
from curriculum_widgets.authors.llm.author import typical
from curriculum_widgets.authors.llm.library import is_local
from curriculum_widgets.authors.llm.painter import painter_of, price_of_picture, tokens_of_picture
from curriculum_widgets.authors.parts import ASSESSMENT, PICTURE, UNIT_PARTS
from curriculum_widgets.documents.request import Request
from curriculum_widgets.pricing.prices import price

_PROMPT = 700  # tokens of the instructions that every call reads
_FORM = 400  # tokens of a form
_PER_SECOND = 60.0  # tokens that a model writes, about


def expect(kind: str, model: str, request: Request) -> Expected:
    """What a Request will take.

    Args:
        kind: The provider.
        model: The model's name.
        request: What is asked for.

    Returns:
        The expectation; its cost is `None` when the price is not known.
    """
    lesson = typical("lesson", request)
    wanted = [part for part in UNIT_PARTS if part.wanted(request) and part.name != "lesson"]
    units = (len(request.topics) or request.topic_count) * len(request.patterns)
    checked = request.include.quiz and not is_local(request.base_url)
    answers = [typical(part.name, request) for part in wanted] + [typical("check", request)] * checked
    outline, last = typical("outline", request), typical("assessment", request)
    writes = outline + units * (lesson + sum(answers)) + (last if ASSESSMENT.wanted(request) else 0)
    reads = units * (_PROMPT + len(answers) * (_PROMPT + _FORM + lesson)) + 2 * _PROMPT + last
    review = typical("review", request)
    reads, writes = reads + writes, writes + review
    slowest = (
        outline
        + lesson
        + max(answers, default=0)
        + (typical("check", request) if checked else 0)
        + last
        + review
    )
    cost, pictures = price(kind, model, request.base_url, reads, writes), 0
    if PICTURE.wanted(request):
        pictures = units * tokens_of_picture(request.image_size, request.image_quality)
        painted = price_of_picture(painter_of(kind, request.base_url, request.image_model), 0, pictures)
        cost = None if cost is None or painted is None else cost + painted
    return Expected(
        tokens=reads + writes + pictures,
        cost=cost,
        seconds=slowest / _PER_SECOND,
    )
