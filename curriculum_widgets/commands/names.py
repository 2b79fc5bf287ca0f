"""What can be asked for, and whether the bank's topics are complete; kept light, for a quick start."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from curriculum_widgets.bank.shelves import coverage, topics_folder
from curriculum_widgets.catalog import KINDS, load
from curriculum_widgets.settings import find_workspace


def catalog(workspace: Path | None, *, as_json: bool) -> int:
    """Prints the catalogue, with the usual workspace's own, and the bank's coverage.

    Args:
        workspace: The folder that was asked for; its own catalogue is added.
        as_json: Whether to print JSON.

    Returns:
        The exit code.
    """
    found = load(find_workspace(workspace) / "catalog.yaml")
    covered = coverage(subject.name for subject in found.subjects)
    if as_json:
        values = {kind: [asdict(entry) for entry in getattr(found, kind)] for kind in KINDS}
        print(json.dumps(values | {"bank": covered}, ensure_ascii=False, indent=1))
        return 0
    for kind in KINDS:
        print(f"{kind.capitalize()}:")
        for entry in getattr(found, kind):
            also = f" (or {', '.join(entry.aliases)})" if entry.aliases else ""
            about = f": {entry.about}" if entry.about else ""
            print(f"  {entry.icon + ' ' if entry.icon else ''}{entry.name}{also}{about}")
        print()
    print("The bank (offline, no key) covers, in English:")
    for subject, bands in covered.items():
        if bands:
            print(f"  {subject}: grades {', '.join(bands)}")
    print("Anything else needs a language model.")
    return 0


def bank_check(files: list[Path]) -> int:
    """Prints what topics of the bank lack.

    Args:
        files: Files of topics; all of the bank's when there are none.

    Returns:
        The exit code.
    """
    from curriculum_widgets.quality.topics import check_file  # noqa: PLC0415 - only this command needs it

    chosen = files or sorted(Path(str(topics_folder())).glob("*/*.yaml"))
    problems = 0
    for file in chosen:
        for topic, found in check_file(file).items():
            print(f"{file.parent.name}/{file.name} {topic}: {'complete' if not found else ''}")
            for problem in found:
                print(f"  - {problem}")
            problems += len(found)
    print(f"\n{'Nothing is missing.' if not problems else f'{problems} things to mend.'}")
    return 2 if problems else 0
