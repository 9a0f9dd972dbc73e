import json
import secrets
import shutil
import zipfile

import pytest

from responder.people.queries import get_account
from tests.cli.home import PASSWORD
from tests.journal.chained import tamper

KEYS = "responder-keys.zip"


@pytest.fixture
def safe(tmp_path):
    """A folder elsewhere."""
    folder = tmp_path / "safe"
    folder.mkdir()
    return folder


@pytest.fixture
def incident(home):
    home.staffed()
    return home.open_incident()


def destroy(home):
    shutil.rmtree(home.path)


def everything(home):
    return b"".join(path.read_bytes() for path in sorted(home.path.rglob("*")) if path.is_file())


def test_a_destroyed_home_comes_back_whole(home, incident, safe):
    services = home.services()
    ref = services.files.put("house", "note.txt", b"a sealed note", kind="evidence").ref
    services.db.dispose()
    shown = home.run("timeline", "show", incident, "--json").stdout
    said = home.run("backup", safe / "monday.zip").stdout
    assert "2 accounts, 1 incidents" in said
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in safe.iterdir())
    destroy(home)
    said = home.run("restore", safe / "monday.zip", typed=home.sheet).stdout
    assert "2 accounts, 1 incidents" in said
    assert "Verified 2 timelines" in said
    home.run("login", "cleo", typed=PASSWORD)
    assert home.run("timeline", "show", incident, "--json").stdout == shown
    verdicts = json.loads(home.run("timeline", "verify", "--all", "--json").stdout)
    assert all(verdict["holds"] and verdict["end_anchored"] for verdict in verdicts)
    assert home.run("db", "check")
    services = home.services()
    assert services.files.read("house", ref) == b"a sealed note"
    services.db.dispose()
    assert {path.stat().st_mode & 0o077 for path in home.path.rglob("*") if path.is_file()} == {0}
    assert home.path.stat().st_mode & 0o777 == 0o700
    assert not list(home.path.glob(".restoring-*"))


def test_a_backup_holds_neither_the_master_key_nor_a_session_and_no_keys_beside_the_data(home, incident, safe):
    home.run("backup", safe / "monday.zip")
    with zipfile.ZipFile(safe / "monday.zip") as packed:
        names = packed.namelist()
        inside = b"".join(packed.read(name) for name in names)
    assert set(names) == {"manifest.json", "responder.db", "heads.log"}
    master = (home.path / "master.key").read_text().strip()
    for secret in (master, bytes.fromhex(master), (home.path / "session").read_text().strip()):
        assert (secret if isinstance(secret, bytes) else secret.encode()) not in inside
    assert b"Person One" not in inside


def test_destroyed_keys_are_in_no_archive_of_keys_afterwards(home, incident, safe):
    home.run("backup", safe / "monday.zip")
    services = home.services()
    with services.db.reading() as session:
        cleo = get_account(session, "cleo").id
    (scope,) = services.keystore.scopes() - {"house"}
    services.keystore.destroy(scope)
    services.db.dispose()
    home.run("backup", safe / "tuesday.zip")
    with zipfile.ZipFile(safe / KEYS) as packed:
        assert set(packed.namelist()) == {"manifest.json", "keys/house.key"}
    assert sorted(path.name for path in safe.iterdir()) == ["monday.zip", KEYS, "tuesday.zip"]
    destroy(home)
    said = home.run("restore", safe / "monday.zip", typed=home.sheet).stdout
    assert "Without keys" in said
    assert "1 incidents" in said
    home.run("login", "cleo", typed=PASSWORD)
    shown = [json.loads(line) for line in home.run("timeline", "show", incident, "--json").stdout.splitlines()]
    assert [line["what"] for line in shown] == [None] * 4
    assert "its key is destroyed" in home.run("timeline", "verify", incident).stdout
    assert cleo.encode() in everything(home)


def test_nothing_is_restored_over_a_home_that_is_lived_in(home, incident, safe):
    home.run("backup", safe / "monday.zip")
    before = everything(home)
    assert "is not empty" in home.run("restore", safe / "monday.zip", exit_code=1).stderr
    assert everything(home) == before


def test_a_master_key_that_lies_there_already_is_taken(home, incident, safe):
    home.run("backup", safe / "monday.zip")
    key = (home.path / "master.key").read_bytes()
    destroy(home)
    home.path.mkdir()
    (home.path / "master.key").write_bytes(key)
    home.run("restore", safe / "monday.zip")
    assert "holds" in home.run("timeline", "verify", incident).stdout


@pytest.mark.parametrize(
    ("typed", "exit_code", "told"), [("ab" * 32, 1, "does not open"), ("abc", 2, "64 hexadecimal digits")]
)
def test_a_wrong_recovery_sheet_leaves_the_home_empty(home, incident, safe, typed, exit_code, told):
    home.run("backup", safe / "monday.zip")
    destroy(home)
    assert told in home.run("restore", safe / "monday.zip", typed=typed, exit_code=exit_code).stderr
    assert not home.path.exists() or list(home.path.iterdir()) == []
    home.run("restore", safe / "monday.zip", typed=home.sheet)


@pytest.mark.parametrize("damaged", ["monday.zip", KEYS])
def test_a_damaged_archive_touches_nothing(home, incident, safe, damaged):
    home.run("backup", safe / "monday.zip")
    destroy(home)
    whole = (safe / damaged).read_bytes()
    for cut in (
        whole[: len(whole) // 2],
        b"",
        secrets.token_bytes(1000),
        whole.replace(b"PK\x03\x04", b"PK\x03\x05", 1),
    ):
        (safe / damaged).write_bytes(cut)
        assert "damaged" in home.run("restore", safe / "monday.zip", typed=home.sheet, exit_code=1).stderr
        assert not home.path.exists()
    (safe / damaged).write_bytes(whole)
    home.run("restore", safe / "monday.zip", typed=home.sheet)


def test_the_archives_taken_for_each_other_and_one_that_is_missing_are_told(home, incident, safe):
    home.run("backup", safe / "monday.zip")
    destroy(home)
    swapped = home.run("restore", safe / KEYS, "--keys", safe / "monday.zip", exit_code=2)
    assert "expected a backup archive of data" in swapped.stderr
    (safe / KEYS).unlink()
    assert "There is no such file" in home.run("restore", safe / "monday.zip", exit_code=2).stderr


def test_a_restored_house_that_does_not_hold_is_told_and_kept(home, incident, safe):
    tamper(home, ("UPDATE journal_line SET privileged = 0 WHERE privileged = 1",))
    home.run("backup", safe / "monday.zip")
    destroy(home)
    assert "DOES NOT HOLD at line 3" in home.run("restore", safe / "monday.zip", typed=home.sheet, exit_code=1).stderr


def test_a_backup_goes_to_another_folder_that_exists(home, incident, safe):
    assert "would be lost with it" in home.run("backup", home.path / "b.zip", exit_code=2).stderr
    assert "no such folder" in home.run("backup", safe / "none" / "b.zip", exit_code=2).stderr
    assert "need two files" in home.run("backup", safe / KEYS, exit_code=2).stderr


def test_a_backup_is_told_in_the_house_timeline(home, incident, safe):
    home.run("backup", safe / "monday.zip")
    destroy(home)
    home.run("restore", safe / "monday.zip", typed=home.sheet)
    home.run("backup", safe / "monday.zip")
    assert "house: holds" in home.run("timeline", "verify", "--house").stdout
