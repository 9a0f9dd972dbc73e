"""Knocking at a watcher outside."""

from responder.channels.heartbeat import knock
from tests.channels.providers import serving


class Watcher:
    """Answers each knock as it is told."""

    def __init__(self, status):
        self.status, self.knocks = status, 0
        self.left = type("Left", (), {"set": lambda self: None})()

    def serve(self, handler):
        self.knocks += 1
        handler.send_response(self.status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


def test_a_knock_is_heard_or_not():
    for status, heard in ((200, True), (204, True), (404, False), (500, False)):
        watcher = Watcher(status)
        with serving(watcher) as url:
            assert knock(url) is heard
        assert watcher.knocks == 1
    assert not knock("http://127.0.0.1:9/")
