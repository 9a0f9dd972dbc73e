"""After a destruction no name is left, in any byte, in clear or to be opened by a key that is left."""

import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import LargeBinary, make_url, select, text

from responder.custody.actions import confirm_release, keep_for, place_hold, propose_release, withdraw_destruction
from responder.custody.certificate import Reader, digest_of
from responder.custody.queries import find_destruction, get_destruction
from responder.errors import Broken, Conflict, Gone, Refused
from responder.files.store import FileStore
from responder.flow.destroying import (
    TYPED,
    approve_destruction,
    certificate_text,
    destroy_all_approved,
    destroy_approved,
    propose_destruction,
)
from responder.intake.actions import add_entry, change_state
from responder.intake.actions.reports import file_report, note_incident
from responder.intake.queries import get_incident, title_of
from responder.journal.anchors import HeadsLog
from responder.journal.verify import verify_stream
from responder.post.actions.receipts import store_receipt
from responder.storage.backup import copy_sqlite, note_backup, pack
from responder.storage.blanking import belongs, sealed_columns
from responder.storage.record import Record
from responder.vault.keystore import HOUSE
from responder.vault.seal import unseal
from tests.deliveries.campaigns import (
    BY,
    NOW,
    STARTER,
    approved_notice,
    campaign_for,
    incident_with,
    person,
    sinks,
    start,
    state,
    work,
)

SECRETS = ("Zerstoerdt", "zerstoerdt", "12025550177", "2025550177")
NAME, EMAIL, PHONE = "Quirina Zerstoerdt", "quirina.zerstoerdt@example.org", "+12025550177"
LATER = NOW + timedelta(days=400)
# Tables that seal what belongs to no incident, each with its reason.
OF_THE_HOUSE = {
    "people_account": "staff, closed by the house's key",
    "post_raw_receipt": "receipts nobody knows yet; their bodies go with the first destruction",
}  # fmt: skip


@pytest.fixture
def services(house):
    house.db.after_commit.append(HeadsLog(house.path / "heads.log").note)
    return SimpleNamespace(
        settings=house.settings,
        db=house.db,
        keystore=house.keystore,
        files=FileStore(house.path / "files", house.keystore),
    )


def lived_in(house, services, tmp_path):
    """A closed incident in which the name was written wherever people write; its id."""
    rows = [
        person(1, name=NAME, email=EMAIL, phone=PHONE), person(2), person(3, name=NAME, email="zerstoerdt at example"),
    ]  # fmt: skip
    incident_id = incident_with(house, rows)
    with house.db.writing() as session:
        incident = get_incident(session, incident_id)
        add_entry(session, incident, f"{NAME} called from {PHONE}", by=BY, at=NOW)
        report = file_report(
            session, origin="form", title=f"Mail of {NAME}", text=f"Ask {NAME}", contact=EMAIL, by="public", now=NOW
        ).report
        note_incident(session, report, incident, by=BY, now=NOW)
        notice = approved_notice(session, incident_id)
        store_receipt(session, "sendgrid", f"not json {EMAIL}".encode(), now=NOW)
    services.files.put(incident_id, f"{NAME}.txt", f"what {NAME} wrote".encode(), kind="evidence")
    number = campaign_for(house, incident_id, notice_id=notice)
    start(house, number, 2)
    work(house, sinks(house))
    assert state(house, number).words == {"delivered": 2}
    with house.db.writing() as session:
        session.execute(text("UPDATE post_raw_receipt SET state = 'unreadable'"))
        change_state(session, get_incident(session, incident_id), "closed", reason=f"{NAME} is told", by=BY, now=NOW)
    keep_keys(house, tmp_path)
    return incident_id, number


def keep_keys(house, tmp_path):
    """What `responder backup` leaves behind."""
    folder = tmp_path / "backups"
    folder.mkdir()
    keys = {f"keys/{path.name}": path for path in (house.path / "keys").glob("*.key")}
    pack(folder / "keys.zip", keys, {"kind": "keys", "pair": "x"})
    if house.settings.database_file is not None:
        copy_sqlite(house.settings.database_file, folder / "data.db")
    else:
        (folder / "dump.sql").write_bytes(dumped(house))
    shutil.copytree(house.path / "files", folder / "files")
    note_backup(house.path, folder / "data.db", folder / "keys.zip", at="2026-11-24T09:00:00Z")


