"""The picture of the timeline is well-formed, says in words what it shows, and stands alone."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from responder.review.marks import MOST_MARKS, marks
from responder.review.picture import panels
from responder.review.voice import Voice
from tests.review import matters

SVG = "{http://www.w3.org/2000/svg}"
ENGLISH = Voice("en", "Europe/Berlin")


def drawn(matter=None, voice=ENGLISH):
    shown, _ = marks(matter or matters.matter(), voice)
    return [ET.fromstring(panel) for panel in panels(shown, voice, name="INC-2026-0007")]


def words(panel):
    return [text.text for text in panel.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_panel_has_a_role_a_title_and_a_description_that_says_all(language):
    for panel in drawn(voice=Voice(language, "Europe/Berlin")):
        title, desc = panel.find(f"{SVG}title"), panel.find(f"{SVG}desc")
        assert panel.get("role") == "img"
        assert panel.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert "INC-2026-0007" in title.text
        assert "UTC" in desc.text


def test_due_times_say_in_words_whether_they_were_met():
    said = " ".join(desc.text for panel in drawn() for desc in panel.iter(f"{SVG}desc"))
    assert "Due (in time): Berlin Commissioner" in said
    assert "Due (late): Data subjects" in said
    assert "Due (open): Cyberspace Administration" in said


def test_quiet_days_are_broken_out_of_the_axis_and_said():
    assert any("1 d 6 h without an entry" in word for panel in drawn() for word in words(panel))


def test_within_a_stretch_the_axis_is_true_to_time():
    (first, *_) = drawn()
    ys = [float(circle.get("cy")) for circle in first.iter(f"{SVG}circle")][1:5]
    detected, human, aware, contained = ys
    assert detected < human < aware < contained
    assert (contained - aware) / (aware - human) == pytest.approx(230 / 258, rel=0.02)


def test_nothing_is_fetched_and_no_style_or_script_is_inside():
    for panel in drawn():
        assert {element.tag.removeprefix(SVG) for element in panel.iter()} <= {
            "svg",
            "title",
            "desc",
            "text",
            "line",
            "path",
            "circle",
        }
        assert not [
            name for element in panel.iter() for name in element.attrib if "href" in name or name in {"style", "onload"}
        ]


def test_hostile_text_stays_text():
    line = replace(
        matters.matter().lines[1], body={**matters.matter().lines[1].body, "what": "</text><script>alert(1)</script>&"}
    )
    matter = matters.matter(lines=(line,))
    assert any("<script>" in word for panel in drawn(matter) for word in words(panel))


def test_a_privileged_line_is_not_in_the_picture():
    assert "insurer" not in " ".join(desc.text for panel in drawn() for desc in panel.iter(f"{SVG}desc"))


def test_no_panel_is_taller_than_a_page_and_every_label_fits():
    many = matters.lines([(hour / 3, "decision.made", "作出决定 " * 12) for hour in range(200)])
    matter = matters.matter(lines=many)
    shown, left_out = marks(matter, ENGLISH)
    assert len(shown) == MOST_MARKS
    assert left_out == 200 + 7 - MOST_MARKS
    for panel in drawn(matter):
        _, _, width, height = map(float, panel.get("viewBox").split())
        assert width == 360
        assert height < 640
        assert not [y for text in panel.iter(f"{SVG}text") if (y := float(text.get("y"))) > height]


def test_labels_never_lie_on_each_other():
    for panel in drawn():
        labels = sorted(float(text.get("y")) for text in panel.iter(f"{SVG}text") if text.get("x") == "154")
        assert all(below - above >= 12 for above, below in pairwise(labels))


def test_an_incident_with_one_moment_has_a_picture():
    matter = matters.matter(lines=(), obligations=(), facts={"events": {"detected": "2026-06-12T23:40:00+02:00"}})
    (panel,) = drawn(matter)
    assert "23:40 First signal" in words(panel)


def test_lines_of_a_clock_that_is_overdue_say_so():
    matter = matters.matter()
    later = replace(matter, gathered_at=matter.gathered_at + timedelta(days=30))
    assert any("Due (overdue)" in word for panel in drawn(later) for word in words(panel))
