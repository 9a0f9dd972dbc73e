"""Lines of the timeline in the reader's language.

Most lines keep the pattern of their sentence (``journal.sentences``). Others are told from what their tag and data say,
or by finding the values of a known English sentence in it again. What no rule here knows is shown as it was written.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from responder.console import names
from responder.console.lawful import fact_name, value_words
from responder.facts.actions import in_words
from responder.journal.sentences import SAID, sentence_of
from responder.words import N_, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# tag → the English sentences that lines of this tag are written in; what no pattern fits stays as written
_PATTERNS: Final[Mapping[str, tuple[str, ...]]] = {
    "incident.opened": (N_("Incident {number} opened: {title}"),),
    "incident.contained": (N_("Incident contained: {reason}"),),
    "incident.closed": (N_("Incident closed: {reason}"),),
    "incident.reopened": (N_("Incident reopened: {reason}"),),
    "notice.drafted": (N_("A notice to {recipient} was drafted."),),
    "notice.edited": (N_("The notice to {recipient} was edited ({language}, version {version})."),),
    "notice.submitted": (N_("The notice to {recipient} was submitted for approval."),),
    "notice.withdrawn": (N_("The notice to {recipient} was withdrawn: {reason}"),),
    "notice.approved": (N_("The notice to {recipient} was approved."),),
    "notice.approval_voided": (
        N_("The approval of the notice to {recipient} no longer holds: it was changed afterwards."),
    ),
    "notice.sent": (N_("Sending of the notice to {recipient} began."),),
    "notice.attached": (N_("A file was attached."),),
    "campaign.prepared": (N_("A campaign was prepared."),),
    "campaign.laid_out": (N_("The messages of the campaign were laid out."),),
    "campaign.started": (N_("The sending was started."),),
    "campaign.undone": (N_("The start was taken back; nothing was sent."),),
    "campaign.patience": (N_("Who has no delivery after {hours} h is written to by the next channel."),),
    "campaign.paused": (N_("The sending was paused."),),
    "campaign.resumed": (N_("The sending was resumed."),),
    "campaign.halted": (N_("The sending was halted for good."),),
    "campaign.canary_passed": (N_("The first part did well; the rest is being sent."),),
    "campaign.done": (N_("Every message of the campaign has come to its end."),),
}


def told(line: Mapping[str, Any], language: str) -> str:
    """What a line says, in ``language`` as far as it can be said; empty where it is withheld or erased."""
    tag, data, what = line["tag"] or "", line["data"] or {}, line["what"] or ""
    if what and SAID not in data and language != "en":
        for pattern in _PATTERNS.get(tag, ()):
            found = _matcher(pattern).fullmatch(what)
            if found:
                return say(pattern, language, **found.groupdict())
    if what and tag in _TELLERS and SAID not in data:
        keys, teller = _TELLERS[tag]
        if keys <= data.keys():
            return teller(data, what, language)
    return sentence_of(line, language)


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    """The sentence with a place for each value."""
    parts = re.split(r"\{(\w+)\}", pattern)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)), re.DOTALL
    )


def _fact(data: Mapping[str, Any], what: str, language: str) -> str:
    """A fact by its name and answer, a table as the number of its rows; then the reason as it was written."""
    value = json.loads(data["value"])
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        said = say(N_("{count} rows"), language, count=len(value))
    elif isinstance(value, list):
        said = ", ".join(value_words(one) for one in value)
    else:
        said = value_words(value)
    reason = what.removeprefix(f"{data['key']}: {in_words(value)}")
    name = fact_name(data["key"])
    told_so = say(N_("{fact}: {value}"), language, fact=name[:1].upper() + name[1:], value=said)
    return told_so + reason if reason != what else told_so


def _derived(data: Mapping[str, Any], _what: str, language: str) -> str:
    """How many duties are new, otherwise or withdrawn."""
    required = sum(duty["state"] == "required" for duty in data["new"])
    parts = [
        say(N_("{count} new ({required} required)"), language, count=len(data["new"]), required=required)
        if data["new"]
        else "",
        say(N_("{count} with another state or due time"), language, count=len(data["changed"]))
        if data["changed"]
        else "",
        say(N_("{count} withdrawn"), language, count=len(data["withdrawn"])) if data["withdrawn"] else "",
    ]
    said = say(N_(", "), language).join(part for part in parts if part)
    return say(
        N_("What is owed: {changes}"), language, changes=said or say(N_("reasons changed, nothing else"), language)
    )


def _rated(data: Mapping[str, Any], _what: str, language: str) -> str:
    now, before = (say(names.severity.get(data[key], data[key]), language) for key in ("to", "from"))
    return say(N_("Severity: {now}, before: {before}"), language, now=now, before=before)


# tag → the data that must be there, and who tells it
_TELLERS: Final[Mapping[str, tuple[frozenset[str], Callable[[Mapping[str, Any], str, str], str]]]] = {
    "fact.recorded": (frozenset({"key", "value"}), _fact),
    "obligations.derived": (frozenset({"new", "changed", "withdrawn"}), _derived),
    "incident.rated": (frozenset({"from", "to"}), _rated),
}
