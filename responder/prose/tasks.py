"""Task items: ``- [ ] call the insurer`` becomes a box that shows its state and cannot be clicked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown

BOX: Final = re.compile(r"\[([ xX])\][ \t]+")


class _Boxes(Treeprocessor):
    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            holder = item if (item.text or "").strip() else next(iter(item.findall("p")), item)
            found = BOX.match((holder.text or "").lstrip("\n"))
            if found is None:
                continue
            box = Element("input", {"type": "checkbox", "disabled": ""})
            if found.group(1) != " ":
                box.set("checked", "")
            box.tail = " " + (holder.text or "").lstrip("\n")[found.end() :]
            holder.text = None
            holder.insert(0, box)


class TaskLists(Extension):
    """Registered before ``inline`` (20): later the text of an item is already stashed away."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        md.treeprocessors.register(_Boxes(md), "task_lists", 25)
