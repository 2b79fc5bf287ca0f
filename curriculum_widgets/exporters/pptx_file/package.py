"""The package around the slides: without what is left of the library's own template, with what it forgets."""

from __future__ import annotations

from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation

from curriculum_widgets.exporters.pptx_file.look import Look

_LEFT_OVER = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
_SPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ABOUT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Curriculum Widgets</Application><PresentationFormat>Widescreen</PresentationFormat>"
    "<Slides>{slides}</Slides><Notes>{slides}</Notes></Properties>"
)


def settle(file: Presentation, look: Look) -> None:
    """Finishes a file whose slides are all there.

    Args:
        file: The file.
        look: How its language is set.
    """
    part: Any = file.part
    package: Any = part.package
    for owner in (package._rels, part.rels):  # noqa: SLF001 - the library only adds
        for key, relation in list(owner.items()):
            if relation.reltype in _LEFT_OVER:
                owner.pop(key)
    about = package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    about._blob = _ABOUT.format(slides=len(file.slides)).encode()  # noqa: SLF001
    whole: Any = file._element  # noqa: SLF001
    whole.find("{*}sldSz").attrib.pop("type", None)  # which says 4:3
    whole.set("rtl", str(int(look.mirrored)))
    notes = next(
        (key for key, one in part.rels.items() if one.reltype == RELATIONSHIP_TYPE.NOTES_MASTER), None
    )
    if notes:
        listed = f'<p:notesMasterIdLst {_SPACES}><p:notesMasterId r:id="{notes}"/></p:notesMasterIdLst>'
        whole.find("{*}sldMasterIdLst").addnext(parse_xml(listed))
