"""Plug-ins by name, imported only when used.

A kind of plug-in (author, exporter, executor) is a table `name -> "module:ATTRIBUTE"`, to which installed packages add
through an entry-point group.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Generic, TypeVar

from curriculum_widgets.errors import MissingExtra, UnknownName

T = TypeVar("T")


def _is_ours(module: str | None) -> bool:
    return (module or "").startswith("curriculum_widgets")


def needs(library: str) -> None:
    """For a plug-in that loads an optional library only when it works: makes sure that it is there.

    Args:
        library: The name by which it is imported.

    Raises:
        ModuleNotFoundError: It is not installed; `Registry.get` says what to install.
    """
    if find_spec(library) is None:
        msg = f"No module named {library!r}"
        raise ModuleNotFoundError(msg, name=library)


@dataclass(frozen=True)
class Registry(Generic[T]):
    """The plug-ins of one kind.

    Args:
        kind: What a plug-in of this kind is called, for messages.
        group: The entry-point group by which third parties add theirs.
        plugin: The class of the record that a plug-in module ends in.
        table: Name to dotted path, in the order of lists.
        extras: For a name whose module needs an optional part: the extra to install.
    """

    kind: str
    group: str
    plugin: type[T]
    table: Mapping[str, str]
    extras: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> list[str]:
        """All names: ours in the table's order, then third parties' by name."""
        others = {point.name for point in entry_points(group=self.group)} - set(self.table)
        return [*self.table, *sorted(others)]

    def get(self, name: str) -> T:
        """The plug-in of that name, imported now.

        Args:
            name: As listed by `names()`.

        Returns:
            The plug-in's record.

        Raises:
            UnknownName: There is none of that name.
            MissingExtra: It needs a part that is not installed.
        """
        path, extra = self.table.get(name), self.extras.get(name)
        package = "curriculum-widgets"
        if path is None:
            point = next((point for point in entry_points(group=self.group) if point.name == name), None)
            path = point.value.partition("[")[0].strip() if point else None
            if point and point.dist and point.extras:  # written as `name = module:ATTRIBUTE [extra]`
                package, extra = point.dist.name, point.extras[0]
        if path is None:
            near = difflib.get_close_matches(name, self.names(), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            msg = f"There is no {self.kind} {name!r}.{hint} There are: {', '.join(self.names())}."
            raise UnknownName(msg)
        module, _, attribute = path.partition(":")
        try:
            found = getattr(import_module(module), attribute)
        except Exception as error:
            if extra and isinstance(error, ModuleNotFoundError) and not _is_ours(error.name):
                msg = f'The {self.kind} {name!r} needs an optional part. Install it with: pip install "{package}[{extra}]"'
                raise MissingExtra(msg) from error
            if name in self.table:
                raise
            why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            msg = f"The {self.kind} {name!r} at {path} can't be loaded ({why}); update or uninstall its package."
            raise UnknownName(msg) from error
        if not isinstance(found, self.plugin):
            msg = f"The {self.kind} {name!r} at {path} is not a {self.plugin.__name__}."
            raise UnknownName(msg)
        return found
