"""Who is one person, who is two, and to whom a letter goes. Nobody is lost by being joined."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from lists import NOW, bring_in, csv_file, incident

from responder import ids
from responder.affected import queries
from responder.affected.actions import decide_pair
from responder.affected.addressee import address
from responder.affected.person import Person, Traits
from responder.errors import Conflict, NotFound

TODAY = date(2026, 6, 20)


def opened(house, incident_id, **kwargs):
    with house.db.reading() as session:
        return list(
            queries.open_people(session, queries.list_recipients(session, incident_id, limit=100_000, **kwargs))
        )


def test_ten_thousand_households_with_shared_contacts_lose_nobody(house):
    """Couples with one email, parents and children at one address, fathers and sons of one name."""
    inc = incident(house)
    rows = [["name", "email", "phone", "postal address", "dob"]]
    for number in range(10_000):
        home = [f"home{number}@example.com", f"+49301{number:06d}", f"Street {number}, 10000 Example"]
        rows.append([f"Alex Household{number}", *home, "1970-01-02"])
        rows.append([f"Kim Household{number}", *home, "1972-03-04"])
        if number % 2:
            rows.append([f"Alex Household{number}", *home, "2001-05-06"])
    report = bring_in(house, inc, csv_file(rows))
    assert (report.kept, report.joined) == (25_000, 0)
    with house.db.reading() as session:
        assert queries.count_recipients(session, inc) == 25_000


def test_joint_holders_of_one_account_are_two_people(house):
    inc = incident(house)
    report = bring_in(
        house,
        inc,
        csv_file([["id", "name", "email"], ["9", "Person A", "ab@example.com"], ["9", "Person B", "ab@example.com"]]),
    )
    assert (report.kept, report.joined, report.pairs) == (2, 0, 1)


@pytest.mark.parametrize(
    "rows",
    [
        [["7", "Person, One", "a@example.com", ""], ["7", "one person", "b@example.com", ""]],
        [["7", "Person One", "a@example.com", "1980-01-01"], ["8", "Person One", "A@EXAMPLE.com", "1980-01-01"]],
    ],
)
def test_the_firms_id_or_name_birth_date_and_contact_make_one_person(house, rows):
    inc = incident(house)
    report = bring_in(house, inc, csv_file([["id", "name", "email", "dob"], *rows]))
    assert (report.kept, report.joined) == (2, 1)
    assert len(opened(house, inc)) == 1


def test_a_joined_person_keeps_every_rows_data_and_is_told_of_all(house):
    inc = incident(house)
    bring_in(
        house,
        inc,
        csv_file([["id", "name", "email", "data"], ["7", "Person One", "a@example.com", "email"]]),
        name="first",
    )
    bring_in(
        house,
        inc,
        csv_file([["id", "name", "phone", "data"], ["7", "Person One", "+4930123456", "ssn;name"]]),
        name="second",
    )
    (person,) = opened(house, inc)
    assert person.traits.data == ("email", "name", "ssn")
    assert (person.person.email, person.person.phone) == ("a@example.com", "+4930123456")
    with house.db.reading() as session:
        assert queries.people_rows(session, inc) == [{"where": "unknown", "count": 1, "data": ["email", "name", "ssn"]}]


def test_a_shared_contact_suggests_a_pair_and_only_a_persons_word_joins_it(house):
    inc = incident(house)
    bring_in(
        house, inc, csv_file([["name", "email"], ["P. One", "one@example.com"], ["Person One", "one@example.com"]])
    )
    assert len(opened(house, inc)) == 2
    with house.db.writing() as session:
        (pair,) = queries.list_pairs(session, inc)
        assert pair.why == "same email"
        with pytest.raises(NotFound):
            decide_pair(session, ids.new_id(), pair.id, same=True, by=ids.new_id(), now=NOW)
        decide_pair(session, inc, pair.id, same=True, by=ids.new_id(), now=NOW)
    assert len(opened(house, inc)) == 1
    with house.db.writing() as session, pytest.raises(Conflict):
        decide_pair(session, inc, pair.id, same=False, by=ids.new_id(), now=NOW)


def test_the_digest_changes_when_a_list_adds_a_person_or_a_data_element(house):
    inc = incident(house)
    digests = set()

    def look():
        with house.db.reading() as session:
            digest, count = queries.digest_of(session, inc, selection=queries.Selection(places=("US",)))
        digests.add(digest)
        return count

    bring_in(house, inc, csv_file([["id", "name", "country", "state"], ["1", "A", "US", "CA"], ["2", "B", "DE", ""]]))
    assert (look(), look()) == (1, 1)
    assert len(digests) == 1
    bring_in(
        house,
        inc,
        csv_file([["id", "name", "country", "state"], ["1", "A", "US", "CA"]]),
        data=("ssn",),
        name="elements",
    )
    assert look() == 1
    bring_in(house, inc, csv_file([["id", "name", "country", "state"], ["3", "C", "US", "OH"]]), name="people")
    assert look() == 2
    assert len(digests) == 3


def test_a_guardian_in_the_list_gets_the_childs_letter_and_none_of_his_own(house):
    inc = incident(house)
    bring_in(
        house,
        inc,
        csv_file(
            [
                ["id", "name", "email", "dob", "guardian of", "data"],
                ["p1", "Parent One", "parent@example.com", "", "c1", ""],
                ["c1", "Child One", "", "2015-01-01", "", "name;medical"],
            ]
        ),
        data=(),
    )
    (child,) = opened(house, inc)
    found = child.addressee(TODAY)
    assert (found.kind, found.name, found.email) == ("guardian", "Parent One", "parent@example.com")
    assert found.elements == ("medical", "name")


def test_a_child_that_has_come_of_age_on_the_day_of_sending_is_written_to_herself():
    child = Person(name="Child", email="c@example.com", birth_date="2008-06-20", guardian_name="Parent")
    assert address(child, Traits(minor=True), on=date(2026, 6, 19)).kind == "guardian"
    assert address(child, Traits(minor=True), on=date(2026, 6, 20)).kind == "self"


@pytest.mark.parametrize(
    ("person", "kind", "reason"),
    [
        (Person(name="A", representative="Next of Kin", postal_address="Street 1"), "next_of_kin", ""),
        (Person(name="A", postal_address="Street 1"), "estate", ""),
        (
            Person(name="A", email="a@example.com"),
            "nobody",
            "deceased, and neither next of kin nor a postal address is known",
        ),
    ],
)
def test_the_dead_are_addressed_and_not_dropped(person, kind, reason):
    found = address(person, Traits(deceased=True), on=TODAY)
    assert (found.kind, found.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("told", "data", "kind", "elements"),
    [
        ((), ("email",), "self", ("email",)),
        (("email",), ("email",), "nobody", ()),
        (("email",), ("email", "ssn"), "self", ("ssn",)),
        (("*",), ("email",), "nobody", ()),
    ],
)
def test_who_was_told_already_hears_only_of_what_grew_since(told, data, kind, elements):
    found = address(Person(name="A"), Traits(data=data), on=TODAY, told=told)
    assert (found.kind, found.elements) == (kind, elements)


def test_told_at_covers_only_the_elements_of_its_own_row(house):
    inc = incident(house)
    bring_in(
        house,
        inc,
        csv_file([["id", "name", "data", "told at"], ["1", "A", "email", "2026-06-01"]]),
        data=(),
        name="first",
    )
    assert opened(house, inc)[0].addressee(TODAY).kind == "nobody"
    bring_in(house, inc, csv_file([["id", "name", "data"], ["1", "A", "ssn"]]), data=(), name="second")
    assert opened(house, inc)[0].addressee(TODAY).elements == ("ssn",)


def test_a_mark_of_danger_on_any_row_protects_the_person(house):
    inc = incident(house)
    bring_in(house, inc, csv_file([["id", "name", "contact safety"], ["1", "A", "normal"], ["1", "A", "no post"]]))
    assert opened(house, inc)[0].traits.contact_safety == "no_post"
