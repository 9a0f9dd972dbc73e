"""Values of facts as people write and read them."""

import pytest

from responder.console.answers import read_amount, read_count, read_spoken, written_as
from responder.errors import BadInput


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("4200", 4200),
        ("4,200", 4200),
        ("4 200", 4200),
        ("at least 4,200", {"at_least": 4200}),
        ("≥ 12", {"at_least": 12}),
        ("at most 9", {"at_most": 9}),
        ("900-1150", {"at_least": 900, "at_most": 1150}),
        ("900 – 1,150", {"at_least": 900, "at_most": 1150}),
        ("至少 4200", {"at_least": 4200}),
    ],
)
def test_a_count_is_read_as_people_write_it_and_written_so_that_it_is_read_again(written, value):
    assert read_count(written) == value
    assert read_count(written_as(value)) == value


@pytest.mark.parametrize("written", ["some", "-4", "4.5", "", "1-2-3"])
def test_what_is_no_count_is_refused(written):
    with pytest.raises(BadInput):
        read_count(written)


def test_an_amount_has_its_currency():
    assert read_amount("910,000,000 eur") == {"amount": 910_000_000, "currency": "EUR"}
    assert written_as({"amount": 5, "currency": "EUR"}) == "5 EUR"
    with pytest.raises(BadInput):
        read_amount("many")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Mon-Fri 9-17", "Mon-Fri 9-17"),
        ("en: Mon-Fri 9-17 | de: Mo-Fr 9-17 Uhr", {"en": "Mon-Fri 9-17", "de": "Mo-Fr 9-17 Uhr"}),
        ("Desk: second floor", "Desk: second floor"),
        ("en: only one", "en: only one"),
    ],
)
def test_a_text_may_be_given_in_several_languages_and_reads_as_it_was_typed(written, value):
    assert read_spoken(written) == value
    assert written_as(value) == written
