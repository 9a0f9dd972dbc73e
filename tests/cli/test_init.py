import pytest

from responder.journal.queries import page
from responder.vault.keystore import HOUSE, read_master_key
from tests.cli.home import PASSWORD, token_in


def test_init_makes_a_home_that_its_owner_alone_can_read(home):
    said = home.init()
    assert bytes.fromhex(home.sheet) == read_master_key(home.path / "master.key")
    assert home.path.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in home.path.rglob("*"))
    assert "http://127.0.0.1:8787/link/" in said
    assert home.run("db", "check").stdout == "The tables are as expected.\n"


def test_the_link_of_init_makes_the_first_administrator_once(home):
    token = token_in(home.init())
    said = home.run("login", "ada", "--link", token, typed="Person One\n" + PASSWORD)
    assert "Signed in as Person One (ada, administrator)." in said.stdout
    again = home.run("login", "eve", "--link", token, typed="Person Two\n" + PASSWORD, exit_code=3)
    assert "was used or has expired" in again.stderr


def test_init_works_once(home):
    home.init()
    again = home.run("init", exit_code=1)
    assert "There is a house" in again.stderr


def test_init_makes_no_new_keys_over_a_house_that_lost_its_own(home):
    home.init()
    (home.path / "keys").rename(home.path / "mislaid")
    refused = home.run("init", exit_code=1)
    assert "has lost its keys" in refused.stderr
    assert not (home.path / "keys").exists()


def test_init_takes_a_master_key_that_lies_where_the_settings_say(home, tmp_path):
    (tmp_path / "kept").write_text("ab" * 32)
    said = home.run("init", RESPONDER_MASTER_KEY_FILE=str(tmp_path / "kept")).stdout
    assert "Recovery sheet" not in said
    assert not (home.path / "master.key").exists()


def test_init_is_told_in_the_house_timeline_as_a_deed_of_the_operator(home):
    home.init()
    services = home.services()
    with services.db.reading() as session:
        lines = page(session, HOUSE).lines
    services.db.dispose()
    assert [line["tag"] for line in lines] == ["house.made", "link.made"]
    assert all(line["by"].startswith("os:") for line in lines)


@pytest.mark.parametrize(
    "command", [["login", "ada"], ["user", "list"], ["timeline", "verify", "--all"], ["db", "current"]]
)
def test_without_a_house_a_command_says_how_to_make_one(home, command):
    assert "`responder init` makes one" in home.run(*command, typed=PASSWORD, exit_code=3).stderr
