"""What an account says of its owner, checked and brought to one form. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import available_timezones

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from responder.errors import BadInput
from responder.people.permissions import GUESTS, SETS
from responder.words import LANGUAGES, N_

LONGEST_NAME = 100
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


@dataclass(frozen=True)
class Details:
    """Of one person, checked."""

    login: str
    name: str
    permission_set: str
    email: str | None
    phone: str | None
    language: str
    zone: str


def checked(
    *, login: str, name: str, permission_set: str, email: str | None, phone: str | None, language: str, zone: str
) -> Details:
    """All of it, or the first thing that cannot be taken.

    Raises:
        BadInput: naming the field and what was expected, never the value of a name, an address or a number.
    """
    return Details(
        login=login_form(login),
        name=name_form(name),
        permission_set=permission_set_form(permission_set),
        email=email_form(email) if email else None,
        phone=phone_form(phone) if phone else None,
        language=language_form(language),
        zone=zone_form(zone),
    )


def login_form(login: str) -> str:
    """A login as it is stored: lower case."""
    plain = login.strip().lower()
    if not _LOGIN.fullmatch(plain):
        raise BadInput(
            N_("The login cannot be taken"),
            field="login",
            expected=N_("2 to 32 of the letters a-z, digits, dot, dash and underscore"),
        )
    return plain


def permission_set_form(permission_set: str) -> str:
    if permission_set not in SETS and permission_set not in GUESTS:
        raise BadInput(N_("There is no such permission set"), field="permission_set", expected=", ".join(SETS))
    return permission_set


def name_form(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadInput(N_("The name cannot be taken"), field="name", expected=N_("1 to 100 characters"))
    return plain


def email_form(email: str) -> str:
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise BadInput(
            N_("This is not an email address"), field="email", expected=N_("one address, as name@example.com")
        ) from None


def phone_form(phone: str) -> str:
    """A number in E.164."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise BadInput(
            N_("This is not a telephone number"),
            field="phone",
            expected=N_("the number with its country code, as +49 30 23125 000"),
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def language_form(language: str) -> str:
    if language not in LANGUAGES:
        raise BadInput(N_("This language is not available"), field="language", expected=", ".join(LANGUAGES))
    return language


def zone_form(zone: str) -> str:
    if zone not in available_timezones():
        raise BadInput(N_("This time zone is not known"), field="zone", expected=N_("a name such as Europe/Berlin"))
    return zone
