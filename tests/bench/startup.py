"""How long a whole process takes that only looks something up."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import material
from tests.bench.figure import Figure, bounded
from tests.bench.timing import in_turns, ms


def figures() -> Iterator[Figure]:
    """`curriculum catalog` against `python -c 'import pydantic'`, whole processes both."""
    command = shutil.which("curriculum", path=str(Path(sys.executable).parent))
    if command is None:
        msg = "there is no `curriculum` beside this Python; install the package first"
        raise RuntimeError(msg)
    with material.folder() as here:

        def run(*words: str) -> None:
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=here)

        pair = in_turns(
            lambda: run(command, "catalog"),
            lambda: run(sys.executable, "-c", "import pydantic"),
            turns=11,
        )
    yield bounded(
        "catalog / import pydantic",
        pair.ratio,
        2.5,
        "×",
        detail=ms(pair.first, pair.second),
    )
