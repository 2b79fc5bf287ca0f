"""Our own labels, read back: what a heading or a bold word of the document stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from curriculum_widgets.rendering.words import Words


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one document.

    Args:
        words: In its language.
    """

    words: Words

    def key(self, text: str, among: Mapping[str, object] | tuple[str, ...]) -> str:
        """What a text stands for.

        Args:
            text: A label as the document has it.
            among: The labels that are meant, by their keys.

        Returns:
            The key; empty when it is none of them.
        """
        said = _bare(text)
        return next((key for key in among if said == _bare(self.words(key)) or said == _bare(key)), "")

    def find(self, label: str, text: str, **gaps: str) -> re.Match[str] | None:
        """Reads what stands in a label's gaps.

        Args:
            label: A key of the words.
            text: What the document says.
            **gaps: For each gap the pattern of what stands there.

        Returns:
            The match, with a group for each gap; `None` when the text is another one.
        """
        return re.fullmatch(self.pattern(label, **gaps), text.strip(), re.DOTALL)

    def pattern(self, label: str, **gaps: str) -> str:
        """A label as a pattern.

        Args:
            label: A key of the words.
            **gaps: For each gap the pattern of what stands there.

        Returns:
            A regular expression.
        """
        marks = {name: f"\0{name}\0" for name in gaps}
        said = re.escape(self.words(label, **marks))
        for name, pattern in gaps.items():
            said = said.replace(re.escape(f"\0{name}\0"), f"(?P<{name}>{pattern})")
        return said


def _bare(text: str) -> str:
    """Without the version of the quizzes, which is none of the label."""
    return text.partition(" · ")[0].strip().rstrip(":").strip().casefold()
