import pytest

from responder.errors import BadInput, Conflict, Gone, NotFound, Refused
from responder.journal import queries
from responder.journal.erase import erase_line
from tests.journal.chained import NOW, STREAM, say


def erase(house, seq, reason="Names a child"):
    with house.db.writing() as session:
        return erase_line(session, STREAM, seq, reason=reason, by="0" * 32, now=NOW)


def test_erasing_is_a_deed_with_its_own_line(house):
    say(house, 3)
    entry = erase(house, 2)
    assert entry.seq == 4
    with house.db.reading() as session:
        said = queries.get_line(session, STREAM, 4)
    assert (said["tag"], said["what"], said["data"]) == ("line.erased", "Line 2 erased: Names a child", {"seq": 2})


def test_what_cannot_be_erased_says_why(house):
    say(house, 2)
    with pytest.raises(NotFound):
        erase(house, 9)
    with pytest.raises(BadInput, match="reason"):
        erase(house, 1, reason=" ")
    erase(house, 1)
    with pytest.raises(Conflict):
        erase(house, 1)
    with pytest.raises(Refused):
        erase(house, 3)
    house.keystore.destroy(STREAM)
    with pytest.raises(Gone):
        erase(house, 2)


def test_the_word_that_a_privileged_line_was_erased_is_privileged_too(house):
    say(house, 1, privileged=True)
    erase(house, 1)
    with house.db.reading() as session:
        assert queries.get_line(session, STREAM, 2)["what"] is None
