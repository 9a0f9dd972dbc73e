"""The report on a page, as one file, and the proof bundle."""

import io
import zipfile

from tests.console.people import record, seen


def test_the_report_works_on_the_first_day(odo, incident):
    page = seen(odo.get(f"/incidents/{incident}/report"))
    assert "In short" in page
    assert "timeline" in page.lower()


def test_the_report_tells_who_had_to_be_told(kim, incident, staffed_house):
    record(staffed_house, incident)
    assert "Competent supervisory authority" in seen(kim.get(f"/incidents/{incident}/report"))


def test_the_report_is_read_in_either_language(kim, incident):
    english, chinese = (seen(kim.get(f"/incidents/{incident}/report?language={code}")) for code in ("en", "zh"))
    assert english != chinese


def test_the_report_is_one_file_that_needs_nothing_else(odo, incident):
    answer = odo.get(f"/incidents/{incident}/report/whole.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "<link" not in answer.text


def test_the_proof_bundle_is_for_those_who_may_export(kim, ada, incident):
    answer = kim.post(f"/incidents/{incident}/report/bundle.zip", status=200)
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert any(name.endswith("verify.py") for name in names)
    assert any(name.endswith("timeline.jsonl") for name in names)
    assert "bundle" in seen(kim.get(f"/incidents/{incident}/timeline"))
    ada.post(f"/incidents/{incident}/report/bundle.zip", status=403)
