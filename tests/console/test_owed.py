"""What is owed: grouped, with reasons, clock, what would change it, and the rule."""

import re
from datetime import timedelta

from responder import clock
from responder.intake.queries import get_incident
from responder.obligations.queries import current
from tests.console.people import record, seen


def duties(house, number):
    with house.db.reading() as session:
        return current(session, get_incident(session, number).id)


def in_nine_states(house, number):
    states = ("CA", "TX", "NY", "FL", "WA", "CO", "MA", "OR", "VA")
    people = [{"where": f"US-{state}", "count": 90_000, "data": ["name", "ssn"]} for state in states]
    known = {"exposure.encrypted": False, "exposure.acquired": True, "exposure.form": "electronic"}
    record(house, number, people=people, **known)


def test_duties_are_grouped_by_who_is_told(kim, incident, staffed_house):
    record(staffed_house, incident)
    page = seen(kim.get(f"/incidents/{incident}/owed"))
    assert "Regulators" in page
    assert "The people affected" in page


def test_a_duty_opens_to_its_reasons_its_clock_and_its_rule(kim, incident, staffed_house):
    record(staffed_house, incident)
    duty = next(duty for duty in duties(staffed_house, incident) if duty.state == "required" and duty.due_at)
    page = seen(kim.get(f"/incidents/{incident}/owed/{duty.identity}"))
    assert "72 hours" in page
    assert "art. 33" in page
    assert duty.rule_sha256[:16] in page


def test_what_a_person_must_do_next_stands_before_the_time_of_the_law(kim, incident, staffed_house):
    record(staffed_house, incident, **{"events.awareness": (clock.now() - timedelta(hours=50)).isoformat()})
    page = seen(kim.get(f"/incidents/{incident}/owed"))
    assert "Within 24 hours" in page
    soon = page.split("Within 24 hours")[1]
    assert "draft ready" in soon
    assert "law:" in soon
    kim.post("/preferences/language", language="zh", next="/")
    assert "完成起草" in seen(kim.get(f"/incidents/{incident}/owed"))
    kim.post("/preferences/language", language="en", next="/")
    owed = duties(staffed_house, incident)
    duty = next(duty for duty in owed if (duty.regime, duty.duty) == ("eu-gdpr", "authority-initial"))
    one = seen(kim.get(f"/incidents/{incident}/owed/{duty.identity}"))
    assert one.index("draft ready") < one.index("approve") < one.index("the law's end")


def test_many_duties_to_one_kind_of_recipient_fold_to_a_number_and_the_earliest_time(kim, incident, staffed_house):
    in_nine_states(staffed_house, incident)
    page = kim.get(f"/incidents/{incident}/owed")
    folded = re.search(
        r'<details class="card"><summary><strong>The people affected · United States \(its parts\)', page.text
    )
    assert folded
    assert re.search(r"United States \(its parts\) \d+ · first", seen(page))


def test_reasons_are_said_in_the_readers_language(kim, incident, staffed_house):
    record(staffed_house, incident)
    duty = next(duty for duty in duties(staffed_house, incident) if duty.state == "required" and duty.due_at)
    kim.post("/preferences/language", language="zh", next="/")
    page = seen(kim.get(f"/incidents/{incident}/owed/{duty.identity}"))
    assert "72小时" in page.replace(" ", "")
    assert "为什么" in page or "原因" in page


def test_what_cannot_be_said_names_the_questions_that_settle_it(kim, incident, staffed_house):
    record(staffed_house, incident, people=[{"where": "US-CA", "count": 900, "data": ["name", "ssn"]}])
    page = kim.get(f"/incidents/{incident}/owed")
    assert "Questions that settle" in seen(page)
    assert re.search(rf"/incidents/{incident}/facts/[a-z_.]+", page.text)


def test_a_duty_that_does_not_stand_is_not_found(kim, incident):
    kim.get(f"/incidents/{incident}/owed/{'0' * 32}", status=404)


def test_an_incident_without_facts_says_where_to_begin(kim, incident):
    assert "record who is affected" in seen(kim.get(f"/incidents/{incident}/owed"))


def test_one_act_drafts_the_notices_of_a_whole_group(kim, odo, incident, staffed_house):
    in_nine_states(staffed_house, incident)
    address = f"/incidents/{incident}/owed"
    text = kim.get(address).text
    forms = re.findall(r'name="group" value="(regulator [^"]+)"><button>Draft all (\d+) notices', text)
    group, count = next(each for each in forms if "US" in each[0] or "United" in each[0])
    assert "Draft all" not in seen(odo.get(address))
    odo.post(f"{address}/draft", 403, group=group)
    shown = seen(kim.post(f"{address}/draft", group=group, follow=True))
    assert f"{count} notices drafted." in shown
    assert f'value="{group}"' not in kim.get(address).text


def test_a_duty_whose_source_nobody_read_says_so_in_so_many_words(kim, incident, staffed_house):
    in_nine_states(staffed_house, incident)
    doubtful = next(duty for duty in duties(staffed_house, incident) if not duty.answer["verified"])
    page = seen(kim.get(f"/incidents/{incident}/owed/{doubtful.identity}"))
    assert f"Unverified: ask counsel {doubtful.answer['doubt']}" in page
