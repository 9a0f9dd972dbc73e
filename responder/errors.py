"""Everything that can be wrong, drawn once.

::

    ResponderError
    ├── BadInput              what was given cannot be taken       exit 2   HTTP 422
    │   └── NotFound          it names something that is not here  exit 2   HTTP 404
    ├── Refused               asked for and not allowed            exit 3   HTTP 403
    │   ├── NotSignedIn       nobody is signed in                  exit 3   HTTP 401
    │   ├── SignInTooOld      the deed needs a fresh sign-in       exit 3   HTTP 403
    │   ├── TooManyTries      throttled                            exit 3   HTTP 429
    │   ├── SecondPerson      the drafter may not approve          exit 3   HTTP 403
    │   ├── Gone              its key was destroyed                exit 3   HTTP 410
    │   └── NotConfigured     a channel or setting is missing      exit 3   HTTP 503
    ├── Conflict              somebody else was first              exit 1   HTTP 409
    └── Broken                a promise of the record is broken    exit 1   HTTP 500

The docstring of a class is its message unless a better one is given. ``message`` is an English pattern that the
entrances translate; its values go in by name and never carry a personal datum.
"""

from __future__ import annotations

from typing import ClassVar


class ResponderError(Exception):
    """Something went wrong."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500

    def __init__(self, message: str = "", **values: object) -> None:
        self.message = message or " ".join((type(self).__doc__ or "").split())
        self.values = values
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message.format_map(self.values) if self.values else self.message


class BadInput(ResponderError):
    """What was given cannot be taken."""

    exit_code = 2
    status = 422

    def __init__(
        self,
        message: str = "",
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        expected: str | None = None,
        do: str | None = None,
        **values: object,
    ) -> None:
        super().__init__(message, **values)
        self.file = file
        self.line = line
        self.column = column
        self.field = field
        self.expected = expected
        self.do = do

    @property
    def place(self) -> str:
        """Where it stands, as an editor understands it: ``facts.yaml:12:3``."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        said = ": ".join(part for part in (self.place, self.field, super().__str__()) if part)
        if self.expected:
            said = f"{said}; expected {self.expected}"
        return f"{said}. {self.do}" if self.do else said


class NotFound(BadInput):
    """It names something that is not here."""

    status = 404


class Refused(ResponderError):
    """This is not allowed."""

    exit_code = 3
    status = 403


class NotSignedIn(Refused):
    """Nobody is signed in. Sign in and try again."""

    status = 401


class SignInTooOld(Refused):
    """This needs a fresh sign-in: give your password again."""


class TooManyTries(Refused):
    """Too many tries. Wait some minutes and try again."""

    status = 429


class SecondPerson(Refused):
    """This needs a second person: who drafted it cannot approve it."""


class Gone(Refused):
    """It was destroyed for good: the key that opened it no longer exists."""

    status = 410


class NotConfigured(Refused):
    """This is not set up."""

    status = 503


class Conflict(ResponderError):
    """Somebody else changed this first. Look at the present state and try again."""

    status = 409


class Broken(ResponderError):
    """The record does not hold."""
