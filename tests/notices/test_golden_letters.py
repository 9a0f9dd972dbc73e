"""Every notice owed for six incidents is drafted; a change of law or wording is read as a difference before it counts."""

import pytest

from responder.books.letters import load_letters
from responder.books.library import load_library
from tests.golden.letters import FOLDER, INCIDENTS, all_letters, drafts

PUBLIC = ("ba-2018", "change-healthcare-2024", "optus-2022")
# What no public record says of these incidents: whom to ask, how to reach them, and who else held the data.
UNRECORDED = ("contact.", "people.records", "other_entities_involved")


@pytest.fixture(scope="module")
def shelf():
    return load_library(), load_letters()


@pytest.mark.parametrize("name", INCIDENTS)
def test_the_letters_read_as_agreed(name, shelf):
    written = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert all_letters(name, *shelf) == written, (
        "The letters changed. Write them anew with `python -m tests.golden.letters`, read the difference, commit it."
    )


@pytest.mark.parametrize("name", PUBLIC)
def test_only_what_the_public_record_leaves_open_is_missing(name, shelf):
    for regime, duty, _where, draft in drafts(name, *shelf):
        for gap in draft.gaps:
            missing = gap.facts or (gap.content,)
            assert all(key.startswith(UNRECORDED) for key in missing), f"{regime}/{duty}: {gap}"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ba-2018", {"authority", "individuals"}),
        ("optus-2022", {"au-ndb-oaic", "au-ndb-individuals"}),
        ("change-healthcare-2024", {"us-hipaa-hhs-large", "us-hipaa-individuals", "us-hipaa-media"}),
    ],
)
def test_every_notice_that_was_owed_then_is_drafted(name, told, shelf):
    assert told <= {duty for _regime, duty, _where, _draft in drafts(name, *shelf)}
