"""Filling a paragraph. The language of templates is so small that a hostile one can neither reach out nor run long.

Only fields, conditions, and loops over what a fact gives are known: no calls, no arithmetic, no assignment, no
inclusion. What is refused is refused when the template is read, with its line; size and time are limited besides.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template

LARGEST_SOURCE: Final = 32 * 1024
LARGEST_OUTPUT: Final = 256 * 1024
LONGEST_SECONDS: Final = 2.0
_DEEPEST_LOOP: Final = 2
_FILTERS: Final = frozenset({"lower", "upper", "capitalize", "length", "first", "last", "join"})
_RESERVED: Final = frozenset({"self", "loop", "caller", "varargs", "kwargs"})
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.If, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.For, nodes.Filter, nodes.Test, nodes.Tuple,
)  # fmt: skip


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, cache_size=0
    )
    environment.globals.clear()
    environment.filters = {name: made for name, made in environment.filters.items() if name in _FILTERS}
    environment.tests = {name: made for name, made in environment.tests.items() if name == "defined"}
    return environment


_ENVIRONMENT = _environment()


def fill(source: str, names: Mapping[str, Any], *, name: str) -> str:
    """``source`` with its fields filled.

    Raises:
        BadInput: the template says what templates may not say, names what is no fact, or grows too large.
    """
    template = compiled(source, name)
    pieces: list[str] = []
    size = 0
    ends = time.monotonic() + LONGEST_SECONDS
    try:
        for piece in template.generate(names):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_OUTPUT or time.monotonic() > ends:
                raise BadInput(
                    N_("this paragraph grows without end"), file=name, expected="at most 256 kB in two seconds"
                )
    except UndefinedError as error:
        raise BadInput(
            N_("a field names no fact ({said})"), file=name, said=str(error.message), do="`responder facts` lists them."
        ) from None
    except SecurityError:
        raise BadInput(N_("a paragraph may not ask for this"), file=name) from None
    return "".join(pieces)


@lru_cache(maxsize=1024)
def compiled(source: str, name: str) -> Template:
    """The template, refused unless every part of it is harmless."""
    if len(source.encode()) > LARGEST_SOURCE:
        raise BadInput(N_("a paragraph is too long"), file=name, expected="at most 32 kB")
    try:
        tree = _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        raise BadInput(
            N_("this template cannot be read: {said}"), file=name, line=error.lineno, said=error.message or ""
        ) from None
    _refuse_harm(tree, name, 0)
    return _ENVIRONMENT.from_string(tree)


def _refuse_harm(node: nodes.Node, name: str, depth: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise BadInput(
            N_("a paragraph may not say this ({kind})"),
            file=name,
            line=node.lineno,
            kind=type(node).__name__,
            expected="fields, if, and for over what a fact gives",
        )
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise BadInput(N_("a field may not begin with _"), file=name, line=node.lineno)
    if isinstance(node, nodes.Name) and node.name in _RESERVED:
        raise BadInput(N_("a field may not be called so"), file=name, line=node.lineno, field=node.name)
    if isinstance(node, nodes.Filter) and (node.name not in _FILTERS or node.node is None):
        raise BadInput(N_("the filter {filter!r} is not known"), file=name, line=node.lineno, filter=node.name)
    if isinstance(node, nodes.For):
        depth += 1
        if depth > _DEEPEST_LOOP or node.recursive or not isinstance(node.iter, nodes.Getattr):
            raise BadInput(
                N_("this loop may not be"), file=name, line=node.lineno, expected="for over a fact, two deep at most"
            )
    for child in node.iter_child_nodes():
        _refuse_harm(child, name, depth)


def fields_of(source: str, name: str) -> Iterator[tuple[str, int]]:
    """Every dotted field that a template names, with its line; loop variables are none."""
    compiled(source, name)
    tree = _ENVIRONMENT.parse(source)
    loops = {
        target.name
        for loop in tree.find_all(nodes.For)
        for target in loop.find_all(nodes.Name)
        if target.ctx == "store"
    }
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        if id(node) in inner:
            continue
        dotted = _dotted(node)
        if dotted and dotted.split(".")[0] not in loops:
            yield dotted, node.lineno


def _dotted(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_dotted(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else ""
