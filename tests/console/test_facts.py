"""Facts: recorded with who said so and since when; bad answers come back as typed."""

import pytest

from responder.facts import queries
from responder.intake.queries import get_incident
from tests.console.people import complaints, seen


@pytest.fixture
def known(staffed_house, incident):
    def document():
        with staffed_house.db.reading() as session:
            return queries.document(session, get_incident(session, incident))

    return document


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("exposure.encrypted", "false", False),
        ("exposure.encrypted", "unknown", "unknown"),
        ("incident.cause", "external_malicious", "external_malicious"),
        ("organisation.established_in", "DE, FR", ["DE", "FR"]),
        ("organisation.legal_name", "Example Ltd", "Example Ltd"),
        ("organisation.size.staff", "1,200", 1200),
        ("exposure.recipients.count", "at least 4200", {"at_least": 4200}),
        ("exposure.recipients.count", "900-1150", {"at_least": 900, "at_most": 1150}),
        ("exposure.backup.restored_within_hours", "20", 20),
    ],
)
def test_an_answer_is_recorded_as_a_facts_file_writes_it(kim, incident, known, key, typed, value):
    kim.post(f"/incidents/{incident}/facts/{key}", value=typed, reason="read from the log")
    found = known()
    for part in key.split("."):
        found = found.get(part, "unknown") if isinstance(found, dict) else found
    assert found == value


def test_an_instant_is_recorded_with_the_offset_of_the_readers_zone(kim, incident, known):
    kim.post(f"/incidents/{incident}/facts/events.awareness", value="2026-06-11T15:30")
    assert known()["events"]["awareness"] == "2026-06-11T15:30:00+02:00"


def test_an_instant_that_is_only_known_roughly_is_a_span(kim, incident, known):
    address = f"/incidents/{incident}/facts/events.occurred"
    kim.post(address, value_from="2026-06-03T00:00", value_to="2026-06-09T23:59")
    assert known()["events"]["occurred"] == {"from": "2026-06-03T00:00:00+02:00", "to": "2026-06-09T23:59:00+02:00"}
    page = kim.get(address)
    assert "from 3 Jun 2026, 00:00 CEST" in seen(page)
    assert 'value="2026-06-09T23:59"' in page.text
    answer = kim.post(address, status=422, value="2026-06-04T00:00", value_to="2026-06-09T23:59")
    assert "not both" in complaints(answer)


def test_several_choices_are_ticked(kim, incident, known):
    address = f"/incidents/{incident}/facts/incident.kinds"
    kim.post(address, value=["confidentiality", "integrity"])
    assert known()["incident"]["kinds"] == ["confidentiality", "integrity"]
    assert kim.get(address).text.count(" checked") == 2


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("exposure.encrypted", "perhaps", "Choose one"),
        ("organisation.established_in", "Germany", "place"),
        ("exposure.recipients.count", "some", "Write a number"),
        ("events.awareness", "yesterday", "Write a date and a time"),
        ("organisation.timezone", "Berlin", "time zone is not known"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why_and_is_kept(kim, incident, known, key, typed, said):
    before = known()
    answer = kim.post(f"/incidents/{incident}/facts/{key}", status=422, value=typed)
    assert said in complaints(answer)
    assert known() == before


def test_a_fact_shows_everything_that_was_said_of_it(kim, incident):
    address = f"/incidents/{incident}/facts/exposure.accessed"
    kim.post(address, value="false", reason="first look")
    kim.post(address, value="true", reason="second look")
    page = seen(kim.get(address))
    assert page.index("second look") < page.index("first look")
    assert "Kim (commander)" in page


def test_people_are_pasted_from_a_spreadsheet(kim, incident, known):
    pasted = "where\tcount\tdata\trelation\nDE\t1200\tname, email\tcustomer\nUS-CA\tat least 600\tname, ssn\n\n"
    kim.post(f"/incidents/{incident}/facts/people/table", table=pasted)
    assert known()["people"] == [
        {"where": "DE", "count": 1200, "data": ["name", "email"], "relation": "customer"},
        {"where": "US-CA", "count": {"at_least": 600}, "data": ["name", "ssn"]},
    ]
    assert "US-CA | at least 600 | name, ssn" in kim.get(f"/incidents/{incident}/facts/people/table").text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("DE 1200 name", "Line 1"),
        ("DE | 12 | name\nFR | many | name", "Line 2: the number cannot be read"),
        ("Atlantis | 12 | name", "place"),
        ("DE | 12 | nmae", "Did you mean name?"),
    ],
)
def test_a_table_that_cannot_be_taken_names_the_line_or_the_word(kim, incident, known, table, said):
    answer = kim.post(f"/incidents/{incident}/facts/people/table", status=422, table=table)
    assert said in complaints(answer)
    assert table.split("|")[0].strip() in answer.text
    assert "people" not in known()


def test_the_page_shows_what_is_known_and_asks_for_the_rest(kim, incident):
    kim.post(f"/incidents/{incident}/facts/people/table", table="US-CA | 900 | name, ssn")
    page = seen(kim.get(f"/incidents/{incident}/facts"))
    assert "Asked next" in page
    assert "California" in page


def test_an_auditor_reads_facts_and_records_none(odo, incident):
    assert (
        "value"
        not in odo.get(f"/incidents/{incident}/facts/exposure.accessed").text.split("<main")[1].split("history")[0]
    )
    odo.post(f"/incidents/{incident}/facts/exposure.accessed", status=403, value="true")


def test_a_fact_that_is_none_is_not_found(kim, incident):
    kim.get(f"/incidents/{incident}/facts/exposure.colour", status=404)
