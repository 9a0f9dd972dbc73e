"""An open fact names the source that could settle it, and when that source is gone."""

from datetime import UTC, datetime

from responder.obligations.answer import obligation_document
from tests.obligations.incidents import CALIFORNIA, but, owed

LETTERS = ("us-ca-individuals", "US-CA")
OPEN = but(CALIFORNIA, exposure__acquired=None, exposure__accessed=None)


def missing(document, fact="exposure.acquired", **options):
    return next(each for each in owed(document, **options)[LETTERS].missing if each.fact == fact)


def test_logs_that_are_overwritten_soon_are_named_with_their_end():
    logs = {"state": "partial", "expire": "2026-06-19T08:00:00+02:00"}
    document = but(OPEN, exposure__logs=logs)
    found = missing(document)
    assert found.evidence == "the access logs (partial) may settle it; they are overwritten 2026-06-19T08:00:00+02:00"
    assert found.gone == datetime(2026, 6, 19, 6, tzinfo=UTC)
    listed = obligation_document(owed(document)[LETTERS])["missing"]
    assert next(each for each in listed if each["fact"] == found.fact)["gone"] == "2026-06-19T08:00:00+02:00"


def test_the_first_of_several_logs_to_be_lost_counts():
    document = but(
        OPEN,
        datasets=[
            {"id": "shop", "exposure": {"logs": {"state": "complete", "expire": "2026-06-30"}}},
            {"id": "mail", "exposure": {"logs": {"state": "partial", "expire": "2026-06-20"}}},
        ],
        people=[{"where": "US-CA", "count": 612, "data": ["name", "ssn"], "datasets": ["shop", "mail"]}],
    )
    assert missing(document).gone.date().isoformat() == "2026-06-20"


def test_no_logs_say_so_and_never_read_as_no_access():
    document = but(OPEN, exposure__logs={"state": "none"})
    assert "does not show that nobody had access" in missing(document).evidence
    assert owed(document)[LETTERS].state == "undetermined"


def test_a_fact_that_no_log_settles_names_none():
    assert missing(but(CALIFORNIA, exposure__encrypted=None), "exposure.encrypted").evidence is None
