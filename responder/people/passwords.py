"""Passwords: what may be one, and its hash (argon2id, RFC 9106). Pure."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from responder.errors import BadInput
from responder.words import N_

SHORTEST, LONGEST = 12, 200  # NIST SP 800-63B: length counts, rules of composition do not
FEWEST_DIFFERENT = 5

_hasher = PasswordHasher()  # the library's profile is RFC 9106's second recommendation (64 MiB)
# Somebody without an account or a password costs the same time as somebody with one: the hash of a password nobody has.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$YTh5kOJzyj092fYrFhDP+Q$Cjbq5/p5n33/W+GplqWx4xMK7l/zJ/681O0URCV1QtY"


def check_new(password: str, *, login: str) -> None:
    """Refuse a password that is guessed in no time.

    Raises:
        BadInput: it is too short or long, nearly one character repeated, or holds the login. Never quotes it.
    """
    plain = _one_form(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise BadInput(
            N_("The password cannot be taken"),
            field="password",
            expected=N_("12 to 200 characters"),
            do=N_("Several words in a row are easy to remember."),
        )
    if len(set(plain)) < FEWEST_DIFFERENT or login.casefold() in plain.casefold():
        raise BadInput(
            N_("The password is too easy to guess"),
            field="password",
            expected=N_("different characters, and not the login"),
        )


def hash_password(password: str) -> str:
    return _hasher.hash(_one_form(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the one that was hashed; takes as long where there is none."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher.verify(stored or _NOBODY, _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether it was hashed with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _one_form(password: str) -> str:
    """The same password from any keyboard (RFC 8265, OpaqueString: NFC)."""
    return unicodedata.normalize("NFC", password)
