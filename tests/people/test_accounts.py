from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from responder.errors import BadInput, Conflict, Refused
from responder.journal.append import open_body
from responder.journal.records import JournalLine
from responder.people import queries
from responder.people.actions import accounts, sessions
from responder.vault.keystore import HOUSE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "quiet harbour lantern"


def make(session, login="ada", permission_set="administrator", **more):
    more = {"name": "Person One", "email": "one@example.com", "phone": "+49 30 23125 001", **more}
    return accounts.make_account(session, login=login, permission_set=permission_set, by="os:root", now=NOW, **more)


def test_name_email_and_phone_of_staff_are_sealed_and_the_login_is_not(house):
    with house.db.writing() as session:
        make(session, "Ada")
    with house.db.reading() as session:
        account = queries.get_account(session, "ADA")
        assert account.login == "ada"
        assert b"Person" not in account.name_sealed
        assert queries.name_of(session, account) == "Person One"
        assert queries.email_of(session, account) == "one@example.com"
        assert queries.phone_of(session, account) == "+493023125001"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("login", "a"),
        ("login", "ada lovely"),
        ("name", "   "),
        ("name", "x" * 101),
        ("email", "one at example.com"),
        ("phone", "030 23125 001"),
        ("language", "tlh"),
        ("zone", "Berlin"),
        ("permission_set", "king"),
        ("password", "short"),
        ("password", "aaaaaaaaaaaaaaaa"),
        ("password", "my name is ada, hello"),
    ],
)
def test_a_detail_that_cannot_be_taken_names_its_field_and_never_its_value(house, field, value):
    with pytest.raises(BadInput) as refused, house.db.writing() as session:
        make(session, **{field: value})
    assert refused.value.field == field
    assert refused.value.expected
    assert value.strip() not in str(refused.value).split() or not value.strip()
    with house.db.reading() as session:
        assert queries.list_accounts(session) == []


def test_a_login_is_given_once(house):
    with house.db.writing() as session:
        make(session, "ada")
    with pytest.raises(Conflict, match="ada"), house.db.writing() as session:
        make(session, "ADA")


def test_each_deed_about_an_account_stands_in_the_house_journal(house):
    with house.db.writing() as session:
        make(session, "ada")
        other = make(session, "bob", "responder")
        accounts.change_permissions(session, other, "counsel", by="os:root", now=NOW)
        accounts.change_details(session, other, by=other.id, now=NOW, zone="Europe/Berlin", phone="")
        accounts.set_password(session, other, PASSWORD, by=other.id, now=NOW)
        accounts.disable_account(session, other, by="os:root", now=NOW)
    with house.db.reading() as session:
        keys = house.keystore.of(HOUSE)
        bodies = [open_body(line, keys) for line in session.scalars(select(JournalLine).order_by(JournalLine.seq))]
    assert [body["tag"] for body in bodies] == [
        "account.made",
        "account.made",
        "account.permitted",
        "account.changed",
        "account.password_set",
        "account.disabled",
    ]
    assert bodies[3]["data"]["changed"] == ["phone", "zone"]
    assert all("example.com" not in str(body) and PASSWORD not in str(body) for body in bodies)


def test_the_last_administrator_stays(house):
    with house.db.writing() as session:
        only = make(session, "ada")
        with pytest.raises(Refused, match="last administrator"):
            accounts.disable_account(session, only, by="os:root", now=NOW)
        with pytest.raises(Refused, match="last administrator"):
            accounts.change_permissions(session, only, "auditor", by="os:root", now=NOW)
        make(session, "bob")
        accounts.disable_account(session, only, by="os:root", now=NOW)


def test_disabling_an_account_ends_its_sessions(house):
    with house.db.writing() as session:
        make(session, "ada")
        bob = make(session, "bob", "responder")
        token = sessions.start_session(session, bob, now=NOW, kind="browser", hours=12).token
    with house.db.writing() as session:
        assert queries.find_session(session, token, NOW) is not None
        accounts.disable_account(session, queries.get_account(session, "bob"), by="os:root", now=NOW)
        assert queries.find_session(session, token, NOW) is None


def test_authors_are_shown_by_name_and_operators_by_their_user(house):
    with house.db.writing() as session:
        ada = make(session, "ada")
        assert queries.names_of(session, [ada.id, "system", "os:root"]) == {
            ada.id: "Person One",
            "system": "system",
            "os:root": "root",
        }
        assert queries.list_addresses(session) == {"one@example.com", "+493023125001"}
