"""The register of breaches: every incident, told of or not; drills left out, what is closed to one stands by number."""

import csv
import io
from datetime import timedelta

from responder import clock, flow
from responder.intake.queries import get_incident
from responder.people.queries import get_account
from tests.console.people import record, seen


def opened(house, title, **how):
    with house.db.writing() as session:
        by = get_account(session, "lin").id
        return flow.open_incident(
            session, books=house, title=title, by=by, now=clock.now(), zone="Europe/Berlin", **how
        ).number


def decided(house, number):
    """Two people decide not to tell the authority."""
    with house.db.writing() as session:
        incident, now = get_incident(session, number), clock.now()
        day = (now + timedelta(days=30)).date()
        named = {"books": house, "now": now}
        duty = ("eu-gdpr/authority-initial", "DE")
        flow.propose_not_to_notify(
            session, incident, *duty, reason="The data were strongly encrypted", look_again=day,
            by=get_account(session, "lin").id, **named,
        )  # fmt: skip
        flow.confirm_not_to_notify(session, incident, *duty, by=get_account(session, "ada").id, **named)


def test_the_register_has_facts_effects_and_who_is_still_to_be_told(odo, incident, staffed_house):
    record(staffed_house, incident)
    page = seen(odo.get("/law/breaches"))
    assert "Files encrypted on two servers" in page
    assert "Germany 1200" in page
    assert "high risk" in page
    assert "Still to be told or settled" in page


def test_a_decision_not_to_notify_stands_with_its_reason_and_both_people(odo, incident, staffed_house):
    record(staffed_house, incident, **{"risk.level": "unlikely"})
    decided(staffed_house, incident)
    page = seen(odo.get("/law/breaches"))
    assert "The data were strongly encrypted" in page
    assert "proposed by Lin (counsel)" in page
    assert "confirmed by Ada (approver)" in page
    assert "to be looked at again" in page


def test_drills_are_left_out(odo, staffed_house):
    opened(staffed_house, "Only an exercise", kind="drill")
    assert "Only an exercise" not in seen(odo.get("/law/breaches"))


def test_a_restricted_incident_is_hidden_from_whoever_may_not_see_it(odo, front_door, staffed_house):
    opened(staffed_house, "A matter for few", restricted=True)
    assert "A matter for few" not in seen(odo.get("/law/breaches"))
    assert "A matter for few" not in odo.get("/law/breaches/register.csv").text
    assert "A matter for few" in seen(front_door.person("lin").get("/law/breaches"))


def test_the_register_comes_as_csv(odo, incident, staffed_house):
    record(staffed_house, incident)
    answer = odo.get("/law/breaches/register.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv"
    assert rows[0]["Number"] == incident
    assert rows[0]["Risk, as judged"] == "high"
