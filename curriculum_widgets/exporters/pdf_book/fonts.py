"""Which typefaces a book is set in, and what to install for a script that no typeface here has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_SERIF = ("Libertinus Serif",)  # comes with the typesetter: the same pages on every machine
_SANS = ("Source Sans 3", "Noto Sans", "Open Sans", "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans")
_MONO = ("DejaVu Sans Mono",)  # comes along, too
_OTHERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "zh": (
        ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun"),
        ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"),
    ),
    "ja": (
        ("Noto Serif CJK JP", "Noto Serif JP", "Source Han Serif", "Hiragino Mincho ProN", "Yu Mincho"),
        ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Hiragino Sans", "Yu Gothic"),
    ),
    "ar": (
        ("Noto Naskh Arabic", "Amiri", "Geeza Pro", "Traditional Arabic", "Arial"),
        ("Noto Sans Arabic", "Noto Kufi Arabic", "Geeza Pro", "Segoe UI", "Arial"),
    ),
}
"""For a language of another script: its own serifs and sans serifs, which stand behind the Latin ones."""
_CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH")
_PICTOGRAPHS = range(0x1F000, 0x1FB00)
_CODE = re.compile(r"\b[uU]\+([0-9A-Fa-f]{4,6})\b")


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The typefaces that this machine has.

    Args:
        families: Their names.
    """

    families: Collection[str]

    def of(self, language: str) -> tuple[list[str], list[str], list[str]]:
        """What a book in a language is set in.

        Args:
            language: Its code.

        Returns:
            Serifs, sans serifs and typewriter faces, best first.
        """
        serifs, sans = _OTHERS.get(language, ((), ()))
        return (
            self._there((*_SERIF, *serifs)),
            self._there((*self._there(_SANS)[:1], *sans, *_SERIF)),
            self._there((*_MONO, *sans)),
        )

    def _there(self, names: tuple[str, ...]) -> list[str]:
        return [name for name in names if name in self.families]


def lacking(character: str) -> str:
    """What to do about a character that no typeface here can write.

    Args:
        character: One.

    Returns:
        A sentence that names it, and the package of typefaces to install.
    """
    name = unicodedata.name(character, "")
    if name.startswith(_CJK):
        package = "fonts-noto-cjk", "Noto Sans CJK"
    elif ord(character) in _PICTOGRAPHS:
        package = "fonts-noto-color-emoji", "Noto Color Emoji"
    else:
        package = "fonts-noto-core", "Noto Sans"
    told = f"{character!r} ({name.lower() or f'U+{ord(character):04X}'})"
    return (
        f"no typeface on this computer can write {told}. Install {package[1]} (on Debian and Ubuntu: "
        f"apt-get install {package[0]}; elsewhere: fonts.google.com/noto), or take the character out of the text."
    )
