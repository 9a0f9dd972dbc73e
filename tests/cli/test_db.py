import shutil

from responder.storage import schema
from tests.journal.chained import tamper

NEXT = """
from alembic import op
revision, down_revision = "9001", "{before}"


def upgrade():
    op.execute("CREATE INDEX ix_people_account_made_at ON people_account (made_at)")
"""


def test_a_fresh_house_has_the_schema_of_this_program(home):
    home.init()
    assert home.run("db", "current").stdout == f"database {schema.wanted()}, program {schema.wanted()}\n"
    assert "up to date" in home.run("db", "upgrade").stdout
    assert home.run("db", "check").stdout == "The tables are as expected.\n"


def test_a_table_that_was_changed_by_hand_is_told(home):
    home.init()
    tamper(home, ("ALTER TABLE people_account ADD COLUMN nickname TEXT",))
    told = home.run("db", "check", exit_code=1).stdout
    assert "remove column: people_account.nickname\n" in told
    assert "trigger journal_line_stays" in told


def test_an_upgrade_is_told_in_the_house_timeline(home, tmp_path, monkeypatch):
    home.init()
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    (folder / "versions" / "9001_next.py").write_text(NEXT.format(before=schema.wanted()))
    before = schema.wanted()
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    assert home.run("db", "current", exit_code=1).stdout == f"database {before}, program 9001\n"
    assert home.run("db", "upgrade").stdout == f"Schema {before} is now 9001.\n"
    assert "house: holds" in home.run("timeline", "verify", "--house").stdout
    monkeypatch.undo()
    assert "schema 9001" in home.run("timeline", "verify", "--house", exit_code=3, RESPONDER_HOME=str(home.path)).stderr
