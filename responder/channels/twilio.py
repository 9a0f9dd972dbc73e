"""SMS through Twilio's messages interface, one request a message, several at a time.

The provider takes no key that would make a second request harmless: whatever fails once the request may have gone out
is ``Unknown``, a server error included. Its package has no time limit of its own; one is set here.
"""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from requests import exceptions as http
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from responder.channels.port import Accepted, Busy, Receipt, Refused, Unknown, Unreachable
from responder.channels.sms_codes import meaning_of
from responder.channels.twilio_callbacks import EVENTS, OUR_ID, read_callback
from responder.channels.waiting import UNSAID, wait_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from responder.channels.port import Answer, Asked, Event, Message, Waiting

TOO_MANY, SERVER_ERROR = 429, 500
TOO_MANY_CODES = frozenset({20429, 21611, 30001})
SIDE_BY_SIDE: Final = 8
LONGEST_TEXT = 1600
# Clocks differ, and a request may wait in a queue before it is written down.
BEFORE, AFTER = timedelta(minutes=2), timedelta(minutes=15)
MOST_LISTED = 200
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True)
class TwilioAccount:
    """As whom, and from which number or messaging service. ``callback``: where the provider tells what became of it;
    ``answers``: where it tells which key was pressed in a call.
    """

    sid: str
    token: str = field(repr=False)
    messaging_service: str | None = None
    from_number: str | None = None
    callback: str | None = None
    answers: str | None = None
    url: str | None = None
    timeout: timedelta = timedelta(seconds=10)


class TwilioChannel:
    """A channel that speaks Twilio's messages interface."""

    name = "twilio"
    leaves_machine = True
    largest_batch = 100
    events = EVENTS

    def __init__(self, account: TwilioAccount, *, longest_call: timedelta = timedelta(seconds=120)) -> None:
        self._account = account
        self.longest_call = max(longest_call, 2 * account.timeout)
        # One for each hand: the package keeps its last answer in the transport, and two hands would swap theirs.
        self._clients: SimpleQueue[Client] = SimpleQueue()
        for _ in range(SIDE_BY_SIDE):
            self._clients.put(Client(account.sid, account.token, http_client=_Http(account)))
        self._from = (
            {"messaging_service_sid": account.messaging_service}
            if account.messaging_service
            else {"from_": account.from_number}
        )

    def send(self, messages: Sequence[Message]) -> list[Answer]:
        if not messages:
            return []
        call = _Call(ends=time.monotonic() + (self.longest_call - self._account.timeout).total_seconds())
        with ThreadPoolExecutor(min(SIDE_BY_SIDE, len(messages))) as hands:
            return list(hands.map(lambda message: self._hand_over(message, call), messages))

    def receipts(self) -> Sequence[Waiting]:
        return ()  # the provider calls us

    def forget(self, handle: str) -> None:
        del handle

    def read(self, body: bytes) -> list[Receipt]:
        return read_callback(body)

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt | None]:
        """Find each in the provider's list by its number, its time and its text. Two that fit stay unknown."""
        ends = time.monotonic() + (self.longest_call - self._account.timeout).total_seconds()
        found: dict[str, Receipt | None] = {}
        for one in asked:
            if one.message is None or one.handed_at is None or time.monotonic() > ends:
                found[one.message_id] = None
                continue
            try:
                alike = self._listed(one.message, one.handed_at)
            except (TwilioException, http.RequestException):
                found[one.message_id] = None
                continue
            if alike:
                found[one.message_id] = _receipt(one.message_id, alike[0], self.events) if len(alike) == 1 else None
        return found

    def _hand_over(self, message: Message, call: _Call) -> Answer:
        if call.given_up is not None or time.monotonic() > call.ends:
            return call.given_up or Unreachable("no_time_left")
        if not _NUMBER.fullmatch(message.to) or "\x00" in message.text or len(message.text) > LONGEST_TEXT:
            return Refused("malformed", permanent=True)
        answer = self._post(message)
        if isinstance(answer, Busy) or answer == Unreachable("no_connection"):
            call.given_up = answer
        elif isinstance(answer, Unknown):
            call.given_up = Unreachable("provider_failed")
        return answer

    def _post(self, message: Message) -> Answer:
        try:
            with self._client() as client:
                sid = self._create(client, message)
        except TwilioRestException as error:
            return _turned_down(error)
        except http.Timeout as error:
            return Unreachable("no_connection") if isinstance(error, http.ConnectTimeout) else Unknown("timeout")
        except http.ConnectionError as error:
            return Unreachable("no_connection") if _never_connected(error) else Unknown("disconnected")
        except (http.RequestException, TwilioException, ValueError):
            return Unknown("no_answer")
        return Accepted(sid)

    def _create(self, client: Client, message: Message) -> str:
        callback = f"{self._account.callback}?{urlencode({OUR_ID: message.id})}" if self._account.callback else None
        optional = {"status_callback": callback} if callback else {}
        sent = client.messages.create(to=message.to, body=message.text, **self._from, **optional)
        return str(sent.sid)

    @contextmanager
    def _client(self) -> Iterator[Client]:
        client = self._clients.get()
        try:
            yield client
        finally:
            self._clients.put(client)

    def _listed(self, message: Message, handed_at: datetime) -> list[Any]:
        """Messages to this number with this text, made around ``handed_at``.

        By the number alone: the list's own time filter leaves out what still waits to be sent.
        """
        with self._client() as client:
            listed = client.messages.list(to=message.to, limit=MOST_LISTED)
        text = message.text.strip()
        return [
            one
            for one in listed
            if one.date_created is not None
            and handed_at - BEFORE <= in_utc(one.date_created) <= handed_at + AFTER
            and (one.body or "").strip() == text
        ]


