from datetime import UTC, datetime, timedelta

import pytest

from responder.errors import BadInput, Conflict, Gone, Refused
from responder.people import queries
from responder.people.actions import accounts, links, sessions

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "quiet harbour lantern"


def first_link(house, now=NOW):
    with house.db.writing() as session:
        return links.make_link(session, links.FIRST, None, by="os:root", now=now)


def redeem_first(house, token, now=NOW, **more):
    person = {"login": "ada", "name": "Person One", "password": PASSWORD, **more}
    with house.db.writing() as session:
        return links.redeem_first(session, token, now=now, **person)


def make_bob(house):
    with house.db.writing() as session:
        return accounts.make_account(session, login="bob", name="B", permission_set="responder", by="os:root", now=NOW)


def test_the_first_link_makes_one_administrator_and_then_no_other(house):
    token = first_link(house)
    assert redeem_first(house, token).permission_set == "administrator"
    with pytest.raises(Gone):
        redeem_first(house, token, login="eve")
    with pytest.raises(Conflict):
        first_link(house)


def test_a_link_works_for_an_hour(house):
    token = first_link(house)
    with pytest.raises(Gone):
        redeem_first(house, token, now=NOW + timedelta(hours=1))
    assert redeem_first(house, token, now=NOW + timedelta(minutes=59))


def test_a_link_outlives_a_password_that_cannot_be_taken(house):
    token = first_link(house)
    with pytest.raises(BadInput):
        redeem_first(house, token, password="short")
    assert redeem_first(house, token)


def test_a_newer_link_replaces_the_older_one(house):
    older, newer = first_link(house), first_link(house)
    with pytest.raises(Gone):
        redeem_first(house, older)
    assert redeem_first(house, newer)


def test_a_password_link_sets_the_password_once(house):
    bob = make_bob(house)
    with house.db.writing() as session:
        token = links.make_link(session, links.PASSWORD, bob, by="os:root", now=NOW)
    with house.db.writing() as session:
        links.redeem_password(session, token, password=PASSWORD, now=NOW)
    with pytest.raises(Gone), house.db.writing() as session:
        links.redeem_password(session, token, password=PASSWORD, now=NOW)
    signed_in = sessions.sign_in(house.db, login="bob", password=PASSWORD, address="local", now=NOW)
    assert signed_in.account_id == bob.id


def test_a_sign_in_link_signs_in_once_and_for_nothing_else(house):
    bob = make_bob(house)
    with house.db.writing() as session:
        token = links.make_link(session, links.SIGN_IN, bob, by="system", now=NOW)
    with pytest.raises(Gone), house.db.writing() as session:
        links.redeem_password(session, token, password=PASSWORD, now=NOW)
    with house.db.writing() as session:
        signed_in = links.redeem_sign_in(session, token, now=NOW)
    with house.db.reading() as session:
        assert queries.find_session(session, signed_in.token, NOW).account.login == "bob"
    with pytest.raises(Gone), house.db.writing() as session:
        links.redeem_sign_in(session, token, now=NOW)


def test_a_disabled_account_gets_no_link_and_its_old_one_is_spent(house):
    redeem_first(house, first_link(house))
    bob = make_bob(house)
    with house.db.writing() as session:
        token = links.make_link(session, links.PASSWORD, bob, by="os:root", now=NOW)
    with house.db.writing() as session:
        bob = queries.get_account(session, "bob")
        accounts.disable_account(session, bob, by="os:root", now=NOW)
        with pytest.raises(Refused):
            links.make_link(session, links.PASSWORD, bob, by="os:root", now=NOW)
    with pytest.raises(Gone), house.db.writing() as session:
        links.redeem_password(session, token, password=PASSWORD, now=NOW)


def test_the_token_of_a_link_is_kept_as_a_hash_alone(house):
    token = first_link(house)
    kept = b"".join(path.read_bytes() for path in house.path.rglob("*") if path.is_file())
    assert token.encode() not in kept
