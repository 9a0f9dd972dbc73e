from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.channels.mime import to_mime
from responder.channels.port import Sender
from responder.errors import BadInput
from tests.channels.letters import message

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029"), max_size=300)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)


def read(raw):
    return message_from_bytes(raw, policy=SMTP)


def body(mail, kind):
    return mail.get_body((kind,)).get_content().splitlines()


@given(subject=LINES, text=TEXTS, html=st.none() | TEXTS, name=LINES)
def test_any_text_in_any_script_is_read_back_as_it_was_written(subject, text, html, name):
    mail = read(to_mime(message(subject=subject, text=text, html=html, from_=Sender("privacy@example.com", name))))

    assert mail.defects == []
    assert " ".join(mail["Subject"].split()) == " ".join(subject.split())
    assert mail["From"].addresses[0].addr_spec == "privacy@example.com"
    assert body(mail, "plain") == (text.splitlines() or [""])
    if html is not None:
        assert body(mail, "html") == (html.splitlines() or [""])


@given(text=TEXTS)
def test_no_line_is_longer_than_mail_allows_and_each_ends_as_it_must(text):
    raw = to_mime(message(text=text, subject=text.replace("\n", " ")))

    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_german_letter_stays_readable_in_the_file_and_a_chinese_one_stays_short():
    assert b"Guten Tag" in to_mime(message(text="Guten Tag, Ihre Adresse ist betroffen. Schöne Grüße", html=None))
    assert b"base64" in to_mime(message(text="您的数据受到影响。" * 20, html=None))


def test_a_sender_with_quotes_in_its_name_is_one_sender():
    mail = read(to_mime(message(from_=Sender("privacy@example.com", 'The "Example" team, Ltd.'))))

    assert mail["From"].addresses[0].display_name == 'The "Example" team, Ltd.'


@pytest.mark.parametrize(
    "to",
    [
        "a@example.org, b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "<a@example.org>",
        "a@b@example.org",
        "a",
        "@x",
        "a b@x",
        "",
    ],
)
def test_an_address_that_could_be_two_is_refused_without_being_quoted(to):
    with pytest.raises(BadInput) as refused:
        to_mime(message(to=to))

    assert "example.org" not in str(refused.value)


@pytest.mark.parametrize("headers", [{"X-A": "b\r\nBcc: c@example.org"}, {"X A": "b"}, {"X-A:": "b"}])
def test_a_header_that_could_be_two_is_refused(headers):
    with pytest.raises(BadInput, match="header is malformed"):
        to_mime(message(headers=headers))
