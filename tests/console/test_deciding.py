"""Deciding not to notify: a reason, a day to look again, a second person; seen on the duty it is about."""

from datetime import timedelta

from responder import clock
from responder.intake.queries import get_incident
from responder.obligations.queries import current
from tests.console.people import complaints, record, seen

DAY = (clock.now() + timedelta(days=30)).date().isoformat()
REASON = "The data were strongly encrypted and the key is safe"


def duty_of(house, number, **said):
    """Where the authority need not be told, since the risk was judged unlikely."""
    record(house, number, **{"risk.level": "unlikely", **said})
    with house.db.reading() as session:
        owed = current(session, get_incident(session, number).id)
    found = next(duty for duty in owed if duty.regime == "eu-gdpr" and duty.duty == "authority-initial")
    return f"/incidents/{number}/owed/{found.identity}"


def test_one_proposes_and_another_confirms(kim, ada, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    page = seen(kim.post(f"{address}/not", reason=REASON, look_again=DAY, follow=True))
    assert "Waits for a second person" in page
    assert REASON in page
    page = seen(ada.post(f"{address}/not/confirm", follow=True))
    assert "confirmed by Ada (approver)" in page
    assert "Stands" in page
    assert "to be looked at again" in page


def test_who_proposed_cannot_confirm(kim, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    kim.post(f"{address}/not", reason=REASON, look_again=DAY)
    assert "Confirm as the second person" not in seen(kim.get(address))
    kim.post(f"{address}/not/confirm", status=403)


def test_a_reason_and_a_day_are_needed(kim, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    answer = kim.post(f"{address}/not", 422, reason="", look_again="")
    assert "Fill this in." in complaints(answer)
    assert "That day has passed" in complaints(kim.post(f"{address}/not", 422, reason=REASON, look_again="2020-01-01"))


def test_what_the_facts_make_required_is_not_decided_away(kim, incident, staffed_house):
    address = duty_of(staffed_house, incident, **{"risk.level": "high"})
    assert "that is not decided away" in seen(kim.get(address))
    assert "required" in complaints(kim.post(f"{address}/not", 422, reason=REASON, look_again=DAY))


def test_it_is_taken_back_with_a_reason_and_stays_to_be_read(kim, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    kim.post(f"{address}/not", reason=REASON, look_again=DAY)
    page = seen(kim.post(f"{address}/not/withdraw", why="The key was found on the server", follow=True))
    assert "Taken back" in page
    assert REASON in page


def test_who_only_reads_decides_nothing(odo, incident, staffed_house):
    address = duty_of(staffed_house, incident)
    assert "Propose not to notify" not in seen(odo.get(address))
    odo.post(f"{address}/not", 403, reason=REASON, look_again=DAY)
