"""Which of the formats of questions a file is, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator

from curriculum_widgets.errors import Damaged
from curriculum_widgets.importers import gift, moodle
from curriculum_widgets.importers.questions import LIMIT, Found, Raw, found


def read_questions(name: str, data: bytes) -> Found:
    """Reads questions, of GIFT or of Moodle XML.

    Args:
        name: What the file is called, for messages.
        data: Its bytes, maybe of somebody who means harm.

    Returns:
        The questions, and why others can't be used.

    Raises:
        Damaged: It is neither, too large, or not whole; it says why.
    """
    try:
        return found(_raws(data))
    except UnicodeDecodeError:
        why = "it is not text in UTF-8; save it again as UTF-8"
    except Damaged as error:
        why = str(error)
    msg = f"{name} can't be imported: {why}. Nothing was changed."
    raise Damaged(msg)


def _raws(data: bytes) -> Iterator[Raw]:
    if len(data) > LIMIT:
        msg = f"it is larger than {LIMIT // 1_000_000} MB; split it"
        raise Damaged(msg)
    text = data.decode("utf-8-sig")
    return moodle.questions(text) if text.lstrip().startswith("<") else gift.questions(text)
