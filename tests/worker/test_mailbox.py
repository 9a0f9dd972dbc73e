"""Mails become reports, by a real IMAP conversation on loopback."""

import re
import socketserver
import threading

import pytest

from responder import clock
from responder.bootstrap import make_house
from responder.channels.inbox import read_mail
from responder.intake.queries.reports import contact_of, lines_of, list_reports, title_of_report, token_of
from responder.settings import Settings
from responder.worker.mailbox import read_mailbox

PASSWORD = "synthetic"


class Mails:
    """What lies in the mailbox: raw mails, and which were read."""

    def __init__(self):
        self.raw, self.seen, self.refuses = [], set(), False


class _Conversation(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 (RFC 3501) as a reader of mail needs."""

    def say(self, *lines):
        for line in lines:
            self.wfile.write(line if isinstance(line, bytes) else f"{line}\r\n".encode())

    def handle(self):
        mails = self.server.mails
        self.say("* OK IMAP4rev1 ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            word = rest.upper()
            if word.startswith("LOGIN") and (mails.refuses or PASSWORD not in rest):
                self.say(f"{tag} NO wrong")
                continue
            if word.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif word.startswith("SELECT"):
                self.say(f"* {len(mails.raw)} EXISTS")
            elif word.startswith("UID SEARCH"):
                unread = [str(number) for number in range(1, len(mails.raw) + 1) if number not in mails.seen]
                self.say("* SEARCH " + " ".join(unread))
            elif word.startswith("UID FETCH"):
                number = int(rest.split()[2])
                raw = mails.raw[number - 1]
                self.say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(raw)}}}", raw, ")")
            elif word.startswith("UID STORE"):
                mails.seen.add(int(rest.split()[2]))
            self.say(f"{tag} OK done")
            if word.startswith("LOGOUT"):
                return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@pytest.fixture
def mails():
    held = Mails()
    with Server(("127.0.0.1", 0), _Conversation) as server:
        server.mails = held
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        held.port = server.server_address[1]
        yield held
        server.shutdown()


@pytest.fixture
def house(tmp_path, mails):
    settings = Settings(
        home=tmp_path / "home", imap_host="127.0.0.1", imap_port=mails.port, imap_user="intake@example.com",
        imap_password=PASSWORD, imap_security="none",
    )  # fmt: skip
    services, _ = make_house(settings)
    yield services
    services.db.dispose()


def mail(text="We found your customers' list", *, number=1, **headers):
    lines = {
        "From": "Somebody <somebody@example.org>",
        "To": "intake@example.com",
        "Subject": "Your list",
        "Message-ID": f"<{number}@example.org>",
        "Date": "Tue, 24 Nov 2026 09:00:00 +0100",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return ("".join(f"{name}: {value}\r\n" for name, value in lines.items()) + f"\r\n{text}\r\n").encode()


def reports(house):
    with house.db.reading() as session:
        return [
            (
                title_of_report(session, report),
                contact_of(session, report),
                [said.text for said in lines_of(session, report) if said.kind == "reporter"],
            )
            for report in list_reports(session, open_only=True)
        ]


def test_a_mail_becomes_a_report_and_is_read_once(house, mails):
    mails.raw = [mail()]
    read_mailbox(house, clock.now())
    assert reports(house) == [("Your list", "somebody@example.org", ["Your list\n\nWe found your customers' list"])]
    assert mails.seen == {1}
    mails.seen.clear()  # killed between storing and marking: it comes again
    read_mailbox(house, clock.now())
    assert len(reports(house)) == 1
    assert mails.seen == {1}


def test_an_answer_goes_on_in_its_report_by_what_it_answers_or_by_the_address(house, mails):
    mails.raw = [mail()]
    read_mailbox(house, clock.now())
    with house.db.reading() as session:
        [report] = list_reports(session, open_only=True)
        token = token_of(session, report)
    mails.raw += [
        mail("One more thing", number=2, In_Reply_To="<1@example.org>"),
        mail("And another", number=3, To=f"Intake <intake+{token}@example.com>"),
        mail("Something else", number=4, To="intake+0000@example.com"),
    ]
    read_mailbox(house, clock.now())
    found = {title: said for title, _, said in reports(house)}
    assert sorted(len(said) for _, _, said in reports(house)) == [1, 3]
    assert found


def test_what_a_machine_answers_by_itself_is_let_go(house, mails):
    mails.raw = [mail(Auto_Submitted="auto-replied")]
    read_mailbox(house, clock.now())
    assert reports(house) == []
    assert mails.seen == {1}


def test_a_mailbox_that_cannot_be_entered_stops_nothing(house, mails, capfd):
    mails.refuses = True
    mails.raw = [mail()]
    read_mailbox(house, clock.now())
    assert reports(house) == []
    assert PASSWORD not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\nhello",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno parts",
        b"Date: never\r\nFrom: @@@\r\nTo: ,,\r\n\r\n",
        b"Subject: =?utf-8?b?////?=\r\nMessage-ID: <<<\r\n\r\nx",
    ],
)
def test_odd_mails_are_read_all_the_same(raw):
    read_mail(raw)


def test_a_page_is_read_as_its_words():
    raw = mail("<html><head><style>p{}</style></head><p>Your <b>list</b></p></html>").replace(
        b"text/plain", b"text/html"
    )
    assert re.sub(r"\s+", " ", read_mail(raw).text) == "Your list"
