import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.errors import Broken
from responder.vault.seal import Keys, lookup_hash, seal, unseal

KEYS = Keys("house", b"s" * 32, b"l" * 32)
PLACE = {"table": "people_account", "column": "name_sealed", "row_id": "1"}


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_was_sealed_opens_where_it_stands(text):
    sealed = seal(KEYS, text, **PLACE)
    assert unseal(KEYS, sealed, **PLACE) == text
    assert seal(KEYS, text, **PLACE) != sealed, "the same text is never sealed the same"


@pytest.mark.parametrize("moved", [{"table": "other"}, {"column": "email_sealed"}, {"row_id": "2"}])
def test_a_sealed_value_that_was_moved_does_not_open(moved):
    with pytest.raises(Broken, match="does not open where it stands"):
        unseal(KEYS, seal(KEYS, "text", **PLACE), **{**PLACE, **moved})


@given(st.data())
def test_any_flipped_bit_of_a_sealed_value_is_found(data):
    sealed = bytearray(seal(KEYS, "text", **PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Broken):
        unseal(KEYS, bytes(sealed), **PLACE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" * 20, b"\x02" * 60])
def test_what_is_no_sealed_value_is_refused(sealed):
    with pytest.raises(Broken):
        unseal(KEYS, sealed, **PLACE)


def test_another_key_opens_nothing_and_finds_nothing():
    other = Keys("house", b"t" * 32, b"m" * 32)
    with pytest.raises(Broken):
        unseal(other, seal(KEYS, "text", **PLACE), **PLACE)
    assert lookup_hash(KEYS, "email", "a@example.com") != lookup_hash(other, "email", "a@example.com")
    assert lookup_hash(KEYS, "email", "x") != lookup_hash(KEYS, "phone", "x")
