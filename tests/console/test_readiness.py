"""What the doctor finds, as administrators see it."""

from tests.console.people import seen


def test_an_administrator_sees_what_fails_and_what_mends_it(front_door):
    maxim = front_door.person("max")
    page = seen(maxim.get("/readiness"))
    assert "No worker ever ran" in page
    assert "What to do" in page
    assert "No worker ever ran" in seen(maxim.post("/readiness", 200))


def test_it_is_not_for_everybody(front_door):
    front_door.person("ray").get("/readiness", 403)
