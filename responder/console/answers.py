"""Facts as forms: the control that asks for one, the answer as a facts file writes it, how a value reads. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from responder.books.library import Library
    from responder.web.given import Given

UNKNOWN = "unknown"
MOMENTS = ("at", "date", "from", "after", "about", "before", "to")
SPAN = ("from", "to")
LISTS = ("choices", "texts", "places", "elements")
_RANGE = re.compile(r"\s*(\d+)\s*(?:-|–|to|至|到)\s*(\d+)\s*\Z")
_AT_LEAST = re.compile(r"\s*(?:at least|>=|≥|至少)\s*(\d+)\s*\Z", re.IGNORECASE)
_AT_MOST = re.compile(r"\s*(?:at most|<=|≤|至多|最多)\s*(\d+)\s*\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\n、，；]")
_SPOKEN = re.compile(r"\s*([a-z]{2}(?:-[A-Za-z]+)?)\s*[:：]\s*(.+?)\s*\Z", re.DOTALL)
_EVENT = "events."


@dataclass(frozen=True)
class Asked:
    """A fact as a form asks for it: ``control`` is the part of the form that takes its answer."""

    key: str
    control: str
    label: Mapping[str, str]
    question: Mapping[str, str]
    choices: Sequence[str]
    who: Sequence[str]

    @property
    def group(self) -> str:
        """The section of the facts file it stands in."""
        return self.key.split(".")[0]


def asked_of(library: Library) -> dict[str, Asked]:
    """Every fact that the library knows and a single form can take, in the library's order, events first."""
    asked = {
        f"{_EVENT}{event.id}": Asked(f"{_EVENT}{event.id}", "instant", event.label, event.question, (), event.who)
        for event in library.events.values()
    }
    for key, fact in library.facts.items():
        if not key.startswith("people"):
            choices = fact.choices or (tuple(library.organisations) if key.endswith("qualifies_as") else ())
            control = "spoken" if fact.by_language else fact.type
            asked[key] = Asked(key, control, fact.label, fact.question, choices, fact.who_can_answer)
    return asked


def read_answer(asked: Asked, form: Given, *, zone: tzinfo, now: datetime) -> object:
    """What the form answered, as a facts file writes it; ``unknown`` for an empty answer.

    Complaints are left in ``form``.
    """
    if asked.control == "boolean":
        return {"true": True, "false": False}.get(form.choice("value", ("true", "false", UNKNOWN)), UNKNOWN)
    if asked.control == "choice":
        return form.choice("value", (*asked.choices, UNKNOWN))
    if asked.control == "instant":
        return _instant(form, zone, now)
    written = form.text("value", required=False, most=4000)
    if not written:
        return UNKNOWN
    readers: dict[str, Callable[[], object]] = {
        "integer": lambda: form.whole_number("value"),
        "count": lambda: _in_form(form, written, read_count),
        "amount": lambda: _in_form(form, written, read_amount),
        "spoken": lambda: read_spoken(written),
        **dict.fromkeys(LISTS, lambda: [part.strip() for part in _BETWEEN.split(written) if part.strip()]),
    }
    return readers[asked.control]() if asked.control in readers else written


def read_count(written: str) -> object:
    """``4200``, ``at least 4200``, ``4200-61000``, as a facts file writes a count.

    Raises:
        BadInput: it is none of these.
    """
    plain = re.sub(r"(?<=\d)[,\u00a0\u202f' ](?=\d{3})", "", written)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if found := _RANGE.match(plain):
        return {"at_least": int(found[1]), "at_most": int(found[2])}
    if found := _AT_LEAST.match(plain):
        return {"at_least": int(found[1])}
    if found := _AT_MOST.match(plain):
        return {"at_most": int(found[1])}
    raise BadInput(N_("Write a number, a range such as 4200-61000, or “at least 4200”."), field="value")


def read_spoken(written: str) -> object:
    """``en: Mon-Fri 9-17 | de: Mo-Fr 9-17 Uhr`` as texts by language; anything else as one text for every letter."""
    found = [_SPOKEN.match(part) for part in written.split("|")]
    if len(found) < 2 or not all(found):
        return written
    return {match[1]: match[2] for match in found if match}


def read_amount(written: str) -> object:
    """``910000000 EUR`` as a facts file writes an amount of money.

    Raises:
        BadInput: a whole number and a currency of three letters were expected.
    """
    found = re.fullmatch(r"([\d,' ]+)\s*([A-Za-z]{3})", written.strip())
    if found is None:
        raise BadInput(N_("Write a whole number and a currency, such as 910000000 EUR."), field="value")
    return {"amount": int(re.sub(r"[,' ]", "", found[1])), "currency": found[2].upper()}


def written_as(value: object) -> str:
    """A value as the field takes it again."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        return _mapping_as(value)
    return "" if value in {UNKNOWN, None} else str(value)


def _mapping_as(value: Mapping[str, Any]) -> str:
    if "amount" in value:
        return f"{value['amount']} {value.get('currency', '')}".strip()
    if any(name in value for name in MOMENTS):
        return ", ".join(f"{name} {value[name]}" for name in MOMENTS if name in value)
    if all(isinstance(text, str) and _SPOKEN.match(f"{language}: x") for language, text in value.items()):
        return " | ".join(f"{language}: {text}" for language, text in value.items())
    least, most = value.get("at_least"), value.get("at_most")
    if least is not None and most is not None:
        return f"{least}-{most}"
    return f"at least {least}" if least is not None else f"at most {most}"


def _instant(form: Given, zone: tzinfo, now: datetime) -> object:
    """An exact instant, or the span in which it lies."""
    said = {name: form.instant(f"value_{name}", zone=zone, now=now) for name in SPAN if form.has(f"value_{name}")}
    if not said:
        at = form.instant("value", zone=zone, now=now) if form.has("value") else None
        return UNKNOWN if at is None else at.astimezone(zone).isoformat()
    if form.has("value"):
        form.complain("value", N_("Say when exactly, or between when and when; not both."))
    return {name: at.astimezone(zone).isoformat() for name, at in said.items() if at is not None}


def _in_form(form: Given, written: str, read: Callable[[str], object]) -> object:
    try:
        return read(written)
    except BadInput as wrong:
        form.problems.append(wrong)
        return UNKNOWN
