"""What lies in a proof bundle beside the manifest: small documents of a matter, name by name.

Advice (contested readings, what would change) is counsel's to release and stays out, as does the text of privileged
lines; what is left out is named where it was.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from responder.journal import chain
from responder.notices.states import whole_text
from responder.review.marks import marks
from responder.review.page import page
from responder.review.picture import panels
from responder.review.voice import Voice
from responder.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from responder.review.matter import Matter, Notice, NoticeText, Owed, Run

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]")
ADVICE = ("due.contested", "would_change", "doubt")
VERIFIER = Path(__file__).with_name("verify.py")
ABOUT = """\
This is the proof bundle of incident {number} ({code_name}).
本文件是事件 {number}（{code_name}）的证据包。

Check it offline with Python 3.9 or newer:
使用 Python 3.9 或更高版本离线验证：

    python3 verify.py BUNDLE.zip --expect ID

ID was printed when the bundle was exported. Better than the verify.py in here is the one of a release of the toolkit.
ID 在导出时给出。请优先使用工具正式发布版中的 verify.py，而不是此处的副本。

timeline.jsonl   every entry, hash-chained; privileged and erased ones without their text
facts/           what is known, and every statement that led there
obligations/     what is owed and why, every version, with the rules used (obligations/rules/)
playbook/        the playbook as it was run
notices/         each text, its approvals and filings
deliveries/      numbers by campaign, and one receipt a person; addresses only as keyed hashes
review/          meetings and actions
report/          the report in English and Chinese, with the picture of the timeline
"""


def exhibits(matter: Matter) -> dict[str, bytes]:
    """Name → content of every file but the manifest and the long ones (timeline, receipts)."""
    nameless = replace(matter, names={})  # staff stand in a bundle by id; who they are is asked of the controller
    small = {
        "README.txt": ABOUT.format(number=matter.number, code_name=matter.code_name).encode(),
        "verify.py": VERIFIER.read_bytes(),
        "facts/facts.json": document(matter.facts),
        "facts/history.json": document({"format": "responder/facts-history/1", "statements": _statements(matter)}),
        "obligations/obligations.json": document(_obligations(matter, matter.present)),
        "obligations/history.json": document(_obligations(matter, matter.obligations)),
        "deliveries/campaigns.json": document(_campaigns(matter)),
        "review/review.json": document(_review(matter)),
        **{f"obligations/rules/{sha}.yaml": text.encode() for sha, text in matter.rules.items()},
        **_reports(nameless),
    }
    for number, run in enumerate(matter.runs, start=1):
        small[f"playbook/{number}/run.json"] = document(_run(run))
        small |= {f"playbook/{number}/{_file_name(name)}": text.encode() for name, text in run.sources.items()}
    for notice in matter.notices:
        small |= _notice(notice)
    return small


def timeline(matter: Matter) -> Iterator[dict[str, Any]]:
    """Each line with its five parts, null where they are withheld or erased."""
    for line in matter.lines:
        body = line.body or {}
        yield {**line.header, **{key: body.get(key) for key in chain.BODY_KEYS}}


def document(value: object) -> bytes:
    """A JSON file that people can read and that is the same each time."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _at(instant: datetime | None) -> str | None:
    return None if instant is None else chain.written(instant)


def _statements(matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "key": said.key,
            "value": said.value,
            "reason": said.reason,
            "said_by": said.said_by,
            "known_since": _at(said.known_since),
            "recorded_at": _at(said.recorded_at),
        }
        for said in matter.history
    ]


def _obligations(matter: Matter, chosen: Iterable[Owed]) -> dict[str, Any]:
    return {
        "format": "responder/obligations/1",
        "as_of": _at(matter.gathered_at),
        "library": matter.library,
        "withheld": list(ADVICE),
        "obligations": [
            {
                **without_advice(owed.answer),
                "version": owed.version,
                "derived_at": _at(owed.derived_at),
                "replaced_at": _at(owed.replaced_at),
                "withdrawn_at": _at(owed.withdrawn_at),
            }
            for owed in chosen
        ],
    }


