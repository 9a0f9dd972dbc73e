"""The list of incidents, and opening one."""

from tests.console.people import complaints, seen


def test_one_line_and_one_tap_open_an_incident(kim):
    room = kim.post("/incidents/new", follow=True, title="  Laptop   left in a train ", kind="real")
    assert "Laptop left in a train" in seen(room)
    assert "INC-" in seen(kim.get("/"))


def test_a_drill_has_its_own_numbers_and_says_so(kim):
    assert "Drill" in seen(kim.post("/incidents/new", follow=True, title="Fire alarm for data", kind="drill"))
    assert "DRILL-" in seen(kim.get("/drills"))
    assert "DRILL-" not in seen(kim.get("/"))


def test_an_incident_without_a_title_comes_back_with_its_kind_kept(kim):
    answer = kim.post("/incidents/new", status=422, title="   ", kind="drill")
    assert "Fill this in" in complaints(answer)
    assert "<title>Error:" in answer.text
    assert 'value="drill" checked' in answer.text


def test_too_long_a_title_says_how_long_it_may_be(kim):
    answer = kim.post("/incidents/new", status=422, title="x" * 201, kind="real")
    assert "at most 200" in complaints(answer)
    assert "x" * 201 in answer.text


def test_a_playbook_starts_with_the_incident(kim):
    room = kim.post("/incidents/new", follow=True, title="Everything is encrypted", kind="real", playbook="ransomware")
    assert "Call the insurer" in seen(room)


def test_the_list_is_filtered_by_state_and_words(kim, incident):
    assert incident in seen(kim.get("/"))
    assert incident not in seen(kim.get("/?state=closed"))
    assert incident in seen(kim.get("/?q=ENCRYPTED"))
    assert incident not in seen(kim.get("/?q=elephant"))


def test_nonsense_in_the_address_is_no_error(kim, incident):
    assert incident in seen(kim.get("/?state=bogus&from=minus"))


def test_an_auditor_sees_the_list_and_cannot_open_one(odo, incident):
    assert incident in seen(odo.get("/"))
    odo.get("/incidents/new", status=403)


def test_an_incident_that_is_not_there_says_so(kim):
    assert "There is no incident" in seen(kim.get("/incidents/INC-1999-0001", status=404))
