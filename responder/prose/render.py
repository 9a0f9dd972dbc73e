"""Markdown to HTML and to plain text. Sanitising comes last, whatever the extensions did."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any, Final

import nh3
from markdown import Markdown

from responder.prose.plain import plain
from responder.prose.tasks import TaskLists

KEPT_TEXTS: Final = 1024

_TAGS: Final = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "input", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES: Final[dict[str, set[str]]] = {"a": {"href", "title"}, "ol": {"start"}, "input": {"checked"}}
_EXACT: Final[dict[str, dict[str, set[str]]]] = {
    "input": {"type": {"checkbox"}, "disabled": {""}},
    "td": {"align": {"left", "right", "center"}},
    "th": {"align": {"left", "right", "center"}},
}
_SCHEMES: Final = {"https", "http", "mailto", "tel"}
_CONFIGS: Final[dict[str, dict[str, Any]]] = {
    "tables": {"use_align_attribute": True},
    "pymdownx.highlight": {"use_pygments": False},
}
_of_this_thread = threading.local()  # a Markdown instance serves one thread at a time


@lru_cache(maxsize=KEPT_TEXTS)
def to_html(markdown: str) -> str:
    """The HTML of ``markdown``, safe to put into a page or a letter.

    A text is rendered once and kept in memory: a text that names a person goes to ``render`` instead.
    """
    return render(markdown)


def render(markdown: str) -> str:
    """As ``to_html``, and nothing of the text stays behind."""
    parser = _parser()
    html = parser.convert(markdown)
    parser.reset()
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_EXACT,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def to_text(markdown: str) -> str:
    """``markdown`` as plain text for mail and terminals: a blank line between blocks, lists marked, links spelt out."""
    return plain(render(markdown))


def _parser() -> Markdown:
    parser: Markdown | None = getattr(_of_this_thread, "parser", None)
    if parser is None:
        parser = Markdown(
            extensions=["tables", "sane_lists", "pymdownx.highlight", "pymdownx.superfences", TaskLists()],
            extension_configs=_CONFIGS,
        )
        parser.preprocessors.deregister("html_block")
        parser.inlinePatterns.deregister("html")
        _of_this_thread.parser = parser
    return parser
