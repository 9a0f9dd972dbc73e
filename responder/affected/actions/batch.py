"""One batch of rows: read and matched with no transaction open, then written in one short transaction."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from responder import ids
from responder.affected import queries
from responder.affected.matching import CONTACTS, Known, traces
from responder.affected.records import Recipient, RecipientList, Rejection, SuggestedPair
from responder.vault.keystore import keystore_of
from responder.vault.seal import seal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from responder.affected.matching import Traces
    from responder.affected.person import Person, Traits
    from responder.affected.rows import Layout, ReadRow
    from responder.formats.table import Row
    from responder.storage.session import Database
    from responder.vault.seal import Keys

_MOST_REJECTIONS_A_ROW = 6


class Loader:
    """Loads the rows of one list and keeps count."""

    def __init__(self, database: Database, parent: RecipientList, layout: Layout) -> None:
        self._database = database
        self._list_id = parent.id
        self._incident_id = parent.incident_id
        self._layout = layout
        self._shared: dict[tuple[str, bytes], str] = {}
        self.tally: Counter[str] = Counter()
        self.first_refusal: tuple[int, str, str] = (0, "", "")
        with database.reading() as session:
            self._keys: Keys = keystore_of(session).of(self._incident_id)

    def load(self, rows: Sequence[Row], *, now: datetime) -> None:
        """Read, match and store ``rows``."""
        self.tally["rows"] += len(rows)
        self.tally["empty"] += sum(row.empty for row in rows)
        read = [(row, self._layout.read(row)) for row in rows if not row.empty]
        found = [(made, traces(self._keys, made.person)) for _, made in read if made.person is not None]
        with self._database.reading() as session:
            known = queries.known_among(
                session, self._incident_id, self._list_id, [own for _, own in found], self._shared
            )
        people, pairs = self._matched(found, known)
        complaints = [entry for row, made in read for entry in self._complaints(row, made)]
        with self._database.writing() as session:
            for table, entries in ((Recipient, people), (Rejection, complaints), (SuggestedPair, pairs)):
                if entries:
                    session.execute(insert(table), entries)
            session.execute(update(RecipientList).where(RecipientList.id == self._list_id).values(touched_at=now))

    def link_guardians(self) -> None:
        """Point each row that names a child's id at that child; the child's letter goes to the guardian."""
        with self._database.reading() as session:
            wards = queries.guardians_without_ward(session, self._incident_id, self._list_id)
        for start in range(0, len(wards), 500):
            with self._database.writing() as session:
                for guardian, ward in wards[start : start + 500]:
                    session.execute(update(Recipient).where(Recipient.id == guardian).values(ward_id=ward))

    def _matched(
        self, found: Sequence[tuple[ReadRow, Traces]], known: Known
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        people: list[dict[str, Any]] = []
        pairs: list[dict[str, Any]] = []
        for made, own in found:
            row_id = ids.new_id()
            match = known.match(own)
            known.add(match.joined_to or row_id, own)
            known.hold(own.contacts(), match.joined_to or row_id)
            self.tally["kept"] += 1
            self.tally["joined"] += match.joined_to is not None
            people.append(self._recipient(row_id, made, own, match.joined_to))
            if match.joined_to is None:
                pairs.extend(self._pair(root, row_id, why) for root, why in match.pairs)
        self.tally["pairs"] += len(pairs)
        return people, pairs

    def _recipient(self, row_id: str, made: ReadRow, own: Traces, joined_to: str | None) -> dict[str, Any]:
        person: Person | None = made.person
        traits: Traits = made.traits
        document = json.dumps(person.to_document() if person else {}, ensure_ascii=False, sort_keys=True)
        clear = {name: getattr(traits, name) for name in traits.__dataclass_fields__ if name != "data"}
        data = ";".join(traits.data)
        digest = hashlib.sha256(
            f"{row_id}\x1f{document}\x1f{data}\x1f{sorted(map(str, clear.items()))}".encode()
        ).digest()[:16]
        return {
            "id": row_id,
            "incident_id": self._incident_id,
            "list_id": self._list_id,
            "row": made.number,
            "person_sealed": seal(
                self._keys, document, table=Recipient.__tablename__, column="person_sealed", row_id=row_id
            ),
            "digest": digest,
            "joined_to": joined_to,
            "ward_id": None,
            "guards": bool(person and person.guardian_of),
            "id_hash": own.id,
            "name_hash": own.name,
            "birth_hash": own.birth,
            **{f"{kind}_hash": getattr(own, kind) for kind in CONTACTS},
            "place": traits.place,
            "data": data,
            **clear,
        }

    def _pair(self, first: str, second: str, why: str) -> dict[str, Any]:
        return {
            "id": ids.derived_id("pair", first, second),
            "incident_id": self._incident_id,
            "list_id": self._list_id,
            "first_id": first,
            "second_id": second,
            "why": why,
            "state": "suggested",
            "decided_by": None,
            "decided_at": None,
        }

    def _complaints(self, row: Row, made: ReadRow) -> list[dict[str, Any]]:
        waits = made.person is None
        self.tally["refused" if waits else "warnings"] += 1 if waits else len(made.complaints)
        if waits and not self.first_refusal[0]:
            fatal = next(complaint for complaint in made.complaints if complaint.fatal)
            self.first_refusal = (row.line, fatal.column, fatal.reason)
        entries = []
        for number, complaint in enumerate(made.complaints[:_MOST_REJECTIONS_A_ROW]):
            row_id = ids.new_id()
            sealed = None
            if waits and number == 0:
                sealed = seal(
                    self._keys, _as_csv(row.cells), table=Rejection.__tablename__, column="row_sealed", row_id=row_id
                )
            entries.append(
                {
                    "id": row_id,
                    "list_id": self._list_id,
                    "row": row.number,
                    "column": complaint.column,
                    "shape": complaint.shape,
                    "reason": complaint.reason,
                    "waits": waits,
                    "row_sealed": sealed,
                }
            )
        return entries


def _as_csv(cells: Sequence[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()
