"""The report's part on duties: who had to be told, why, whether in time; how many; what was sent; what is open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from responder.review.marks import LATE, MET, OVERDUE, STANDINGS, UNDATED, standing_of
from responder.review.voice import bullets, plain, table, text_in
from responder.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from responder.review.matter import Matter, Owed
    from responder.review.voice import Voice

OWED_STATES = {
    "required": N_("required"),
    "advisable": N_("advisable"),
    "undetermined": N_("not yet determined"),
    "not_required": N_("not required"),
    "suspended": N_("suspended"),
    "met_by_other": N_("met by somebody else"),
}
MET_BY = {
    "sent": N_("sent"),
    "mailed": N_("posted"),
    "filed": N_("filed"),
    "received": N_("received"),
    "published": N_("published"),
}
ASKED_EVENTS = {
    "detected": N_("First signal"),
    "first_human": N_("First human looked"),
    "awareness": N_("Awareness that personal data is affected"),
    "contained": N_("Containment"),
}


def standings(matter: Matter) -> dict[str, int]:
    """How many of the required duties are met in time, met late, open, overdue, or open without a date."""
    counted = Counter(standing_of(owed, matter.gathered_at) for owed in matter.present if owed.state == "required")
    return {standing: counted[standing] for standing in STANDINGS}


def provisional(matter: Matter) -> int:
    """How many points may still change: provisional due times and duties not yet determined."""
    return sum(
        owed.state == "undetermined" or (owed.state == "required" and owed.provisional) for owed in matter.present
    )


def told(matter: Matter, voice: Voice) -> str:
    shown = [owed for owed in matter.present if owed.state in {"required", "advisable", "suspended", "met_by_other"}]
    if not shown:
        return voice(N_("As far as is known nobody has to be told."))
    rows = [
        (_recipient(owed), _place(owed), _due(owed, voice), _done(owed, voice), _in_time(owed, matter, voice))
        for owed in shown
    ]
    heads = [N_("Recipient"), N_("Place"), N_("Due"), N_("Done"), N_("In time?")]
    parts = [
        voice(N_("In time is judged by the act that the law names for each duty: filed, sent, or received.")),
        table([voice(head) for head in heads], rows),
    ]
    notices = list(_notices(matter, voice))
    if notices:
        heads = [N_("Notice"), N_("Drafted"), N_("Approved by a second person"), N_("Filed or sent")]
        parts.append(table([voice(head) for head in heads], notices))
    return "\n\n".join(parts)


def _recipient(owed: Owed) -> str:
    return f"{plain(owed.answer.get('recipient_name') or owed.answer.get('recipient', ''))} (`{owed.answer['duty']}`)"


def _place(owed: Owed) -> str:
    return plain(owed.answer.get("where") or "")


def _due(owed: Owed, voice: Voice) -> str:
    if owed.due_at is None:
        standard = (owed.answer.get("due") or {}).get("standard")
        return voice(N_("without a fixed time")) if standard or owed.state == "required" else ""
    return voice.time(owed.due_at) + (f" ({voice(N_('provisional'))})" if owed.provisional else "")


def _done(owed: Owed, voice: Voice) -> str:
    if owed.met_at is None:
        return voice(N_("not yet"))
    act = (owed.answer.get("due") or {}).get("met_by")
    done = voice.time(owed.met_at)
    return f"{done} ({voice(MET_BY[act])})" if act in MET_BY else done


def _in_time(owed: Owed, matter: Matter, voice: Voice) -> str:
    standing = standing_of(owed, matter.gathered_at)
    if owed.due_at is None or not standing:
        return voice(N_("done")) if standing == MET else voice(STANDINGS[UNDATED]) if standing else ""
    if standing == MET:
        return f"**{voice(STANDINGS[MET])}**"
    if standing == LATE and owed.met_at is not None:
        return f"**{voice(N_('late by {left}'), left=voice.left(owed.met_at - owed.due_at))}**"
    left = owed.due_at - matter.gathered_at
    if standing == OVERDUE:
        return f"**{voice(N_('overdue by {left}'), left=voice.left(-left))}**"
    return voice(N_("open, {left} left"), left=voice.left(left))


def _notices(matter: Matter, voice: Voice) -> Iterator[tuple[str, ...]]:
    for notice in matter.notices:
        valid = [approval for approval in notice.approvals if approval.voided_at is None]
        approved = [f"{plain(matter.name(approval.by))}, {voice.time(approval.at)}" for approval in valid]
        filed = [f"{voice.time(filing.at)} {plain(filing.reference)}".strip() for filing in notice.filings]
        filed += [
            voice.time(sending.first_sent_at)
            for sending in matter.campaigns
            if sending.notice_id == notice.id and sending.first_sent_at
        ]
        name = f"{plain(notice.recipient_name)} (`{notice.duty}`)"
        drafted = f"{plain(matter.name(notice.drafted_by))}, {voice.time(notice.drafted_at)}"
        yield name, drafted, "; ".join(approved) or voice(N_("not yet")), "; ".join(filed) or voice(N_("not yet"))


def reasons(matter: Matter, voice: Voice) -> str:
    parts = [_reason(owed, voice) for owed in matter.present if owed.state != "not_required"]
    spared = [owed for owed in matter.present if owed.state == "not_required"]
    if spared:
        parts.append(f"### {voice(N_('Looked at and not required'))}")
        parts.append(bullets(f"{_recipient(owed)}: {'; '.join(_because(owed))}" for owed in spared))
    return "\n\n".join(parts) or voice(N_("No duty was derived."))


def _reason(owed: Owed, voice: Voice) -> str:
    answer = owed.answer
    due = answer.get("due") or {}
    items = [f"{voice(N_('State'))}: {voice(OWED_STATES.get(owed.state, owed.state))}", *_because(owed)]
    items += [plain(step) for step in due.get("steps") or ()]
    items += [f"{voice(N_('Provisional'))}: {plain(why)}" for why in due.get("provisional_because") or ()]
    items += [f"{voice(N_('Blocked'))}: {plain(_words(block))}" for block in answer.get("blocked_by") or ()]
    return f"### {_recipient(owed)} {_place(owed)}\n\n{bullets(items)}"


def _because(owed: Owed) -> list[str]:
    reasons = owed.answer.get("because") or ()
    return [
        f"{plain(reason['text'])} ({plain(reason['clause'])})" if reason.get("clause") else plain(reason["text"])
        for reason in reasons
    ]


def _words(block: Any) -> str:
    return str(block.get("why") or block.get("duty")) if isinstance(block, dict) else str(block)


def numbers(matter: Matter, voice: Voice) -> str:
    rows = [
        (
            plain(row.get("where", "")),
            plain(voice.count(row.get("count"))),
            plain(voice.value(row.get("data", "unknown"))),
        )
        for row in _people(matter)
    ]
    if not rows:
        return voice(N_("Nobody is listed yet."))
    heads = [N_("Place"), N_("People"), N_("Data")]
    parts = [table([voice(head) for head in heads], rows)]
    if matter.facts.get("people_complete") is not True:
        parts.append(voice(N_("The list is not confirmed as complete: other places or data may follow.")))
    risk = matter.facts.get("risk")
    if isinstance(risk, dict) and risk.get("level", "unknown") != "unknown":
        parts.append(
            voice(
                N_("Risk to the people: {level}. Reason given: {reason}"),
                level=plain(risk["level"]),
                reason=plain(risk.get("reason") or voice(N_("none"))),
            )
        )
    return "\n\n".join(parts)


def _people(matter: Matter) -> list[dict[str, Any]]:
    people = matter.facts.get("people")
    return [row for row in people if isinstance(row, dict)] if isinstance(people, list) else []


def total(matter: Matter, voice: Voice) -> str:
    """The sum over all places with its certainty: exact only where every row is."""
    counts = [row.get("count") for row in _people(matter)]
    exact = [count for count in counts if isinstance(count, int)]
    if not counts:
        return voice(N_("not known"))
    if len(exact) == len(counts):
        return voice.number(sum(exact))
    floor = sum(exact) + sum(
        count["at_least"] for count in counts if isinstance(count, dict) and isinstance(count.get("at_least"), int)
    )
    return voice(N_("at least {number}"), number=voice.number(floor)) if floor else voice(N_("not known"))


def deliveries(matter: Matter, voice: Voice) -> str:
    if not matter.campaigns:
        return voice(N_("Nothing was sent to the people affected."))
    names = {notice.id: notice.recipient_name for notice in matter.notices}
    rows = [
        (
            plain(names.get(sending.notice_id, sending.notice_id[-6:])),
            *(
                voice.number(number)
                for number in (
                    sending.count,
                    sending.attempted,
                    sending.delivered,
                    sending.counted,
                    sending.returned,
                    sending.unclear,
                )
            ),
        )
        for sending in matter.campaigns
    ]
    heads = [
        N_("Sending"),
        N_("People"),
        N_("Attempted"),
        N_("Delivered"),
        N_("Counted as notice"),
        N_("Returned"),
        N_("Outcome not known"),
    ]
    note = voice(
        N_("Four different numbers: what was delivered need not count as notice where the law asks for another way.")
    )
    return table([voice(head) for head in heads], rows) + "\n\n" + note


def not_known(matter: Matter, voice: Voice) -> str:
    items = [
        voice(N_("{event}: not known"), event=voice(words))
        for name, words in ASKED_EVENTS.items()
        if matter.event(name) is None
    ]
    uncertain = [plain(row.get("where", "")) for row in _people(matter) if not isinstance(row.get("count"), int)]
    if uncertain:
        items.append(voice(N_("The exact number of people in: {places}"), places=", ".join(uncertain)))
    asked: dict[str, list[str]] = {}
    questions = dict(matter.questions)
    for owed in matter.present:
        for missing in owed.answer.get("missing") or ():
            key = str(missing.get("fact", "")) if isinstance(missing, dict) else str(missing)
            asked.setdefault(key, []).append(str(owed.answer["duty"]))
            if isinstance(missing, dict) and missing.get("question"):
                questions.setdefault(key, {"en": str(missing["question"])})
    for key, waiting in sorted(asked.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        question = text_in(questions.get(key, {}), voice.language)
        waits = ", ".join(f"`{duty}`" for duty in dict.fromkeys(waiting))
        items.append(f"{plain(question)} (`{key}`): {waits}" if question else f"`{key}`: {waits}")
    unclear = sum(sending.unclear for sending in matter.campaigns)
    if unclear:
        items.append(voice(N_("Whether {number} messages arrived"), number=voice.number(unclear)))
    return bullets(items) or voice(N_("No open question is recorded."))
