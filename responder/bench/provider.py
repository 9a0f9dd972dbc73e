"""A provider that answers at once, as a process of its own, so that it takes no time from whoever is measured.

``python -m responder.bench.provider`` says its port and serves until its input ends. It keeps a book of the messages
it took, and gives out what its event webhook would say of them, a thousand at a time.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

BOUNCES_EVERY = 100
EVENTS_A_CALL = 1_000
_OUR_ID = re.compile(rb'"responder_id": ?"([0-9a-f]{32})"')

TAKEN = json.dumps({"sid": "SM" + "0" * 32, "status": "queued"}).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    book: ClassVar[Counter[str]] = Counter()
    untold: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        is_mail = self.path.startswith("/v3/")
        if is_mail:
            ids = [found.decode() for found in _OUR_ID.findall(asked)]
            self.book.update(ids)
            self.untold.extend(ids)
        body = b"" if is_mail else TAKEN
        self.send_response(202 if is_mail else 201)
        self.send_header("X-Message-Id", "message")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """``/book``: how many messages, how many were taken twice. ``/events``: what was not said yet."""
        if self.path == "/book":
            answer: object = {"messages": len(self.book), "twice": sum(times > 1 for times in self.book.values())}
        else:
            told, self.untold[:EVENTS_A_CALL] = self.untold[:EVENTS_A_CALL], []
            answer = [_event(message_id) for message_id in told]
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name there
        pass


def _event(message_id: str) -> dict[str, object]:
    said: dict[str, object] = {"responder_id": message_id, "timestamp": int(time.time()), "event": "delivered"}
    if int(message_id[-8:], 16) % BOUNCES_EVERY == 0:
        said |= {"event": "bounce", "status": "5.1.1", "reason": "550 5.1.1 no such user"}
    return said


@contextmanager
def provider() -> Iterator[str]:
    """Its address, while it serves."""
    command = [sys.executable, "-m", "responder.bench.provider"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield f"http://127.0.0.1:{(process.stdout or sys.stdin).readline().strip()}"
        finally:
            if process.stdin is not None:
                process.stdin.close()
            process.wait()


def _serve() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    _serve()
