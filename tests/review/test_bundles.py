"""A bundle exported from a real house: it verifies, says so in the timeline, and holds nothing it must not."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from responder import flow
from responder.books.library import load_library
from responder.books.playbooks import load_playbooks
from responder.errors import Conflict, Gone, NotFound
from responder.intake.actions import add_entry
from responder.journal.erase import erase_line
from responder.journal.queries import page
from responder.review import actions, bundle
from responder.review.queries import gather
from tests.review import matters

ADA = "0a" * 16
NOW = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)
SECRET = "Counsel thinks the contract was breached"


class Books:
    @property
    @cache  # noqa: B019 -- one for the whole run
    def library(self):
        return load_library()

    @property
    @cache  # noqa: B019
    def playbooks(self):
        return load_playbooks(words=self.library.words)


BOOKS = Books()


@pytest.fixture
def incident(house):
    with house.db.writing() as session:
        opened = flow.open_incident(session, books=BOOKS, title="Mailbox read", by=ADA, now=NOW, zone="Europe/Berlin")
        flow.record_facts(
            session,
            opened,
            {
                "events.detected": "2026-06-16T08:00:00+02:00",
                "events.awareness": "2026-06-16T10:00:00+02:00",
                "incident.kinds": ["confidentiality"],
                "organisation.role": "controller",
                "organisation.established_in": ["DE"],
                "organisation.main_establishment": "DE",
                "organisation.timezone": "Europe/Berlin",
                "risk.level": "high",
                "people": [{"where": "DE", "count": 1200, "data": ["name", "passport"]}],
            },
            books=BOOKS,
            by=ADA,
            now=NOW,
        )
        add_entry(session, opened, SECRET, by=ADA, at=NOW, privileged=True)
        add_entry(session, opened, "A name was pasted here", by=ADA, at=NOW)
        add_entry(session, opened, "Accounts closed", by=ADA, at=NOW)
    with house.db.reading() as session:
        lines = page(session, opened.id, privileged=True).lines
        pasted = next(line["seq"] for line in lines if line["what"] == "A name was pasted here")
    with house.db.writing() as session:
        erase_line(session, opened.id, pasted, reason="personal data", by=ADA, now=NOW)
    return opened


def export(house, incident, target):
    return actions.export_bundle(
        house.db,
        incident.number,
        target,
        library=BOOKS.library,
        playbooks=BOOKS.playbooks,
        by=ADA,
        now=NOW + timedelta(hours=1),
    )


def verified(target, *options):
    with zipfile.ZipFile(target) as archive:
        script = archive.read("verify.py")
    (target.parent / "verify.py").write_bytes(script)
    command = [sys.executable, "-I", "verify.py", target.name, *options]
    return subprocess.run(command, cwd=target.parent, capture_output=True, text=True, check=False)


def test_an_exported_bundle_holds_by_its_id(house, incident, tmp_path):
    target = tmp_path / "proof.zip"
    exported = export(house, incident, target)
    ran = verified(target, "--expect", exported.id)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 withheld as privileged, 1 erased, none missing" in ran.stdout
    assert (exported.withheld, exported.erased) == (1, 1)
    assert target.stat().st_mode & 0o077 == 0


def test_its_id_stands_in_the_timeline_after_the_bundled_end(house, incident, tmp_path):
    exported = export(house, incident, tmp_path / "proof.zip")
    with house.db.reading() as session:
        (last,) = page(session, incident.id, newest=True, limit=1).lines
    assert last["seq"] == exported.head_seq + 1
    assert last["prev"] == exported.head_hash
    assert last["tag"] == "bundle.exported"
    assert last["data"]["bundle"] == exported.id


def test_nothing_privileged_erased_or_advisory_is_in_it(house, incident, tmp_path):
    export(house, incident, tmp_path / "proof.zip")
    with zipfile.ZipFile(tmp_path / "proof.zip") as archive:
        everything = {name: archive.read(name) for name in archive.namelist()}
    for name, content in everything.items():
        assert SECRET.encode() not in content, name
        assert b"A name was pasted" not in content, name
    owed = json.loads(everything["obligations/obligations.json"])
    assert owed["obligations"]
    assert not [
        entry for entry in owed["obligations"] if "would_change" in entry or "contested" in (entry["due"] or {})
    ]
    assert owed["withheld"]
    used = {entry["rule"]["sha256"] for entry in owed["obligations"]}
    assert {f"obligations/rules/{sha}.yaml" for sha in used} <= set(everything)


def test_a_bundle_is_never_overwritten_and_nothing_half_written_stays(house, incident, tmp_path):
    target = tmp_path / "out" / "proof.zip"
    target.parent.mkdir()
    export(house, incident, target)
    with pytest.raises(Conflict):
        export(house, incident, target)
    with pytest.raises(NotFound):
        actions.export_bundle(
            house.db,
            "INC-1999-0001",
            target.with_name("b.zip"),
            library=BOOKS.library,
            playbooks=BOOKS.playbooks,
            by=ADA,
            now=NOW,
        )
    assert [path.name for path in target.parent.iterdir()] == ["proof.zip"]


def test_an_incident_whose_keys_are_destroyed_cannot_be_exported(house, incident, tmp_path):
    house.keystore.destroy(incident.id)
    with pytest.raises(Gone):
        export(house, incident, tmp_path / "proof.zip")
    assert not (tmp_path / "proof.zip").exists()


def test_the_same_matter_gives_the_same_bytes(house, incident):
    with house.db.reading() as session:
        matter = gather(session, incident, library=BOOKS.library, playbooks=BOOKS.playbooks, now=NOW)
    assert written(matter, matters.receipts) == written(matter, matters.receipts)


def written(matter, receipts):
    target = io.BytesIO()
    bundle.write_bundle(matter, target, receipts=receipts, toolkit="0.1.0")
    return target.getvalue()


def test_receipts_that_change_while_they_are_written_refuse_the_bundle():
    counted = iter(range(10))
    with pytest.raises(Conflict):
        written(matters.matter(), lambda: [{"campaign": "a", "state": str(next(counted))}])


def test_the_law_as_applied_is_gathered_with_its_due_times(house, incident):
    with house.db.reading() as session:
        matter = gather(session, incident, library=BOOKS.library, playbooks=BOOKS.playbooks, now=NOW)
    authority = next(
        owed
        for owed in matter.present
        if (owed.answer["regime"], owed.answer["duty"]) == ("eu-gdpr", "authority-initial")
    )
    assert authority.state == "required"
    assert authority.due_at == datetime(2026, 6, 19, 8, 0, tzinfo=UTC)
    assert matter.event("detected") == datetime(2026, 6, 16, 6, 0, tzinfo=UTC)
