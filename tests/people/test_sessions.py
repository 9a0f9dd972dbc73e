from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from responder.errors import NotSignedIn, SignInTooOld, TooManyTries
from responder.people import passwords, queries
from responder.people.actions import accounts, sessions
from responder.people.records import PasswordTry, SignIn

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "quiet harbour lantern"


@pytest.fixture
def staffed(house):
    with house.db.writing() as session:
        for login in ("ada", "bob"):
            accounts.make_account(
                session,
                login=login,
                name="Person",
                permission_set="commander",
                by="os:root",
                now=NOW,
                password=PASSWORD,
            )
    return house


def sign_in(house, login="ada", password=PASSWORD, *, address="192.0.2.7", now=NOW, tries=10):
    return sessions.sign_in(house.db, login=login, password=password, address=address, now=now, tries=tries)


def test_the_right_password_opens_a_session_that_lasts_twelve_hours(staffed):
    signed_in = sign_in(staffed, "ADA ")
    with staffed.db.reading() as session:
        almost = queries.find_session(session, signed_in.token, NOW + timedelta(hours=12, seconds=-1))
        assert almost is not None
        assert almost.account.login == "ada"
        assert queries.find_session(session, signed_in.token, NOW + timedelta(hours=12)) is None
        assert queries.find_session(session, signed_in.token + "x", NOW) is None


def test_a_token_is_kept_as_a_hash_alone(staffed):
    token = sign_in(staffed).token
    kept = b"".join(path.read_bytes() for path in staffed.path.rglob("*") if path.is_file())
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_a_wrong_password_and_an_unknown_login_hear_the_same_words(staffed):
    with pytest.raises(NotSignedIn) as wrong:
        sign_in(staffed, password="another password")
    with pytest.raises(NotSignedIn) as unknown:
        sign_in(staffed, login="nobody")
    assert str(wrong.value) == str(unknown.value) == "Login or password is wrong."


def test_an_account_without_a_password_or_disabled_hears_the_same_words(staffed):
    with staffed.db.writing() as session:
        accounts.make_account(session, login="new", name="N", permission_set="auditor", by="os:root", now=NOW)
        accounts.disable_account(session, queries.get_account(session, "bob"), by="os:root", now=NOW)
    for login in ("new", "bob"):
        with pytest.raises(NotSignedIn, match="Login or password is wrong"):
            sign_in(staffed, login=login)


def test_the_hash_is_computed_for_an_unknown_account_too(monkeypatch, staffed):
    verified = []
    monkeypatch.setattr(passwords, "_hasher", CountingHasher(verified))
    for login in ("ada", "nobody"):
        with pytest.raises(NotSignedIn):
            sign_in(staffed, login=login, password="another password")
    assert len(verified) == 2


def test_the_hash_that_stands_in_for_an_unknown_account_costs_as_much_as_a_real_one():
    assert not passwords.needs_rehash(passwords._NOBODY)
    assert not passwords.matches(None, "nobody has this password")


class CountingHasher(PasswordHasher):
    def __init__(self, verified):
        super().__init__()
        self.verified = verified

    def verify(self, stored, password):
        self.verified.append(stored)
        return super().verify(stored, password)


@pytest.mark.parametrize("login", ["ada", "nobody"])
def test_after_too_many_tries_even_the_right_password_must_wait(staffed, login):
    for number in range(4):
        with pytest.raises(NotSignedIn):
            sign_in(staffed, login, "another password", address=f"192.0.2.{number}", tries=4)
    with pytest.raises(TooManyTries):
        sign_in(staffed, login, address="192.0.2.99", tries=4)
    later = NOW + timedelta(minutes=15, seconds=1)
    with pytest.raises(NotSignedIn):
        sign_in(staffed, login, "another password", address="192.0.2.99", now=later, tries=4)
    if login == "ada":
        assert sign_in(staffed, now=later, tries=4).token


