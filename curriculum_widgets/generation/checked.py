"""What authors give, some of them plug-ins of others, made into what generation may rely on."""

from __future__ import annotations

from curriculum_widgets.authors import Written
from curriculum_widgets.authors.parts import Part
from curriculum_widgets.documents.curriculum import Usage
from curriculum_widgets.documents.pictures import inspected
from curriculum_widgets.documents.text import without_control
from curriculum_widgets.errors import BadRequest, PartRefused
from curriculum_widgets.generation.checkpoints import picture_files


def one_line(text: str) -> str:
    """A reason or a note of somebody else's, as a document holds it."""
    return " ".join(without_control(text).split())[:480] or "no reason was given"


def checked(written: Written, part: Part) -> Written:
    """What a plug-in gave, as records of exactly the right classes, and pictures that are ones."""
    value = part.yields.model_validate(written.value.model_dump(warnings=False))
    try:
        pictures = {name: written.files[name] for name in picture_files(value)}
        for data in pictures.values():
            inspected(data)
    except (KeyError, BadRequest) as error:
        msg = "it shows a picture that did not come with it, or is none"
        raise PartRefused(msg) from error
    return Written(
        value,
        Usage.model_validate(written.usage.model_dump(warnings=False)),
        tuple(one_line(str(note)) for note in written.notes),
        pictures,
    )
