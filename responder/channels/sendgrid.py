"""Email through SendGrid's v3 interface, up to a thousand people a request.

The provider takes no key that would make a second request harmless. So whatever fails after the request went out whole
is ``Unknown``, a server error included: it may have been taken before it broke. Its package has no time limit of its
own; one is set here.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import URLError

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from responder.channels import mime
from responder.channels.port import Accepted, Busy, Receipt, Refused, Unknown, Unreachable
from responder.channels.sendgrid_events import read_events
from responder.channels.sendgrid_mail import LARGEST_BATCH, OUR_BATCH, requests_for
from responder.channels.waiting import wait_of
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responder.channels.port import Answer, Asked, Event, Message, Waiting
    from responder.channels.sendgrid_mail import MailRequest

HOSTS = {"global": "https://api.sendgrid.com", "eu": "https://api.eu.sendgrid.com"}
BAD_REQUEST, TOO_MANY, SERVER_ERROR = 400, 429, 500
# Of the answer to a question about a message: https://www.twilio.com/docs/sendgrid/api-reference/e-mail-activity
_OF_STATUS: dict[str, Event] = {"delivered": "delivered", "not_delivered": "bounced", "processed": "accepted"}
_ASK_EVERY = 10.0  # seconds: Email Activity answers six times a minute


@dataclass(frozen=True)
class SendGridAccount:
    """Where and as whom.

    ``sandbox``: requests are checked and nothing is sent. ``activity``: Email Activity was bought and may be asked.
    """

    api_key: str = field(repr=False)
    host: str = HOSTS["global"]
    sandbox: bool = False
    activity: bool = False
    timeout: timedelta = timedelta(seconds=20)


@dataclass(frozen=True)
class _BadAddresses:
    """The request was refused because of these of its personalizations."""

    positions: frozenset[int]


class SendGridChannel:
    """A channel that speaks SendGrid's v3 interface."""

    name = "sendgrid"
    leaves_machine = True
    largest_batch = LARGEST_BATCH

    def __init__(self, account: SendGridAccount, *, longest_call: timedelta = timedelta(seconds=120)) -> None:
        self._account = account
        self.longest_call = max(longest_call, 2 * account.timeout)
        self._api = SendGridAPIClient(account.api_key, host=account.host)
        self._api.client.timeout = account.timeout.total_seconds()

    def send(self, messages: Sequence[Message]) -> list[Answer]:
        answers: dict[str, Answer] = {}
        fit = []
        for message in messages:
            try:
                mime.check(message)
            except BadInput:
                answers[message.id] = Refused("malformed", permanent=True)
            else:
                fit.append(message)
        self._send_all(fit, answers)
        return [answers[message.id] for message in messages]

    def receipts(self) -> Sequence[Waiting]:
        return ()  # the provider calls us

    def forget(self, handle: str) -> None:
        del handle

    def read(self, body: bytes) -> list[Receipt]:
        return read_events(body)

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt | None] | None:
        """Ask Email Activity by batch, where it was bought; within ``longest_call`` and its six requests a minute."""
        if not self._account.activity:
            return None
        batches: dict[str, list[Asked]] = defaultdict(list)
        for one in asked:
            batches[one.batch].append(one)
        found: dict[str, Receipt | None] = {}
        ends = time.monotonic() + self.longest_call.total_seconds()
        for number, (batch, members) in enumerate(batches.items()):
            if number:
                time.sleep(_ASK_EVERY)
            in_time = time.monotonic() + self._account.timeout.total_seconds() < ends
            found |= self._ask(batch, members) if batch and in_time else dict.fromkeys(_ids(members))
        return found

    def _send_all(self, messages: Sequence[Message], answers: dict[str, Answer]) -> None:
        """Post every request; after one that failed as a whole the rest is not tried in this call."""
        ends = time.monotonic() + (self.longest_call - self._account.timeout).total_seconds()
        given_up: Answer | None = None
        pending = list(messages)
        while pending:
            again: list[Message] = []
            for request in requests_for(pending, sandbox=self._account.sandbox):
                if given_up is None and time.monotonic() > ends:
                    given_up = Unreachable("no_time_left")
                answer = given_up or self._post(request)
                if isinstance(answer, _BadAddresses):
                    # One bad address refuses all; the others were certainly not taken and go without it.
                    again += [one for at, one in enumerate(request.messages) if at not in answer.positions]
                    bad = [request.messages[at].id for at in answer.positions]
                    answers |= dict.fromkeys(bad, Refused("sendgrid_address", permanent=True))
                    continue
                answers |= {one.id: answer for one in request.messages}
                if isinstance(answer, Busy | Unreachable):
                    given_up = answer
                elif isinstance(answer, Unknown):
                    given_up = Unreachable("provider_failed")
            pending = again

    def _post(self, request: MailRequest) -> Answer | _BadAddresses:
        try:
            response = self._api.client.mail.send.post(request_body=request.body)
        except HTTPError as error:
            return _turned_down(error, len(request.messages))
        except URLError:
            return Unreachable("no_connection")  # raised before the request was out
        except TimeoutError:
            return Unknown("timeout")
        except (OSError, HTTPException):
            return Unknown("disconnected")
        return Accepted(str(response.headers.get("X-Message-Id") or ""))

    def _ask(self, batch: str, members: Sequence[Asked]) -> dict[str, Receipt | None]:
        by_address = {one.message.to.casefold(): one.message_id for one in members if one.message}
        addresses = Counter(one.message.to.casefold() if one.message else "" for one in members)
        query = {"query": f"unique_args['{OUR_BATCH}']=\"{batch}\"", "limit": LARGEST_BATCH}
        try:
            listed = json.loads(self._api.client.messages.get(query_params=query).body)["messages"]
        except (HTTPError, OSError, HTTPException, ValueError, KeyError, TypeError):
            return dict.fromkeys(_ids(members))
        found: dict[str, Receipt | None] = {}
        for entry in listed:
            address = str(entry.get("to_email", "")).casefold()
            event = _OF_STATUS.get(str(entry.get("status")))
            if addresses[address] == 1 and event is not None:
                message_id = by_address[address]
                found[message_id] = Receipt(event, message_id=message_id, ref=str(entry.get("msg_id") or ""))
        unclear = [one.message_id for one in members if one.message is None or addresses[one.message.to.casefold()] > 1]
        return {**dict.fromkeys(unclear), **found}


def _ids(asked: Sequence[Asked]) -> list[str]:
    return [one.message_id for one in asked]


def _turned_down(error: HTTPError, people: int) -> Answer | _BadAddresses:
    status = int(error.status_code)
    if status >= SERVER_ERROR:
        return Unknown(f"sendgrid {status}")
    if status == TOO_MANY:
        return Busy(wait_of(error.headers or {}))
    named = _named(error.body, people) if status == BAD_REQUEST else frozenset()
    # Unnamed, something of ours is wrong, and can be mended.
    return _BadAddresses(named) if named else Refused(f"sendgrid {status}", permanent=False)


def _named(body: str | bytes, people: int) -> frozenset[int]:
    """Which personalizations a refusal names: its fields read ``personalizations.3.to.0.email``."""
    try:
        fields = [str(error.get("field") or "").split(".") for error in json.loads(body)["errors"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    named = {int(part[1]) for part in fields if part[0] == "personalizations" and len(part) > 2 and part[1].isdecimal()}
    return frozenset(position for position in named if position < people)
