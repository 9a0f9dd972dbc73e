"""SMS through a gateway that takes JSON over HTTP: a registered template, its parameters, a signature.

For carriers that pass registered templates alone. One request a message; no key makes a second request harmless, so
whatever fails once the request may have gone out is ``Unknown``.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from responder.channels.port import Accepted, Busy, Refused, Unknown, Unreachable
from responder.channels.waiting import wait_of
from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from responder.channels.port import Answer, Asked, Message, Receipt, Waiting

CLIENT_ERROR, NO_SUCH_NUMBER, TOO_MANY, SERVER_ERROR = 400, 422, 429, 500
LARGEST_ANSWER = 64 * 1024


@dataclass(frozen=True)
class GatewayAccount:
    """Where and as whom. ``templates`` maps a language to its registered template; the empty language serves all."""

    url: str
    key: str = field(repr=False)
    templates: Mapping[str, str]
    signature: str = ""
    timeout: timedelta = timedelta(seconds=10)


class GatewayChannel:
    """A channel that posts ``{id, to, template, parameters: {text}, signature}`` and reads ``{id}``."""

    name = "gateway"
    leaves_machine = True
    largest_batch = 50

    def __init__(self, account: GatewayAccount, *, longest_call: timedelta = timedelta(seconds=120)) -> None:
        self._account = account
        self.longest_call = max(longest_call, 2 * account.timeout)
        self._at = urlsplit(account.url)

    def send(self, messages: Sequence[Message]) -> list[Answer]:
        """One after another on one connection; after a failure of the whole the rest waits."""
        ends = time.monotonic() + (self.longest_call - self._account.timeout).total_seconds()
        given_up: Answer | None = None
        answers: list[Answer] = []
        for message in messages:
            if given_up is None and time.monotonic() > ends:
                given_up = Unreachable("no_time_left")
            answer = given_up or self._hand_over(message)
            if isinstance(answer, Busy | Unreachable):
                given_up = answer
            elif isinstance(answer, Unknown):
                given_up = Unreachable("provider_failed")
            answers.append(answer)
        return answers

    def receipts(self) -> Sequence[Waiting]:
        return ()

    def forget(self, handle: str) -> None:
        del handle

    def read(self, body: bytes) -> list[Receipt]:
        del body
        raise BadInput("the gateway sends no receipts", expected="nothing")

    def look_up(self, asked: Sequence[Asked]) -> Mapping[str, Receipt | None] | None:
        del asked
        return None

    def template_for(self, language: str) -> str | None:
        """The registered template for a language; None if there is none."""
        templates = self._account.templates
        return templates.get(language) or templates.get(language.partition("-")[0]) or templates.get("")

    def _hand_over(self, message: Message) -> Answer:
        template = self.template_for(message.language)
        if template is None:
            return Refused("gateway no_template", permanent=True)
        body = {
            "id": message.id,
            "to": message.to,
            "template": template,
            "parameters": {"text": message.text},
            "signature": f"【{self._account.signature}】" if self._account.signature else "",
        }
        return self._post(json.dumps(body, ensure_ascii=False).encode())

    def _post(self, body: bytes) -> Answer:
        kind = HTTPSConnection if self._at.scheme == "https" else HTTPConnection
        connection = kind(self._at.hostname or "", self._at.port, timeout=self._account.timeout.total_seconds())
        try:
            connection.connect()
        except OSError:
            connection.close()
            return Unreachable("no_connection")
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._account.key}"}
        try:
            connection.request("POST", self._at.path or "/", body=body, headers=headers)
            response = connection.getresponse()
            said = response.read(LARGEST_ANSWER)
        except (OSError, HTTPException):
            return Unknown("disconnected")
        finally:
            connection.close()
        return _understood(response.status, dict(response.getheaders()), said)


def _understood(status: int, headers: Mapping[str, str], said: bytes) -> Answer:
    if status == TOO_MANY:
        return Busy(wait_of(headers))
    if status >= SERVER_ERROR:
        return Unknown(f"gateway {status}")
    if status >= CLIENT_ERROR:
        return Refused(f"gateway {status}", permanent=status == NO_SUCH_NUMBER)
    try:
        return Accepted(str(json.loads(said)["id"]))
    except (ValueError, KeyError, TypeError):
        return Unknown("no_answer")
