"""Two versions of a playbook side by side: what differs step by step, and the text in which some of it is adopted.

Pure work on the files as written, in every language, so that what was adopted reads exactly as its author wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import unified_diff
from typing import TYPE_CHECKING, Final

from responder.books.playbooks.sections import take_apart
from responder.books.playbooks.write import front_matter

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from responder.books.playbooks.sections import Document, Section

AROUND: Final = ""
"""In place of a step's id: what stands outside the steps, as front matter and introductions."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one file: its beginning (``phase`` and ``step`` None), a phase's heading with prose, or a step."""

    phase: str | None
    step: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: added, removed or changed. ``diffs``: file name → unified diff."""

    step: str
    kind: str
    title: str
    diffs: Mapping[str, str]


def pieces(name: str, files: Mapping[str, str]) -> dict[str, list[Piece]]:
    """Every file of a playbook cut at its headings; phases are named alike in all languages."""
    main = take_apart(files[f"{name}.md"], file=f"{name}.md")
    phases = _phase_keys(main)
    return {file: _cut(text, take_apart(text, file=file), phases) for file, text in files.items()}


def difference(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """What ``new`` says otherwise than ``old``, in the order of ``new``; removed steps last, what is around first."""
    before, after = pieces(name, old), pieces(name, new)
    steps = dict.fromkeys(piece.step for found in (after, before) for piece in found[f"{name}.md"] if piece.step)
    changes = []
    for step in (AROUND, *steps):
        diffs = {
            file: diff
            for file in sorted({*before, *after})
            if (diff := _diff(file, _text_of(before.get(file, []), step), _text_of(after.get(file, []), step)))
        }
        if diffs:
            kind = _kind(step, before[f"{name}.md"], after[f"{name}.md"])
            changes.append(Change(step, kind, _title(step, after[f"{name}.md"], before[f"{name}.md"]), diffs))
    return tuple(changes)


def with_steps(name: str, old: Mapping[str, str], new: Mapping[str, str], steps: Collection[str]) -> dict[str, str]:
    """``old`` with these steps as ``new`` has them: changed, added, or taken out where ``new`` has them no more."""
    before, after = pieces(name, old), pieces(name, new)
    version = _mixed_version(name, old, new)
    merged = {}
    for file, found in before.items():
        there = after.get(file, [])
        base = list(found)
        for step in steps:
            piece = _piece(there, step)
            base = _put(base, piece, there) if piece else [one for one in base if one.step != step]
        document = take_apart(old[file], file=file)
        front = {**document.front, "version": version}
        if file == f"{name}.md":
            front["roles"] = _all_roles(document, take_apart(new[file], file=file))
        intro = "".join(base[0].text.splitlines(keepends=True)[document.first_line - 1 :]).lstrip("\n")
        merged[file] = front_matter(front) + "\n" + intro + "".join(piece.text for piece in base[1:])
    return merged


def keeping(name: str, old: Mapping[str, str], new: Mapping[str, str], steps: Collection[str]) -> dict[str, str]:
    """``new`` with these steps as ``old`` has them: what was done stays readable as it was done."""
    if not steps:
        return dict(new)
    before, after = pieces(name, old), pieces(name, new)
    merged = {}
    for file, found in after.items():
        base, there = list(found), before.get(file, [])
        for step in steps:
            piece = _piece(there, step)
            base = _put(base, piece, there) if piece else base
        merged[file] = "".join(piece.text for piece in base)
    return merged


def _phase_keys(main: Document) -> list[str]:
    keys: list[str] = []
    for section in main.phases:
        key = (section.attributes.id if section.attributes else None) or section.title
        keys.append(key if key not in keys else f"{key} ({len(keys)})")
    return keys


def _cut(text: str, document: Document, phases: Sequence[str]) -> list[Piece]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").splitlines(keepends=True)
    begins: list[tuple[int, str | None, str | None]] = [(1, None, None)]
    for number, phase in enumerate(document.phases):
        key = phases[number] if number < len(phases) else phase.title
        begins.append((phase.line, key, None))
        begins += [(step.line, key, _id(step)) for step in phase.steps]
    ends = [begin for begin, _, _ in begins[1:]] + [len(lines) + 1]
    cut = [
        Piece(key, step, "".join(lines[at - 1 : end - 1])) for (at, key, step), end in zip(begins, ends, strict=True)
    ]
    return [replace(piece, text=piece.text.rstrip("\n") + "\n\n") for piece in cut[:-1]] + cut[-1:]


def _id(step: Section) -> str:
    return (step.attributes.id if step.attributes else None) or f"line-{step.line}"


def _put(base: list[Piece], piece: Piece, source: Sequence[Piece]) -> list[Piece]:
    """``piece`` in its place: instead of its namesake, or behind what stands before it in ``source``."""
    piece = replace(piece, text=piece.text.rstrip("\n") + "\n\n")
    if _piece(base, piece.step) is not None:
        return [piece if one.step == piece.step else one for one in base]
    at = max((number for number, one in enumerate(base) if one.phase == piece.phase and one.step is None), default=None)
    if at is None:
        at = len(base)
        heading = next(one for one in source if one.phase == piece.phase and one.step is None)
        earlier = {one.phase for one in source[: source.index(heading)]}
        at = max((number for number, one in enumerate(base) if one.phase in earlier), default=len(base) - 1) + 1
        return [*_closed(base[:at]), replace(heading, text=heading.text.rstrip("\n") + "\n\n"), piece, *base[at:]]
    before = {one.step for one in source[: source.index(_piece(source, piece.step) or piece)] if one.step}
    inside = (n for n, one in enumerate(base) if one.phase == piece.phase and one.step in before)
    at = max([at, *inside]) + 1
    return [*_closed(base[:at]), piece, *base[at:]]


def _closed(found: Sequence[Piece]) -> list[Piece]:
    return [replace(piece, text=piece.text.rstrip("\n") + "\n\n") for piece in found]


def _piece(found: Sequence[Piece], step: str | None) -> Piece | None:
    return next((piece for piece in found if piece.step == step and piece.step), None)


def _text_of(found: Sequence[Piece], step: str) -> str:
    if step == AROUND:
        return "".join(piece.text for piece in found if piece.step is None)
    piece = _piece(found, step)
    return piece.text.rstrip("\n") + "\n" if piece else ""


def _diff(file: str, old: str, new: str) -> str:
    return "\n".join(unified_diff(old.splitlines(), new.splitlines(), file, file, lineterm=""))


def _kind(step: str, before: Sequence[Piece], after: Sequence[Piece]) -> str:
    if step == AROUND:
        return "changed"
    if _piece(before, step) is None:
        return "added"
    return "changed" if _piece(after, step) else "removed"


def _title(step: str, *places: Sequence[Piece]) -> str:
    piece = next((piece for found in places if (piece := _piece(found, step))), None)
    return piece.text.split("\n", 1)[0].lstrip("# ").partition("{:")[0].strip() if piece else ""


def _mixed_version(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    first, second = (take_apart(files[f"{name}.md"], file=name).front.get("version") for files in (old, new))
    return f"{str(first).partition('+')[0]}+{second}"


def _all_roles(old: Document, new: Document) -> list[str]:
    return list(dict.fromkeys([*old.front.get("roles", []), *new.front.get("roles", [])]))
