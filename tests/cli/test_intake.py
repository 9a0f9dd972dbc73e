"""Reports, guests, need to know, the past and the go-bag as somebody types them."""

import json

import pytest

from tests.cli.home import PASSWORD, Home, token_in

PAST = "title,opened_at,closed_at\nLost stick,2023-05-02T08:00+02:00,2023-05-09T18:00+02:00\n"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").staffed()


def test_a_report_is_noted_taken_answered_and_made_an_incident(home):
    number = home.run("report", "tell", "The bank called: our files are for sale").stdout.strip()
    assert number in home.run("report", "list").stdout
    home.run("report", "take", number)
    home.run("report", "answer", number, "Who called?", "--note")
    assert "Who called?" in home.run("report", "show", number).stdout
    assert "is open" in home.run("report", "incident", number).stdout
    listed = json.loads(home.run("report", "list", "--all", "--json").stdout)
    assert listed["reports"][0]["state"] == "incident"
    assert listed["last_90_days"]["incidents"] == 1


def test_a_suspicion_is_closed_or_joined(home):
    first, second, third = (home.run("report", "tell", text).stdout.strip() for text in ("One", "One again", "Two"))
    home.run("report", "join", second, first)
    home.run("report", "close", third, "--as", "near_miss", "--reason", "It was encrypted")
    home.run("report", "close", third, "--as", "near_miss", "--reason", "again", exit_code=1)
    assert json.loads(home.run("report", "list", "--json").stdout)["last_90_days"]["near_misses"] == 1


def test_what_is_restricted_is_not_there_for_others_and_for_nobody(home):
    number = home.open_incident()
    home.run("incident", "restrict", number, "--reason", "An insider")
    assert json.loads(home.run("incident", "show", number, "--json").stdout)["restricted"]
    home.run("logout")
    home.run("incident", "show", number, exit_code=2)
    assert number not in home.run("incident", "list").stdout
    home.run("timeline", "show", number, exit_code=2)
    assert "holds" in home.run("timeline", "verify", "--all").stdout  # the record is proved all the same
    home.run("login", "ada", typed=PASSWORD)
    home.run("incident", "show", number, exit_code=2)
    home.run("incident", "break-glass", number, "--reason", "Nobody answers")
    home.run("incident", "show", number)


def test_naming_lets_somebody_see_it(home):
    number = home.open_incident()
    home.run("incident", "restrict", number, "--reason", "An insider")
    home.run("incident", "name", number, "ada")
    home.run("incident", "unname", number, "ada")
    home.run("incident", "unname", number, "cleo", exit_code=1)
    home.run("incident", "restrict", number, "--lift", "--reason", "All know it")


def test_a_guest_is_invited_by_a_link_and_shown_the_door(home):
    number = home.open_incident()
    said = home.run("guest", "invite", number, "Guest One", "--role", "forensics", "--days", "3").stdout
    assert token_in(said)
    [guest] = json.loads(home.run("guest", "list", number, "--json").stdout)["guests"]
    home.run("guest", "end", number, guest["login"])
    home.run("guest", "end", number, guest["login"], exit_code=1)


def test_past_incidents_come_in_once_and_a_duplicate_is_joined(home, tmp_path):
    file = tmp_path / "past.csv"
    file.write_text(PAST)
    assert "1 incidents can be taken" in home.run("incident", "import", file, "--check").stdout
    assert "INC-2023-0001" in home.run("incident", "import", file).stdout
    assert "was here already" in home.run("incident", "import", file).stdout
    one, two = home.open_incident(), home.open_incident()
    home.run("incident", "join", two, one, "--reason", "One attack")
    assert json.loads(home.run("incident", "show", two, "--json").stdout)["closed_as"] == "duplicate"


def test_the_go_bag_is_written_whole_and_says_its_age(home, tmp_path):
    bag = tmp_path / "bag.html"
    home.run("gobag", bag, RESPONDER_GOBAG_PASSPHRASE="short", exit_code=2)
    assert not bag.exists()
    home.run("gobag", bag, "--age", exit_code=1)
    home.run("gobag", bag, RESPONDER_GOBAG_PASSPHRASE="quiet harbour lantern four")
    assert bag.stat().st_mode & 0o077 == 0
    assert "0 days old" in home.run("gobag", bag, "--age").stdout
