"""On call by the command line: rotas, teams, the path, calls."""

import json
from datetime import timedelta

import pytest

from responder import clock

LAYER = ("--people", "ada,cleo", "--starts", "2026-11-02", "--zone", "Europe/Berlin")


@pytest.fixture
def staffed(home):
    return home.staffed()


def on_call(home, *arguments):
    return json.loads(home.run("rota", "list", "--json", *arguments).stdout)["rotas"]


def test_a_rota_is_made_asked_swapped_and_left(staffed):
    staffed.run("rota", "set", "primary", *LAYER)
    assert on_call(staffed, "--at", "2026-11-03 12:00") == [
        {"rota": "primary", "zone": "Europe/Berlin", "on_call": ["ada"]}
    ]
    assert on_call(staffed, "--at", "2026-11-10 12:00")[0]["on_call"] == ["cleo"]
    staffed.run("rota", "swap", "primary", "cleo", "--from", "2030-11-03 09:00", "--to", "2030-11-30 09:00")
    assert on_call(staffed, "--at", "2030-11-03 12:00")[0]["on_call"] == ["cleo"]
    staffed.run("rota", "away", "ada", "--from", "2031-01-01 00:00", "--to", "2031-02-01 00:00")
    assert on_call(staffed, "--at", "2031-01-02 12:00")[0]["on_call"] == ["cleo"]
    staffed.run("rota", "set", "primary", *LAYER, "--add", "--hours", "09:00-17:00")
    assert {row["layer"] for row in json.loads(staffed.run("rota", "show", "primary", "--json").stdout)["shifts"]} == {
        1,
        2,
    }


def test_a_rota_goes_out_as_a_calendar_and_comes_back_as_one(staffed, tmp_path):
    staffed.run("rota", "set", "primary", *LAYER)
    file = tmp_path / "primary.ics"
    staffed.run("rota", "export", "primary", file)
    said = staffed.run("rota", "import", "copy", file).stdout
    assert "shifts to come" in said
    one, two = (json.loads(staffed.run("rota", "show", name, "--json").stdout) for name in ("primary", "copy"))
    assert [row["who"] for row in one["shifts"]] == [row["who"] for row in two["shifts"]]
    assert staffed.run("rota", "import", "copy", file).stdout == said  # once more is no more


@pytest.mark.parametrize("text", ["hello", "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n"])
def test_a_file_without_shifts_is_refused(staffed, tmp_path, text):
    file = tmp_path / "x.ics"
    file.write_text(text.replace("\n", "\r\n"))
    assert "calendar" in staffed.run("rota", "import", "copy", file, exit_code=2).stderr


RULED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Berlin:{start}T200000
DTEND;TZID=Europe/Berlin:{start}T235900
{rule}
SUMMARY:On call (ada)
END:VEVENT
END:VCALENDAR
"""


def ruled(staffed, tmp_path, rule, exit_code=0):
    file = tmp_path / "ruled.ics"
    start = (clock.now() + timedelta(days=1)).strftime("%Y%m%d")
    file.write_text(RULED.format(start=start, rule=rule).replace("\n", "\r\n"))
    return staffed.run("rota", "import", "nights", file, exit_code=exit_code)


def test_shifts_that_repeat_by_a_rule_are_taken_one_by_one(staffed, tmp_path):
    assert "5 shifts to come" in ruled(staffed, tmp_path, "RRULE:FREQ=DAILY;COUNT=5").stdout
    shown = json.loads(staffed.run("rota", "show", "nights", "--json").stdout)["shifts"]
    assert {row["who"] for row in shown} == {"ada"}


@pytest.mark.parametrize("rule", ["RRULE:FREQ=MINUTELY", "RRULE:FREQ=WEEKLY;BYDAY=9ZZ"])
def test_a_rule_that_cannot_be_followed_is_refused_by_the_number_of_its_entry(staffed, tmp_path, rule):
    said = ruled(staffed, tmp_path, rule, exit_code=2).stderr
    assert "calendar" in said or "RRULE" in said


def test_a_shift_of_somebody_unknown_is_named_by_its_entry(staffed, tmp_path):
    file = tmp_path / "x.ics"
    file.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261124T000000Z\r\n"
        "DTSTART:20301124T000000Z\r\nDTEND:20301125T000000Z\r\nSUMMARY:somebody else\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    said = staffed.run("rota", "import", "copy", file, exit_code=2).stderr
    assert "names nobody who has an account" in said
    assert "somebody else" not in said


def test_teams_deputies_and_the_path(staffed):
    staffed.run("team", "set", "dfir", "ada", "cleo")
    staffed.run("team", "deputy", "ada", "cleo")
    shown = staffed.run("team", "list").stdout
    assert "ada, cleo" in shown
    assert "cleo stands in for ada." in shown
    number = staffed.open_incident(entries=0)
    staffed.run("escalation", "set", "-", "--rounds", "2", typed="team:dfir 5m sms\nadministrators 10m\n")
    assert "team:dfir 5m sms" in staffed.run("escalation", "show").stdout
    assert number
    said = staffed.run("escalation", "set", "-", typed="team:dfir\nteam:gone\n", exit_code=2).stderr
    assert "2" in said
    assert "team:gone" in said


def test_somebody_is_called_and_answers(staffed):
    number = staffed.open_incident(entries=0)
    staffed.run("page", "call", number, "--to", "ada")
    [page] = json.loads(staffed.run("page", "list", number, "--json").stdout)["pages"]
    assert (page["state"], page["reference"]) == ("open", number)
    assert "page" in {
        row["kind"] for row in json.loads(staffed.run("agenda", "--json", "--next", "1h").stdout)["firing"]
    }
    assert "nobody else" in staffed.run("page", "answer", page["id"][:12]).stdout
    assert "before you" in staffed.run("page", "answer", page["id"]).stdout
    assert "No calls" in staffed.run("page", "list").stdout


def test_a_trial_call_is_to_oneself_and_a_call_may_be_taken_back(staffed):
    staffed.run("page", "trial")
    [page] = json.loads(staffed.run("page", "list", "--json").stdout)["pages"]
    assert page["why"] == "trial"
    assert "Taken back" in staffed.run("page", "withdraw", page["id"][:12]).stdout


def test_how_far_ahead_is_told_in_hours_or_days(staffed):
    staffed.run("agenda", "--next", "7d")
    staffed.run("agenda", "--next", "soon", exit_code=2)
