"""Notices on the command line: drafted by one person, approved by another, filed."""

import json
from pathlib import Path

import pytest

from tests.cli.home import PASSWORD, token_in

FACTS = Path(__file__).parents[1] / "notices" / "breach.yaml"


@pytest.fixture
def told(home, tmp_path):
    """An incident of which everything is known, with people in Germany, drafted by counsel."""
    home.staffed()
    home.number = home.open_incident()
    people = tmp_path / "people.csv"
    people.write_text(
        "id,name,email,country,language\n1,Person One,one@example.com,DE,de\n2,Person Two,two@example.com,DE,en\n"
    )
    home.run("recipients", "import", home.number, people, "--yes", "--data", "name,email")
    home.run("incident", "record", home.number, "--file", FACTS)
    return home


def second_person(home):
    home.run("login", "ada", typed=PASSWORD)
    said = home.run("user", "add", "theo", "--name", "Person Three", "--permissions", "approver").stdout
    home.run("login", "--link", token_in(said), typed=PASSWORD)


def test_every_notice_owed_is_drafted_once_in_the_languages_of_its_people(told):
    made = json.loads(told.run("notice", "draft", told.number, "--json").stdout)
    drafted = {(row["duty"], row["where"]): row["languages"] for row in made}
    assert drafted["individuals", "DE"] == ["de", "en"]
    assert drafted["authority-initial", "DE"] == ["de", "en"]
    assert drafted["cn-pipl-authority", "CN"] == ["zh", "en"]
    assert drafted["cn-pipl-individuals", "CN"] == ["zh"]
    assert drafted["individuals", "FR"] == ["fr"]
    assert "every notice owed is drafted" in told.run("notice", "draft", told.number).stdout


def test_a_letter_is_submitted_approved_by_a_second_person_and_prepared_to_be_sent(told):
    told.run("notice", "draft", told.number, "individuals@DE")
    assert "Nothing is missing." in told.run("notice", "gaps", told.number, "eu-gdpr/individuals@DE").stdout
    shown = told.run("notice", "show", told.number, "individuals", "--language", "de")
    assert "Fremde sind in eine unserer Webseiten" in shown.stdout
    assert "Nobody has reviewed “salutation.de”" in shown.stderr
    told.run("notice", "submit", told.number, "individuals")
    assert (
        "second person"
        in told.run("notice", "approve", told.number, "individuals", "--accept-shown", exit_code=3).stderr
    )
    second_person(told)
    assert "Nobody has reviewed" in told.run("notice", "approve", told.number, "individuals", exit_code=3).stderr
    said = told.run("notice", "approve", told.number, "individuals", "--accept-shown").stdout
    assert "Accepted without review: salutation.de" in said
    assert "Approved: 2 recipients" in said
    assert f"responder campaign check {told.number}-C1" in said


def test_an_edit_on_an_old_version_is_kept_beside_and_said(told, tmp_path):
    told.run("notice", "draft", told.number, "individuals@DE")
    text = json.loads(told.run("notice", "show", told.number, "individuals", "--language", "en", "--json").stdout)[
        "text"
    ]
    file = tmp_path / "letter.md"
    file.write_text(text + "\nFirst.\n")
    assert "Version 2" in told.run("notice", "edit", told.number, "individuals", file, "--language", "en").stdout
    file.write_text(text + "\nSecond.\n")
    said = told.run(
        "notice", "edit", told.number, "individuals", file, "--language", "en", "--expected", "1", exit_code=1
    ).stderr
    assert "Version 2 came first. Yours is kept beside it as version 3" in said


def test_a_filing_stops_the_clock_of_its_duty(told):
    told.run("notice", "draft", told.number, "authority-initial", "--language", "en", "--language", "de")
    told.run("notice", "submit", told.number, "authority-initial")
    second_person(told)
    told.run("notice", "approve", told.number, "authority-initial", "--accept-shown")
    told.run("login", "cleo", typed=PASSWORD)
    said = told.run(
        "notice", "filed", told.number, "authority-initial", "--at", "2026-06-15T10:00:00", exit_code=2
    ).stderr
    assert "expected one with its zone" in said
    told.run("notice", "filed", told.number, "authority-initial", "--at", "2026-06-15T10:00:00+02:00")
    shown = json.loads(told.run("notice", "list", told.number, "--json").stdout)
    assert [row["state"] for row in shown] == ["filed"]
    told.run("notice", "filed", told.number, "authority-initial", "--reference", "AZ-17")
    owed = json.loads(told.run("incident", "show", told.number, "--json").stdout)["obligations"]
    assert next(row for row in owed if (row["regime"], row["duty"]) == ("eu-gdpr", "authority-initial"))["met"]["in_time"] is True


def test_a_draft_is_written_for_reading(told, tmp_path):
    told.run("notice", "draft", told.number, "us-ca-individuals")
    out = tmp_path / "letter.html"
    told.run("notice", "render", told.number, "us-ca-individuals", "--out", out)
    assert "<h2>What Happened</h2>" in out.read_text()
    assert "‹name›" in told.run("notice", "render", told.number, "us-ca-individuals", "--as", "text").stdout


@pytest.mark.parametrize(("arguments", "said"), [
    (["show", "nothing"], "There is no such notice"),
    (["draft", "nothing"], "No such duty waits for a notice"),
    (["draft", "individuals@DE", "--language", "xx"], "no letters in this language"),
])  # fmt: skip
def test_what_is_not_there_is_said_with_what_is(told, arguments, said):
    command, *rest = arguments
    assert said in told.run("notice", command, told.number, *rest, exit_code=2).stderr
