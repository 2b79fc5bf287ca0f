"""What the file looks like: colours and typefaces, and where the stage's boxes are on its slides."""

from __future__ import annotations

from dataclasses import dataclass

from curriculum_widgets.rendering.deck import stage
from curriculum_widgets.rendering.deck.stage import Box
from curriculum_widgets.rendering.words import Words

EMU = 9525
"""Of PowerPoint's units, how many are a pixel of the stage."""
POINTS = 0.75
"""Of a point, how much is a pixel of the stage."""
INK, PAPER, COVER, WASH, ACCENT, MUTED = "1F2A33", "FBFAF6", "173A4B", "EEF4F6", "24627F", "51606C"
COVER_INK, COVER_MUTED, RIGHT, CARE, RULE = "F6F2E8", "C3D5DC", "2F6A2C", "9C3A29", "DCD8CD"
SERIF, SANS, MONO = (
    "Georgia",
    "Arial",
    "Courier New",
)  # on every computer that has a program for slides, or their like
_EAST_ASIAN = {"zh": "Microsoft YaHei", "ja": "Yu Gothic"}
_REGIONS = {"en": "en-US", "zh": "zh-CN", "ar": "ar-SA", "pt": "pt-BR"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a language is set.

    Args:
        words: The labels' language.
    """

    words: Words

    @property
    def mirrored(self) -> bool:
        """Whether it runs from right to left."""
        return self.words.direction == "rtl"

    @property
    def slants(self) -> bool:
        """Whether its letters can stand in italics."""
        return self.words.code not in {"ar", "zh", "ja"}

    @property
    def language(self) -> str:
        """As the file names it; nothing where nobody knows."""
        code = self.words.code
        return "" if code == "und" else _REGIONS.get(code, f"{code}-{code.upper()}")

    @property
    def east_asian(self) -> str:
        """The typeface for Chinese and Japanese letters."""
        return _EAST_ASIAN.get(self.words.code, "")

    def placed(self, box: Box) -> tuple[int, int, int, int]:
        """A box of the stage in the file's units: left, top, width, height."""
        left = stage.WIDTH - box.left - box.width if self.mirrored else box.left
        return left * EMU, box.top * EMU, box.width * EMU, box.height * EMU
