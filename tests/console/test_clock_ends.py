"""How a clock ends, recorded on its own page: the proof stays with it, and the duty follows."""

import io

from responder.intake.queries import get_incident
from responder.obligations.queries import current
from tests.console.people import complaints, record, seen


def duty_of(house, number, regime="eu-gdpr", duty="authority-initial", **said):
    record(house, number, **{"events.awareness": "2026-01-05T09:00:00+01:00", **said})
    with house.db.reading() as session:
        owed = current(session, get_incident(session, number).id)
    return f"/incidents/{number}/owed/{next(each.identity for each in owed if (each.regime, each.duty) == (regime, duty))}"


def test_what_was_filed_elsewhere_is_recorded_with_its_receipt_and_given_back(kim, odo, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    assert "Record how it ended or paused" in seen(kim.get(address))
    receipt = (io.BytesIO(b"received, AZ 12"), "receipt.txt")
    page = seen(kim.post(f"{address}/clock", way="filed", reference="AZ 12", receipt=receipt, follow=True))
    assert "Filed" in page
    assert "AZ 12" in page
    listed = odo.get(f"{address}/clock")
    assert "This duty is done." in seen(listed)
    link = next(part for part in listed.text.split('"') if part.endswith("/receipt"))
    assert odo.get(link).data == b"received, AZ 12"


def test_what_proves_nothing_is_refused_with_what_was_typed(kim, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    answer = kim.post(f"{address}/clock", 422, way="mailed", at="", who="Somebody typed")
    assert "Nothing proves it" in complaints(answer)
    assert "Somebody typed" in answer.text


def test_a_law_without_delays_offers_no_hold_and_more_time_moves_the_end(kim, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    assert "This law knows no delay" in seen(kim.get(f"{address}/clock"))
    kim.post(
        f"{address}/clock", way="extension_granted", who="The authority", reference="9", until="2027-03-01T12:00"
    )
    assert "1 Mar 2027, 12:00 CET" in seen(kim.get(address))


def test_it_is_taken_back_with_a_reason(kim, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    kim.post(f"{address}/clock", way="filed", reference="AZ 12")
    page = kim.get(f"{address}/clock").text
    action = next(part for part in page.split('"') if part.endswith("/take-back"))
    assert "Fill this in" in complaints(kim.post(action, 422, reason=""))
    page = seen(kim.post(action, reason="The portal refused it", follow=True))
    assert "Taken back" in page
    assert "This duty is done." not in page


def test_who_only_reads_or_works_records_no_ending(odo, front_door, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    odo.post(f"{address}/clock", 403, way="filed", reference="1")
    front_door.person("ray").post(f"{address}/clock", 403, way="filed", reference="1")
