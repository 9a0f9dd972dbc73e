import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from responder.errors import BadInput
from responder.intake.alert_rules import read_rules, rule_for
from responder.intake.alerts import Alert, find_sender, read_sender, secrets_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AT = datetime(2026, 11, 24, 8, 55, tzinfo=UTC)

ALERTMANAGER = {
    "version": "4",
    "status": "firing",
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "UnusualEgress", "instance": "db-3.example.net", "severity": "critical"},
            "annotations": {"summary": "40 GB to an unknown address"},
            "startsAt": "2026-11-24T08:55:00Z",
        },
        {"status": "resolved", "labels": {"alertname": "DiskFull", "instance": "db-3.example.net"}},
    ],
}
SENTRY = {
    "action": "triggered",
    "data": {
        "triggered_rule": "Many failed exports",
        "event": {
            "title": "ExportError: quota", "level": "error", "datetime": "2026-11-24T08:55:00+00:00",
            "tags": [["server_name", "web-1"], ["environment", "production"]],
        },
    },
}  # fmt: skip
WAZUH = {
    "timestamp": "2026-11-24T08:55:00.000+0000",
    "rule": {"id": "553", "level": 13, "description": "File deleted"},
    "agent": {"name": "files-2"},
}
PLAIN = {"host": "mail-1", "rule": "forwarding", "title": "A forwarding rule to outside", "level": "high"}
SAID = {
    "alertmanager": (
        ALERTMANAGER,
        Alert("db-3.example.net", "UnusualEgress", "40 GB to an unknown address", "critical", AT),
    ),
    "grafana": (
        ALERTMANAGER,
        Alert("db-3.example.net", "UnusualEgress", "40 GB to an unknown address", "critical", AT),
    ),
    "sentry": (SENTRY, Alert("web-1", "Many failed exports", "ExportError: quota", "high", AT)),
    "wazuh": (WAZUH, Alert("files-2", "553", "File deleted", "critical", AT)),
    "plain": (PLAIN, Alert("mail-1", "forwarding", "A forwarding rule to outside", "high", None)),
}


def signed(secret, message):
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("source", SAID)
def test_each_sender_is_read_by_its_mapping(source):
    document, alert = SAID[source]
    assert find_sender(source).alerts(json.dumps(document).encode()) == [alert]


def test_a_second_installation_of_a_sender_is_read_as_the_first_and_an_unknown_one_as_plain_json():
    assert find_sender("wazuh-berlin").name == "wazuh"
    assert find_sender("cron").name == "plain"


def test_a_firms_own_mapping_goes_before_the_shipped_one(tmp_path):
    (tmp_path / "wazuh.yaml").write_text("format: responder/alert-sender/1\nhost: [where]\nrule: [what]\n")
    assert find_sender("wazuh", tmp_path).alerts(b'{"where": "a", "what": "b"}') == [
        Alert("a", "b", "b", "unrated", None)
    ]


def test_a_call_is_signed_over_its_time_and_its_body():
    sender, body = find_sender("plain"), b'{"host": "a"}'
    stamp = str(int(NOW.timestamp()))
    headers = {"X-Responder-Timestamp": stamp, "X-Responder-Signature": signed("s", stamp.encode() + b"." + body)}
    assert sender.signed(body, headers, "s", NOW)
    assert not sender.signed(body + b" ", headers, "s", NOW)
    assert not sender.signed(body, headers, "other", NOW)
    assert not sender.signed(body, {}, "s", NOW)
    assert not sender.signed(body, headers, "s", NOW + timedelta(minutes=6))


def test_grafana_and_sentry_sign_in_their_own_ways_and_only_alertmanager_may_show_the_secret():
    body, stamp = b"{}", str(int(NOW.timestamp()))
    grafana = {
        "X-Grafana-Alerting-Signature": signed("s", stamp.encode() + b":" + body),
        "X-Grafana-Alerting-Timestamp": stamp,
    }
    assert find_sender("grafana").signed(body, grafana, "s", NOW)
    assert find_sender("sentry").signed(body, {"Sentry-Hook-Signature": signed("s", body)}, "s", NOW)
    bearer = {"Authorization": "Bearer s"}
    assert find_sender("alertmanager").signed(body, bearer, "s", NOW)
    assert not any(find_sender(source).signed(body, bearer, "s", NOW) for source in SAID if source != "alertmanager")


@pytest.mark.parametrize("body", [b"", b"not json", b"[" * 100_000])
def test_what_is_no_json_is_refused(body):
    with pytest.raises(BadInput, match="not JSON"):
        find_sender("plain").alerts(body)


@pytest.mark.parametrize("document", ["text", [1, 2], {"alerts": "x"}, {"alerts": [{"host": {"a": 1}, "level": []}]}])
def test_odd_json_never_breaks_the_reading(document):
    for source in SAID:
        find_sender(source).alerts(json.dumps(document).encode())


def test_a_mapping_with_an_unknown_key_or_level_is_refused_by_name(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("format: responder/alert-sender/1\nhots: [a]\n")
    with pytest.raises(BadInput, match="hots"):
        read_sender(file)
    file.write_text("format: responder/alert-sender/1\nlevels: {bad: terrible}\n")
    with pytest.raises(BadInput, match="terrible"):
        read_sender(file)


def test_the_first_rule_of_the_firm_that_fits_says_what_an_alert_makes(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(
        "format: responder/alert-rules/1\nrules:\n"
        "- {source: plain, rule: noise, makes: nothing}\n"
        "- {rule: egress, at_least: high, makes: incident, playbook: ransomware, severity: high}\n"
    )
    rules = read_rules(file)

    def makes(rule, level="high"):
        return rule_for(rules, "plain", Alert("h", rule, rule, level, None)).makes

    assert [makes("Noise"), makes("UnusualEgress"), makes("UnusualEgress", "low"), makes("else")] == [
        "nothing", "incident", "report", "report",
    ]  # fmt: skip
    file.write_text("format: responder/alert-rules/1\nrules:\n- {makes: coffee}\n")
    with pytest.raises(BadInput, match="makes"):
        read_rules(file)


def test_secrets_stand_one_a_line_or_with_commas_between():
    assert secrets_of("wazuh=a=b,\ngrafana = c\n, odd") == {"wazuh": "a=b", "grafana": "c"}
