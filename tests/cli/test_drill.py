"""Drills on the command line."""

import json
import re
from pathlib import Path

from responder import clock
from responder.worker.jobs import JOBS
from tests.books.test_scenarios import GOOD

DRILL = next(job for job in JOBS if job.name == "drill")


def play(home):
    """What the worker does for drills."""
    services = home.services()
    DRILL.work(services, clock.now())
    services.db.dispose()


def test_a_drill_is_started_played_asked_steered_ended_and_scored(home):
    home.staffed()
    said = home.run("drill", "start", "ransomware", "--speed", "120").stdout
    number = re.search(r"DRILL-\d{4}-\d{4}", said)[0]
    assert "120 times the speed of real time" in said
    assert "Scenario ransomware-friday: 7 injects." in said
    play(home)
    assert "Help desk: Files on the share cannot be opened" in home.run("drill", "show", number).stdout
    assert "Nobody knows yet." in home.run("drill", "ask", number, "risk.level", exit_code=1).stdout
    answer = home.run("drill", "ask", number, "incident.ongoing").stdout
    assert "Help desk: New files still change their names" in answer
    assert f"responder incident record {number} 'incident.ongoing=true'" in answer
    assert "it stands" in home.run("drill", "pause", number).stdout
    assert "30 times real time" in home.run("drill", "resume", number, "--speed", "30").stdout
    home.run("drill", "jump", number, "2h")
    play(home)
    came = json.loads(home.run("drill", "show", number, "--json").stdout)["came"]
    assert [one["inject"] for one in came][-1] == "call"
    assert len(came) == 4
    home.run("drill", "end", number)
    score = json.loads(home.run("drill", "score", number, "--json", exit_code=1).stdout)
    assert score["format"] == "responder/drill-score/1"
    assert score["counts"]["missed"] == len(score["marks"]) == 15
    assert "Of 15 things expected by now 0 were done in time." in home.run("drill", "score", number, exit_code=1).stdout
    assert "format: responder/lead-times/1" in home.run("drill", "lead-times", number).stdout


def test_drills_stand_in_no_list_unless_asked_for(home):
    home.staffed()
    real = home.open_incident()
    home.run("drill", "start", "insider", "--no-scenario")
    numbers = [row["number"] for row in json.loads(home.run("incident", "list", "--json").stdout)]
    assert numbers == [real]
    drills = [row["number"] for row in json.loads(home.run("incident", "list", "--kind", "drill", "--json").stdout)]
    assert drills == [row["number"] for row in json.loads(home.run("drill", "list", "--json").stdout)]
    assert drills[0].startswith("DRILL-")
    register = home.run("register-of-breaches", "--json").stdout
    assert real in register
    assert "DRILL" not in register
    home.run("drill", "score", drills[0], exit_code=2)


def test_a_scenario_of_ones_own_is_checked_and_played_from_its_file(home, tmp_path):
    home.staffed()
    file = Path(tmp_path) / "evening.md"
    file.write_text(GOOD.replace("fact: risk.level", "fact: risk.levels"), encoding="utf-8")
    wrong = home.run("drill", "lint", file, exit_code=1).stdout
    assert re.match(rf"{file}:\d+:1 unknown-fact the fact 'risk.levels' is not known; did you mean risk.level\?", wrong)
    file.write_text(GOOD, encoding="utf-8")
    assert home.run("drill", "lint", file).stdout == ""
    assert "Scenario evening: 2 injects." in home.run("drill", "start", "ransomware", "--scenario", file).stdout
    home.run("drill", "start", "insider", "--scenario", file, exit_code=2)
    home.run("drill", "start", "insider", "--scenario", "nothing", exit_code=2)


def test_a_guest_is_named_listed_and_taken_off_again(home):
    home.staffed()
    number = re.search(r"DRILL-\d{4}-\d{4}", home.run("drill", "start", "insider", "--no-scenario").stdout)[0]
    added = home.run("drill", "guests", "add", number, "--email", "guest@example.org")
    assert "/drill-guest/" in added.stdout
    (guest,) = json.loads(home.run("drill", "guests", "list", number, "--json").stdout)
    assert guest["address"] == "guest@example.org"
    assert guest["confirmed_at"] is None
    home.run("drill", "guests", "remove", number, guest["id"])
    assert json.loads(home.run("drill", "guests", "list", number, "--json").stdout) == []
    home.run("drill", "guests", "add", number, exit_code=2)
    home.run("drill", "guests", "add", home.open_incident(), "--phone", "+4930901820", exit_code=1)
