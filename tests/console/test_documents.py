"""A notice as a document in the browser: taken away in each shape, given back by counsel, accepted change by change."""

import io
import re

import docx
import pytest

from tests.console.people import seen
from tests.console.writing import known, notice  # noqa: F401 -- fixtures


@pytest.mark.parametrize(
    ("shape", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOC"), ("txt", b"[Draft")]
)
def test_a_notice_is_taken_away_in_each_shape(kim, notice, shape, begins):  # noqa: F811
    assert f"/document.{shape}" in kim.get(notice).text
    answer = kim.get(f"{notice}/document.{shape}")
    assert answer.data.startswith(begins)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_what_is_not_there_is_said_to_be_not_there(kim, notice):  # noqa: F811
    kim.get(f"{notice}/document.odt", status=404)
    kim.get(f"{notice}/document.txt?language=xx", status=404)


def edited(kim, notice):  # noqa: F811
    document = docx.Document(io.BytesIO(kim.get(f"{notice}/document.docx").data))
    paragraph = next(found for found in document.paragraphs if found.style.name == "Normal")
    paragraph.runs[0].text = "Counsel begins here. " + paragraph.runs[0].text
    document.add_paragraph("One more thing to say.")
    made = io.BytesIO()
    document.save(made)
    return (io.BytesIO(made.getvalue()), "edited.docx")


def fields_of(page):
    form = re.search(r'<form method="post" action="[^"]+/returned/take">.*?</form>', page.text, re.DOTALL)[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    del fields["csrf_token"]
    fields["returned"] = re.search(r'<textarea name="returned"[^>]*>(.*?)</textarea>', form, re.DOTALL)[1]
    return fields


def test_what_counsel_changed_is_shown_and_only_what_is_ticked_is_taken(kim, notice):  # noqa: F811
    page = kim.post(f"{notice}/returned", status=200, file=edited(kim, notice))
    assert "1. Changed" in seen(page)
    assert "2. Added" in seen(page)
    assert "Counsel begins here" not in kim.get(notice).text
    after = kim.post(f"{notice}/returned/take", follow=True, take="1", **fields_of(page))
    assert "Counsel begins here." in after.text
    assert "One more thing to say." not in after.text
    assert "Version 2" in seen(after)


def test_nothing_is_lost_when_somebody_saved_meanwhile(kim, notice):  # noqa: F811
    page = kim.post(f"{notice}/returned", status=200, file=edited(kim, notice))
    kim.post(f"{notice}/returned/take", take="1", **fields_of(page))
    after = kim.post(f"{notice}/returned/take", follow=True, take="2", **fields_of(page))
    assert "kept beside the newer text" in seen(after)


def test_what_is_no_document_is_refused_and_nothing_changes(kim, notice):  # noqa: F811
    kim.post(f"{notice}/returned", status=422, file=(io.BytesIO(b"words"), "letter.docx"))
    kim.post(f"{notice}/returned", status=422)


def test_who_may_not_draft_may_not_give_back(odo, notice):  # noqa: F811
    odo.post(f"{notice}/returned", status=403)
