"""A second person's yes, what it is bound to, and what happens to it when something changes."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from breach import EMPTY, FACTS, drafted, facts, letters, library, opened, person, spec

from responder.errors import BadInput, Conflict, Refused, SecondPerson
from responder.journal.queries import page
from responder.notices import actions, queries
from responder.notices.actions import Recipients

NOW = datetime(2026, 6, 14, 10, 0, tzinfo=UTC)
DRAFTER, APPROVER, OTHER = person(), person(), person()
LIST = Recipients("d" * 64, 5_000)


def names(session, notice):
    return queries.unreviewed(queries.list_texts(session, notice), letters())


def submitted(session, **kwargs):
    incident = opened(session, NOW, DRAFTER)
    notice = drafted(session, incident, by=DRAFTER, now=NOW, **kwargs)
    actions.submit(session, notice, by=DRAFTER, now=NOW)
    return notice


def approved(session, notice, **kwargs):
    accepted = kwargs.pop("accepted", None)
    return actions.approve(
        session,
        notice,
        letters=letters(),
        by=kwargs.pop("by", APPROVER),
        now=NOW,
        recipients=kwargs.pop("recipients", LIST),
        accepted=names(session, notice) if accepted is None else accepted,
        **kwargs,
    )


def edit(session, notice, *, by=DRAFTER, expected=1, add="\nOne more sentence.\n", language="en"):
    text = next(
        text for text in queries.list_texts(session, notice) if (text.language, text.medium) == (language, "letter")
    )
    return actions.edit_draft(
        session,
        notice,
        language=language,
        medium="letter",
        subject=text.subject,
        text=text.text + add,
        expected=expected,
        by=by,
        now=NOW,
    )


def test_one_notice_has_a_text_a_language_and_a_short_message_in_each(house):
    with house.db.writing() as session:
        notice = submitted(session)
        found = [(text.language, text.medium, text.number) for text in queries.list_texts(session, notice)]
    assert found == [("en", "letter", 1), ("de", "letter", 1), ("en", "sms", 1), ("de", "sms", 1)]


def test_an_approval_binds_texts_attachments_and_recipients(house):
    with house.db.writing() as session:
        notice = submitted(session)
        approval = approved(session, notice)
        assert notice.state == "approved"
        assert approval.bound["count"] == 5_000
        assert approval.bound["recipients"] == LIST.digest
        assert {text[0] for text in approval.bound["texts"]} == {"en", "de"}
        assert approval.accepted == sorted(names(session, notice))


@pytest.mark.parametrize("who", ["drafter", "editor", "submitter"])
def test_whoever_wrote_or_submitted_it_cannot_approve_it(house, who):
    with house.db.writing() as session:
        incident = opened(session, NOW, DRAFTER)
        notice = drafted(session, incident, by=DRAFTER if who == "drafter" else OTHER, now=NOW)
        if who == "editor":
            edit(session, notice, by=DRAFTER)
        actions.submit(session, notice, by=DRAFTER if who == "submitter" else OTHER, now=NOW)
        with pytest.raises(SecondPerson):
            approved(session, notice, by=DRAFTER)
        approved(session, notice)


def test_a_notice_that_was_not_submitted_cannot_be_approved(house):
    with house.db.writing() as session:
        notice = drafted(session, opened(session, NOW, DRAFTER), by=DRAFTER, now=NOW)
        with pytest.raises(Conflict, match="not submitted"):
            approved(session, notice)


def test_missing_facts_are_named_and_hold_the_approval_back(house):
    with house.db.writing() as session:
        notice = submitted(session, text=EMPTY)
        with pytest.raises(Refused, match=r"A fact is missing: contact\.phone"):
            approved(session, notice)
        assert notice.state == "submitted"


def test_paragraphs_that_nobody_reviewed_are_accepted_by_name_or_not_at_all(house):
    with house.db.writing() as session:
        notice = submitted(session)
        with pytest.raises(Refused, match=r"Nobody has reviewed “salutation\.en”"):
            approved(session, notice, accepted=[])
        with pytest.raises(Refused, match=r"salutation\.de"):
            approved(session, notice, accepted=[name for name in names(session, notice) if name.endswith(".en")])


def test_an_item_of_law_that_was_deleted_holds_the_approval_back(house):
    with house.db.writing() as session:
        notice = submitted(session)
        text = queries.list_texts(session, notice)[0]
        cut = text.text.replace("<!--@ our_measures: measures -->", "").replace("<!--@ your_steps: measures -->", "")
        actions.edit_draft(
            session,
            notice,
            language="en",
            medium="letter",
            subject=text.subject,
            text=cut,
            expected=1,
            by=DRAFTER,
            now=NOW,
        )
        actions.submit(session, notice, by=DRAFTER, now=NOW)
        with pytest.raises(Refused, match="asks for “measures”"):
            approved(session, notice)


def test_nobody_on_the_list_means_nothing_to_approve(house):
    with house.db.writing() as session, pytest.raises(BadInput, match="nobody to write to"):
        approved(session, submitted(session), recipients=Recipients("", 0))


def test_any_later_edit_voids_the_approval_and_says_so(house):
    with house.db.writing() as session:
        notice = submitted(session)
        first = approved(session, notice)
        edited = edit(session, notice)
        assert (edited.voided, notice.state) == (True, "draft")
        assert first.voided_at == NOW
        assert queries.find_valid_approval(session, notice.id) is None
        with pytest.raises(Conflict):
            actions.mark_sent(session, notice, by=APPROVER, now=NOW)
        incident_id = notice.incident_id
    with house.db.reading() as session:
        tags = [line["tag"] for line in page(session, incident_id).lines]
    assert tags[-3:] == ["notice.approved", "notice.approval_voided", "notice.edited"]


def test_an_attachment_voids_the_approval_too(house):
    with house.db.writing() as session:
        notice = submitted(session)
        approved(session, notice)
        assert actions.attach(session, notice, "a" * 64, by=DRAFTER, now=NOW) is True


def test_saving_without_a_change_voids_nothing(house):
    with house.db.writing() as session:
        notice = submitted(session)
        approved(session, notice)
        assert edit(session, notice, add="").voided is False
        assert notice.state == "approved"


def test_an_edited_text_still_knows_which_facts_it_states(house):
    with house.db.writing() as session:
        notice = drafted(session, opened(session, NOW, DRAFTER), by=DRAFTER, now=NOW)
        text = queries.list_texts(session, notice)[0]
        cut = text.text.replace("Strangers got into one of our websites and the data behind it.", "Something happened.")
        values = {"language": "en", "medium": "letter", "subject": text.subject, "expected": 1}
        actions.edit_draft(session, notice, text=cut, by=DRAFTER, now=NOW, **values)
        stated = {statement["fact"] for statement in queries.list_texts(session, notice)[0].statements}
    assert "contact.phone" in stated
    assert "incident.type" not in stated


def test_two_editors_never_overwrite_each_other(house):
    with house.db.writing() as session:
        notice = drafted(session, opened(session, NOW, DRAFTER), by=DRAFTER, now=NOW)
        first = edit(session, notice, by=DRAFTER, add="\nFirst.\n")
        second = edit(session, notice, by=OTHER, add="\nSecond.\n", expected=1)
        assert (first.version.number, first.beside) == (2, None)
        assert (second.version.number, second.version.beside, second.beside.number) == (3, True, 2)
        texts = {
            text.number: text
            for text in queries.history(session, notice)
            if (text.language, text.medium) == ("en", "letter")
        }
        assert "First." in texts[2].text
        assert "Second." in texts[3].text
        present = next(text for text in queries.list_texts(session, notice) if text.language == "en")
        assert present.number == 2
        assert edit(session, notice, by=OTHER, add="\nBoth.\n", expected=2).version.number == 4


def test_an_emergency_passes_over_the_second_person_loudly(house):
    with house.db.writing() as session:
        notice = submitted(session)
        approval = approved(
            session, notice, by=DRAFTER, accepted=[], emergency="Nobody else can be reached and the time ends at six."
        )
        assert approval.emergency
        incident_id = notice.incident_id
    with house.db.reading() as session:
        line = page(session, incident_id).lines[-1]
    assert line["tag"] == "notice.approved_in_emergency"
    assert line["what"].startswith("EMERGENCY")
    assert "without a second person" in line["what"]


def test_not_even_an_emergency_sends_a_letter_with_a_hole_in_it(house):
    with house.db.writing() as session, pytest.raises(Refused, match="A fact is missing"):
        approved(session, submitted(session, text=EMPTY), by=DRAFTER, emergency="It burns.")


def test_a_text_is_composed_anew_when_facts_have_changed(house):
    with house.db.writing() as session:
        incident = opened(session, NOW, DRAFTER)
        notice = drafted(
            session,
            incident,
            by=DRAFTER,
            now=NOW,
            notice=("eu-gdpr", "authority-initial", "DE"),
            languages=("en",),
            people=False,
        )
        changed = FACTS.replace("count: 3000", "count: 9000")
        actions.redraft(
            session,
            notice,
            spec("eu-gdpr", "authority-initial", "DE"),
            language="en",
            medium="letter",
            facts=facts(changed),
            library=library(),
            letters=letters(),
            by=OTHER,
            now=NOW,
        )
        old, new = queries.history(session, notice)
        assert (old.number, new.number) == (1, 2)
        assert "between 9,900 and 10,150" in new.text


def test_a_filing_counts_from_when_it_was_filed_and_its_reference_may_follow(house):
    with house.db.writing() as session:
        notice = submitted(session, notice=("eu-gdpr", "authority-initial", "DE"), languages=("en", "de"), people=False)
        with pytest.raises(Conflict, match="not approved"):
            actions.file_notice(session, notice, filed_at=NOW, channel="portal", by=OTHER, now=NOW)
        approved(session, notice, recipients=Recipients("", 1))
        with pytest.raises(BadInput, match="future"):
            actions.file_notice(session, notice, filed_at=NOW + timedelta(hours=1), channel="portal", by=OTHER, now=NOW)
        filing = actions.file_notice(
            session, notice, filed_at=NOW - timedelta(hours=2), channel="portal", by=OTHER, now=NOW
        )
        assert (notice.state, queries.reference_of(session, notice, filing)) == ("filed", "")
        actions.add_reference(session, notice, "AZ 2026-17", by=OTHER, now=NOW)
        assert queries.reference_of(session, notice, queries.list_filings(session, notice.id)[0]) == "AZ 2026-17"
        with pytest.raises(Conflict, match="supplement"):
            edit(session, notice)


def test_a_withdrawn_notice_stays_in_the_record_with_its_reason(house):
    with house.db.writing() as session:
        notice = submitted(session)
        with pytest.raises(BadInput, match="reason"):
            actions.withdraw(session, notice, reason=" ", by=OTHER, now=NOW)
        actions.withdraw(session, notice, reason="Wrong authority", by=OTHER, now=NOW)
        assert queries.find_notice(session, notice.incident_id, notice.regime, notice.duty, notice.place) is None
        with pytest.raises(Conflict, match="withdrawn"):
            actions.submit(session, notice, by=OTHER, now=NOW)


def test_texts_lie_sealed(house):
    with house.db.writing() as session:
        submitted(session)
    house.db.dispose()
    raw = b"".join(path.read_bytes() for path in house.path.rglob("*") if path.is_file())
    assert b"Strangers got into" not in raw
    assert b"Fremde sind in eine" not in raw
