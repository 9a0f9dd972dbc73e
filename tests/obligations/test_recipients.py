"""The competent authority is called by its name where it is known, and left open where the part decides."""

import pytest

from tests.obligations.incidents import GERMANY, LIBRARY, but, owed


def at(place, **options):
    document = but(GERMANY, organisation__established_in=[place], organisation__main_establishment=place)
    return owed(document, only={"eu-gdpr"}, **options)["authority-initial", place]


def test_the_authority_of_the_main_establishment_is_named_with_its_languages_and_its_form():
    told = at("FR")
    assert (
        told.recipient_name
        == "French Data Protection Authority (Commission nationale de l'informatique et des libertés, CNIL)"
    )
    assert told.language.startswith("fr (")
    assert told.channel_note.startswith("https://notifications.cnil.fr/notifications/: online portal")


def test_it_is_named_in_the_language_that_was_asked_for():
    assert at("IE", lang="zh").recipient_name.startswith("爱尔兰数据保护委员会")


def test_an_address_that_nobody_confirmed_says_so():
    assert "look before use" in at("PL").channel_note
    assert "look before use" not in at("IT").channel_note


def test_where_the_part_decides_no_authority_is_named_before_the_part_is_known():
    assert at("DE").recipient_name.startswith("Competent supervisory authority")
    assert at("DE-BY").recipient_name.startswith("BayLDA")


@pytest.mark.parametrize("union", ["EU", "EEA"])
def test_a_union_has_no_authority_of_its_own_for_everybody(union):
    assert LIBRARY.words.authority(union) is None


def test_every_state_of_the_area_and_the_neighbours_have_one():
    states = {place.id for place in LIBRARY.places.values() if "EEA" in place.within and not place.union}
    states = {place for place in states if "-" not in place}
    assert not [state for state in states | {"GB", "CH"} if state != "DE" and LIBRARY.words.authority(state) is None]
    assert LIBRARY.words.authority("RE") is LIBRARY.words.authority("FR")
