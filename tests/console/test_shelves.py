"""The law library and the playbooks, to be read before they are needed; and the help page."""

from tests.console.people import seen


def test_the_law_library_is_found_by_name_and_place(odo):
    assert "eu-gdpr" in seen(odo.get("/law"))
    page = seen(odo.get("/law?q=california"))
    assert "us-ca" in page
    assert "uk-gdpr" not in page


def test_the_law_library_is_found_by_authority(odo):
    page = seen(odo.get("/law?q=information+commissioner"))
    assert "uk-gdpr" in page
    assert "us-ca" not in page


def test_law_that_waits_shows_its_first_day(odo):
    assert "from 2026-12-01" in seen(odo.get("/law?q=cl-ley-21719"))
    assert "Not yet in force from 2026-12-01" in seen(odo.get("/law/cl-ley-21719"))


def test_a_regime_says_when_only_our_own_examples_check_it(odo, staffed_house):
    regimes = staffed_house.library.regimes.values()
    ours = next(each.id for each in regimes if not any(example.outside for example in each.examples))
    outside = next(each.id for each in regimes if any(example.outside for example in each.examples))
    assert "Untested against outside answers" in seen(odo.get(f"/law/{ours}"))
    assert "Untested against outside answers" not in seen(odo.get(f"/law/{outside}"))


def test_a_regime_shows_its_duties_clocks_and_sources(odo):
    page = seen(odo.get("/law/eu-gdpr"))
    assert "72 hours" in page
    assert "Sources" in page
    odo.get("/law/atlantis", status=404)


def test_every_regime_of_the_library_can_be_read(odo, staffed_house):
    for regime in list(staffed_house.library.regimes)[::7]:
        odo.get(f"/law/{regime}")


def test_every_playbook_can_be_read_in_both_languages(kim, staffed_house):
    for language in ("en", "zh"):
        kim.post("/preferences/language", language=language, next="/")
        for name in staffed_house.playbooks:
            kim.get(f"/playbooks/{name}")
    kim.get("/playbooks/astrology", status=404)


def test_help_lists_the_keys(odo):
    assert "Keys do nothing while you type" in seen(odo.get("/help"))
