"""The go-bag as somebody opens it at night, from a file, with no server anywhere."""

from responder import clock
from responder.formats.sealed_page import read_notes
from responder.worker.packing import write_gobag

PASSPHRASE = "quiet harbour lantern four"


def test_it_opens_by_its_passphrase_alone_takes_notes_and_gives_them_back(served, browser, tmp_path):
    bag = tmp_path / "gobag.html"
    write_gobag(served.services, bag, PASSPHRASE, language="en", by="system", now=clock.now())
    context = browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(bag.as_uri())
    page.fill("#passphrase", "something else")
    page.click("#door button")
    page.get_by_text("This passphrase does not open it.").wait_for()
    page.fill("#passphrase", PASSPHRASE)
    page.click("#door button")
    page.get_by_role("heading", name="Whom to call").wait_for()
    assert page.get_by_role("heading", name="Playbooks").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.fill("#who", "Kim")
    page.fill("#what", "Mail is down, phones work")
    page.get_by_role("button", name="Add it").click()
    page.locator("ol.notes li").get_by_text("Mail is down").wait_for()
    with page.expect_download() as downloading:
        page.click("#save")
    saved = tmp_path / "notes.json"
    downloading.value.save_as(saved)
    assert "Mail is down" not in saved.read_text()
    [note] = read_notes(saved.read_text(), PASSPHRASE, name="notes.json")
    assert (note["who"], note["what"]) == ("Kim", "Mail is down, phones work")
    page.reload()
    page.fill("#passphrase", PASSPHRASE)
    page.click("#door button")
    page.locator("ol.notes li").get_by_text("Mail is down").wait_for()  # kept in the browser, sealed
    assert {url.partition(":")[0] for url in asked} <= {"file", "blob"}
    context.close()