@dataclass
class _Call:
    """One call of ``send``: when it must be back, and whether the provider failed in it."""

    ends: float
    given_up: Answer | None = None


class _Http(TwilioHttpClient):  # type: ignore[misc]  # the package has no types
    """The package's own transport, with a time limit, and another host where one is named."""

    def __init__(self, account: TwilioAccount) -> None:
        super().__init__(timeout=account.timeout.total_seconds())
        self._at = urlsplit(account.url) if account.url else None

    def request(self, method: str, url: str, *given: Any, **more: Any) -> Any:
        if self._at is not None:
            parts = urlsplit(url)
            path = self._at.path.rstrip("/") + parts.path
            url = urlunsplit((self._at.scheme, self._at.netloc, path, parts.query, ""))
        response = super().request(method, url, *given, **more)
        if response.status_code == TOO_MANY:
            raise _TooMany(wait_of(response.headers or {}))
        return response


class _TooMany(TwilioRestException):  # type: ignore[misc]
    """Too many requests; the package's own error has lost the header that says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(TOO_MANY, "")
        self.wait = wait


def _turned_down(error: TwilioRestException) -> Answer:
    if isinstance(error, _TooMany):
        return Busy(error.wait)
    if error.status >= SERVER_ERROR:
        return Unknown(f"twilio {error.code or error.status}")
    if error.code in TOO_MANY_CODES:
        return Busy(UNSAID)
    code = error.code or error.status
    return Refused(f"twilio {code}", permanent=meaning_of(code).remedy in {"give_up", "other_channel"})


def _never_connected(error: http.ConnectionError) -> bool:
    """Whether no connection stood: a name not found, a refusal. A connection that broke is something else."""
    cause = error.args[0] if error.args else None
    return type(getattr(cause, "reason", None)).__name__ in {"NewConnectionError", "NameResolutionError"}


def in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _receipt(message_id: str, listed: Any, events: Mapping[str, Event]) -> Receipt | None:
    event = events.get(str(listed.status))
    if event is None:
        return None
    code = f"twilio {listed.error_code}" if getattr(listed, "error_code", None) else ""
    return Receipt(event, message_id=message_id, ref=str(listed.sid), at=listed.date_updated, code=code)
