from __future__ import annotations

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.dialects import postgresql, sqlite

from responder.affected.records import Recipient
from responder.storage.among import among


def said(statement, dialect):
    return " ".join(str(statement.compile(dialect=dialect)).split())


def test_thousands_of_ids_are_one_value_in_both_databases():
    wanted = select(Recipient.id).where(among(Recipient.id, ["a", "b"]))

    assert "IN (SELECT value FROM json_each(?))" in said(wanted, sqlite.dialect())
    assert "= ANY(%(" in said(wanted, postgresql.psycopg.dialect())


@pytest.mark.parametrize("column", ["id", "joined_to", "ward_id"])
def test_the_rows_are_found_along_an_index(column):
    engine = create_engine("sqlite://")
    Recipient.metadata.create_all(engine, tables=[Recipient.metadata.tables[name] for name in NEEDED])
    wanted = select(Recipient.id).where(among(getattr(Recipient, column), ["a"]))
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {said(wanted, sqlite.dialect())}".replace("?", "'[]'")))
        steps = [row.detail for row in plan]
    engine.dispose()

    assert any(step.startswith("SEARCH affected_recipient") for step in steps), steps


def test_none_of_none_is_found():
    engine = create_engine("sqlite://")
    Recipient.metadata.create_all(engine, tables=[Recipient.metadata.tables[name] for name in NEEDED])
    with engine.connect() as connection:
        assert connection.scalars(select(Recipient.id).where(among(Recipient.id, []))).all() == []
    engine.dispose()


NEEDED = ("affected_list", "affected_recipient")
