"""Following a playbook from the command line: what is to do now, and every deed on a step."""

import json

import pytest

from tests.books.playbook_world import GOOD
from tests.cli.home import PASSWORD


@pytest.fixture
def number(home, tmp_path):
    (tmp_path / "shelf" / "playbooks").mkdir(parents=True)
    (tmp_path / "shelf" / "playbooks" / "example.md").write_text(GOOD)
    home.env["RESPONDER_SHELF"] = str(tmp_path / "shelf")
    home.staffed()
    number = json.loads(home.run("incident", "open", "Mailbox read", "--json").stdout)["number"]
    home.run("playbooks", "start", number, "example")
    return number


def step(home, number, step_id):
    shown = json.loads(home.run("playbooks", "steps", number, "--json").stdout)
    return next(one for one in shown["steps"] if one["id"] == step_id)


def test_what_is_to_do_now_is_shown_with_who_is_on_it_and_where_decisions_lead(home, number):
    home.run("playbooks", "take", number, "look")
    shown = home.run("playbooks", "steps", number).stdout
    assert "current        look" in shown
    assert "Person Two is on it" in shown
    assert "→ act" in shown
    assert "waits for" not in shown
    assert "waits for" in home.run("playbooks", "steps", number, "--all").stdout
    home.run("playbooks", "take", number, "look", exit_code=1)
    home.run("playbooks", "take", number, "look", "--put-down")
    home.run("logout")
    home.run("playbooks", "tick", number, "look", exit_code=3)


def test_a_step_is_decided_ticked_opened_again_and_left_out_and_the_end_names_what_is_open(home, number):
    assert "A decision of this step is open" in home.run("playbooks", "tick", number, "look", exit_code=2).stderr
    home.run("playbooks", "decide", number, "look", "real")
    home.run("playbooks", "tick", number, "look")
    assert step(home, number, "look")["state"] == "done"
    home.run("playbooks", "reopen", number, "look", "--reason", "The other host too")
    home.run("playbooks", "skip", number, "look", exit_code=2)
    home.run("playbooks", "skip", number, "look", "--not-applicable", "--reason", "It was a test")
    assert step(home, number, "look")["state"] == "not_applicable"
    assert "Steps are open that must be done" in home.run("playbooks", "finish", number, exit_code=2).stderr
    assert "left open: act" in home.run("playbooks", "finish", number, "--reason", "It was a test").stdout


def test_a_step_is_given_to_several_and_handed_over_only_when_the_other_accepts(home, number):
    home.run("playbooks", "give", number, "look", "ada", "cleo")
    assert (
        "ada" in home.run("timeline", "show", number).stdout
        or "Person One" in home.run("timeline", "show", number).stdout
    )
    home.run("playbooks", "take", number, "look")
    assert "stays where it is" in home.run("playbooks", "hand-over", number, "look", "--to", "ada").stdout
    cleo = step(home, number, "look")["taken_by"]
    home.run("playbooks", "answer", number, exit_code=2)
    home.run("login", "ada", typed=PASSWORD)
    home.run("playbooks", "answer", number)
    assert step(home, number, "look")["taken_by"] not in {None, cleo}


def test_a_seat_is_handed_over_by_its_holder_alone(home, number):
    assert (
        "There is no such seat"
        in home.run("playbooks", "hand-over", number, "throne", "--seat", "--to", "ada", exit_code=2).stderr
    )
    said = home.run("playbooks", "hand-over", number, "commander", "--seat", "--to", "ada", exit_code=1)
    assert "do not sit on this seat" in said.stderr
