"""Counsel's workspace: seen by counsel and whom counsel names; nowhere else, until it is released."""

import io
import re
import zipfile

import pytest

from responder.counsel.queries import list_papers
from responder.intake.queries import get_incident
from responder.obligations.queries import current
from tests.console.people import record, seen

SECRET = "We think the thirty days ran from the ninth, which nobody else has said"
PEOPLE = [{"where": "US-CA", "count": 612, "data": ["name", "ssn"]}, {"where": "DE", "count": 9, "data": ["name"]}]


@pytest.fixture
def lin(front_door):
    """Counsel."""
    return front_door.person("lin")


@pytest.fixture
def ray(front_door):
    """A responder."""
    return front_door.person("ray")


@pytest.fixture
def known(incident, staffed_house):
    """An incident whose clocks can be read in more than one way."""
    record(staffed_house, incident, people=PEOPLE, **{"exposure.encrypted": False, "exposure.form": "electronic",
                                                       "exposure.acquired": True})  # fmt: skip
    return incident


def contested(house, number):
    """A duty with another reading of its time, and what would change it."""
    with house.db.reading() as session:
        owed = current(session, get_incident(session, number).id)
    return next(duty for duty in owed if duty.answer["due"]["contested"] and duty.answer["would_change"])


def kept(lin, number, text=SECRET):
    return lin.post(f"/incidents/{number}/counsel/papers", kind="note", title="On the clock", text=text, follow=True)


def paper_of(house, number):
    with house.db.reading() as session:
        return list_papers(session, get_incident(session, number).id)[0]


def test_counsel_sees_advice_readings_and_levers(lin, known):
    page = seen(lin.get(f"/incidents/{known}/counsel"))
    assert "Prepared for counsel" in page
    assert "ENISA severity" in page
    assert "Nearest published examples" in page
    assert "read otherwise:" in page
    assert "What alone would change what is owed" in page


def test_nobody_else_sees_it_unless_counsel_names_them(lin, ray, kim, known):
    for person in (ray, kim):
        person.get(f"/incidents/{known}/counsel", status=403)
        assert "/counsel" not in person.get(f"/incidents/{known}").text
    lin.post(f"/incidents/{known}/counsel/readers", login="ray")
    assert "Counsel's workspace" in seen(ray.get(f"/incidents/{known}/counsel"))
    assert f"/incidents/{known}/counsel" in ray.get(f"/incidents/{known}").text
    kim.get(f"/incidents/{known}/counsel", status=403)
    account = re.search(r"/readers/(\w+)/end", lin.get(f"/incidents/{known}/counsel").text)[1]
    lin.post(f"/incidents/{known}/counsel/readers/{account}/end")
    ray.get(f"/incidents/{known}/counsel", status=403)


def test_who_is_named_reads_and_writes_nothing(lin, ray, known):
    lin.post(f"/incidents/{known}/counsel/readers", login="ray")
    ray.post(f"/incidents/{known}/counsel/papers", 403, kind="note", title="Mine", text="Mine")
    ray.post(f"/incidents/{known}/counsel/readers", 403, login="kim")


def test_contested_readings_and_what_would_change_it_are_not_shown_to_a_responder(lin, ray, known, staffed_house):
    duty = contested(staffed_house, known)
    address = f"/incidents/{known}/owed/{duty.identity}"
    reading = duty.answer["due"]["contested"][0]["reading"]
    assert "What would change it" in seen(lin.get(address))
    assert reading in seen(lin.get(address))
    for page in (address, f"/incidents/{known}/owed", f"/incidents/{known}", f"/incidents/{known}/timeline",
                 f"/incidents/{known}/judging", f"/incidents/{known}/report"):  # fmt: skip
        said = seen(ray.get(page))
        assert "What would change it" not in said
        assert "Read otherwise" not in said
        assert reading not in said


def test_a_paper_is_out_of_timeline_report_and_bundle_until_it_is_released(lin, ray, kim, known, staffed_house):
    duty = contested(staffed_house, known)
    reading = duty.answer["due"]["contested"][0]["reading"]
    assert SECRET in seen(kept(lin, known))
    for person in (ray, kim, lin):
        assert SECRET not in seen(person.get(f"/incidents/{known}/timeline"))
    assert SECRET not in seen(ray.get(f"/incidents/{known}/report"))
    texts = bundle(kim, known)
    assert SECRET not in texts
    assert reading not in texts
    assert '"would_change":' not in texts
    assert '"contested":' not in texts
    assert "nearest published" not in texts.lower()

    paper = paper_of(staffed_house, known)
    lin.post(f"/incidents/{known}/counsel/papers/{paper.id}/release", reason="The authority asked for it")
    assert SECRET in seen(ray.get(f"/incidents/{known}/timeline"))
    assert SECRET in bundle(kim, known)


def bundle(person, number):
    """Every text of the proof bundle but the law's own."""
    answer = person.post(f"/incidents/{number}/report/bundle.zip", 200)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = [name for name in archive.namelist() if not name.endswith(".yaml")]  # the law itself is no advice
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in names)


def test_only_counsel_releases_and_only_once(lin, ray, known, staffed_house):
    kept(lin, known)
    paper = paper_of(staffed_house, known)
    ray.post(f"/incidents/{known}/counsel/papers/{paper.id}/release", 403, reason="Why not")
    address = f"/incidents/{known}/counsel/papers/{paper.id}/release"
    lin.post(address, reason="Asked for by the court")
    lin.post(address, 409, reason="Again")


def test_a_what_if_changes_nothing_but_shows_what_would(lin, known, staffed_house):
    with staffed_house.db.reading() as session:
        before = [duty.version for duty in current(session, get_incident(session, known).id)]
    page = lin.post(f"/incidents/{known}/counsel/what-if?fact=exposure.encrypted", 200, value="true")
    assert "Then this would be otherwise" in seen(page)
    assert "California" in seen(page)
    with staffed_house.db.reading() as session:
        assert [duty.version for duty in current(session, get_incident(session, known).id)] == before


def test_a_run_of_a_what_if_is_kept_as_a_paper(lin, known, staffed_house):
    page = lin.post(f"/incidents/{known}/counsel/what-if?fact=exposure.encrypted", 200, value="true")
    text = re.search(r'name="text" value="([^"]*)"', page.text)[1]
    lin.post(f"/incidents/{known}/counsel/papers", kind="what_if", title="What if: encrypted", text=text)
    assert paper_of(staffed_house, known).kind == "what_if"


def test_a_paper_of_another_incident_is_not_found(lin, known):
    lin.post(f"/incidents/{known}/counsel/papers/{'0' * 32}/release", 404, reason="No")
