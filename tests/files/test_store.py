from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responder.errors import BadInput, Broken, Gone, NotFound
from responder.files.store import PIECE_BYTES, FileStore
from responder.vault.keystore import KeyStore

SCOPE = "incident-one"


@pytest.fixture
def store(house):
    house.keystore.make(SCOPE)
    return FileStore(house.path / "files", house.keystore)


def every_byte_under(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_was_put_is_read_back_with_its_name_and_type(store):
    stored = store.put(SCOPE, "customers.csv", b"name,email\nAlex Example,alex@example.com\n", kind="upload")

    assert store.read(SCOPE, stored.ref) == b"name,email\nAlex Example,alex@example.com\n"
    told = store.describe(SCOPE, stored.ref)
    assert (told.name, told.size, told.kind, told.media_type) == ("customers.csv", 41, "upload", "text/plain")
    assert list(store.list(SCOPE, kind="upload")) == [stored.ref]


def test_neither_content_nor_name_lies_in_clear_on_the_disk(store, house):
    store.put(SCOPE, "Alex Example.eml", b"Dear Alex Example", kind="mail")

    assert b"Alex" not in every_byte_under(house.path)


def test_a_file_of_several_pieces_given_bit_by_bit_is_the_same_file_as_when_given_whole(store):
    content = bytes(range(256)) * (PIECE_BYTES // 256 * 2 + 7)

    whole = store.put(SCOPE, "a", content, kind="upload")
    in_bits = store.put(SCOPE, "b", (content[at : at + 70_001] for at in range(0, len(content), 70_001)), kind="upload")

    assert whole.ref == in_bits.ref
    assert store.read(SCOPE, whole.ref) == content
    assert len(list(store.list(SCOPE))) == 1


def test_an_empty_file_is_a_file(store):
    assert store.read(SCOPE, store.put(SCOPE, "empty", b"", kind="upload").ref) == b""


def test_a_file_too_large_is_refused_and_leaves_nothing_behind(house):
    house.keystore.make(SCOPE)
    store = FileStore(house.path / "files", house.keystore, largest_bytes=10)

    with pytest.raises(BadInput, match="too large"):
        store.put(SCOPE, "large", b"eleven byte", kind="upload")

    assert [path for path in (house.path / "files").rglob("*") if path.is_file()] == []


def test_after_its_key_is_destroyed_nothing_opens(store, house):
    ref = store.put(SCOPE, "a", b"secret", kind="upload").ref
    house.keystore.destroy(SCOPE)

    with pytest.raises(Gone):
        store.read(SCOPE, ref)


def test_a_reference_that_is_none_or_climbs_out_is_not_found(store):
    for ref in ("upload-" + "0" * 64, "../../keys/house.key", "upload-../x", ""):
        with pytest.raises(NotFound):
            store.read(SCOPE, ref)


def test_a_deleted_file_is_gone_and_deleting_it_twice_is_harmless(store):
    ref = store.put(SCOPE, "a", b"text", kind="upload").ref
    store.delete(SCOPE, ref)
    store.delete(SCOPE, ref)

    assert list(store.list(SCOPE)) == []


@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_any_flipped_bit_or_cut_is_found(tmp_path_factory, at, bit, cut):
    store, path, ref = _one_file(tmp_path_factory)
    content = bytearray(path.read_bytes())
    position = int(at * len(content))
    if cut:
        del content[position:]
    else:
        content[position] ^= 1 << bit
    path.write_bytes(content)

    with pytest.raises(Broken):
        store.read(SCOPE, ref)


def test_pieces_of_one_file_do_not_open_in_another(store, house):
    one, other = (store.put(SCOPE, "x", text, kind="upload").ref for text in (b"for Alex", b"for Kim "))
    folder = house.path / "files" / SCOPE / "upload"
    (folder / one).write_bytes((folder / other).read_bytes())

    with pytest.raises(Broken):
        store.read(SCOPE, one)


def _one_file(tmp_path_factory):
    home = tmp_path_factory.mktemp("store")
    keys = KeyStore(home / "keys", b"k" * 32)
    keys.make(SCOPE)
    store = FileStore(home / "files", keys)
    ref = store.put(SCOPE, "a", b"some text of a person", kind="upload").ref
    return store, home / "files" / SCOPE / "upload" / ref, ref
