import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from responder.journal import chain

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-chain.LARGEST_INTEGER, chain.LARGEST_INTEGER)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="ascii"), max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_the_canonical_form_is_that_of_rfc_8785(value):
    assert chain.canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [1.0, 2**53, -(2**53), {"größe": 1}, "\ud800", {"a": [{"b": 0.5}]}, b"bytes", {1: 2}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(ValueError):
        chain.canonical(value)


def test_a_line_hashes_to_the_same_value_wherever_it_is_computed():
    body = {"by": "0" * 32, "data": {"n": 1}, "salt": "00" * 16, "tag": "fact.recorded", "what": "Zürich, 苏黎世"}
    assert chain.body_hash(body) == "a3873e6dd083fa7d0d430663e4c5cf6c6fceeea5e647751ce276284d4aad1687"
    line = {
        "format": chain.FORMAT,
        "incident": "a" * 32,
        "seq": 1,
        "body": chain.body_hash(body),
        "prev": chain.FIRST_PREV,
    }
    assert (
        chain.line_hash({**line, **body, "hash": "ignored"})
        == chain.line_hash(line)
        == "6619a0b98edfd002c47410345e5aa1562a549a5dac6b661ca903fe49db374a9a"
    )
