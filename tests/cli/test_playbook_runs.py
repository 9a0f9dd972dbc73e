import json

import pytest

from tests.books.playbook_world import GOOD, changed

NEWER = changed("version: 1.0.0", "version: 2.0.0", changed("Look at one host.", "Look at two hosts."))


@pytest.fixture
def followed(home, tmp_path):
    """An incident that follows version 1.0.0 of a playbook of the firm's own, of which the shelf then has 2.0.0."""
    (tmp_path / "shelf" / "playbooks").mkdir(parents=True)
    file = tmp_path / "shelf" / "playbooks" / "example.md"
    file.write_text(GOOD)
    home.env["RESPONDER_SHELF"] = str(tmp_path / "shelf")
    home.staffed()
    number = json.loads(home.run("incident", "open", "Mailbox read", "--playbook", "example", "--json").stdout)["number"]
    file.write_text(NEWER)
    return number


def test_the_difference_to_the_shelf_is_shown_step_by_step(home, followed):
    shown = home.run("playbooks", "diff", "example", followed).stdout
    assert "the run follows 1.0.0, the shelf has 2.0.0" in shown
    assert "changed look  Look" in shown
    assert "+Look at two hosts." in shown
    found = json.loads(home.run("playbooks", "diff", "example", followed, "--json").stdout)
    assert [change["step"] for change in found["changes"]] == [None, "look"]
    assert json.loads(home.run("playbooks", "diff", "example", found["run"], "--json").stdout) == found


def test_one_step_is_adopted_and_then_the_rest(home, followed):
    said = home.run("playbooks", "adopt", followed, "--step", "look").stdout
    assert said == f"example is followed as version 1.0.0+2.0.0 in {followed}.\n"
    assert "version 2.0.0" in home.run("playbooks", "adopt", followed).stdout
    assert "nothing differs" in home.run("playbooks", "diff", "example", followed).stdout
    assert "Playbook changed while it runs" in home.run("timeline", "show", followed).stdout


def test_a_playbook_that_does_not_run_there_is_answered_with_those_that_do(home, followed):
    assert "expected example" in home.run("playbooks", "diff", "other", followed, exit_code=2).stderr
