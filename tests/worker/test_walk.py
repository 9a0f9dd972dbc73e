from datetime import UTC, datetime, timedelta

from responder import bootstrap, flow
from responder.intake.queries import get_incident
from responder.journal.queries import page
from responder.settings import Settings
from responder.worker.jobs import JOBS, walk

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_time_alone_is_looked_at_each_hour_and_saying_nothing_new_says_nothing(tmp_path):
    services, _ = bootstrap.make_house(Settings(home=tmp_path / "home"))
    with services.db.writing() as session:
        incident = flow.open_incident(session, books=services, title="Mailbox read", by="system", now=NOW)
        closed = flow.open_incident(session, books=services, title="A test", by="system", now=NOW)
        flow.close_incident(
            session, closed, books=services, reason="Nothing there.", despite_open=True, by="system", now=NOW
        )
    for hours in (1, 2):
        walk(services, NOW + timedelta(hours=hours))
    with services.db.reading() as session:
        tags = [line["tag"] for line in page(session, get_incident(session, incident.number).id, limit=50).lines]
    services.db.dispose()
    assert tags == ["incident.opened"]
    assert any(job.work is walk and job.every == timedelta(hours=1) for job in JOBS)
