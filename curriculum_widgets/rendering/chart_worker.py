"""The process that draws charts: one line of JSON in, one line out, until its input ends.

It lives apart because vl-convert holds the interpreter's lock for half a second when it is first used, which would make
a notebook's widgets stutter. It ends by itself when its parent does: its input then ends.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

import vl_convert

VEGA_LITE = "5.20"
"""The newest version of the Vega-Lite 5 that JupyterLab renders natively."""


def answer(order: dict[str, Any]) -> dict[str, str]:
    """Draws one picture.

    Args:
        order: `spec` (Vega-Lite) or `svg`; a `scale` asks for PNG, else the answer is SVG.

    Returns:
        The picture as `svg`, or as `png` in base64, or an `error`.
    """
    try:
        svg = order.get("svg") or vl_convert.vegalite_to_svg(
            order["spec"],
            vl_version=VEGA_LITE,
            allowed_base_urls=[],
        )
        if "scale" not in order:
            return {"svg": svg}
        png = vl_convert.svg_to_png(svg, scale=order["scale"])
        return {"png": base64.b64encode(png).decode()}
    except Exception as error:  # noqa: BLE001 - whatever went wrong is told to the parent, and the next order drawn
        return {"error": str(error) or type(error).__name__}


def main() -> None:
    """Serves standard input until it ends; told `ready`, it does first what the first chart would wait for."""
    if sys.argv[1:] == ["ready"]:
        answer({"spec": {"data": {"values": []}, "mark": "bar"}})
    for line in sys.stdin.buffer:
        # Everything is ASCII, so that no machine's encoding can garble it.
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
