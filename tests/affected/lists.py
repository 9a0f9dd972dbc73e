"""Builders for lists of plainly synthetic people: example addresses, numbers reserved for fiction."""

import csv
import io
from datetime import UTC, datetime

from responder import ids
from responder.affected.actions.imports import Choices, import_list
from responder.affected.rows import ListWide, Words

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
WORDS = Words(
    elements=frozenset(
        {"name", "email", "phone", "address", "ssn", "passport", "medical", "online_credentials", "financial_account"}
    ),
    places={"US-CA": "US-CA", "US-OH": "US-OH", "US:california": "US-CA", "DE-BY": "DE-BY"},
)


def csv_file(rows, *, delimiter=",", encoding="utf-8", end="\r\n"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def text_file(text, encoding="utf-8"):
    return io.BytesIO(text.encode(encoding))


def incident(house):
    incident_id = ids.new_id()
    house.keystore.make(incident_id)
    return incident_id


def bring_in(house, incident_id, file, *, name="people.csv", data=("name", "email"), columns=None, **choices):
    """Import with every choice made, as a person who confirmed them would."""
    whole = ListWide(data=tuple(data), **choices.pop("whole", {}))
    return import_list(
        house.db,
        incident_id,
        file,
        name=name,
        by=ids.new_id(),
        clock=lambda: NOW,
        words=WORDS,
        choices=Choices(columns=columns or {}, whole=whole, **choices),
    )
