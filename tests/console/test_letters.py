"""Letters on paper at the console: from the start of the sending to what comes back, and the public told at the end."""

import io

import pytest
from sqlalchemy import select

from responder import clock, flow
from responder.affected.actions import import_list
from responder.affected.rows import words_of
from responder.deliveries.actions import start_campaign
from responder.deliveries.queries import get_campaign
from responder.deliveries.queries.printing import letters_of_run, list_runs
from responder.deliveries.records import Campaign, Substitute
from responder.deliveries.work import tend_campaigns
from responder.intake.queries import get_incident
from responder.people.queries import get_account
from responder.worker.lists_and_letters import import_lists, print_letters, watch_pages
from tests.console.people import complaints, record, seen
from tests.console.test_affected import mapping_of
from tests.deliveries.campaigns import approved_notice, plan_for

HEADER = "id,name,country,subdivision,language,data,postal_address\n"
PEOPLE = HEADER + "".join(
    f"{n},Person {n},US,CA,en,name;ssn,{n} Sample Street|Springfield CA 90000\n" for n in range(1, 4)
)


@pytest.fixture
def paper(kim, incident, staffed_house):
    """Address of the letters of a sending that was started: three people in California, by post alone."""
    record(staffed_house, incident)
    with staffed_house.db.reading() as session:
        incident_id = get_incident(session, incident).id
    people = io.BytesIO((PEOPLE + "9,Person 9,US,CA,en,name;ssn,\n").encode())
    words = words_of(staffed_house.library)
    import_list(staffed_house.db, incident_id, people, name="p.csv", by="a" * 32, clock=clock.now, words=words)
    with staffed_house.db.writing() as session:
        notice = approved_notice(session, incident_id, regime="us-ca", duty="us-ca-individuals", place="US-CA")
        number = plan_for(session, incident_id, notice, [{"medium": "letter", "counts": "yes"}], now=clock.now())
    tend_campaigns(staffed_house.db, clock=clock.now)
    with staffed_house.db.writing() as session:
        by = get_account(session, "kim").id
        start_campaign(session, get_campaign(session, number), typed=3, by=by, now=clock.now())
    return f"/incidents/{incident}/sending/{number}/letters"


def run_of(house, paper):
    number = paper.split("/")[-2]
    with house.db.reading() as session:
        campaign = get_campaign(session, number)
        run = list_runs(session, campaign.id)[-1]
        session.expunge(run)
        return run, [letter.mark for letter in letters_of_run(session, run.id)]


def printed(kim, paper, house):
    kim.post(paper)
    print_letters(house, clock.now())
    print_letters(house, clock.now())
    return run_of(house, paper)


def test_letters_go_from_the_console_to_the_post_and_a_returned_one_is_followed_up(kim, paper, staffed_house):
    assert "Waiting for the printer" in seen(kim.get(paper))
    run, marks = printed(kim, paper, staffed_house)
    page = kim.get(f"{paper}/1")
    assert "Person 1" in seen(page)
    assert "1 Sample Street" in seen(page)
    refused = kim.post(f"{paper}/1", status=422, looked=["1", "2"])
    assert "Not every letter of the sample" in complaints(refused)
    kim.post(f"{paper}/1", looked=[str(number) for number in run.sample])
    assert kim.get(f"{paper}/1/part-1.pdf").data.startswith(b"%PDF")
    kim.post(f"{paper}/1/handed-over", to="Example print house", receipt="R-1")
    tend_campaigns(staffed_house.db, clock=clock.now)
    kim.post(f"{paper}/1/mailed", letters="3")
    flow.tend_sending(staffed_house.db, books=staffed_house, clock=clock.now)
    back = f"mark,result,reason,date,new_address\n{marks[0]},returned,moved,,7 Other Street|Elsewhere CA 90001\n"
    answer = kim.post(f"{paper}/returns", follow=True, file=(io.BytesIO(back.encode()), "returns.csv"))
    assert "Came back: 1" in seen(answer)
    kim.post(f"{paper}/returned", how="again")
    assert "7 Other Street" in " ".join(text_of_next_run(kim, paper, staffed_house))


