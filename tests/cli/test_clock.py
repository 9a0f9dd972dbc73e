"""How a clock ended, as counsel types it."""

import json

from tests.cli.test_decide_not import DUTY, opened


def test_an_ending_is_recorded_listed_and_taken_back(home):
    number = opened(home)
    refused = home.run("clock", "end", number, *DUTY, "filed", exit_code=2)
    assert "Nothing proves it" in refused.stderr
    said = home.run("clock", "end", number, *DUTY, "filed", "--reference", "AZ 12", "--at", "2026-11-24T10:00:00+01:00")
    assert "done" in said.stdout
    [row] = json.loads(home.run("clock", "list", number, "--json").stdout)["ends"]
    assert (row["way"], row["reference"]) == ("filed", "AZ 12")
    assert "AZ 12" in home.run("clock", "list", number).stdout
    assert "Taken back" in home.run("clock", "take-back", number, row["id"], "--reason", "The portal refused it").stdout
    assert "taken back" in home.run("clock", "list", number).stdout
