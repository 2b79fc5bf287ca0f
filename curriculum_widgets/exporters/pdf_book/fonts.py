"""Which typefaces a book is set in, and what to install for a script that no typeface here has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
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
_ARABIC = re.compile(
    r"[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff](?:[ \u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff]*[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufeff])?"
)
_SVG_TEXT = re.compile(r"(?<=>)[^<>]+(?=</(?:text|tspan)>)")
_SVG_FAMILY = re.compile(r'(?<=font-family=")[^"]*')
_NAMED_AT_MOST = 5


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

    def drawn(self, svg: str, language: str) -> str:
        """A drawing whose letters have typefaces that are here.

        Arabic letters are set apart: where they stand among others, the typesetter would look for one typeface with all.

        Args:
            svg: As our charts and diagrams are drawn.
            language: The book's.

        Returns:
            The same drawing.
        """
        arabic = self._there(_OTHERS["ar"][1])
        svg = _SVG_FAMILY.sub(", ".join(self.of(language)[1]), svg)
        if not arabic:
            return svg
        run = rf'<tspan font-family="{arabic[0]}">\g<0></tspan>'
        return _SVG_TEXT.sub(lambda words: _ARABIC.sub(run, words[0]), svg)

    def _there(self, names: tuple[str, ...]) -> list[str]:
        return [name for name in names if name in self.families]


def lacking(characters: Iterable[str]) -> str:
    """What to do about characters that no typeface here can write.

    Args:
        characters: All of them.

    Returns:
        A sentence that shows them, and names the typefaces to install.
    """
    shown = list(dict.fromkeys(characters))
    packages = dict.fromkeys(map(_package, shown))
    typefaces = " and ".join(face for face, _ in packages)
    debian = " ".join(package for _, package in packages)
    names = [f"{one} (U+{ord(one):04X})" for one in shown[:_NAMED_AT_MOST]]
    more = f" and {len(shown) - _NAMED_AT_MOST} more" if len(shown) > _NAMED_AT_MOST else ""
    return (
        f"no typeface on this computer can write {', '.join(names)}{more}. Install {typefaces} (on Debian and Ubuntu: "
        f"apt-get install {debian}; elsewhere: fonts.google.com/noto), or take these characters out of the text."
    )


def _package(character: str) -> tuple[str, str]:
    """A typeface, and the package that brings it."""
    if unicodedata.name(character, "").startswith(_CJK):
        return "Noto Sans CJK", "fonts-noto-cjk"
    if ord(character) in _PICTOGRAPHS:
        return "Noto Color Emoji", "fonts-noto-color-emoji"
    return "Noto Sans", "fonts-noto-core"