def test_an_address_that_tries_many_logins_must_wait(staffed):
    for number in range(4):
        with pytest.raises(NotSignedIn):
            sign_in(staffed, f"guess{number}", "another password", tries=4)
    with pytest.raises(TooManyTries):
        sign_in(staffed, tries=4)
    assert sign_in(staffed, address="192.0.2.8", tries=4).token


def test_signing_in_is_no_try_and_forgets_the_wrong_ones_of_the_account(staffed):
    for number in range(3):
        for _ in range(3):
            with pytest.raises(NotSignedIn):
                sign_in(staffed, password="another password", address=f"192.0.2.{number}", tries=4)
        assert sign_in(staffed, address="192.0.2.10", tries=4).token


def test_tries_are_counted_by_keyed_hash_and_forgotten_in_time(staffed):
    with pytest.raises(NotSignedIn):
        sign_in(staffed, login="nobody", address="192.0.2.77")
    kept = b"".join(path.read_bytes() for path in staffed.path.rglob("*") if path.is_file())
    assert b"192.0.2.77" not in kept
    sign_in(staffed, now=NOW + timedelta(minutes=16))
    with staffed.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(PasswordTry)) == 0


def test_a_password_hashed_with_weaker_parameters_is_hashed_again(staffed):
    with staffed.db.writing() as session:
        weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
        queries.get_account(session, "ada").password_hash = weak
    sign_in(staffed)
    with staffed.db.reading() as session:
        stored = queries.get_account(session, "ada").password_hash
    assert stored != weak
    assert stored.startswith("$argon2id$")


def test_a_password_is_the_same_from_any_keyboard(staffed):
    composed, decomposed = "caf\u00e9 on the corner", "cafe\u0301 on the corner"
    with staffed.db.writing() as session:
        accounts.set_password(session, queries.get_account(session, "ada"), composed, by="os:root", now=NOW)
    assert sign_in(staffed, password=decomposed).token


def test_a_new_password_ends_the_sessions_of_the_old_one(staffed):
    token = sign_in(staffed).token
    with staffed.db.writing() as session:
        accounts.set_password(
            session, queries.get_account(session, "ada"), "another quiet harbour", by="os:root", now=NOW
        )
        assert queries.find_session(session, token, NOW) is None


def test_signing_out_ends_one_session_and_leaves_the_others(staffed):
    first, second = sign_in(staffed).token, sign_in(staffed).token
    with staffed.db.writing() as session:
        present = queries.find_session(session, first, NOW)
        assert len(queries.list_sessions(session, present.account, NOW)) == 2
        sessions.sign_out(session, present.sign_in, by=present.account.id, now=NOW)
        assert queries.find_session(session, first, NOW) is None
        assert queries.find_session(session, second, NOW) is not None


def test_a_sign_in_is_fresh_for_ten_minutes_and_again_after_the_password(staffed):
    token = sign_in(staffed).token
    later = NOW + timedelta(minutes=11)
    with staffed.db.reading() as session:
        present = queries.find_session(session, token, later)
        sign_in_id = present.sign_in.id
        assert sessions.fresh_enough(present.sign_in, NOW + timedelta(minutes=10), 10)
        with pytest.raises(SignInTooOld):
            sessions.require_fresh(present.sign_in, later, 10)
    with pytest.raises(NotSignedIn):
        sessions.prove_again(staffed.db, sign_in_id, login="bob", password=PASSWORD, address="local", now=later)
    sessions.prove_again(staffed.db, sign_in_id, login="ada", password=PASSWORD, address="local", now=later)
    with staffed.db.reading() as session:
        assert sessions.fresh_enough(session.get(SignIn, sign_in_id), later, 10)


def test_the_token_of_a_script_is_never_fresh(staffed):
    with staffed.db.writing() as session:
        ada = queries.get_account(session, "ada")
        token = sessions.make_script_token(session, ada, days=30, scope="read", now=NOW).token
        present = queries.find_session(session, token, NOW)
        assert not sessions.fresh_enough(present.sign_in, NOW, 10)
        assert queries.find_session(session, token, NOW + timedelta(days=30)) is None
        with pytest.raises(ValueError):
            sessions.make_script_token(session, ada, days=366, scope="read", now=NOW)
