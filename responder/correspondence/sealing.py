"""What rows of correspondence keep sealed: one JSON document a row, in the incident's key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from responder.vault.keystore import keystore_of
from responder.vault.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from responder.storage.record import Record


def sealed(session: Session, incident_id: str, record: type[Record], row_id: str, said: Mapping[str, Any]) -> bytes:
    """``said`` as the column ``sealed`` of a row holds it."""
    keys = keystore_of(session).of(incident_id)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return seal(keys, text, table=record.__tablename__, column="sealed", row_id=row_id)


def opened(session: Session, incident_id: str, record: type[Record], row_id: str, kept: bytes) -> dict[str, Any]:
    """What the column ``sealed`` of a row holds."""
    keys = keystore_of(session).of(incident_id)
    found: dict[str, Any] = json.loads(
        unseal(keys, kept, table=record.__tablename__, column="sealed", row_id=row_id)
    )
    return found
