"""The gate of drills: into the rehearsal, or to a guest who agreed, marked; no third way."""


import pytest

from responder.channels.port import Accepted, Asked, Message, Receipt, Sender
from responder.channels.rehearsal import MARK
from responder.errors import Gone, NotFound
from responder.ids import new_id
from responder.post.actions.guests import add_guest, confirm_guest, remove_guest
from responder.post.guests import DrillGate, Guests
from responder.post.queries import guests_of
from responder.post.routes import route
from tests.post.outbox import NOW, STREAM, Provider

BY = "a" * 32


class Outside(Provider):
    """A provider that remembers the very messages it was given."""

    def __init__(self, name):
        super().__init__(name)
        self.given = []

    def send(self, messages):
        self.given += messages
        return super().send(messages)


def message(to, medium="email"):
    return Message(
        id=new_id(), scope=STREAM, medium=medium, to=to, subject="About your data", text="This is about your data.",
        from_=Sender("privacy@example.com", "Example"), at=NOW,
    )  # fmt: skip


def guests(*pairs):
    return Guests(frozenset(pairs))


@pytest.fixture
def outside():
    return Outside("provider")


@pytest.fixture
def inside():
    return Outside("rehearsal")


def test_a_guest_gets_theirs_marked_and_everybody_elses_stays(outside, inside):
    gate = DrillGate(inside, outside, guests(("email", "guest@example.org")))
    to_guest, to_other = message("Guest@Example.org "), message("other@example.org")
    answers = gate.send([to_other, to_guest])
    assert answers == [Accepted(f"ref-{to_other.id}"), Accepted(f"ref-{to_guest.id}")]
    (given,) = outside.given
    assert given.subject.startswith(MARK)
    assert given.text.startswith(MARK)
    assert [one.id for one in inside.given] == [to_other.id]


@pytest.mark.parametrize(
    ("kind", "address", "medium", "goes_out"),
    [
        ("email", "guest@example.org", "email", True),
        ("phone", "+4915550001", "sms", True),
        ("phone", "+4915550001", "voice", True),
        ("email", "guest@example.org", "letter", False),
        ("phone", "+4915550001", "email", False),
        ("email", "guest@example.org", "fax", False),
    ],
)
def test_a_guest_is_one_by_their_own_way_alone(outside, inside, kind, address, medium, goes_out):
    DrillGate(inside, outside, guests((kind, address))).send([message(address, medium)])
    assert bool(outside.given) is goes_out
    assert bool(inside.given) is not goes_out


def test_without_guests_the_route_of_a_drill_is_the_rehearsal_itself(outside, inside):
    channels = {"email": outside, "rehearsal": inside}
    assert route("drill", "email", channels) is inside
    assert route("drill", "email", channels, guests()) is inside
    assert isinstance(route("drill", "email", channels, guests(("email", "a@example.org"))), DrillGate)
    assert route("drill", "sms", channels, guests(("phone", "+1"))) is inside
    assert route("real", "email", channels, guests(("email", "a@example.org"))) is outside


def test_both_books_are_asked_what_became_of_a_drills_message():
    class Book:
        def __init__(self, known):
            self.known = known

        def look_up(self, asked):
            if self.known is None:
                return None
            return {
                one.message_id: Receipt("delivered", one.message_id) for one in asked if one.message_id in self.known
            }

    asked = [Asked("inside", STREAM), Asked("outside", STREAM), Asked("nowhere", STREAM)]
    found = DrillGate(Book({"inside"}), Book({"outside"}), guests()).look_up(asked)
    assert set(found) == {"inside", "outside"}
    cannot_be_asked = DrillGate(Book({"inside"}), Book(None), guests()).look_up(asked)
    assert cannot_be_asked["inside"] is not None
    assert cannot_be_asked["outside"] is None


def test_nobody_is_a_guest_before_they_agree_after_they_left_or_once_the_key_is_gone(house):
    house.keystore.make(STREAM)
    with house.db.writing() as session:
        guest, token = add_guest(session, STREAM, medium="email", address="guest@example.org", by=BY, now=NOW)
        assert not guests_of(session, STREAM)
        confirm_guest(session, token, now=NOW)
        assert guests_of(session, STREAM) == guests(("email", "guest@example.org"))
        assert not guests_of(session, "another-incident")
        with pytest.raises(NotFound):
            remove_guest(session, "another-incident", guest.id, now=NOW)
        remove_guest(session, STREAM, guest.id, now=NOW)
        assert not guests_of(session, STREAM)
        with pytest.raises(Gone):
            confirm_guest(session, token, now=NOW)
        add_guest(session, STREAM, medium="email", address="own@example.org", by=BY, now=NOW, agreed=True)
        assert guests_of(session, STREAM)
    house.keystore.destroy(STREAM)
    with house.db.reading() as session:
        assert not guests_of(session, STREAM)
