import json

import pytest

from responder.journal import chain
from tests.cli.home import PASSWORD
from tests.journal.chained import tamper


@pytest.fixture
def incident(home):
    home.staffed()
    return home.open_incident()


def lines(home, *arguments):
    return [json.loads(line) for line in home.run("timeline", "show", *arguments, "--json").stdout.splitlines()]


def test_each_line_is_one_object_in_the_format_that_others_rely_on(home, incident):
    shown = lines(home, incident)
    assert [line["seq"] for line in shown] == [1, 2, 3, 4]
    assert all(line["format"] == chain.FORMAT for line in shown)
    for line in shown:
        assert chain.body_hash(line) == line["body"]
        assert chain.line_hash(line) == line["hash"]


def test_privileged_lines_keep_their_text_from_whoever_may_not_read_it(home, incident):
    assert lines(home, incident)[2]["what"] == "Entry 2"
    home.run("login", "ada", typed=PASSWORD)
    withheld = lines(home, incident)[2]
    assert [withheld[key] for key in chain.BODY_KEYS] == [None] * 5
    assert chain.line_hash(withheld) == withheld["hash"]
    home.run("logout")
    assert lines(home, incident)[2]["what"] is None
    assert "[withheld or erased] [privileged]" in home.run("timeline", "show", incident).stdout


def test_a_part_is_chosen_by_number_by_time_and_by_how_many(home, incident):
    assert [line["seq"] for line in lines(home, incident, "--after", "2")] == [3, 4]
    assert [line["seq"] for line in lines(home, incident, "--before", "2")] == [1]
    assert [line["seq"] for line in lines(home, incident, "--limit", "2")] == [3, 4]
    assert lines(home, incident, "--after", "2026-11-24T10:00+01:00") == []
    assert len(lines(home, incident, "--after", "2026-11-24T09:59+01:00")) == 4
    cut = home.run("timeline", "show", incident, "--limit", "1")
    assert "--before 4 shows them" in cut.stderr


@pytest.mark.parametrize("point", ["yesterday", "2026-11-24T10:00", "-1"])
def test_a_time_without_its_zone_is_refused_with_an_example(home, incident, point):
    wrong = home.run("timeline", "show", incident, "--after", point, exit_code=2)
    assert "2026-11-24T10:00+01:00" in wrong.stderr


def test_people_read_who_did_what_and_when(home, incident):
    shown = home.run("timeline", "show", incident).stdout
    assert "24 Nov 2026, 09:00 UTC  Person Two: Entry 1" in shown


def test_a_timeline_that_nobody_touched_holds(home, incident):
    assert f"{incident}: holds, 4 lines, its end is anchored." in home.run("timeline", "verify", incident).stdout
    assert "house: holds" in home.run("timeline", "verify", "--house").stdout
    all_ = json.loads(home.run("timeline", "verify", "--all", "--json").stdout)
    assert {(verdict["timeline"], verdict["holds"], verdict["end_anchored"]) for verdict in all_} == {
        (incident, True, True),
        ("house", True, True),
    }


def test_a_timeline_that_was_touched_is_told_with_its_first_wrong_line(home, incident):
    tamper(home, ("UPDATE journal_line SET privileged = 0 WHERE privileged = 1",))
    told = home.run("timeline", "verify", incident, exit_code=1).stdout
    assert f"{incident}: DOES NOT HOLD at line 3: this line was changed after it was written." in told
    verdict = json.loads(home.run("timeline", "verify", incident, "--json", exit_code=1).stdout)
    assert (verdict["holds"], verdict["fault"]["seq"], verdict["lines"]) == (False, 3, 2)


def test_an_incident_removed_as_a_whole_is_missed(home, incident):
    tamper(home, *((f"DELETE FROM {table} WHERE stream <> 'house'",) for table in ("journal_line", "journal_head")))
    told = home.run("timeline", "verify", "--all", exit_code=1).stdout
    assert f"{incident}: DOES NOT HOLD at line 1: this line was noted outside the database and is missing." in told


def test_when_nothing_outside_speaks_for_the_end_it_says_so(home, incident):
    (home.path / "heads.log").unlink()
    assert "nothing outside the database speaks for its end" in home.run("timeline", "verify", incident).stdout


def test_counsel_erases_a_line_and_the_timeline_still_holds(home, incident):
    assert "line 5 says so" in home.run("timeline", "erase", incident, "2", "--reason", "Names a child").stdout
    assert lines(home, incident)[1]["what"] is None
    assert "holds, 5 lines, its end is anchored; 1 erased." in home.run("timeline", "verify", incident).stdout
    home.run("login", "ada", typed=PASSWORD)
    home.run("timeline", "erase", incident, "3", "--reason", "No", exit_code=3)


def test_the_house_has_a_timeline_too_for_those_who_may_read_it(home, incident):
    assert "Account ada made, administrator" in home.run("timeline", "show", "house").stdout
    home.run("login", "ada", typed=PASSWORD)
    home.run("user", "add", "eve", "--name", "Person Three", "--permissions", "responder")
    token = home.run("user", "rescue", "eve").stdout.split()[-1]
    home.run("login", "--link", token, typed=PASSWORD)
    home.run("timeline", "show", "house", exit_code=3)


@pytest.mark.parametrize("arguments", [[], ["--all", "--house"], ["INC-2026-0001", "--house"]])
def test_verify_asks_which_timeline(home, incident, arguments):
    assert "an incident's number, --house or --all" in home.run("timeline", "verify", *arguments, exit_code=2).stderr


def test_an_incident_that_is_not_there_is_told(home, incident):
    assert "There is no incident INC-2099-0001" in home.run("timeline", "show", "INC-2099-0001", exit_code=2).stderr
