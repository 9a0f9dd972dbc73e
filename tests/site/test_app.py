"""One app out of console, api and hooks."""

from responder import clock
from responder.agenda.actions import beat
from responder.site.app import trusted_hosts
from tests.console.people import seen


def test_health_is_503_while_nothing_would_be_sent_and_200_once_the_clock_ticks(front_door):
    outside = front_door.app.test_client()
    assert outside.get("/health").status_code == 503
    with front_door.services.db.writing() as session:
        beat(session, owner="test", now=clock.now())
    answer = outside.get("/health")
    assert (answer.status_code, answer.json["clock"]) == (200, "running")


def test_links_are_built_from_names_of_ours_alone():
    assert trusted_hosts("https://breach.example.com", "0.0.0.0") == [
        "127.0.0.1",
        "[::1]",
        "breach.example.com",
        "localhost",
    ]


def test_too_large_a_form_is_refused_with_words(kim, incident):
    answer = kim.browser.post(
        f"/incidents/{incident}/timeline", data={"csrf_token": kim.csrf(), "text": "x" * 3_000_000}
    )
    assert answer.status_code == 413
    assert "larger than this form takes" in seen(answer)


def test_an_error_nobody_foresaw_shows_no_trace(front_door, kim, monkeypatch):
    def broken():
        raise RuntimeError("p1@example.org must not be shown")

    monkeypatch.setitem(front_door.app.view_functions, "help.page", broken)
    broken.guarded = front_door.app.view_functions["account.page"].guarded
    answer = kim.browser.get("/help")
    assert answer.status_code == 500
    assert "example.org" not in answer.text
    assert "Traceback" not in answer.text
