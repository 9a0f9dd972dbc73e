"""A text that counsel changed comes back as a proposal: paragraph by paragraph, accepted by a person."""

from responder.notices import marks
from responder.notices.proposal import accepted, propose

SOURCE = """<!--@ opening: nature -->
## What happened

Somebody read a file of ours on 11 June 2026.

<!--@ advice: advice -->
## What you can do

[[if data: ssn]]
- Watch your account statements.
- Ask for a credit report.
[[end]]

<!--@ closing -->
Yours sincerely
"""
RETURNED = """## What happened

An unknown person read a file of ours on 11 June 2026.

We closed the door the same day.

## What you can do

[[if data: ssn]]

- Watch your account statements.

[[end]]

Yours sincerely
"""


def test_an_unchanged_text_brings_no_proposal():
    assert propose(SOURCE, RETURNED) != ()
    assert propose(SOURCE, SOURCE) == ()


def test_each_changed_added_and_removed_paragraph_is_one_change():
    changes = propose(SOURCE, RETURNED)
    assert [change.kind for change in changes] == ["changed", "added", "removed"]
    assert changes[0].after == "An unknown person read a file of ours on 11 June 2026."
    assert changes[2].before == "- Ask for a credit report."


def test_accepting_nothing_changes_nothing():
    assert accepted(SOURCE, propose(SOURCE, RETURNED), ()) == SOURCE


def test_accepted_changes_are_made_and_anchors_stay():
    changes = propose(SOURCE, RETURNED)
    text = accepted(SOURCE, changes, {1, 2, 3})
    assert propose(text, RETURNED) == ()
    assert marks.anchored(text) == marks.anchored(SOURCE)
    assert "June 2026.\n\nWe closed the door the same day.\n\n<!--@ advice" in text


def test_each_change_can_be_taken_alone():
    changes = propose(SOURCE, RETURNED)
    assert "An unknown person" not in accepted(SOURCE, changes, {3})
    assert "credit report" not in accepted(SOURCE, changes, {3})


def test_a_paragraph_added_before_the_first_and_after_the_last_finds_its_place():
    text = "One.\n\nTwo.\n"
    returned = "Zero comes before all others.\n\nOne.\n\nTwo.\n\nThree is the end of it.\n"
    assert accepted(text, propose(text, returned), {1, 2}) == returned