def text_of_next_run(kim, paper, house):
    printed(kim, paper, house)
    return [seen(kim.get(f"{paper}/2"))]


def test_where_people_cannot_be_reached_the_public_is_told_and_the_page_names_nobody(
    kim, visitor, paper, staffed_house
):
    flow.tend_sending(staffed_house.db, books=staffed_house, clock=clock.now)
    assert "Substitute notice" in seen(kim.get(paper))
    refused = kim.post(f"{paper}/substitute/US-CA", status=422, how="publish", days="3")
    assert "how long it must stand" in complaints(refused)
    kim.post(f"{paper}/substitute/US-CA", how="publish", days="30")
    listed = visitor.get("/notice")
    assert "About your data" in seen(listed)
    address = listed.text.split('href="/notice/')[1].split('"')[0]
    page = visitor.get(f"/notice/{address}")
    assert "About your data" in seen(page)
    assert "Person" not in seen(page)
    assert "Dear" not in seen(page)
    kim.post(f"{paper}/substitute/US-CA", how="end", reason="all were reached by telephone")
    visitor.get(f"/notice/{address}", status=404)


def test_an_auditor_sees_the_letters_and_prints_none(odo, paper):
    assert "Waiting for the printer" in seen(odo.get(paper))
    odo.post(paper, status=403)


def test_without_a_public_address_no_page_is_watched(staffed_house):
    watch_pages(staffed_house, clock.now())


def test_the_help_desk_gives_the_general_answer_to_anybody_and_details_after_two_facts(kim, incident, staffed_house):
    with staffed_house.db.reading() as session:
        incident_id = get_incident(session, incident).id
    people = io.BytesIO(
        b"id,name,email,country,data,birth_date\n77,Alex Example,alex@example.org,DE,name;email,1980-02-03\n"
    )
    import_list(staffed_house.db, incident_id, people, name="p.csv", by="a" * 32, clock=clock.now)
    desk = f"/incidents/{incident}/help-desk"
    kim.get(desk)
    anybody = seen(kim.post(desk, status=200, contact="alex@example.org", reason="ticket 1"))
    stranger = seen(kim.post(desk, status=200, contact="nobody@example.org", reason="ticket 2"))
    assert "a letter goes to the contact details we hold" in anybody
    assert "a letter goes to the contact details we hold" in stranger
    assert "Alex Example" not in anybody
    wrong = seen(
        kim.post(desk, status=200, contact="alex@example.org", reason="t", name="Alex Example", birth_date="1981-02-03")
    )
    assert "77" not in wrong
    checked = seen(
        kim.post(desk, status=200, contact="alex@example.org", reason="t", name="alex example", birth_date="1980-02-03")
    )
    assert "Alex Example" in checked
    kim.post(desk, status=422, contact="alex@", reason="t")


def test_a_long_list_is_imported_by_the_worker_and_the_page_says_how_far_it_is(kim, incident, staffed_house):
    rows = "".join(f"{n};Person {n};p{n}@example.org;DE;de;name;{'x' * 100}\n" for n in range(2400))
    file = ("id;name;email;country;language;data;note\n" + rows).encode()
    address = kim.post(f"/incidents/{incident}/affected", file=(io.BytesIO(file), "long.csv")).headers["Location"]
    after = kim.post(address, follow=True, **mapping_of(kim.get(address)))
    assert "It begins in a moment" in seen(after)
    import_lists(staffed_house, clock.now())
    page = seen(kim.get(f"/incidents/{incident}/affected"))
    assert "People kept: 2400" in page
    assert "It begins in a moment" not in page


def test_a_drill_publishes_nothing_for_the_public(kim, visitor, paper, staffed_house):
    flow.tend_sending(staffed_house.db, books=staffed_house, clock=clock.now)
    with staffed_house.db.writing() as session:
        for campaign in session.scalars(select(Campaign)):
            campaign.kind = "drill"
    kim.post(f"{paper}/substitute/US-CA", how="publish", days="30")
    listed = visitor.get("/notice")
    assert "About your data" not in seen(listed)
    with staffed_house.db.reading() as session:
        (published,) = session.scalars(select(Substitute.token).where(Substitute.state == "published"))
    visitor.get(f"/notice/{published}", status=404)
