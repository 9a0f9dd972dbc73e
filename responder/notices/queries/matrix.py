"""The statement matrix: each fact, each notice that states it, in which words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from responder.notices.queries.texts import list_notices, list_texts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Said:
    """What one notice says of one fact. ``differs``: another notice says otherwise of it in the same language."""

    fact: str
    notice: str
    to: str
    language: str
    state: str
    said: str
    differs: bool

    def to_document(self) -> dict[str, Any]:
        return asdict(self)


def statement_matrix(session: Session, incident_id: str) -> list[Said]:
    """What the notices that were not withdrawn say, by fact and language. Letters only.

    Numbers and kinds of data may differ rightly, where each notice speaks of the people of its own place.
    """
    found: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for notice in list_notices(session, incident_id):
        if notice.state == "void":
            continue
        for text in list_texts(session, notice):
            for statement in text.statements if text.medium == "letter" else ():
                key = (statement["fact"], text.language, notice.id)
                found.setdefault(key, (notice.recipient_name, notice.state, statement["said"]))
    words: dict[tuple[str, str], set[str]] = {}
    for (fact, language, _), (_, _, said) in found.items():
        words.setdefault((fact, language), set()).add(said)
    return [
        Said(fact, notice_id, to, language, state, said, differs=len(words[fact, language]) > 1)
        for (fact, language, notice_id), (to, state, said) in sorted(found.items())
    ]
