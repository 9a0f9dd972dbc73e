"""Lists of the people affected: looked at before they are imported, mended, joined by a person's word, counted."""

import html
import io
import re

import pytest

from tests.console.people import complaints, seen

GOOD = "Kundennummer;Name;E-Mail;Land\n" + "".join(f"{n};Person {n};p{n}@example.org;DE\n" for n in range(1, 41))
BAD = GOOD + "99;;kaputt@@x;Atlantis\n"


def mapping_of(page):
    """The choices of the page as it suggests them."""
    rows = re.findall(r'<select id="column-\d+" name="([^"]+)">(.*?)</select>', page.text, re.DOTALL)
    chosen = {html.unescape(name): re.search(r'value="([^"]*)" selected', options) for name, options in rows}
    return {name: found[1] for name, found in chosen.items() if found}


@pytest.fixture
def upload(kim, incident):
    def upload(content, name="customers.csv"):
        content = content if isinstance(content, bytes) else content.encode()
        return kim.post(f"/incidents/{incident}/affected", file=(io.BytesIO(content), name)).headers["Location"]

    return upload


def test_a_list_is_shown_first_and_imported_as_confirmed(kim, incident, upload):
    address = upload(GOOD)
    page = kim.get(address)
    assert "p1@example.org" in seen(page)
    assert mapping_of(page)["column:E-Mail"] == "email"
    done = kim.post(address, follow=True, data="name, email", **mapping_of(page))
    assert "People kept: 40" in seen(done)
    assert "Germany 40" in seen(kim.get(f"/incidents/{incident}/affected"))


def test_a_bad_row_waits_with_its_reason_and_comes_back_as_a_file(kim, upload):
    address = upload(BAD)
    done = kim.post(address, follow=True, data="name", **mapping_of(kim.get(address)))
    assert "kaputt" not in seen(done)
    waiting = re.search(r'href="([^"]+waiting\.csv)"', done.text)[1]
    returned = kim.get(waiting)
    assert returned.mimetype == "text/csv"
    assert "kaputt@@x" in returned.text


def test_the_same_file_twice_is_refused_unless_one_means_it(kim, upload):
    first, second = upload(GOOD), upload(GOOD)
    chosen = mapping_of(kim.get(first))
    kim.post(first, data="name", **chosen)
    answer = kim.post(second, status=422, data="name", **chosen)
    assert "imported already" in complaints(answer)
    kim.post(second, data="name", again="1", **chosen)


def test_a_file_that_is_not_utf8_asks_for_its_encoding(kim, upload):
    address = upload("Name;Land\nMüller Größe;DE\n".encode("cp1252"))
    assert "not UTF-8" in seen(kim.get(address))
    assert "Müller Größe" in seen(kim.get(f"{address}?encoding=windows-1252"))


def test_no_file_says_so(kim, incident):
    answer = kim.post(f"/incidents/{incident}/affected", status=422)
    assert "Choose a file" in complaints(answer)


def test_a_picture_is_no_list(kim, upload):
    page = kim.get(upload(b"\x89PNG\r\n\x1a\n" + bytes(64), "photo.png"))
    assert "Import as shown" not in seen(page)


def test_counts_become_facts_by_a_persons_word(kim, incident, upload):
    address = upload(GOOD)
    kim.post(address, data="name, email", **mapping_of(kim.get(address)))
    page = kim.post(f"/incidents/{incident}/affected/counts", follow=True)
    assert "Germany 40" in seen(page)


def test_pairs_are_decided_by_a_person(kim, incident, upload):
    twice = "Name;E-Mail;Land\nPerson One;shared@example.org;DE\nPerson Two;shared@example.org;DE\n"
    address = upload(twice)
    kim.post(address, data="name", **mapping_of(kim.get(address)))
    page = kim.get(f"/incidents/{incident}/affected/pairs")
    pair = re.search(r'/affected/pairs/([0-9a-f]{32})"', page.text)[1]
    kim.post(f"/incidents/{incident}/affected/pairs/{pair}", same="no")
    assert "Nothing to decide" in seen(kim.get(f"/incidents/{incident}/affected/pairs"))


def test_an_auditor_sees_counts_and_no_file(odo, incident, kim, upload):
    address = upload(GOOD)
    kim.post(address, data="name", **mapping_of(kim.get(address)))
    assert "Germany 40" in seen(odo.get(f"/incidents/{incident}/affected"))
    odo.get(address, status=403)
