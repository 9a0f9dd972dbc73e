"""Real SMTP servers on loopback, one a way of behaving."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Book:
    """A mail server that writes down what it took over, and refuses by the recipient's name."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's name
        if address.startswith("nobody"):
            return "550 5.1.1 no such user here"
        if address.startswith("later"):
            return "451 4.2.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(envelope)
        if envelope.rcpt_tos[0].startswith("dropped"):
            session.transport_to_drop.close()
            return "250 never heard"
        return "250 OK queued"


class _Server(SMTP):
    async def smtp_DATA(self, arg):  # noqa: N802
        self.session.transport_to_drop = self.transport
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self):
        return _Server(self.handler, enable_SMTPUTF8=True, hostname="mail.example.net")


@contextmanager
def mail_server(book):
    controller = _Controller(book, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent_server(*, says=b""):
    """A server that takes connections, says its one line and then nothing, until it is left."""
    listener = socket.create_server(("127.0.0.1", 0))
    held = []

    def serve():
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            held.append(peer)
            peer.sendall(says)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for peer in held:
            peer.close()


@contextmanager
def server_that_hangs_after_the_text():
    """It plays along until the message is through, and then never answers."""
    listener = socket.create_server(("127.0.0.1", 0))
    texts, leave = [], threading.Event()

    def talk(peer):
        with peer, peer.makefile("rb") as lines:
            peer.sendall(b"220 mail.example.net ready\r\n")
            while line := lines.readline():
                if line.upper().startswith(b"DATA"):
                    peer.sendall(b"354 go on\r\n")
                    texts.append(b"".join(iter(lines.readline, b".\r\n")))
                    leave.wait(30)
                    return
                peer.sendall(b"250 OK\r\n")

    def serve():
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(peer,), daemon=True).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], texts
    finally:
        leave.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
