"""Incidents for programs: the same guard, JSON instead of pages."""


def test_incidents_come_as_json(odo, incident):
    (row,) = odo.browser.get("/api/incidents").json
    assert (row["number"], row["kind"], row["state"]) == (incident, "real", "open")


def test_a_program_without_a_sign_in_gets_json_and_no_page(visitor):
    answer = visitor.browser.get("/api/incidents")
    assert (answer.status_code, answer.mimetype) == (401, "application/json")


def test_an_api_address_that_is_none_says_so(odo):
    assert odo.browser.get("/api/nothing").status_code == 404
