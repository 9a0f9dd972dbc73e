"""The ways a clock ends or pauses, what proves each, and the fact it becomes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from responder.errors import BadInput
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

DONE: Final = ("filed", "sent", "mailed", "published", "received")
WAYS: Final = (
    *DONE, "by_other", "hold", "extension_asked", "extension_granted", "exempted", "withdrawn",
)  # fmt: skip
_BY_SOMEBODY: Final = frozenset({"by_other", "hold", "extension_asked", "extension_granted", "exempted"})
_PROVEN: Final = frozenset({*DONE, "by_other", "extension_granted", "exempted", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Ending:
    """What somebody records: which way, when, by whom, and the proof.

    ``who`` is the party that told for us, or the authority that asked for a hold or granted something; ``relation`` is
    that party's; ``ground`` and ``form`` are a hold's; ``receipt`` is a reference in ``files``.
    """

    way: str
    at: datetime
    who: str = ""
    relation: str = ""
    reference: str = ""
    note: str = ""
    receipt: str | None = None
    until: datetime | None = None
    ground: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The duty whose clock it is; ``entity`` only where the incident has several."""

    regime: str
    duty: str
    where: str
    recipient: str
    entity: str | None


def check(ending: Ending, *, own_now: datetime, met: bool, counted: str, grounds: Collection[str]) -> None:
    """Refuse an ending that proves nothing.

    Args:
        ending: What is recorded.
        own_now: The incident's own time.
        met: Whether the duty is done already.
        counted: The act that the law counts, as ``received``.
        grounds: Holds that the law of the duty knows.

    Raises:
        BadInput: a part is missing, the time lies ahead, or the law counts another act; names the field.
    """
    if ending.way not in WAYS:
        raise BadInput(N_("This is no way in which a clock ends"), field="way", expected=", ".join(WAYS))
    if ending.at > own_now:
        raise BadInput(N_("This lies in the future"), field="at", expected=N_("the time at which it happened"))
    if ending.way in _BY_SOMEBODY and not ending.who.strip():
        raise BadInput(N_("It is not said who"), field="who", expected=N_("a name, as that of the authority"))
    if ending.way in _PROVEN and not (ending.reference.strip() or ending.receipt or ending.note.strip()):
        raise BadInput(
            N_("Nothing proves it"), field="reference", expected=N_("a reference, a receipt, or how it was done")
        )
    if ending.way in DONE and counted == "received" and ending.way != "received":
        do = N_("Record it as received, with the time at which it arrived.")
        raise BadInput(N_("This law counts when it arrives"), field="way", do=do)
    if ending.way in {"extension_granted", "exempted"} and not (ending.reference.strip() or ending.receipt):
        expected = N_("the authority's reference or its letter")
        raise BadInput(N_("Nothing proves it"), field="reference", expected=expected)
    if ending.way == "extension_granted" and ending.until is None:
        raise BadInput(N_("It is not said until when"), field="until", expected=N_("a day or a time to come"))
    _check_hold(ending, grounds)
    if ending.way == "withdrawn" and not met:
        do = N_("A draft is withdrawn on its own page; a duty that is not owed is decided by two people.")
        raise BadInput(N_("Nothing was notified yet"), field="way", do=do)
    if ending.way != "withdrawn" and met:
        raise BadInput(N_("It is done already."), field="way")


def _check_hold(ending: Ending, grounds: Collection[str]) -> None:
    if ending.way != "hold":
        return
    if ending.ground not in grounds:
        do = None if grounds else N_("This law knows no delay: its clock runs on, whoever asks.")
        raise BadInput(
            N_("This law does not wait on that ground"), field="ground", expected=", ".join(sorted(grounds)), do=do
        )
    if ending.form not in {"oral", "written"}:
        raise BadInput(N_("It is not said how it was asked"), field="form", expected="oral, written")


def entry_of(ending: Ending, subject: Subject, *, party: str = "", fingerprint: str = "") -> tuple[str, dict[str, Any]]:
    """The fact that the ending becomes: its key, and the entry to add there.

    Args:
        ending: Checked.
        subject: Whose clock.
        party: Id among the parties of who told for us.
        fingerprint: Of the facts that a withdrawal was made on: with others the duty is looked at again.
    """
    entry: dict[str, Any]
    named: dict[str, Any] = {"regime": subject.regime, "duty": subject.duty, "where": subject.where or None}
    at = ending.at.isoformat()
    until = ending.until.isoformat() if ending.until else None
    reference = ending.reference.strip() or ending.note.strip() or None
    match ending.way:
        case "by_other":
            entry = {**named, "at": at, "by": party, "reference": reference, "on_behalf_of": subject.entity}
            return "notices_given", _without_none(entry)
        case "hold":
            entry = {
                "kind": ending.ground, "authority": ending.who.strip(), "form": ending.form, "asked_at": at,
                "until": until, "covers": [subject.recipient], "regimes": [subject.regime],
            }  # fmt: skip
            return "holds", _without_none(entry)
        case "extension_asked" | "extension_granted":
            granted = ending.way == "extension_granted"
            entry = {**named, "granted": granted, "asked_at": at, "until": until, "reference": reference}
            return "extensions", _without_none(entry)
        case "exempted" | "withdrawn":
            entry = {
                **named, "at": at, "kind": ending.way, "authority": ending.who.strip() or None, "look_again": until,
                "on": fingerprint or None, "entity": subject.entity,
            }  # fmt: skip
            return "decisions", _without_none(entry)
        case _:
            entry = {**named, "at": at, "met_by": ending.way, "reference": reference, "on_behalf_of": subject.entity}
            return "filings", _without_none(entry)


def _without_none(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}
