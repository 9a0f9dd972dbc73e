"""Reading what stands in a cell. What cannot be taken is described by its shape; the value itself goes nowhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import cache
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from email_validator import EmailNotValidError, validate_email

from responder.words import N_

YES = frozenset({"true", "yes", "y", "1", "x", "ja", "oui", "wahr", "vrai", "是", "t"})
NO = frozenset({"", "false", "no", "n", "0", "nein", "non", "falsch", "faux", "否", "f"})
_NAMED_IN = ("en", "de", "fr", "zh")
_SCRIPTS = {"zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}
_SHORTEST_NUMBER = len("+4912345")
_ISO_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?\Z")
_OTHER_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\Z")


class Unreadable(ValueError):
    """A cell cannot be taken; the text says why, in words that name no value."""


def shape(value: str) -> str:
    """How a value looks, without it: ``9 letters, 1 '@', 12 letters``; at most six parts."""
    parts: list[tuple[str, int]] = []
    for letter in value:
        kind = _kind(letter)
        if parts and parts[-1][0] == kind:
            parts[-1] = (kind, parts[-1][1] + 1)
        else:
            parts.append((kind, 1))
    said = [f"{count} {kind}" for kind, count in parts[:6]]
    return ", ".join(said) + (" …" if len(parts) > 6 else "") if said else "empty"


def _kind(letter: str) -> str:
    if letter in "@.-+/_,;:'()":
        return f"'{letter}'"
    if letter.isdigit():
        return "digits"
    if letter.isspace():
        return "spaces"
    return "letters" if letter.isalpha() else "signs"


def read_email(cell: str) -> str:
    """The address as written, its domain in lower case."""
    cell = unicodedata.normalize("NFKC", cell).removeprefix("mailto:").strip("<>")
    try:
        return validate_email(cell, check_deliverability=False).normalized
    except EmailNotValidError:
        if "," in cell or ";" in cell or cell.count("@") > 1:
            raise Unreadable(N_("more than one address stands here")) from None
        raise Unreadable(N_("this is no email address")) from None


def read_phone(cell: str, country: str) -> str:
    """The number as E.164; a national one is read in the row's ``country``."""
    cell = unicodedata.normalize("NFKC", cell)
    try:
        number = phonenumbers.parse(cell, country or None)
    except phonenumbers.NumberParseException:
        reason = (
            N_("this is no telephone number")
            if country
            else N_("a number without + and country code, and no country beside it")
        )
        raise Unreadable(reason) from None
    written = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if not phonenumbers.is_possible_number(number) or len(written) < _SHORTEST_NUMBER:
        raise Unreadable(N_("no telephone number has this length there"))
    return written


def read_day(cell: str, order: str | None) -> date:
    """A day. ``order`` (dmy or mdy) settles what 03/04/2010 means; without it such a day is refused, never guessed."""
    if found := _ISO_DAY.match(cell):
        return _day(*map(int, found.groups()))
    found = _OTHER_DAY.match(cell)
    if not found:
        raise Unreadable(N_("this is no date; write it as 2010-04-03"))
    first, separator, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    if separator == "." or order == "dmy" or first > 12:
        return _day(year, second, first)
    if order == "mdy" or second > 12:
        return _day(year, first, second)
    raise Unreadable(N_("day and month could be exchanged; say which comes first"))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(N_("there is no such day")) from None


def read_instant_day(cell: str, order: str | None) -> date:
    """The day of a time such as 2026-11-02T10:00:00+01:00, or a day."""
    try:
        return datetime.fromisoformat(cell).date()
    except ValueError:
        return read_day(cell, order)


def read_flag(cell: str) -> bool:
    """Yes or no in the four languages."""
    folded = cell.casefold()
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise Unreadable(N_("neither yes nor no"))


def read_country(cell: str) -> str:
    """ISO 3166-1 from a code, or from a name in English, German, French or Chinese."""
    if re.fullmatch(r"[A-Za-z]{2}", cell):
        code = {"UK": "GB", "EL": "GR"}.get(cell.upper(), cell.upper())
        if code in country_names().values():
            return code
    found = country_names().get(_folded(cell))
    if found is None:
        raise Unreadable(N_("this is no country"))
    return found


def read_language(cell: str) -> str:
    """``en``, ``de``, ``zh``, ``zh-Hant`` … from a code or a name."""
    code = cell.strip().replace("_", "-").casefold()
    if code in _SCRIPTS or code.split("-")[0:2] == ["zh", "hant"]:
        return "zh-Hant"
    head = code.split("-")[0]
    if re.fullmatch(r"[a-z]{2}", head) and head in language_names().values():
        return head
    found = language_names().get(_folded(cell))
    if found is None:
        raise Unreadable(N_("this is no language"))
    return found


def read_timezone(cell: str) -> str:
    """A zone of the tz database, as Europe/Berlin."""
    if cell not in _zones():
        raise Unreadable(N_("this is no time zone; write it as Europe/Berlin"))
    return cell


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).replace(".", "").split())


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def country_names() -> dict[str, str]:
    """Name in any of our languages → ISO 3166-1."""
    names = {
        "usa": "US",
        "united states of america": "US",
        "uk": "GB",
        "great britain": "GB",
        "england": "GB",
        "中国大陆": "CN",
        "prc": "CN",
    }
    for language in _NAMED_IN:
        for code, name in Locale(language).territories.items():
            if re.fullmatch(r"[A-Z]{2}", code):
                names.setdefault(_folded(name), code)
    return names


@cache
def language_names() -> dict[str, str]:
    """Name in any of our languages → ISO 639-1."""
    names = {
        "mandarin": "zh",
        "简体中文": "zh",
        "繁體中文": "zh-Hant",
        "francais": "fr",
        "deutsch": "de",
        "español": "es",
        "中文": "zh",
    }
    for language in _NAMED_IN:
        for code, name in Locale(language).languages.items():
            if re.fullmatch(r"[a-z]{2}", code):
                names.setdefault(_folded(name), code)
    return names
