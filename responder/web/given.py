"""What a form gave: read field by field, every complaint at once, nothing typed lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flask import g, request

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

MOST_TEXT = 20_000
MOST_DIGITS = 15


class Unfit(BadInput):
    """The form has mistakes."""

    def __init__(self, problems: list[BadInput]) -> None:
        super().__init__()
        self.problems = problems


class Given:
    """The fields of a form. Readers collect complaints; ``check`` raises them together.

    Example:
        form = Given.of_request()
        title = form.text("title", most=200)
        form.check()
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self.problems: list[BadInput] = []

    @classmethod
    def of_request(cls) -> Given:
        return cls(fields_of_request())

    def check(self) -> None:
        """Raise what was found wrong, all of it.

        Raises:
            Unfit: at least one field cannot be taken.
        """
        if self.problems:
            raise Unfit(self.problems)

    def complain(self, field: str, message: str, **values: object) -> None:
        problem = BadInput(message, field=field)
        problem.values = values
        self.problems.append(problem)

    def text(self, name: str, *, required: bool = True, most: int = MOST_TEXT) -> str:
        """Text without the spaces around it."""
        value = self._fields.get(name, "").replace("\r\n", "\n").strip()
        if required and not value:
            self.complain(name, N_("Fill this in."))
        if len(value) > most:
            self.complain(name, N_("Too long: {length} characters; at most {most} fit."), length=len(value), most=most)
        return value

    def choice(self, name: str, choices: Iterable[str], *, default: str | None = None) -> str:
        """One of ``choices``."""
        value = self._fields.get(name, "") or default or ""
        if value not in set(choices):
            self.complain(name, N_("Choose one of the answers."))
        return value

    def has(self, name: str) -> bool:
        """Whether anything was typed there."""
        return bool(self._fields.get(name, "").strip())

    def ticked(self, name: str) -> bool:
        return bool(self._fields.get(name))

    def whole_number(self, name: str, *, required: bool = True, least: int = 0) -> int | None:
        """A whole number in digits; separators of thousands are understood (``12,400``, ``12 400``)."""
        written = self.text(name, required=required, most=40)
        plain = written.replace(",", "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace("'", "")
        if not written:
            return None
        if not (plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS):
            self.complain(name, N_("Write a whole number in digits, such as 4200."))
            return None
        if int(plain) < least:
            self.complain(name, N_("The least is {least}."), least=least)
        return int(plain)

    def instant(self, name: str, *, zone: tzinfo, now: datetime, required: bool = True) -> datetime | None:
        """A time of day as a date-and-time field gives it, in ``zone``; empty means now when it is not required."""
        written = self.text(name, required=required, most=40)
        if not written:
            return None if required else now
        try:
            local = datetime.fromisoformat(written)
        except ValueError:
            self.complain(name, N_("Write a date and a time, such as 2026-11-24 14:05."))
            return None
        try:
            instant = (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
            there = instant.astimezone(zone).replace(tzinfo=None)
        except OverflowError:  # the first and the last day of the calendar have no neighbour
            self.complain(name, N_("Write a date and a time, such as 2026-11-24 14:05."))
            return None
        if local.tzinfo is None and there != local:
            self.complain(name, N_("The clocks were put forward then: this time did not exist in your zone."))
            return None
        return instant

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A date as ``2026-11-24``."""
        written = self.text(name, required=required, most=20)
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.complain(name, N_("Write a date, such as 2026-11-24."))
            return None


def fields_of_request() -> dict[str, str]:
    """The fields of the form; several answers under one name stand with commas between."""
    return {name: ", ".join(values) for name, values in request.form.lists()}


class Typed:
    """What stands in the fields of one form: what was just typed and refused, else the present values."""

    def __init__(self, action: str) -> None:
        self.action = action
        refused: Typing | None = g.get("refused")
        self._refused = refused if refused is not None and refused.path == action else None

    @property
    def is_refused(self) -> bool:
        """Whether this form was just refused."""
        return self._refused is not None

    def value(self, name: str, present: object = "") -> str:
        if self._refused is not None:
            return self._refused.fields.get(name, "")
        return "" if present is None else str(present)

    def ticked(self, name: str, present: object = False) -> bool:
        return bool(self._refused.fields.get(name)) if self._refused is not None else bool(present)

    def problem(self, name: str) -> BadInput | None:
        """What is wrong with the field ``name``, if anything."""
        if self._refused is None:
            return None
        return next((problem for problem in self._refused.problems if problem.field == name), None)


class Typing:
    """A refused post: where it went, what it held, what was wrong."""

    def __init__(self, path: str, fields: Mapping[str, str], problems: list[BadInput]) -> None:
        self.path = path
        self.fields = {name: value for name, value in fields.items() if name != "csrf_token"}
        self.problems = problems


def number_in(text: str) -> int | None:
    """A whole number that stands in an address; None for anything else, and for what no table has so many rows of."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
