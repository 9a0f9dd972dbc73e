"""Builders of plainly synthetic matters for the review's tests."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from responder.journal import chain
from responder.review.matter import (
    Action,
    Approval,
    Campaign,
    Decision,
    Filing,
    Line,
    Matter,
    Meeting,
    Notice,
    NoticeText,
    Owed,
    Remark,
    Run,
    Statement,
    Step,
)

INCIDENT = "01" * 16
COMMANDER = "0a" * 16
COUNSEL = "0b" * 16
START = datetime(2026, 6, 12, 21, 40, tzinfo=UTC)
NOW = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
RULE = "format: responder/regime/1\nid: eu-gdpr\n"
RULE_SHA = hashlib.sha256(RULE.encode()).hexdigest()
LETTER = "What happened\n\nOn 12 June 2026 somebody copied customer records.\n"


def at(hours):
    return START + timedelta(hours=hours)


def lines(said, *, incident=INCIDENT, privileged=(), erased=()):
    """A chained timeline of (hours, tag, what); the seqs in ``privileged`` and ``erased`` lose their bodies."""
    made, prev = [], chain.FIRST_PREV
    for seq, (hours, tag, what) in enumerate(said, start=1):
        salt = hashlib.sha256(str(seq).encode()).hexdigest()[:32]
        body = {"by": COMMANDER, "data": {"n": seq}, "salt": salt, "tag": tag, "what": what}
        header = chain.header(
            incident=incident,
            seq=seq,
            at=at(hours),
            recorded_at=at(hours + 0.1),
            corrects=None,
            privileged=seq in privileged,
            body=chain.body_hash(body),
            prev=prev,
        )
        prev = header["hash"]
        made.append(Line(header, None if seq in privileged or seq in erased else body))
    return tuple(made)


def owed(duty, name, due, *, met=None, in_time=None, state="required", where="DE", provisional=(), missing=()):
    return Owed(
        version=1,
        answer={
            "regime": "eu-gdpr",
            "duty": duty,
            "where": where,
            "recipient": "regulator",
            "recipient_name": name,
            "state": state,
            "blocked_by": [],
            "met": {"at": met.isoformat(), "in_time": in_time} if met else None,
            "due": {
                "at": due.isoformat() if due else None,
                "met_by": "filed",
                "provisional": bool(provisional),
                "provisional_because": list(provisional),
                "contested": [{"at": "2026-06-15T00:00:00Z", "reading": "counsel's own thought", "source": "-"}],
                "steps": ["72 hours from awareness"],
            },
            "because": [
                {
                    "text": "a risk to people is likely",
                    "clause": "GDPR art. 33(1)",
                    "value": True,
                    "facts": ["risk.level"],
                }
            ],
            "missing": list(missing),
            "would_change": [{"fact": "risk.level", "to": "unlikely", "state": "not_required"}],
            "rule": {"id": "eu-gdpr", "sha256": RULE_SHA},
        },
        rule_sha256=RULE_SHA,
        derived_at=at(5),
    )


SAID = (
    (0, "incident.opened", "Incident INC-2026-0007 opened: Customer records copied"),
    (0.2, "timeline.entry", "EDR alarm on the file server | looked at"),
    (4.5, "fact.recorded", "events.awareness: 2026-06-13T04:10:00+02:00"),
    (6, "timeline.entry", "Asked outside counsel about the insurer"),
    (9, "decision.made", "Tell the authority before the count is final"),
    (30, "notice.drafted", "Notice to the supervisory authority drafted"),
    (60, "notice.approved", "Notice to the supervisory authority approved"),
    (61, "notice.filed", "Filed with the supervisory authority, reference follows"),
    (80, "timeline.entry", "A line that was erased later"),
    (200, "campaign.started", "Sending to 5,000 people started"),
)


def matter(**changes):
    """A breach of a German controller with one notice filed in time, one late, one open."""
    timeline = lines(SAID, privileged={4}, erased={9})
    values = {
        "incident_id": INCIDENT,
        "number": "INC-2026-0007",
        "kind": "real",
        "code_name": "PLOVER",
        "title": "Customer records copied",
        "state": "contained",
        "severity": "high",
        "zone": "Europe/Berlin",
        "language": "en",
        "opened_at": at(0),
        "gathered_at": NOW,
        "head_seq": timeline[-1].seq,
        "head_hash": timeline[-1].header["hash"],
        "lines": timeline,
        "facts": {
            "format": "responder/facts/1",
            "title": "Customer records copied",
            "events": {
                "detected": "2026-06-12T23:40:00+02:00",
                "first_human": "2026-06-12T23:52:00+02:00",
                "awareness": [{"entity": "de", "at": "2026-06-13T04:10:00+02:00", "by": "DPO", "basis": "log"}],
                "contained": {"after": "2026-06-13T08:00:00+02:00"},
                "determination": "unknown",
            },
            "risk": {"level": "high", "reason": "Passport numbers, unencrypted"},
            "people": [
                {"where": "DE", "count": {"at_least": 4200, "best": 5000}, "data": ["name", "passport"]},
                {"where": "FR", "count": 312, "data": ["name"]},
                {"where": "US-CA", "count": "unknown", "data": ["name"]},
            ],
        },
        "history": (
            Statement(
                "events.awareness", [{"at": "2026-06-13T04:10:00+02:00"}], "log seen", COMMANDER, at(4.5), at(4.6)
            ),
            Statement("risk.level", "high", "", COUNSEL, at(9), at(9.1)),
        ),
        "obligations": (
            owed("eu-gdpr-authority", "Berlin Commissioner", at(76.5), met=at(61), in_time=True),
            owed("eu-gdpr-individuals", "Data subjects", at(150), met=at(200), in_time=False),
            owed(
                "cn-pipl-authority",
                "Cyberspace Administration",
                NOW + timedelta(days=2),
                where="CN",
                provisional=["awareness stands in"],
            ),
            owed(
                "us-ca-ag", "California Attorney General", None, state="undetermined", where="US-CA", missing=["people"]
            ),
        ),
        "library": "sha256:" + "ab" * 32,
        "rules": {RULE_SHA: RULE},
        "runs": (
            Run(
                "ransomware",
                "1.0",
                hashlib.sha256(b"# Ransomware\n").hexdigest(),
                {"ransomware.md": "# Ransomware\n"},
                steps=(
                    Step(
                        "insurer",
                        {"en": "Call the insurer's hotline", "zh": "拨打保险公司热线"},
                        "done",
                        COMMANDER,
                        at(1),
                    ),
                ),
                decisions=(
                    Decision(
                        {"en": "Tell before the count is final?"},
                        {"en": "yes", "zh": "是"},
                        "72 hours are short",
                        COMMANDER,
                        at(9),
                    ),
                ),
            ),
        ),
        "notices": (notice(),),
        "campaigns": (
            Campaign(
                id="0c" * 16,
                notice_id="0d" * 16,
                state="done",
                count=3,
                states={"delivered": 2, "refused": 1},
                attempted=3,
                delivered=2,
                counted=1,
                returned=1,
                started_at=at(200),
                first_sent_at=at(200.1),
                last_sent_at=at(201),
            ),
        ),
        "meetings": (
            Meeting(
                "0e" * 16,
                "hot_wash",
                {"en": "Hot wash", "zh": "即时复盘"},
                at(80),
                at(60),
                60,
                0,
                "held",
                at(60),
                at(60),
            ),
        ),
        "actions": (
            Action(1, "Rotate the service accounts", COMMANDER, NOW + timedelta(days=10), "done", COMMANDER, at(300)),
            Action(2, "Delete records older than ten years", COUNSEL, NOW - timedelta(days=1), "open"),
        ),
        "names": {COMMANDER: "Commander One", COUNSEL: "Counsel Two"},
        "questions": {"people": {"en": "Who is affected, by place?", "zh": "各地有哪些人受影响？"}},
    }
    return Matter(**(values | changes))


def notice():
    sha = hashlib.sha256(f"Notice\n{LETTER}".encode()).hexdigest()
    bound = {"texts": [["en", "letter", sha]], "attachments": [], "recipients": "", "count": 1}
    return Notice(
        id="0d" * 16,
        regime="eu-gdpr",
        duty="eu-gdpr-authority",
        place="DE",
        state="filed",
        recipient_kind="regulator",
        recipient_name="Berlin Commissioner",
        drafted_by=COMMANDER,
        drafted_at=at(30),
        texts=(NoticeText(1, "en", "letter", "Notice", LETTER, sha),),
        approvals=(Approval(COUNSEL, at(60), hashlib.sha256(chain.canonical(bound)).hexdigest(), bound, (sha,)),),
        filings=(Filing(at(61), COMMANDER, "reference follows"),),
    )


def receipts():
    for number, state in enumerate(("delivered", "delivered", "refused")):
        yield {"campaign": "0c" * 16, "recipient": f"{number:064x}", "channel": "email", "state": state}


def remark(section, text):
    return Remark(section, text, COUNSEL, at(400))


def as_json(value):
    return json.dumps(value, sort_keys=True)
