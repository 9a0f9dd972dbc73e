"""``responder letters``, ``substitute``, ``codes``, ``help-desk`` and ``transfers``, as somebody types them."""

import json

import pytest

from responder.deliveries.queries import get_campaign
from responder.intake.queries import get_incident
from responder.post.queries import get_group
from tests.deliveries.campaigns import approved_notice, campaign_for, incident_with
from tests.deliveries.printhouse import HEADER, LETTER, household


@pytest.fixture
def posted(home):
    """A home with a campaign by post that counsel has started: three people, one of them without an address."""
    home.staffed()
    services = home.services()
    rows = [household(1, data="name;ssn"), household(2, data="name;ssn"), household(3, address="")]
    incident = incident_with(services, rows, header=HEADER)
    with services.db.writing() as session:
        notice = approved_notice(session, incident)
    home.campaign = campaign_for(services, incident, notice_id=notice, ladder=(LETTER,), laid_out=False)
    with services.db.reading() as session:
        home.incident = get_incident(session, incident).number
    services.db.dispose()
    return home


def start(home):
    home.run("campaign", "start", home.campaign, typed="2\n")
    services = home.services()
    with services.db.writing() as session:  # the time to undo is over
        campaign = get_campaign(session, home.campaign)
        campaign.not_before = get_group(session, campaign.id).not_before = campaign.started_at
    services.db.dispose()


def test_letters_are_printed_looked_at_taken_mailed_and_followed_up(posted, tmp_path):
    start(posted)
    assert "run 1: printed; 2 letters, 2 pages" in posted.run("letters", "print", posted.campaign).stdout
    sample = posted.run("letters", "sample", posted.campaign).stdout
    assert "name: Person Number1" in sample
    assert "Dear Person Number1," in sample
    posted.run("letters", "take", posted.campaign, "--to", tmp_path / "out", exit_code=2)
    posted.run("letters", "release", posted.campaign, "--looked-at", "1", exit_code=2)
    posted.run("letters", "release", posted.campaign, "--looked-at", "2")
    posted.run("letters", "take", posted.campaign, "--to", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"manifest.json", "part-0001.pdf", "part-0001.csv"}
    said = posted.run("letters", "proof", posted.campaign, tmp_path / "out" / "part-0001.pdf").stdout
    assert said == "2 pages compared, 0 do not hold.\n"
    posted.run("letters", "hand-over", posted.campaign, "--to", "Example print house", "--receipt", "R-1")
    posted.run("letters", "mailed", posted.campaign, "--letters", "2")
    assert json.loads(posted.run("letters", "status", posted.campaign, "--json").stdout)["paper"] == {"mailed": 2}

    mark = (tmp_path / "out" / "part-0001.csv").read_text().splitlines()[1].rpartition(",")[2]
    (tmp_path / "back.csv").write_text(f"mark,result,reason\n{mark},returned,moved\nnonsense,returned,\n")
    said = posted.run("letters", "returns", posted.campaign, tmp_path / "back.csv", exit_code=1)
    assert "Came back: 1." in said.stdout
    assert "line 3: this is no mark of a letter" in said.stderr
    posted.run("letters", "give-up", posted.campaign, "--reason", "the register knows no other address")
    found = json.loads(posted.run("substitute", "list", posted.campaign, "--json").stdout)
    assert found["unreachable"] == {"DE": 2}


def test_codes_are_imported_counted_and_the_short_pool_is_told(posted, tmp_path):
    (tmp_path / "codes.txt").write_text("A-1\nA-2\n")
    given = ("--service", "Example Watch", "--months", "24", "--data", "ssn", "--enrol-by", "2099-01-01")
    assert "2 codes are new" in posted.run("codes", "import", posted.incident, tmp_path / "codes.txt", *given).stdout
    (pool,) = json.loads(posted.run("codes", "status", posted.incident, "--json").stdout)["pools"]
    assert (pool["free"], pool["need"], pool["short"]) == (2, 2, 0)
    posted.run("codes", "settle", posted.incident, pool["pool"][:8], "--return-unused")
    posted.run("codes", "status", posted.incident, exit_code=1)


def test_the_help_desk_answers_and_its_questions_are_listed(posted):
    said = posted.run("help-desk", "ask", posted.incident, "--email", "x@example.org", "--reason", "ticket 7").stdout
    assert "a letter goes to the contact details we hold" in said
    posted.run("help-desk", "ask", posted.incident, "--reason", "ticket 7", exit_code=2)
    (asked,) = json.loads(posted.run("help-desk", "list", posted.incident, "--json").stdout)["look_ups"]
    assert (asked["reason"], asked["told"]) == ("ticket 7", False)


def test_in_trial_mode_no_transfer_waits_for_a_basis(posted):
    assert posted.run("transfers", "list", posted.campaign).stdout == ""
    posted.run(
        "transfers", "decide", "--channel", "sendgrid", "--region", "us", "--country", "de", "--basis", "clauses"
    )
