"""Messages → the bodies of SendGrid's mail send, each for as many people as one request takes. Pure.

A request has one text and, for each person, what differs from it. The letters of a batch differ in few lines, so a line
that is the same for all stands once, and every other is a tag that is replaced for each person.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from responder.channels.mime import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from responder.channels.port import Message

# The provider's limits: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/limitations
LARGEST_BATCH = 1000
LARGEST_BODY = 29_000_000  # of 30 MB, with room for headers
LARGEST_SUBSTITUTIONS = 9_000  # of 10,000 bytes a person

# The names under which our ids come back with each event.
OUR_ID, OUR_BATCH = "responder_id", "responder_batch"

# A legal notice carries nothing that tracks and no "unsubscribe" line, and reaches people who unsubscribed from
# newsletters; addresses that bounced or complained are respected.
TRACKING = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
    "ganalytics": {"enable": False},
}
BYPASS = {"bypass_unsubscribe_management": {"enable": True}}


@dataclass(frozen=True)
class MailRequest:
    """One request: the messages it is for, in the order of its personalizations, and its body."""

    messages: tuple[Message, ...]
    body: dict[str, Any]


def requests_for(messages: Sequence[Message], *, sandbox: bool) -> Iterator[MailRequest]:
    """The requests that carry ``messages``, each message in exactly one.

    Args:
        messages: Each fit to be an email (``mime.check``).
        sandbox: Whether the provider is only to validate.
    """
    for alike in _alike(messages):
        yield from _fitting(alike, sandbox=sandbox)


def _alike(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """Messages that one text can carry: the same sender and number of lines, no address twice, no more than a batch."""
    groups: dict[tuple[Any, ...], list[list[Message]]] = defaultdict(lambda: [[]])
    addresses: dict[tuple[Any, ...], list[set[str]]] = defaultdict(lambda: [set()])
    for message in messages:
        html = message.html
        lines = (message.text.count("\n"), -1 if html is None else html.count("\n"))
        key = (message.from_, message.language, *lines)
        to = message.to.casefold()
        parts, taken = groups[key], addresses[key]
        if len(parts[-1]) >= LARGEST_BATCH or to in taken[-1]:
            parts.append([])
            taken.append(set())
        parts[-1].append(message)
        taken[-1].add(to)
    for parts in groups.values():
        yield from (part for part in parts if part)


def _fitting(messages: list[Message], *, sandbox: bool) -> Iterator[MailRequest]:
    body = _body(messages, sandbox=sandbox)
    too_much = len(messages) > 1 and (
        any(_size(person["substitutions"]) > LARGEST_SUBSTITUTIONS for person in body["personalizations"])
        or len(messages) * _size(body["personalizations"][0]) + _size(body["content"]) > LARGEST_BODY
    )
    if not too_much:
        yield MailRequest(tuple(messages), body)
        return
    half = len(messages) // 2
    for part in (messages[:half], messages[half:]):
        yield from _fitting(part, sandbox=sandbox)


def _body(messages: Sequence[Message], *, sandbox: bool) -> dict[str, Any]:
    first = messages[0]
    people: list[dict[str, Any]] = [_person(message) for message in messages]
    content = [{"type": "text/plain", "value": _shared("t", [message.text for message in messages], people)}]
    if first.html is not None:
        html = _shared("h", [message.html or "" for message in messages], people)
        content.append({"type": "text/html", "value": html})
    settings: dict[str, Any] = {**BYPASS, **({"sandbox_mode": {"enable": True}} if sandbox else {})}
    return {
        "personalizations": people,
        "from": {"email": first.from_.address, "name": first.from_.name},
        "subject": first.subject,
        "content": content,
        "headers": {"Content-Language": first.language, **ALWAYS},
        "mail_settings": settings,
        "tracking_settings": TRACKING,
    }


def _person(message: Message) -> dict[str, Any]:
    person: dict[str, Any] = {
        "to": [{"email": message.to}],
        "subject": message.subject,
        "custom_args": {OUR_ID: message.id, OUR_BATCH: message.batch},
        "substitutions": {},
    }
    return {**person, "headers": dict(message.headers)} if message.headers else person


def _shared(part: str, texts: Sequence[str], people: Sequence[dict[str, Any]]) -> str:
    """The text for all; what differs from it goes into the substitutions of ``people``."""
    columns = list(zip(*(text.split("\n") for text in texts), strict=True))
    shared = []
    for number, column in enumerate(columns):
        if len(set(column)) == 1:
            shared.append(column[0])
            continue
        tag = f"-responder:{part}{number}:-"
        shared.append(tag)
        for person, line in zip(people, column, strict=True):
            person["substitutions"][tag] = line
    return "\n".join(shared)


def _size(value: object) -> int:
    return len(json.dumps(value))
