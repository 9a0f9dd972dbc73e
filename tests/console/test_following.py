"""The pages of a playbook that is followed: a newer version beside it, and what a step offers to do."""

import json
import re
from html import unescape

import pytest

from responder.bootstrap import open_house
from responder.settings import Settings
from responder.site.app import make_app
from tests.books.playbook_world import changed
from tests.cli.conftest import home  # noqa: F401 -- its fixture
from tests.cli.home import PASSWORD

NEWER = changed("version: 1.0.0", "version: 2.0.0", changed("Look at one host.", "Look at two hosts."))
OFFERS = "```do\n- {action: page, role: commander}\n- {action: show_obligations}\n- {action: start_subplaybook, playbook: lost-device}\n```\n\nLook at one host."


class Browser:
    """A signed-in person without script."""

    def __init__(self, house):
        self.services = open_house(Settings(home=house.path, shelf=house.shelf))
        self.client = make_app(self.services).test_client()
        self.post("/sign-in", {"login": "cleo", "password": PASSWORD}, on="/sign-in")

    def get(self, path):
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def post(self, path, given, on):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(on).text).group(1)
        answer = self.client.post(path, data={"csrf_token": token, **given}, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)


@pytest.fixture
def house(home, tmp_path):  # noqa: F811 -- the fixture
    (tmp_path / "shelf" / "playbooks").mkdir(parents=True)
    file = tmp_path / "shelf" / "playbooks" / "example.md"
    file.write_text(changed("Look at one host.", OFFERS))
    home.env["RESPONDER_SHELF"] = str(tmp_path / "shelf")
    home.staffed()
    home.number = json.loads(home.run("incident", "open", "Mailbox read", "--playbook", "example", "--json").stdout)[
        "number"
    ]
    home.file = file
    home.shelf = tmp_path / "shelf"
    return home


def run_path(house, browser):
    page = browser.get(f"/incidents/{house.number}/playbook")
    return re.search(rf"/incidents/{house.number}/playbook/[0-9a-f]{{32}}", page).group()


def test_a_step_is_taken_over_from_the_page_that_shows_what_differs(house):
    house.file.write_text(NEWER)
    browser = Browser(house)
    run = run_path(house, browser)
    assert "+Look at two hosts." in browser.get(f"{run}/newer")
    browser.post(f"{run}/newer", {"step": "look"}, on=f"{run}/newer")
    assert "Version 1.0.0+2.0.0" in browser.get(f"/incidents/{house.number}/playbook")
    browser.post(f"{run}/newer", {"whole": "1"}, on=f"{run}/newer")
    assert "See what differs" not in browser.get(f"/incidents/{house.number}/playbook")
    browser.services.db.dispose()


def test_what_a_step_offers_is_done_at_once_or_leads_to_its_page(house):
    browser = Browser(house)
    step = f"{run_path(house, browser)}/look"
    assert "Called: " in browser.post(f"{step}/do/1", {}, on=step) + browser.get(f"/incidents/{house.number}/timeline")
    assert "is owed" in browser.post(f"{step}/do/2", {}, on=step)
    assert "Started from a step of another playbook" in browser.post(f"{step}/do/3", {}, on=step)
    browser.services.db.dispose()
