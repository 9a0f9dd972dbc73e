"""The doctor: what fails first, with the line that mends it; exit 1 where something does."""

import json

from responder import clock
from responder.agenda.actions import beat


def findings(said):
    document = json.loads(said.stdout)
    assert document["format"] == "responder/readiness/1"
    return {each["key"]: each["state"] for each in document["findings"]}


def test_a_fresh_house_lacks_a_worker_and_a_backup_and_says_how_to_mend_it(home):
    home.staffed()
    said = home.run("doctor", "--offline", exit_code=1).stdout
    assert said.startswith("fail")
    assert "`responder worker` beside another web server" in said
    states = findings(home.run("doctor", "--offline", "--json", exit_code=1))
    assert (states["clock"], states["backup"], states["gobag"], states["keys"]) == ("fail", "fail", "warn", "ok")


def test_with_a_living_clock_and_a_backup_nothing_fails(home, tmp_path):
    home.staffed()
    home.run("backup", tmp_path / "data.zip")
    services = home.services()
    with services.db.writing() as session:
        beat(session, owner="a worker", now=clock.now())
    services.db.dispose()
    states = findings(home.run("doctor", "--offline", "--json"))
    assert (states["clock"], states["backup"]) == ("ok", "ok")
    assert "fail" not in states.values()


def test_it_speaks_chinese_and_names_what_a_provider_needs(home):
    home.staffed()
    chosen = {"RESPONDER_EMAIL_CHANNEL": "sendgrid", "RESPONDER_SENDGRID_API_KEY": "SG.example"}
    states = findings(home.run("doctor", "--offline", "--json", exit_code=1, **chosen))
    assert (states["public_url"], states["webhook_key"], states["provider.sendgrid"]) == ("fail", "fail", "warn")
    assert "没有工作进程运行过" in home.run("doctor", "--offline", "--language", "zh", exit_code=1).stdout


def test_a_damaged_key_is_found(home):
    home.staffed()
    home.open_incident(entries=1)
    damaged = next(path for path in (home.path / "keys").glob("*.key") if path.stem != "house")
    damaged.write_text("{}", encoding="ascii")
    assert findings(home.run("doctor", "--offline", "--json", exit_code=1))["keys"] == "fail"
