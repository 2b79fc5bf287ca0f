"""The notebooks that come with the package, found in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

from curriculum_widgets.errors import NotFound

_HERE = Path(__file__).parent


def notebooks() -> tuple[Path, ...]:
    """The files of all notebooks.

    Returns:
        Paths, by name.

    Raises:
        NotFound: The package was installed without them.
    """
    # A wheel holds them beside this module; a checkout has them at its top, where papermill's users look.
    for folder in (_HERE / "notebooks", _HERE.parent / "notebooks"):
        found = tuple(sorted(folder.glob("*.ipynb")))
        if found:
            return found
    msg = f"The notebooks are missing beside {_HERE}; install the package again."
    raise NotFound(msg)


def notebook(name: str) -> Path:
    """The file of the notebook of that name, such as `run_batch`.

    Raises:
        NotFound: There is none.
    """
    found = next((path for path in notebooks() if path.stem == name), None)
    if found is None:
        msg = f"There is no notebook {name!r}. There are: {', '.join(path.stem for path in notebooks())}."
        raise NotFound(msg)
    return found
