"""Measures everything and prints the table; whatever comes out, the exit code is 0."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.markup import escape

from tests.bench import (
    batches,
    cancelling,
    editing,
    exports,
    kills,
    language_model,
    libraries,
    one_curriculum,
    startup,
    statuses,
    steering,
    studio,
)
from tests.bench.figure import Figure, shown, table

_ALL: dict[str, Callable[[], Iterable[Figure]]] = {
    "the studio": studio.figures,
    "status files": statuses.figures,
    "the command": startup.figures,
    "one curriculum": one_curriculum.figures,
    "exports": exports.figures,
    "batches": batches.figures,
    "steering": steering.figures,
    "a language model": language_model.figures,
    "a cancelled call": cancelling.figures,
    "the library": libraries.figures,
    "editing": editing.figures,
    "kills": kills.figures,
}


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def main() -> None:
    progress = Console(stderr=True)
    found: list[Figure] = []
    start, load = time.perf_counter(), _load()
    for name, figures in _ALL.items():
        with progress.status(f"Measuring {name} …"):
            try:
                found.extend(figures())
            except Exception as error:  # noqa: BLE001 - one figure that can't be had must not hide the others
                found.append(shown(name, f"not measured: {escape(' '.join(str(error).split())[:200])}"))
    caption = (
        f"{os.cpu_count()} cores, load {load} before and {_load()} after; {time.perf_counter() - start:.0f} s. "
        "Medians after a warm-up; × is a ratio measured in turns. cold: the bank's file is not parsed yet."
    )
    Console().print(table(found, caption))


if __name__ == "__main__":
    main()
