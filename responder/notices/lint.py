"""What a careful colleague would say of a draft before it is submitted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from responder.notices import marks, sms
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from responder.books.letters import Words

_LINK = re.compile(
    r"(?:https?://|www\.)(?P<host>[A-Za-z0-9.-]+)"
    r"|(?<![@\w.])(?P<bare>(?:[a-z0-9-]+\.)+(?:com|org|net|example|br|cn|de|es|eu|fr|hk|it|jp|kr|nl|pl|pt|tw|uk))(?=[/\s),.;]|$)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE = re.compile(r"\+?\d[\d ()/-]{7,}\d")


@dataclass(frozen=True)
class Finding:
    """``level`` is ``error`` (approval is refused) or ``warning``; ``message`` is a pattern for ``values``."""

    level: str
    code: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None

    def said(self, language: str) -> str:
        """The finding in the reader's language."""
        return say(self.message, language, **self.values)


@dataclass(frozen=True)
class Rules:
    """What a draft is held against.

    ``required`` are the content ids that the law asks for; ``hosts`` the domains that links may lead to, their
    subdomains included; ``suspected`` says that the incident is not confirmed yet.
    """

    words: Words
    required: Collection[str] = ()
    plain: bool = False
    suspected: bool = False
    hosts: Collection[str] = ()


def lint(subject: str, text: str, rules: Rules) -> tuple[Finding, ...]:
    """What is wrong or doubtful in a draft, the errors first."""
    found = [*_missing(text, rules), *_marks(text), *_subject(subject), *_phrases(text, rules), *_links(text, rules)]
    if rules.plain:
        found.extend(_short(text))
    return tuple(sorted(found, key=lambda finding: finding.level != "error"))


def _missing(text: str, rules: Rules) -> Iterator[Finding]:
    answered = marks.anchored(text)
    for item in rules.required:
        if item not in answered:
            yield Finding("error", "item", N_("The law asks for “{item}”, and no paragraph answers it"), {"item": item})
    for key in marks.gaps_in(text):
        yield Finding("error", "fact", N_("A fact is missing: {fact}"), {"fact": key})


def _marks(text: str) -> Iterator[Finding]:
    for mark, line in marks.unknown_marks(text):
        yield Finding("error", "mark", N_("Nothing fills the mark “{mark}”"), {"mark": mark}, line)


def _subject(subject: str) -> Iterator[Finding]:
    if "[[" in subject or _EMAIL.search(subject) or _PHONE.search(subject):
        yield Finding("error", "subject", N_("A subject line carries no personal data"))


def _phrases(text: str, rules: Rules) -> Iterator[Finding]:
    folded = text.casefold()
    for phrase in rules.words.banned:
        if phrase in folded:
            line = folded.count("\n", 0, folded.index(phrase)) + 1
            message = N_("Readers have learnt to distrust this phrase: “{phrase}”")
            yield Finding("error", "banned", message, {"phrase": phrase}, line)
    if rules.suspected and not rules.plain and not any(word in folded for word in rules.words.suspected):
        yield Finding("error", "certain", N_("The incident is only suspected, and the text says it as certain"))


def _links(text: str, rules: Rules) -> Iterator[Finding]:
    plain_text = _EMAIL.sub("", marks.without_anchors(text))
    links = dict.fromkeys(
        (match["host"] or match["bare"]).rstrip(".").casefold() for match in _LINK.finditer(plain_text)
    )
    for host in links:
        if not any(host == allowed or host.endswith(f".{allowed}") for allowed in rules.hosts):
            yield Finding(
                "warning", "link", N_("The link leads to {host}, which is not on the firm's list"), {"host": host}
            )
    if rules.plain and links:
        yield Finding("warning", "link", N_("A link in a short message looks like a trap, and carriers block it"))


def _short(text: str) -> Iterator[Finding]:
    counted = sms.segments(marks.without_anchors(text).strip())
    if counted.count > 1:
        values = {"count": counted.count, "alphabet": counted.alphabet}
        yield Finding("warning", "segments", N_("The message has {count} segments ({alphabet})"), values)
