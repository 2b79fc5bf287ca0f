"""Generation: from a Request to a Curriculum."""

from __future__ import annotations

from curriculum_widgets.generation.course import generate
from curriculum_widgets.generation.gate import Gate
from curriculum_widgets.generation.loop import event_loop, python_ends, submit
from curriculum_widgets.generation.progress import Progress
from curriculum_widgets.generation.version import package_version

__all__ = ["Gate", "Progress", "event_loop", "generate", "package_version", "python_ends", "submit"]