def without_advice(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The obligation and the rule as applied, without the readings and what-ifs that are counsel's to release."""
    kept = {key: value for key, value in answer.items() if key not in ADVICE}
    if isinstance(kept.get("due"), dict):
        kept["due"] = {key: value for key, value in kept["due"].items() if key != "contested"}
    return kept


def _run(run: Run) -> dict[str, Any]:
    return {
        "format": "responder/run/1",
        "playbook": run.playbook,
        "version": run.version,
        "sha256": run.sha256,
        "steps": [
            {
                "id": step.id,
                "title": dict(step.title),
                "state": step.state,
                "by": step.by,
                "at": _at(step.at),
                "reason": step.reason,
            }
            for step in run.steps
        ],
        "decisions": [
            {
                "question": dict(made.question),
                "option": dict(made.option),
                "reason": made.reason,
                "by": made.by,
                "at": _at(made.at),
                "replaced_at": _at(made.replaced_at),
            }
            for made in run.decisions
        ],
    }


def _file_name(name: str) -> str:
    return _NOT_IN_NAMES.sub("-", name.rsplit("/", 1)[-1]).lstrip("-.") or "playbook.md"


def _notice(notice: Notice) -> dict[str, bytes]:
    folder = f"notices/{notice.id}"
    about = {
        "format": "responder/notice/1",
        **{
            key: getattr(notice, key)
            for key in ("id", "regime", "duty", "place", "state", "recipient_kind", "recipient_name", "drafted_by")
        },
        "drafted_at": _at(notice.drafted_at),
        "texts": [
            {
                "version": text.version,
                "language": text.language,
                "medium": text.medium,
                "sha256": text.sha256,
                "file": _text_file(notice, text),
            }
            for text in notice.texts
        ],
        "approvals": [
            {
                "by": approval.by,
                "at": _at(approval.at),
                "digest": approval.digest,
                "bound": approval.bound,
                "texts": list(approval.texts),
                "voided_at": _at(approval.voided_at),
            }
            for approval in notice.approvals
        ],
        "filings": [{"at": _at(done.at), "by": done.by, "reference": done.reference} for done in notice.filings],
    }
    return {
        f"{folder}/notice.json": document(about),
        **{_text_file(notice, text): whole_text(text.subject, text.text).encode() for text in notice.texts},
    }


def _text_file(notice: Notice, text: NoticeText) -> str:
    return f"notices/{notice.id}/{text.language}.{text.medium}.{text.version}.txt"


def _campaigns(matter: Matter) -> dict[str, Any]:
    return {
        "format": "responder/deliveries/1",
        "campaigns": [
            {
                "id": sending.id,
                "notice": sending.notice_id,
                "state": sending.state,
                "people": sending.count,
                "states": dict(sending.states),
                "attempted": sending.attempted,
                "delivered": sending.delivered,
                "counted_as_notice": sending.counted,
                "returned": sending.returned,
                "outcome_not_known": sending.unclear,
                "started_at": _at(sending.started_at),
                "first_sent_at": _at(sending.first_sent_at),
                "last_sent_at": _at(sending.last_sent_at),
            }
            for sending in matter.campaigns
        ],
    }


def _review(matter: Matter) -> dict[str, Any]:
    return {
        "format": "responder/review/1",
        "meetings": [
            {
                "kind": meeting.kind,
                "title": dict(meeting.title),
                "due_at": _at(meeting.due_at),
                "starts_at": _at(meeting.starts_at),
                "state": meeting.state,
                "held_at": _at(meeting.held_at),
            }
            for meeting in matter.meetings
        ],
        "actions": [
            {
                "number": action.number,
                "what": action.what,
                "owner": action.owner,
                "due_at": _at(action.due_at),
                "state": action.state,
                "done_by": action.done_by,
                "done_at": _at(action.done_at),
                "verified_by": action.verified_by,
                "verified_at": _at(action.verified_at),
                "reason": action.reason,
            }
            for action in matter.actions
        ],
    }


def _reports(matter: Matter) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for language in LANGUAGES:
        voice = Voice(language, matter.zone)
        made[f"report/report.{language}.html"] = page(matter, voice).encode()
        shown, _ = marks(matter, voice)
        for number, panel in enumerate(panels(shown, voice, name=matter.number) if shown else (), start=1):
            made[f"report/timeline.{language}.{number}.svg"] = panel.encode()
    return made
