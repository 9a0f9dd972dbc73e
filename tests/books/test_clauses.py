"""A table of clauses: what is taken, what is refused by row and column, and what a person must settle."""

import io

import pytest

from responder.books.clauses import merged, read_clauses, remarks
from responder.books.library import load_library
from responder.errors import BadInput
from responder.formats.lists import read_list

LIBRARY = load_library()
WHOLE = {
    "party_id": "a", "legal_name": "Client A", "our_role": "processor", "period": "24", "unit": "hours",
    "starts_from": "suspicion", "channel_that_counts": "email", "contacts": "Desk;privacy;desk@example.com;;",
    "checked_by": "counsel",
}  # fmt: skip


def table(*rows):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    return read_list(io.BytesIO("\n".join(lines).encode()), name="clauses.csv")


def read(*rows):
    return read_clauses(table(*rows), name="clauses.csv", library=LIBRARY)


def test_a_whole_row_is_taken_without_a_remark():
    taken, rejected = read(WHOLE)
    assert rejected == []
    assert taken[0].id == "contract-a"
    assert (taken[0].period.amount, taken[0].period.unit, taken[0].starts) == (24, "hours", "suspicion")
    assert remarks(taken) == []


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"period": "soon"}, "period", "this is no period"),
        ({"our_role": "client"}, "our_role", "this word is not known here; expected one of processor"),
        ({"starts_from": "monday"}, "starts_from", "this word is not known here"),
        ({"zone": "Berlin"}, "zone", "this time zone is not known"),
        ({"country": "Atlantis"}, "country", "this place is not known"),
        ({"business_hours": "always"}, "business_hours", "these are no hours"),
        ({"business_hours": "17-9"}, "business_hours", "they end before they begin"),
        ({"may_tell_people": "perhaps"}, "may_tell_people", "this word is not known here"),
        ({"legal_name": ""}, "legal_name", "this must not be empty"),
    ],
)
def test_a_bad_row_is_named_by_row_column_and_shape_and_the_good_ones_are_kept(changes, column, reason):
    taken, rejected = read(WHOLE, {**WHOLE, "party_id": "b", **changes})
    assert [each.party for each in taken] == ["a"]
    assert (rejected[0].row, rejected[0].column) == (3, column)
    assert rejected[0].reason.startswith(reason)
    assert rejected[0].shape == "empty" or rejected[0].shape.endswith("characters")


def test_a_column_that_nobody_knows_is_refused_with_the_nearest_one():
    with pytest.raises(BadInput, match="Did you mean legal_name"):
        read({**WHOLE, "legalname": "x"})


def test_a_needed_column_is_asked_for():
    with pytest.raises(BadInput, match="the column 'our_role' is missing"):
        read({"party_id": "a", "legal_name": "Client A"})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"period": "", "unit": ""}, "no period: counts as without undue delay"),
        ({"starts_from": ""}, "no start: counted from the first suspicion"),
        ({"checked_by": ""}, "nobody has checked this clause"),
        ({"notice_channel": "courier"}, "the channel of notice is not the one that counts"),
        ({"consent_from": "Board"}, "consent is asked of somebody, and no telling needs consent"),
        ({"may_tell_people": "no"}, "telling is forbidden without more: law may ask for it all the same, ask counsel"),
        ({"unit": "business days"}, "business days without holidays: weekends alone are left out"),
        ({"business_hours": "yes"}, "business hours without a zone or country"),
    ],
)
def test_blanks_and_contradictions_are_listed(changes, said):
    taken, _ = read({**WHOLE, **changes})
    assert said in [remark.text for remark in remarks(taken)]


def test_contracts_of_one_party_with_different_periods_are_shown_side_by_side():
    taken, _ = read({**WHOLE, "contract_ref": "1"}, {**WHOLE, "contract_ref": "2", "period": "4"})
    found = next(remark for remark in remarks(taken) if remark.kind == "contradiction")
    assert found.values == {"contracts": "contract-a-1, contract-a-2"}


def test_a_later_import_replaces_the_contract_of_the_same_party_and_reference_and_keeps_the_others():
    first, _ = read(WHOLE, {**WHOLE, "party_id": "b"})
    second, _ = read({**WHOLE, "period": "4"})
    whole = merged(first, second)
    assert [(each.party, each.period.amount) for each in whole] == [("a", 4), ("b", 24)]
