"""Dollars in Markdown that notebooks read: those around a formula stay, those of a price are kept from looking like one."""

from __future__ import annotations

import re

_CODE_OR_FORMULA = re.compile(
    r"(?P<kept>"
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[`~]*[ \t]*$"  # a block of code
    r"|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # code in a line
    r"|\\."
    r"|\$\$(?!\s).+?(?<!\s)\$\$"
    r"|\$(?![\s$])(?:\\.|[^$\\\n])+(?<!\s)\$(?!\d)"
    r")|\$",
    re.DOTALL | re.MULTILINE,
)


def dollars_kept(markdown: str) -> str:
    r"""Escapes the dollars that are no formula's.

    Args:
        markdown: In which `$…$` is a formula by pandoc's rule: no blank inside its dollars, no digit after the last.

    Returns:
        The same, with `\$` for a dollar that is money.
    """
    return _CODE_OR_FORMULA.sub(lambda found: found["kept"] or r"\$", markdown)