def dumped(house):
    plain = make_url(house.settings.database).set(drivername="postgresql")
    program = shutil.which("pg_dump") or max(map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_dump")))
    return subprocess.run(
        [program, "--inserts", plain.render_as_string(hide_password=False)], capture_output=True, check=True
    ).stdout  # fmt: skip


def destroyed(services, incident_id, *, now=LATER):
    with services.db.writing() as session:
        propose_destruction(
            session, get_incident(session, incident_id), ground="retention", usual_days=365, by=BY, now=now
        )
    with services.db.writing() as session:
        approve_destruction(session, get_incident(session, incident_id), usual_days=365, by=STARTER, now=now)
    assert destroy_approved(services, incident_id, now=now)


def every_byte(house, *folders):
    found = [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    if house.settings.database_file is None:
        with house.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            data = Path(connection.scalar(text("SHOW data_directory")))
        found += [path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()]
        found.append(dumped(house))
    return b"\0".join(found)


def opened_with_the_house_key(house):
    """Everything in the database that the key which stays can open."""
    keys, found = house.keystore.of(HOUSE), []
    with house.db.reading() as session:
        for table in (each for each in Record.metadata.sorted_tables if "id" in each.c):
            for column in (each for each in table.columns if isinstance(each.type, LargeBinary)):
                for row_id, sealed in session.execute(select(table.c.id, column).where(column.is_not(None))):
                    try:
                        found.append(unseal(keys, sealed, table=table.name, column=column.name, row_id=row_id))
                    except (Broken, UnicodeDecodeError):
                        continue
    return "\n".join(found)


def test_no_name_is_left_in_any_byte_and_none_can_be_opened(house, services, tmp_path):
    incident_id, _ = lived_in(house, services, tmp_path)
    destroyed(services, incident_id)
    kept = every_byte(house, house.path, tmp_path / "backups")
    assert not [secret for secret in SECRETS if secret.encode() in kept]
    opened = opened_with_the_house_key(house)
    assert "destruction.done" in opened and not [secret for secret in SECRETS if secret in opened]  # noqa: PT018
    with zipfile.ZipFile(tmp_path / "backups" / "keys.zip") as packed:
        assert packed.namelist() == [f"keys/{HOUSE}.key", "manifest.json"]
    assert not (house.path / "files" / incident_id).exists()


def test_the_chain_still_verifies_and_receipts_can_still_be_counted(house, services, tmp_path):
    incident_id, number = lived_in(house, services, tmp_path)
    destroyed(services, incident_id)
    with house.db.reading() as session:
        verdict = verify_stream(session, incident_id, HeadsLog(house.path / "heads.log").of(incident_id))
        assert (verdict.fault is None, verdict.texts_checked) == (True, False)
        incident = get_incident(session, incident_id)
        assert title_of(session, incident) == incident.code_name
        hashes = session.execute(text("SELECT email_hash FROM affected_recipient WHERE email_hash IS NOT NULL")).all()
    assert (state(house, number).words, len(hashes)) == ({"delivered": 2}, 2)


def test_the_certificate_says_who_what_and_when_and_its_hash_stands_in_the_house_journal(house, services, tmp_path):
    incident_id, _ = lived_in(house, services, tmp_path)
    destroyed(services, incident_id)
    with house.db.reading() as session:
        row = get_destruction(session, incident_id)
        written = certificate_text(row, Reader("en", "Europe/Berlin", {BY: "Person One"}))
        chinese = certificate_text(row, Reader("zh", "Asia/Shanghai", {}))
        session.expunge(row)
    assert row.certificate_sha256 == digest_of(row.certificate)
    assert row.certificate_sha256 in opened_with_the_house_key(house)
    assert row.certificate["destroyed"]["files"] >= 3
    assert row.certificate["destroyed"]["rows"]["affected_recipient"] == 2
    assert row.certificate["destroyed"]["keys_archive"] == "rewritten"
    assert f"Person One (`{BY}`)" in written
    assert "销毁证明" in chinese


def test_what_people_typed_beside_sealed_values_is_overwritten_too(house, services, tmp_path):
    incident_id, _ = lived_in(house, services, tmp_path)
    with house.db.writing() as session:
        session.execute(text("UPDATE deliveries_campaign SET why = :why"), {"why": f"{NAME} asked"})
    destroyed(services, incident_id)
    with house.db.reading() as session:
        assert session.scalars(text("SELECT why FROM deliveries_campaign")).all() == [""]


def test_a_key_archive_that_is_gone_is_said_and_stops_nothing(house, services, tmp_path):
    incident_id, _ = lived_in(house, services, tmp_path)
    (tmp_path / "backups" / "keys.zip").unlink()
    destroyed(services, incident_id)
    with house.db.reading() as session:
        assert get_destruction(session, incident_id).certificate["destroyed"]["keys_archive"] == "not_found"


def test_what_was_cut_short_is_finished_by_the_next_turn(house, services, tmp_path):
    incident_id, _ = lived_in(house, services, tmp_path)
    with house.db.writing() as session:
        incident = get_incident(session, incident_id)
        propose_destruction(session, incident, ground="order", usual_days=365, by=BY, now=LATER)
        approve_destruction(session, incident, usual_days=365, by=STARTER, now=LATER)
    assert not destroy_approved(services, incident_id, now=LATER, whole=False)
    assert not house.keystore.has(incident_id)
    assert destroy_all_approved(services, now=LATER + timedelta(minutes=1)) == 1
    assert destroy_all_approved(services, now=LATER + timedelta(minutes=2)) == 0
    with house.db.reading() as session:
        assert get_destruction(session, incident_id).keys_destroyed_at == LATER


def test_it_needs_a_closed_incident_its_period_over_no_hold_and_two_people(house, services):
    incident_id = incident_with(house, [person(1)])

    def propose(now=LATER, by=BY):
        with house.db.writing() as session:
            incident = get_incident(session, incident_id)
            propose_destruction(session, incident, ground="retention", usual_days=365, by=by, now=now)

    def approve(by):
        with house.db.writing() as session:
            approve_destruction(session, get_incident(session, incident_id), usual_days=365, by=by, now=LATER)

    with pytest.raises(Conflict, match="not closed"):
        propose()
    with house.db.writing() as session:
        change_state(session, get_incident(session, incident_id), "closed", reason="over", by=BY, now=NOW)
    with pytest.raises(Conflict, match="kept until"):
        propose(NOW + timedelta(days=364))
    with house.db.writing() as session:
        keep_for(session, incident_id, 500, by=BY, now=NOW)
    with pytest.raises(Conflict, match="kept until"):
        propose()
    with house.db.writing() as session:
        keep_for(session, incident_id, 100, by=BY, now=NOW)
        hold = place_hold(session, incident_id, "A court asks for it", by=BY, now=NOW)
    with pytest.raises(Conflict, match="hold stands"):
        propose()
    with house.db.writing() as session:
        hold = session.merge(hold)
        propose_release(session, hold, "The case ended", by=BY, now=NOW)
        with pytest.raises(Refused):
            confirm_release(session, hold, by=BY, now=NOW)
    with pytest.raises(Conflict, match="hold stands"):
        propose()
    with house.db.writing() as session:
        confirm_release(session, session.merge(hold), by=STARTER, now=NOW)
    propose()
    with pytest.raises(Refused):
        approve(BY)
    with house.db.writing() as session:
        place_hold(session, incident_id, "Another court", by=STARTER, now=LATER)
    with pytest.raises(Conflict, match="hold stands"):
        approve(STARTER)
    with house.db.writing() as session:
        withdraw_destruction(session, get_destruction(session, incident_id), by=STARTER, now=LATER)
        assert find_destruction(session, incident_id) is None
    assert house.keystore.has(incident_id)


def test_a_hold_after_the_approval_comes_too_late_and_is_refused(house, services):
    incident_id = incident_with(house, [person(1)])
    with house.db.writing() as session:
        incident = get_incident(session, incident_id)
        change_state(session, incident, "closed", reason="over", by=BY, now=NOW)
        propose_destruction(session, incident, ground="purpose", usual_days=0, by=BY, now=LATER)
        approve_destruction(session, incident, usual_days=0, by=STARTER, now=LATER)
    with house.db.writing() as session, pytest.raises(Conflict, match="too late"):
        place_hold(session, incident_id, "A court", by=BY, now=LATER)
    destroy_approved(services, incident_id, now=LATER)
    with house.db.writing() as session, pytest.raises(Gone):
        place_hold(session, incident_id, "A court", by=BY, now=LATER)


def test_every_table_that_seals_something_is_reached_or_stands_on_the_list(house):
    for table in Record.metadata.sorted_tables:
        if sealed_columns(table):
            reached = belongs(table, "x", root="intake_incident") is not None
            assert reached != (table.name in OF_THE_HOUSE), table.name
    for name, columns in TYPED.items():
        table = Record.metadata.tables[name]
        assert set(columns) <= set(table.c.keys())
        assert belongs(table, "x", root="intake_incident") is not None
