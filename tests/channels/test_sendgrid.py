from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from responder.channels.codes import reason_of
from responder.channels.port import Accepted, Asked, Busy, Refused, Unknown, Unreachable
from responder.channels.sendgrid import HOSTS, SendGridAccount, SendGridChannel
from responder.channels.sendgrid_mail import requests_for
from tests.channels.letters import SCOPE, message
from tests.channels.providers import SendGrid, description, serving


def people(count, **changes):
    return [
        message(f"person{number}@example.org", text=f"Dear {number},\nsame\n", **changes) for number in range(count)
    ]


def sent_to(provider, messages, timeout=20, **account):
    with serving(provider) as url:
        return SendGridChannel(
            SendGridAccount("synthetic", host=url, timeout=timedelta(seconds=timeout), **account)
        ).send(messages)


def test_two_and_a_half_thousand_people_are_three_requests_and_each_reads_his_own_letter():
    provider = SendGrid(checked=False)
    assert {type(one) for one in sent_to(provider, people(2500))} == {Accepted}

    assert [len(request["personalizations"]) for request in provider.requests] == [1000, 1000, 500]
    assert provider.text_to("person7@example.org") == "Dear 7,\nsame\n"
    assert set(provider.book.values()) == {1}
    assert len(provider.book) == 2500


def test_a_request_for_many_is_as_the_provider_describes_it():
    provider = SendGrid()
    assert {type(one) for one in sent_to(provider, people(40))} == {Accepted}
    assert provider.complaints == []


def test_the_loopback_complains_of_a_request_that_is_not_as_described():
    provider = SendGrid()
    with serving(provider) as url:
        channel = SendGridChannel(SendGridAccount("synthetic", host=url))
        (request,) = requests_for([message()], sandbox=False)
        channel._api.client.mail.send.post(request_body={**request.body, "headers": "none"})
    assert provider.complaints or description(SendGrid.spec) is None


def test_a_legal_notice_is_not_tracked_not_rewritten_and_passes_the_unsubscribe_list_alone():
    (request,) = requests_for([message()], sandbox=False)

    assert not any(each["enable"] for each in request.body["tracking_settings"].values())
    assert set(request.body["tracking_settings"]) == {
        "click_tracking",
        "open_tracking",
        "subscription_tracking",
        "ganalytics",
    }
    assert request.body["mail_settings"] == {"bypass_unsubscribe_management": {"enable": True}}
    assert "asm" not in request.body


def test_our_ids_come_back_with_each_event():
    sent = message(batch="a batch")
    (request,) = requests_for([sent], sandbox=False)
    assert request.body["personalizations"][0]["custom_args"] == {"responder_id": sent.id, "responder_batch": "a batch"}


def test_an_address_stands_once_in_a_request():
    requests = list(requests_for([message("Alex@example.org"), message("alex@example.org")], sandbox=False))
    assert [len(request.messages) for request in requests] == [1, 1]


def test_letters_that_differ_in_much_go_in_requests_within_the_limits():
    long = [message(f"person{number}@example.org", text=f"{number}" * 9_500 + "\n") for number in range(4)]
    requests = list(requests_for(long, sandbox=False))
    assert sum(len(request.messages) for request in requests) == 4
    for request in requests:
        assert all(len(json.dumps(one["substitutions"])) < 10_000 for one in request.body["personalizations"])


def test_in_the_sandbox_the_provider_only_checks():
    provider = SendGrid()
    sent_to(provider, [message()], sandbox=True)
    assert provider.requests[0]["mail_settings"]["sandbox_mode"] == {"enable": True}


@pytest.mark.parametrize("how", [500, 503, "drop", "hang"])
def test_what_may_have_been_taken_is_unknown_and_the_rest_is_not_tried(how):
    answers = sent_to(SendGrid(answer=lambda mail: how), [*people(2), *people(2)], timeout=1)
    assert [type(one) for one in answers] == [Unknown, Unknown, Unreachable, Unreachable]


def test_nobody_there_is_certainly_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    channel = SendGridChannel(SendGridAccount("synthetic", host=f"http://127.0.0.1:{port}"))
    assert channel.send([message()]) == [Unreachable("no_connection")]


def test_too_many_requests_wait_as_long_as_the_provider_says():
    assert sent_to(SendGrid(answer=lambda mail: 429), people(2)) == [Busy(timedelta(seconds=7))] * 2


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_is_wrong_with_us_can_be_mended_and_tried_again(status):
    assert sent_to(SendGrid(answer=lambda mail: status), [message()]) == [
        Refused(f"sendgrid {status}", permanent=False)
    ]


def test_one_bad_address_does_not_keep_the_others_from_their_letter():
    provider = SendGrid(answer=lambda mail: [1] if len(mail["personalizations"]) == 3 else "accept")
    answers = sent_to(provider, people(3))
    assert [type(one) for one in answers] == [Accepted, Refused, Accepted]
    assert answers[1].permanent
    assert reason_of(answers[1].code) == "no_such_address"


def test_events_become_receipts_and_quote_nobody():
    channel = SendGridChannel(SendGridAccount("synthetic"))
    events = [
        {
            "event": "bounce",
            "responder_id": "one",
            "timestamp": 1,
            "status": "5.1.1",
            "reason": "550 alex@example.org unknown",
        },
        {"event": "dropped", "responder_id": "two", "timestamp": 1, "reason": "Bounced Address"},
        {"event": "spamreport", "responder_id": "three", "timestamp": 1},
        {"event": "open", "responder_id": "four"},
        {"event": "delivered", "sg_message_id": "of another system"},
    ]
    read = channel.read(json.dumps(events).encode())
    assert [(one.message_id, one.event) for one in read] == [
        ("one", "bounced"),
        ("two", "dropped"),
        ("three", "complained"),
    ]
    assert [reason_of(one.code) for one in read[:2]] == ["no_such_address", "no_such_address"]
    assert "alex" not in repr(read)


def test_the_book_is_asked_by_batch_only_where_it_was_bought():
    sent = message(batch="first")
    provider = SendGrid()
    with serving(provider) as url:
        asked = [Asked(sent.id, SCOPE, sent, datetime.now(UTC), "first")]
        assert SendGridChannel(SendGridAccount("synthetic", host=url)).look_up(asked) is None
        channel = SendGridChannel(SendGridAccount("synthetic", host=url, activity=True))
        assert channel.look_up(asked) == {}
        channel.send([sent])
        assert channel.look_up(asked)[sent.id].event == "delivered"


def test_europe_has_a_host_of_its_own():
    assert HOSTS == {"global": "https://api.sendgrid.com", "eu": "https://api.eu.sendgrid.com"}
