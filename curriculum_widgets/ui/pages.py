"""A curriculum as the page that its readers get, with what a page inside the studio needs besides."""

from __future__ import annotations

import base64
import hashlib

from curriculum_widgets.documents.curriculum import Curriculum
from curriculum_widgets.exporters import export
from curriculum_widgets.rendering.edition import Edition
from curriculum_widgets.rendering.media import Media
from curriculum_widgets.ui.panel import asset


def reading_page(curriculum: Curriculum, edition: Edition, media: Media) -> bytes:
    """The web page of an edition, for a sandboxed frame.

    The page's own policy lets no script run but those whose hash it names; the studio's small script is named beside the
    page's own. It scrolls to a unit, follows the studio's theme, and hands links out.

    Args:
        curriculum: What to read.
        edition: Who reads it.
        media: Where pictures come from that are files.

    Returns:
        HTML in UTF-8 that needs nothing but itself.
    """
    script = asset("assets/reader.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    html = export(curriculum, "html", edition, media=media).decode()
    html = html.replace("script-src ", f"script-src &#x27;sha256-{digest}&#x27; ", 1)
    return html.replace("</head>", f"<script>{script}</script></head>", 1).encode()
