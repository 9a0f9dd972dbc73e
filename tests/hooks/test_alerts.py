"""Alerts by their hook: signed, counted, joined, called about, made an incident by a rule or by nobody."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from responder import clock, flow
from responder.bootstrap import make_house
from responder.intake.queries.reports import get_report, list_reports, measure, signals_of, title_of_report
from responder.intake.records import Incident, Report, Signal
from responder.journal.queries import page
from responder.oncall.records import Page
from responder.people.actions.accounts import make_account
from responder.people.queries import get_account
from responder.settings import Settings
from responder.site.app import make_app
from responder.vault.keystore import HOUSE

SECRET = "synthetic secret"


class Monitoring:
    def __init__(self, services):
        self.services = services
        self.db = services.db
        self.client = make_app(services).test_client()

    def says(self, *alerts, source="plain", secret=SECRET, at=None):
        body = json.dumps({"alerts": list(alerts)}).encode()
        stamp = str(int((at or clock.now()).timestamp()))
        signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {"X-Responder-Timestamp": stamp, "X-Responder-Signature": f"sha256={signature}"}
        return self.client.post(f"/hooks/alerts/{source}", data=body, headers=headers)

    def count(self, table):
        with self.db.reading() as session:
            return session.scalar(select(func.count()).select_from(table))


@pytest.fixture
def monitoring(tmp_path):
    settings = Settings(home=tmp_path / "home", alert_secrets=f"plain={SECRET}")
    services, _ = make_house(settings)
    with services.db.writing() as session:
        make_account(
            session, login="kim", name="Kim", permission_set="commander", by="system", now=clock.now(),
            email="kim@example.com",
        )  # fmt: skip
    yield Monitoring(services)
    services.db.dispose()


def alert(host="db-3", rule="egress", level="high", **more):
    return {"host": host, "rule": rule, "title": f"{rule} on {host}", "level": level, **more}


def test_an_alert_becomes_a_report_and_no_incident(monitoring):
    answer = monitoring.says(alert())
    assert answer.status_code == 202
    assert answer.json == {"reports": [f"REP-{clock.now().year}-0001"], "heard_before": False}
    assert monitoring.count(Incident) == 0
    with monitoring.db.reading() as session:
        report = get_report(session, answer.json["reports"][0])
        assert title_of_report(session, report) == "egress on db-3 (db-3)"
        assert (report.level, report.state, report.origin) == ("high", "new", "signal")


def test_four_hundred_alerts_of_one_attack_are_one_report_with_few_signals(monitoring):
    for batch in range(4):
        monitoring.says(*[alert(rule=f"rule-{n % 5}", number=n, batch=batch) for n in range(100)])
    assert monitoring.count(Report) == 1
    with monitoring.db.reading() as session:
        [report] = list_reports(session, open_only=True)
        signals = signals_of(session, report)
        assert len(signals) in (5, 10)  # a new hour may have begun meanwhile
        assert sum(signal.count for signal, _ in signals) == 400


def test_the_same_rule_on_another_host_joins_and_another_attack_does_not(monitoring):
    monitoring.says(alert(host="db-3", rule="encrypting"))
    monitoring.says(alert(host="db-4", rule="encrypting"))
    monitoring.says(alert(host="mail-1", rule="forwarding"))
    assert monitoring.count(Report) == 2
    assert monitoring.count(Signal) == 3


def test_a_replayed_call_changes_nothing(monitoring):
    at = clock.now()
    first, second = monitoring.says(alert(), at=at), monitoring.says(alert(), at=at)
    assert (first.json["heard_before"], second.json["heard_before"]) == (False, True)
    with monitoring.db.reading() as session:
        [report] = list_reports(session, open_only=True)
        assert [signal.count for signal, _ in signals_of(session, report)] == [1]


def test_a_forged_an_old_and_an_unknown_call_leave_nothing(monitoring):
    assert monitoring.says(alert(), secret="guessed").status_code == 403
    assert monitoring.says(alert(), at=clock.now() - timedelta(minutes=10)).status_code == 403
    assert monitoring.says(alert(), source="grafana").status_code == 404
    assert monitoring.count(Report) == 0


def test_who_forges_again_and_again_is_not_listened_to_for_a_while(monitoring):
    answers = [monitoring.says(alert(), secret="guessed").status_code for _ in range(31)]
    assert answers == [403] * 30 + [429]


def test_a_rule_that_the_firm_wrote_opens_the_incident_or_drops_the_noise(monitoring):
    shelf = monitoring.services.own_shelf / "alerts"
    shelf.mkdir(parents=True)
    (shelf / "rules.yaml").write_text(
        "format: responder/alert-rules/1\nrules:\n"
        "- {rule: noise, makes: nothing}\n- {rule: encrypting, at_least: high, makes: incident, severity: high}\n"
    )
    monitoring.says(alert(rule="noise"))
    assert monitoring.count(Report) == 0
    monitoring.says(alert(rule="encrypting"))
    with monitoring.db.reading() as session:
        [incident] = session.scalars(select(Incident)).all()
        assert incident.severity == "high"
        told = [line["what"] for line in page(session, incident.id).lines]
    assert any("encrypting on db-3" in what for what in told)


def test_an_alarm_that_nobody_takes_calls_people_once_and_the_answer_takes_it(monitoring):
    monitoring.says(alert())
    later = clock.now() + timedelta(minutes=11)
    with monitoring.db.writing() as session:
        assert flow.call_for_reports(session, clock.now(), level="high", minutes=10) == 0
        assert flow.call_for_reports(session, later, level="critical", minutes=10) == 0
        assert flow.call_for_reports(session, later, level="high", minutes=10) == 1
        assert flow.call_for_reports(session, later, level="high", minutes=10) == 0
        [call] = session.scalars(select(Page)).all()
        assert (call.stream, call.why, call.reference) == (HOUSE, "signal", f"REP-{later.year}-0001")
        call.state, call.answered_by, call.ended_at = "answered", _kim(session), later + timedelta(minutes=2)
    with monitoring.db.writing() as session:
        flow.call_for_reports(session, later + timedelta(minutes=3), level="high", minutes=10)
        [report] = list_reports(session, open_only=True)
        assert report.state == "taken"
        measured = measure(session, since=later - timedelta(days=1))
        assert 13 * 60 <= measured.seconds_to_human <= 13 * 60 + 60


def test_an_alarm_that_somebody_took_in_time_calls_nobody(monitoring):
    monitoring.says(alert())
    with monitoring.db.writing() as session:
        [report] = list_reports(session, open_only=True)
        flow.take_report(session, report, by=_kim(session), now=clock.now())
    with monitoring.db.writing() as session:
        later = clock.now() + timedelta(hours=1)
        assert flow.call_for_reports(session, later, level="low", minutes=0) == 0


def _kim(session):
    return get_account(session, "kim").id
