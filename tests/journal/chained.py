"""A chain of some lines, and what somebody with the database file could do to it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from responder.journal import chain
from responder.journal.append import append
from responder.vault.seal import seal

STREAM = "0" * 31 + "1"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def say(house, count=6, *, stream=STREAM, start=0, **more):
    """Append ``count`` lines, a unit of work each."""
    if not house.keystore.has(stream):
        house.keystore.make(stream)
    for number in range(start, start + count):
        with house.db.writing() as session:
            append(
                session,
                stream,
                by="0" * 32,
                at=NOW + timedelta(minutes=number),
                tag="fact.recorded",
                what=f"Line {number + 1}, 第{number + 1}行",
                data={"number": number + 1, "known": True},
                **more,
            )


def tamper(house, *statements):
    """Change the database past the toolkit: without its triggers, as its file's owner can."""
    with closing(sqlite3.connect(house.path / "responder.db")) as connection, connection:
        for trigger in ("journal_line_stays", "journal_line_fixed"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        for statement, *values in statements:
            connection.execute(statement, values)


def rewrite_from(house, seq):
    """Write the chain anew from ``seq`` on, with every hash right: what an owner of database and keys could do."""
    keys = house.keystore.of(STREAM)
    with closing(sqlite3.connect(house.path / "responder.db")) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM journal_line WHERE stream=? ORDER BY seq", [STREAM]).fetchall()
    statements, prev = [], chain.FIRST_PREV
    for row in rows:
        if row["seq"] < seq:
            prev = row["hash"]
            continue
        body = {"by": "x", "data": {}, "salt": "0" * 32, "tag": "fact.recorded", "what": "another story"}
        at, recorded_at = (datetime.fromisoformat(row[name]).replace(tzinfo=UTC) for name in ("at", "recorded_at"))
        line = chain.header(
            incident=STREAM,
            seq=row["seq"],
            at=at,
            recorded_at=recorded_at,
            corrects=None,
            privileged=False,
            body=chain.body_hash(body),
            prev=prev,
        )
        sealed = seal(keys, json.dumps(body), table="journal_line", column="sealed", row_id=row["id"])
        change = "UPDATE journal_line SET body=?, prev=?, hash=?, sealed=? WHERE id=?"
        statements.append((change, line["body"], prev, line["hash"], sealed, row["id"]))
        prev = line["hash"]
    tamper(house, *statements, ("UPDATE journal_head SET hash=? WHERE stream=?", prev, STREAM))
