import json


def test_what_fires_next_is_listed_with_when_and_to_whom(home):
    home.staffed()
    number = json.loads(home.run("incident", "open", "Mailbox read", "--playbook", "ransomware", "--json").stdout)["number"]
    found = json.loads(home.run("agenda", "--json").stdout)
    assert found["format"] == "responder/agenda/1"
    assert found["clock_alive"] is False
    assert {row["incident"] for row in found["firing"]} == {number}
    assert {tuple(row["to"]) for row in found["firing"]} == {("cleo",)}
    times = [row["sends_at"] for row in found["firing"]]
    assert times == sorted(times)
    shown = home.run("agenda", "--incident", number)
    assert "seats" in shown.stdout
    assert "No clock is running" in shown.stderr
