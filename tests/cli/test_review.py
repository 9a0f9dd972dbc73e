"""``responder review`` as somebody types it: meetings, actions, report, and what goes wrong."""

import json

import pytest
from icalendar import Calendar

from tests.cli.home import PASSWORD

CONTAINED = "2026-11-24T11:00+01:00"


@pytest.fixture
def number(home):
    home.staffed()
    return home.open_incident()


def test_meetings_are_planned_shown_and_written_as_a_calendar(home, number, tmp_path):
    calendar = tmp_path / "plover.ics"
    said = home.run("review", "schedule", number, "--since", CONTAINED, "--ics", calendar, "--json").stdout
    planned = json.loads(said)
    assert [meeting["kind"] for meeting in planned["meetings"]] == [
        "hot_wash", "post_incident_review", "follow_up_30", "follow_up_90",
    ]  # fmt: skip
    events = Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert len(events) == 4
    assert not [event for event in events if "Mailbox" in event["SUMMARY"] + event["DESCRIPTION"]]
    assert "hot_wash" in home.run("review", "schedule", number, "--held", "hot_wash", exit_code=0).stdout


def test_without_containment_the_answer_says_why_nothing_is_planned(home, number):
    assert "not contained yet" in home.run("review", "schedule", number, exit_code=1).stderr


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--since", "yesterday"), "expected a day"),
        (("--since", "2026-11-24T11:00"), "with its zone"),
        (("--since", CONTAINED, "--ics", "/no/such/folder/a.ics"), "no such folder"),
        (("--move", "hot_wash", "later"), "expected a day"),
        (("--held", "hot_tub"), "no meeting"),
    ],
)
def test_a_wrong_time_or_name_is_said(home, number, arguments, word):
    assert word in home.run("review", "schedule", number, *arguments, exit_code=2).stderr


def test_nobody_schedules_without_having_signed_in(home, number):
    home.run("logout")
    home.run("review", "schedule", number, "--since", CONTAINED, exit_code=3)


def test_an_action_needs_a_second_person(home, number):
    home.run("review", "actions", number, "--add", "Turn off the relay", "--owner", "cleo", "--due", "2030-01-31")
    assert "open" in home.run("review", "actions", number).stdout
    home.run("review", "actions", number, "--done", "1")
    assert "second person" in home.run("review", "actions", number, "--verify", "1", exit_code=3).stderr
    home.run("login", "ada", typed=PASSWORD)
    home.run("review", "actions", number, "--verify", "1")
    shown = json.loads(home.run("review", "actions", number, "--json").stdout)
    assert [(action["state"], action["owner"]) for action in shown["actions"]] == [("verified", "Person Two")]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--add", "Do it"), "owner and a due time"),
        (("--add", "Do it", "--owner", "nobody", "--due", "2030-01-31"), "no such account"),
        (("--add", "Do it", "--owner", "cleo", "--due", "2001-01-31"), "due time has passed"),
        (("--done", "1", "--verify", "1"), "different deeds"),
        (("--done", "9"), "no action 9"),
    ],
)
def test_a_wrong_action_is_said(home, number, arguments, word):
    assert word in home.run("review", "actions", number, *arguments, exit_code=2).stderr


def test_the_report_is_written_in_each_shape(home, number, tmp_path):
    assert "# Mailbox read" in home.run("review", "report", number).stdout
    assert "概要" in home.run("review", "report", number, "--lang", "zh").stdout
    html = tmp_path / "report.html"
    home.run("review", "report", number, "--format", "html", "--output", html)
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    printed = tmp_path / "report.pdf"
    home.run("review", "report", number, "--format", "pdf", "--output", printed)
    assert printed.read_bytes().startswith(b"%PDF")
    home.run("review", "report", number, "--format", "pdf", exit_code=2)


def test_the_report_on_the_terminal_holds_no_privileged_line(home, number):
    said = home.run("review", "report", number).stdout
    assert "Entry 1" in said
    assert "Entry 2" not in said
    assert "Withheld as privileged: 1" in said


def test_only_counsel_opens_the_section_on_causes(home, number):
    home.run("review", "note", number, "root_cause", "A key lay in a script.")
    home.run("login", "ada", typed=PASSWORD)
    home.run("review", "note", number, "root_cause", "--open", exit_code=3)
    home.run("login", "cleo", typed=PASSWORD)
    home.run("review", "note", number, "root_cause", "--open")
    assert "A key lay in a script." in home.run("review", "report", number).stdout


def test_an_incident_that_is_not_there_is_said(home, number):
    assert "INC-1999-0001" in home.run("review", "report", "INC-1999-0001", exit_code=2).stderr


