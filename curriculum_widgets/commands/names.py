"""What can be asked for, and whether the bank's topics are complete; kept light, for a quick start."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from curriculum_widgets.bank.bands import BANDS
from curriculum_widgets.bank.shelves import coverage, files
from curriculum_widgets.catalog import KINDS, load
from curriculum_widgets.settings import Settings, find_workspace


def _own_topics(workspace: Path | None) -> str:
    """The folder of an educator's own topics, which need not be there."""
    return Settings.from_environ().bank or str(find_workspace(workspace) / "bank")


def catalog(workspace: Path | None, *, as_json: bool, only_coverage: bool = False) -> int:
    """Prints the catalogue, with the usual workspace's own, and the bank's coverage.

    Args:
        workspace: The folder that was asked for; its own catalogue and topics are added.
        as_json: Whether to print JSON.
        only_coverage: Whether to print nothing but how many topics the bank holds, as a grid.

    Returns:
        The exit code.
    """
    found = load(find_workspace(workspace) / "catalog.yaml")
    covered = coverage((subject.name for subject in found.subjects), _own_topics(workspace))
    if as_json:
        values = {kind: [asdict(entry) for entry in getattr(found, kind)] for kind in KINDS}
        print(json.dumps(values | {"bank": covered}, ensure_ascii=False, indent=1))
        return 0
    if only_coverage:
        _print_grid(covered)
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


def _print_grid(covered: dict[str, dict[str, int]]) -> None:
    """How many topics there are, by subject and band."""
    names = [band.name for band in BANDS]
    wide = max(map(len, covered), default=0)
    print("  ".join((" " * wide, *names)))
    for subject, counts in covered.items():
        cells = (str(counts.get(name, "–")).rjust(len(name)) for name in names)
        print("  ".join((subject.ljust(wide), *cells)))
    print(
        f"\n{sum(sum(counts.values()) for counts in covered.values())} topics in English. – needs a language model."
    )


def bank_check(chosen: list[Path], workspace: Path | None = None) -> int:
    """Prints what topics of the bank lack.

    Args:
        chosen: Files of topics; all of the bank's, and the workspace's own, when there are none.
        workspace: The folder that was asked for.

    Returns:
        The exit code.
    """
    from curriculum_widgets.authors.likeness import lesson_problems  # noqa: PLC0415 - only this command needs these
    from curriculum_widgets.quality.topics import check_file  # noqa: PLC0415

    problems = 0
    for file in chosen or files(_own_topics(workspace)):
        for topic, found in check_file(file, lesson_problems).items():
            print(f"{file} {topic}: {'complete' if not found else ''}")
            for problem in found:
                print(f"  - {problem}")
            problems += len(found)
    print(f"\n{'Nothing is missing.' if not problems else f'{problems} things to mend.'}")
    return 2 if problems else 0


def bank_report(chosen: list[Path], workspace: Path | None = None) -> int:
    """Prints how hard the bank's topics read, and what they say alike.

    Args:
        chosen: Files of topics; all of the bank's, and the workspace's own, when there are none.
        workspace: The folder that was asked for.

    Returns:
        The exit code.

    Raises:
        Damaged: A file can't be read as topics.
    """
    from curriculum_widgets.bank.bands import band_named  # noqa: PLC0415 - only this command needs these
    from curriculum_widgets.bank.topics import parsed  # noqa: PLC0415
    from curriculum_widgets.quality.bank import alike, level_of, said_in  # noqa: PLC0415

    said: dict[str, list[str]] = {}
    print(f"{'':40}  grade level (at most)    ARI    LIX  words a sentence (at most)")
    for file in chosen or files(_own_topics(workspace)):
        held, _ = parsed(file, "`curriculum bank-check` on that file says what to mend.")
        band = band_named(held.band)
        for topic in held.topics:
            found = level_of(topic, band)
            bound = "–" if band.reading_level is None else band.reading_level
            name = f"{held.subject} {band.name}: {topic.id}"
            figures = f"{found.flesch_kincaid:11.1f} ({bound:>2}) {found.ari:14.1f} {found.lix:6.1f}"
            print(f"{name[:40]:40}  {figures} {found.sentence:9.1f} ({band.sentence_mean})")
            for place, level in found.outliers:
                print(f"  read this one again: {place} (level {level:.1f})")
            said[topic.id] = said_in(topic)
    shared, every = alike(said), sum(map(len, said.values()))
    count = sum(map(len, shared.values()))
    print(
        f"\n{every:,} sentences; {count} ({100 * count / max(every, 1):.2f} %) are nearly the same in several topics:"
    )
    for name, texts in shared.items():
        print(f"  {name}: {texts[0]}" + (f" (and {len(texts) - 1} more)" if len(texts) > 1 else ""))
    return 0
