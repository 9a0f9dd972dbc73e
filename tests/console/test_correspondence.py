"""Correspondence in the console: from their first letter to our answer as sent, by two people."""

import hashlib
import io
import re

from tests.console.people import complaints, record, seen

LETTER = b"Twelve questions, to be answered by Thursday"


def begun(person, incident):
    answer = person.post(
        f"/incidents/{incident}/correspondence", kind="authority", name="Authority of Example", case_number="AZ 7"
    )
    return answer.headers["Location"]


def asked(person, address, **said):
    person.post(f"{address}/questions", **{"asked": "How many people?", "due_at": "2099-01-05T12:00", **said})
    return re.search(r'id="q-([0-9a-f-]+)"', person.get(address).text)[1]


def test_a_letter_is_kept_with_its_hash_and_given_back(kim, odo, incident):
    address = begun(kim, incident)
    page = kim.post(
        f"{address}/letters", direction="in", subject="Questions", file=(io.BytesIO(LETTER), "fragen.txt"), follow=True
    )
    assert hashlib.sha256(LETTER).hexdigest()[:16] in seen(page)
    link = re.search(r'href="([^"]+/letters/[^"]+)"', odo.get(address).text)[1]
    assert odo.get(link).data == LETTER


def test_a_question_is_answered_by_two_people_and_stands_as_sent(kim, ada, incident):
    address = begun(kim, incident)
    question = asked(kim, address)
    kim.post(f"{address}/questions/{question}/draft", answer="At least 1,200 people.")
    assert "Approve as the second person" not in seen(kim.get(address))
    sha256 = re.search(r'name="sha256" value="([0-9a-f]+)"', ada.get(address).text)[1]
    ada.post(f"{address}/questions/{question}/approve", sha256=sha256)
    page = seen(kim.post(f"{address}/questions/{question}/answered", channel="portal", follow=True))
    assert "Answered" in page
    assert "Answer: How many people?" in page
    other = begun(kim, incident)
    asked(kim, other)
    assert "As answered to Authority of Example" in seen(kim.get(other))


def test_what_is_asked_stands_beside_what_the_law_asks_with_its_time(kim, incident, staffed_house):
    record(staffed_house, incident)
    address = begun(kim, incident)
    question = asked(kim, address)
    page = seen(kim.get(f"/incidents/{incident}/owed"))
    assert "How many people?" in page
    assert "Authority: Authority of Example" in page
    assert "5 Jan 2099, 12:00 CET (11:00 UTC)" in page
    kim.post(f"{address}/questions/{question}/withdraw", reason="Asked by mistake")
    assert "How many people?" not in seen(kim.get(f"/incidents/{incident}/owed"))


def test_owner_time_handler_and_the_end_of_the_file(kim, incident):
    address = begun(kim, incident)
    question = asked(kim, address)
    kim.post(f"{address}/questions/{question}/given", due_at="2099-02-05T12:00")
    kim.post(f"{address}/details", case_number="AZ 8", handler="Case desk", answer_by="portal")
    page = seen(kim.post(f"{address}/close", reason="Their closing letter", follow=True))
    assert "5 Feb 2099" in page
    assert "AZ 8" in page
    assert "Closed" in page
    assert "They ask something" not in page


def test_what_is_incomplete_is_refused_with_what_was_typed(kim, incident):
    address = begun(kim, incident)
    assert "Fill this in" in complaints(kim.post(f"{address}/questions", 422, asked=""))
    answer = kim.post(f"{address}/letters", 422, direction="out", subject="Our answer")
    assert "neither a file nor a text" in complaints(answer)
    assert "Our answer" in answer.text


def test_who_only_reads_writes_nothing(kim, odo, incident):
    address = begun(kim, incident)
    assert "They ask something" not in seen(odo.get(address))
    odo.post(f"{address}/questions", 403, asked="How many?")
