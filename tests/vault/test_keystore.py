import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from responder.errors import Broken, Conflict, Gone, NotConfigured
from responder.vault.keystore import HOUSE, KeyStore, keystore_of, make_master_key, read_master_key

SCOPE = "0" * 31 + "1"


@pytest.fixture
def store(tmp_path):
    make_master_key(tmp_path / "master.key")
    return KeyStore(tmp_path / "keys", read_master_key(tmp_path / "master.key"))


def test_a_master_key_is_made_once_and_read_by_its_owner_alone(tmp_path):
    sheet = make_master_key(tmp_path / "master.key")
    assert bytes.fromhex(sheet) == read_master_key(tmp_path / "master.key")
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(Conflict):
        make_master_key(tmp_path / "master.key")


@pytest.mark.parametrize("text", ["", "zz" * 32, "ab" * 31])
def test_a_file_that_is_no_master_key_is_refused(tmp_path, text):
    (tmp_path / "master.key").write_text(text)
    with pytest.raises(NotConfigured, match="not a master key"):
        read_master_key(tmp_path / "master.key")
    with pytest.raises(NotConfigured, match="no master key"):
        read_master_key(tmp_path / "other.key")


def test_each_scope_has_its_own_keys_and_they_are_found_again(store, tmp_path):
    made, other = store.make(SCOPE), store.make(HOUSE)
    assert made.sealing != made.lookup != other.lookup
    again = KeyStore(tmp_path / "keys", read_master_key(tmp_path / "master.key"))
    assert again.of(SCOPE) == made
    assert again.scopes() == {SCOPE, HOUSE}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in (tmp_path / "keys").iterdir())


def test_keys_lie_wrapped(store, tmp_path):
    made = store.make(SCOPE)
    raw = (tmp_path / "keys" / f"{SCOPE}.key").read_bytes()
    assert made.sealing not in raw
    assert made.sealing.hex().encode() not in raw
    assert "sealing" not in repr(made)


def test_keys_are_made_once_even_by_two_at_once(store):
    def make(_):
        try:
            return store.make(SCOPE)
        except Conflict:
            return None

    with ThreadPoolExecutor(4) as pool:
        made = [keys for keys in pool.map(make, range(4)) if keys]
    assert made == [store.of(SCOPE)]
    assert len(store.scopes()) == 1


def test_destroyed_keys_are_gone_for_every_process_at_once(store, tmp_path):
    store.make(SCOPE)
    other = KeyStore(tmp_path / "keys", read_master_key(tmp_path / "master.key"))
    other.of(SCOPE)
    store.destroy(SCOPE)
    store.destroy(SCOPE)
    for each in (store, other):
        assert not each.has(SCOPE)
        with pytest.raises(Gone):
            each.of(SCOPE)


def test_destroying_leaves_no_second_name_of_the_file(store, tmp_path):
    store.make(SCOPE)
    left = tmp_path / "keys" / f".{SCOPE}.0123456789abcdef"
    left.hardlink_to(tmp_path / "keys" / f"{SCOPE}.key")
    store.destroy(SCOPE)
    assert list((tmp_path / "keys").iterdir()) == []


def test_the_keys_of_one_scope_do_not_open_under_the_name_of_another(store, tmp_path):
    store.make(SCOPE)
    (tmp_path / "keys" / "other.key").write_bytes((tmp_path / "keys" / f"{SCOPE}.key").read_bytes())
    with pytest.raises(Broken, match="does not open"):
        store.of("other")


@pytest.mark.parametrize("text", ["", "{}", "[]", json.dumps({"wrapped": "no base64!"}), json.dumps({"wrapped": 7})])
def test_a_damaged_key_file_says_so(store, tmp_path, text):
    store.make(SCOPE)
    (tmp_path / "keys" / f"{SCOPE}.key").write_text(text)
    with pytest.raises(Broken, match=r"damaged|does not open"):
        KeyStore(tmp_path / "keys", read_master_key(tmp_path / "master.key")).of(SCOPE)


@pytest.mark.parametrize("scope", ["../master", "", "A", "a/b", "a" * 65])
def test_a_scope_is_never_a_path(store, scope):
    with pytest.raises(ValueError):
        store.of(scope)


def test_a_unit_of_work_finds_its_key_store(house):
    with house.db.reading() as session:
        assert keystore_of(session) is house.keystore
        session.info.clear()
        with pytest.raises(TypeError):
            keystore_of(session)
