"""Which code of a lesson can be a cell that runs: code that only reckons and prints.

A lesson's author may be a language model, or a file from a stranger, and "Run All Cells" asks nobody: so code that could
reach files, other programs or the notebook itself stays text, and when in doubt it does.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from curriculum_widgets.rendering.html import parser

_MODULES = {
    "bisect", "calendar", "collections", "datetime", "decimal", "enum", "fractions", "heapq", "itertools", "math",
    "random", "statistics", "textwrap",
}  # fmt: skip
_BUILT_IN = {
    "abs", "all", "any", "ascii", "bin", "bool", "chr", "complex", "dict", "divmod", "enumerate", "filter", "float",
    "format", "frozenset", "hash", "hex", "int", "isinstance", "issubclass", "iter", "len", "list", "map", "max",
    "min", "next", "object", "oct", "ord", "pow", "print", "range", "repr", "reversed", "round", "set", "slice",
    "sorted", "str", "sum", "super", "tuple", "type", "zip", "property", "staticmethod", "classmethod",
    "ArithmeticError", "Exception", "IndexError", "KeyError", "LookupError", "NameError", "RuntimeError",
    "StopIteration", "TypeError", "ValueError", "ZeroDivisionError", "__name__",
}  # fmt: skip
_INSIDES = ("_", "ag_", "co_", "cr_", "f_", "gi_", "tb_")  # of objects: what leads from them to all the rest
_ELSEWHERE = sys.stdlib_module_names - _MODULES


@dataclass(frozen=True)
class Stretch:
    """A stretch of a Markdown text.

    Args:
        text: Markdown, or code without its fence.
        code: Whether it is Python to run.
    """

    text: str
    code: bool = False


def stretches(markdown: str) -> Iterator[Stretch]:
    """A text taken apart where it shows Python that can be run.

    Args:
        markdown: Authors' text.

    Yields:
        Text and code in their order.
    """
    lines, begun = markdown.split("\n"), 0
    for token in parser().parse(markdown):
        language = token.info.casefold().split()[:1]
        if token.type != "fence" or token.level or not token.map or language not in (["python"], ["py"]):
            continue
        if can_run(token.content):
            yield Stretch("\n".join(lines[begun : token.map[0]]))
            yield Stretch(token.content.rstrip("\n"), code=True)
            begun = token.map[1]
    yield Stretch("\n".join(lines[begun:]))


def can_run(code: str) -> bool:
    """Whether code is whole, knows all its names, and touches nothing but the screen.

    Args:
        code: What stands between the fences.

    Returns:
        Whether it may be a cell.
    """
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    own = {name for node in nodes for name in _bound(node)}
    return len(nodes) > 1 and all(_harmless(node, own) for node in nodes)


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a piece of code gives."""
    match node:
        case ast.Name(ctx=ast.Store()):
            yield node.id
        case ast.arg():
            yield node.arg
        case ast.FunctionDef() | ast.ClassDef():
            yield node.name
        case ast.alias():
            yield node.asname or node.name
        case ast.ExceptHandler(name=str(name)):
            yield name
        case _:
            return


def _harmless(node: ast.AST, own: set[str]) -> bool:
    match node:
        case ast.Import():
            return all(alias.name in _MODULES for alias in node.names)
        case ast.ImportFrom():
            fit = all(
                one.name not in _ELSEWHERE and not one.name.startswith(("_", "*")) for one in node.names
            )
            return node.module in _MODULES and fit
        case ast.Name(ctx=ast.Load()):
            return node.id in _BUILT_IN or (node.id in own and not node.id.startswith("__"))
        case ast.Attribute():
            return not node.attr.startswith(_INSIDES) and node.attr not in _ELSEWHERE
        case _:  # a loop may never end, and patterns of classes look into objects by names
            endless = isinstance(node, ast.While) and isinstance(node.test, ast.Constant)
            return not endless and not isinstance(node, ast.MatchClass)
