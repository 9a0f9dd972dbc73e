"""The go-bag: everything in it, nothing readable without the passphrase, and its notes come back."""

import json
from datetime import UTC, datetime

import pytest

from responder import clock, flow
from responder.errors import BadInput
from responder.flow.gobag import pack_gobag, page_words
from responder.formats.sealed_page import NOTES, open_text, read_notes, seal_text, sealed_page
from responder.intake.actions.notes import import_notes
from responder.intake.queries import get_incident
from responder.journal.queries import page
from responder.people.actions.accounts import change_details
from responder.people.queries import get_account
from tests.console.people import incident, staffed_house

__all__ = ["incident", "staffed_house"]

PASSPHRASE = "quiet harbour lantern four"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def packed(house, language="en"):
    with house.db.reading() as session:
        return pack_gobag(session, books=house, language=language, zone="Europe/Berlin")


def text_of(content, title):
    [section] = [each for each in content["sections"] if each["title"] == title]
    return " ".join(piece["title"] + piece["html"] for piece in section["pieces"])


def test_it_holds_people_playbooks_regulators_letters_and_the_verifier(staffed_house, incident):
    with staffed_house.db.writing() as session:
        kim = get_account(session, "kim")
        change_details(session, kim, phone="+1 202 555 0101", by=kim.id, now=NOW)
    content = packed(staffed_house)
    assert "+12025550101" in text_of(content, "Whom to call")
    assert "seat" in text_of(content, "Whom to call")
    assert incident in text_of(content, "Open incidents")
    assert "Ransomware" in text_of(content, "Playbooks")
    assert "{:" not in text_of(content, "Playbooks")
    assert "Datenschutz" in text_of(content, "Regulators and how to reach them") or "https://" in str(content)
    assert len(next(each for each in content["sections"] if each["title"].startswith("Letters"))["pieces"]) > 5
    assert content["files"]["verify.py"].startswith(('"""', "#"))


def test_in_chinese_it_has_the_chinese_playbooks(staffed_house):
    assert "勒索" in str(packed(staffed_house, "zh"))


def test_a_restricted_incident_does_not_leave_the_house_in_it(staffed_house):
    with staffed_house.db.writing() as session:
        by = get_account(session, "kim").id
        number = flow.open_incident(
            session, books=staffed_house, title="Board minutes", by=by, now=clock.now(), restricted=True
        ).number
    assert number not in str(packed(staffed_house))


def test_the_page_shows_nothing_without_the_passphrase(staffed_house):
    content = packed(staffed_house)
    html = sealed_page(content, PASSPHRASE, words=page_words("en"), language="en", made_at=NOW.isoformat())
    assert "Kim (commander)" not in html
    assert "Ransomware" not in html
    assert "{{" not in html.replace('"{days} days old"', "")
    outside = json.loads(html.split('id="outside">')[1].split("</script>")[0])
    assert json.loads(open_text(outside["sealed"], PASSPHRASE, name="p")) == content
    with pytest.raises(BadInput, match="does not open"):
        open_text(outside["sealed"], PASSPHRASE + "!", name="p")


def test_a_short_passphrase_is_refused():
    with pytest.raises(BadInput, match="16 characters"):
        sealed_page({}, "short", words=page_words("en"), language="en", made_at="")


def notes_file(*notes):
    return json.dumps({"format": NOTES, "sealed": seal_text(json.dumps(notes), PASSPHRASE)})


def test_its_notes_come_into_the_timeline_once_with_their_own_times(staffed_house, incident):
    text = notes_file(
        {"id": "a", "at": "2026-11-23T23:40:00.000Z", "who": "Kim", "what": "Phones are dead too"},
        {"id": "b", "at": "2026-11-23T23:20:00.000Z", "who": "", "what": "Mail is down"},
    )
    notes = read_notes(text, PASSPHRASE, name="notes.json")
    with staffed_house.db.writing() as session:
        found = get_incident(session, incident)
        by = found.opened_by
        assert import_notes(session, found, notes, name="notes.json", by=by, now=clock.now()) == 2
    with staffed_house.db.writing() as session:
        found = get_incident(session, incident)
        assert import_notes(session, found, notes, name="notes.json", by=by, now=clock.now()) == 0
        lines = [line for line in page(session, found.id).lines if line["tag"] == "timeline.imported"]
    assert [(line["at"], line["what"]) for line in lines] == [
        ("2026-11-23T23:20:00.000000Z", "Mail is down"),
        ("2026-11-23T23:40:00.000000Z", "Kim: Phones are dead too"),
    ]


@pytest.mark.parametrize("text", ["", "[]", '{"format": "responder/notes/1"}', notes_file({"id": "a"})])
def test_what_is_no_file_of_notes_is_refused(text):
    with pytest.raises(BadInput):
        read_notes(text, PASSPHRASE, name="n.json")


def test_a_note_from_the_future_is_refused(staffed_house, incident):
    with staffed_house.db.writing() as session:
        found = get_incident(session, incident)
        with pytest.raises(BadInput, match="no time of a note"):
            import_notes(
                session, found, [{"id": "a", "at": "2999-01-01T00:00:00Z", "who": "", "what": "x"}], name="n",
                by=found.opened_by, now=NOW,
            )  # fmt: skip
