import hashlib
import json
import sqlite3
import threading
import zipfile
from contextlib import closing, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responder.errors import BadInput, Broken
from responder.storage.backup import FORMAT, check, copy_sqlite, pack

CONTENT = {"responder.db": b"rows " * 300, "files/house/a": b"sealed", "heads.log": b""}


@pytest.fixture
def archive(tmp_path):
    for name, content in CONTENT.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    target = tmp_path / "out.zip"
    pack(target, {name: tmp_path / "in" / name for name in CONTENT}, {"kind": "data"})
    return target


def unpacked(archive, folder):
    check(archive, "data").unpack(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_packed_is_unpacked(archive, tmp_path):
    assert unpacked(archive, tmp_path / "there") == CONTENT


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_bit_is_found_or_changes_nothing_that_is_unpacked(archive, tmp_path_factory, data):
    whole = archive.read_bytes()
    changed = bytearray(whole)
    bit = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    archive.write_bytes(changed)
    try:
        with suppress(Broken, BadInput):
            assert unpacked(archive, tmp_path_factory.mktemp("there") / "x") == CONTENT
    finally:
        archive.write_bytes(whole)


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "files/../../out", "a//b", ".hidden/../x", "C:\\x"])
def test_a_member_that_leads_elsewhere_is_refused(tmp_path, name):
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises(BadInput, match="cannot be packed"):
        pack(tmp_path / "out.zip", {name: tmp_path / "x"}, {"kind": "data"})
    listed = {name: {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}}
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as packed:
        packed.writestr(name, b"x")
        packed.writestr("manifest.json", json.dumps({"format": FORMAT, "kind": "data", "members": listed}))
    with pytest.raises(Broken, match=r"leads elsewhere|lists"):
        check(tmp_path / "out.zip", "data")


def test_a_copy_is_whole_while_others_write(tmp_path):
    source = tmp_path / "live.db"
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE pair (a INTEGER, b INTEGER)")
    stop = threading.Event()

    def write():
        with closing(sqlite3.connect(source, timeout=10)) as connection:
            number = 0
            while not stop.is_set():
                with connection:
                    connection.execute("INSERT INTO pair VALUES (?, ?)", (number, number))
                    connection.execute("INSERT INTO pair VALUES (?, ?)", (-number, -number))
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            copy_sqlite(source, tmp_path / f"copy{number}.db")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"copy{number}.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("SELECT sum(a), count(*) % 2 FROM pair").fetchone() in {(0, 0), (None, 0)}
    assert {path.name for path in tmp_path.glob("copy*")} == {f"copy{number}.db" for number in range(5)}
