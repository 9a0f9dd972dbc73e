"""Facts of plainly synthetic incidents, built up from one that is whole."""

from copy import deepcopy
from datetime import UTC, datetime

from responder.books.library import load_library
from responder.facts.parse import facts_from_document
from responder.obligations.derive import derive

LIBRARY = load_library()
NOW = datetime(2026, 6, 12, 16, 0, tzinfo=UTC)

CALIFORNIA = {
    "format": "responder/facts/1",
    "incident": {"kinds": ["confidentiality"]},
    "events": {"discovery": "2026-02-02T10:00:00-08:00"},
    "organisation": {"role": "controller", "timezone": "America/Los_Angeles", "established_in": ["US-CA"]},
    "exposure": {"encrypted": False, "acquired": True, "form": "electronic"},
    "people": [{"where": "US-CA", "count": 612, "data": ["name", "ssn"]}],
    "people_complete": True,
}

GERMANY = {
    "format": "responder/facts/1",
    "incident": {"kinds": ["confidentiality"]},
    "events": {"awareness": "2026-06-11T15:30:00+02:00"},
    "organisation": {
        "role": "controller",
        "timezone": "Europe/Berlin",
        "established_in": ["DE", "FR"],
        "main_establishment": "DE",
        "qualifies_as": [],
    },
    "exposure": {"encrypted": False},
    "risk": {"level": "high"},
    "people": [
        {"where": "DE", "count": 1200, "data": ["name", "passport"]},
        {"where": "FR", "count": 10, "data": ["name"]},
    ],
    "people_complete": True,
}


def but(document, **changes):
    """The document with dotted keys (written with two underscores) set otherwise; None takes a key away."""
    changed = deepcopy(document)
    for path, value in changes.items():
        *parents, last = path.split("__")
        inner = changed
        for parent in parents:
            inner = inner.setdefault(parent, {})
        if value is None:
            inner.pop(last, None)
        else:
            inner[last] = value
    return changed


def owed(document, *, as_of=NOW, library=LIBRARY, **options):
    """Obligations by (duty, place); with several entities by (duty, place, entity)."""
    facts = facts_from_document(document, name="facts", library=library)
    found = derive(facts, library, as_of=as_of, **options)
    several = len(facts.entities) > 1
    return {(o.duty, o.where, o.entity) if several else (o.duty, o.where): o for o in found}
