from datetime import UTC, datetime, timedelta
from functools import cache

from responder.books.lead_times import FORMAT, read_lead_times
from responder.books.library import load_library
from responder.books.playbooks import load_playbooks
from responder.books.scenarios.read import read_scenario
from responder.review.drilled import told
from responder.review.lead_times import lead_times_file, written
from responder.review.scoring import Chose, Lead, Played, Said, StepDone, Told, score
from responder.review.voice import Voice
from tests.books.test_scenarios import CHINESE, GOOD

BEGAN = datetime(2026, 11, 24, 17, tzinfo=UTC)
EN, ZH = Voice("en", "Europe/Berlin"), Voice("zh", "Europe/Berlin")


@cache
def ransomware():
    return load_playbooks(words=load_library(strict=False).words)["ransomware"]


def after(**time):
    return BEGAN + timedelta(**time)


def played(*, at=None, over=True, **did):
    scenario = read_scenario("evening", {"evening.md": GOOD, "evening.zh.md": CHINESE}).scenario
    return Played(scenario, ransomware(), BEGAN, at or after(days=4), over, **did)


def verdicts(found):
    return {mark.expected.id: mark.verdict for mark in found.marks}


def choice(option, **time):
    return Chose("contain", "how-far", option, after(**time))


def step(name="preserve", state="done", due=60, **time):
    title = {"en": "Send the preservation notice", "zh": "发出保全通知"}
    settled_at = after(**time) if time else None
    return StepDone(name, title, required=True, state=state, due_at=after(minutes=due), settled_at=settled_at)


def good():
    return {
        "seats": (("commander", after(minutes=5)),),
        "choices": (choice("everything", minutes=20),),
        "steps": (step(minutes=50),),
        "facts": (Said("risk.level", "risk", after(hours=1)), Said("risk.level", "high", after(hours=3))),
        "notices": (Told("regulator", "eu-gdpr", "authority-initial", after(days=2)),),
    }


def test_who_did_everything_in_time_has_done_everything_in_time():
    found = score(played(**good()))
    assert set(verdicts(found).values()) == {"in_time"}
    assert found.counts == {"in_time": 5, "late": 0, "differed": 0, "missed": 0, "open": 0}
    assert not found.late_steps


def test_what_came_too_late_says_by_how_much_and_what_never_came_is_missed():
    did = {**good(), "seats": (("commander", after(minutes=25)),), "notices": ()}
    found = score(played(**did))
    assert verdicts(found)["sits"] == "late"
    assert found.marks[0].late_by == timedelta(minutes=15)
    assert verdicts(found)["told"] == "missed"


def test_what_is_not_due_yet_is_open_and_counts_for_nothing_until_the_drill_is_over():
    assert verdicts(score(played(at=after(hours=2), over=False)))["told"] == "open"
    assert score(played(at=after(minutes=5), over=False)).judged == 0
    assert verdicts(score(played(at=after(hours=2), over=True)))["told"] == "missed"


def test_a_decision_made_otherwise_says_what_it_led_to_and_what_it_recorded():
    found = score(played(**{**good(), "choices": (choice("false-alarm", minutes=10),)}))
    (mark,) = found.differed
    assert mark.records == {"incident.status": "ruled_out"}
    assert mark.leads_to == {}
    found = score(played(**{**good(), "choices": (choice("false-alarm", minutes=10), choice("parts", minutes=15))}))
    assert found.differed[0].leads_to["en"] == "Isolate the affected parts"


def test_a_fact_counts_from_when_it_was_said_as_expected():
    said = (Said("risk.level", "unknown", after(hours=1)), Said("risk.level", "high", after(hours=5)))
    found = score(played(**{**good(), "facts": said}))
    assert verdicts(found)["judged"] == "late"


def test_a_skipped_step_is_not_done_and_a_late_one_of_the_playbook_is_named():
    found = score(played(**{**good(), "steps": (step(state="skipped", minutes=5), step("channel", due=15, minutes=40))}))
    assert verdicts(found)["kept"] == "missed"
    assert [late.id for late in found.late_steps] == ["channel"]
    assert [left.id for left in found.left_steps] == ["preserve"]


def test_the_report_tells_it_in_both_languages():
    questions = {"risk.level": {"en": "How high is the risk?", "zh": "风险有多高？"}}
    did = {**good(), "seats": (("commander", after(minutes=25)),), "choices": (choice("parts", minutes=15),)}
    found = score(played(**did))
    said = told(found, EN, questions)
    assert "Of 5 things expected by now 3 were done in time." in said
    assert "**late**, 24 Nov 2026, 18:25 CET (17:25 UTC), late by 15 min" in said
    assert "### Decided otherwise: How far do we isolate?" in said
    assert "- It led to: Isolate the affected parts" in said
    assert "It spreads." in said
    assert "Fact: How high is the risk?" in said
    chinese = told(found, ZH, questions)
    assert "在扩散。" in chinese
    assert "隔离" in chinese


def test_lead_times_that_were_longer_in_the_drill_are_offered_and_read_again(tmp_path):
    present = load_library(strict=False).lead_times
    leads = (Lead("approve", "regulator", timedelta(hours=5, minutes=1)), Lead("draft", "regulator", timedelta(hours=1)))
    text = lead_times_file(present, leads, "DRILL-2026-0001")
    file = tmp_path / "lead_times.yaml"
    file.write_text(text, encoding="utf-8")
    read = {(each.step, to): each.lead for each in read_lead_times(file) for to in each.recipients}
    before = {(each.step, to): each.lead for each in present for to in each.recipients}
    assert read == {**before, ("approve", "regulator"): timedelta(hours=5, minutes=15)}
    assert f"format: {FORMAT}" in text
    assert "PT2H before; DRILL-2026-0001 took PT5H15M" in text


def test_how_long_it_took_is_measured_for_each_kind_of_recipient_by_the_longest():
    sent = after(hours=10)
    notices = (
        Told("regulator", "a", "b", sent, drafted_at=after(hours=1), approved_at=after(hours=8)),
        Told("regulator", "c", "d", sent, drafted_at=after(hours=3), approved_at=after(hours=4)),
    )
    assert score(played(notices=notices)).leads == (
        Lead("approve", "regulator", timedelta(hours=6)),
        Lead("draft", "regulator", timedelta(hours=9)),
    )


def test_a_period_is_rounded_up_to_a_quarter_of_an_hour():
    assert written(timedelta(days=1, hours=2, minutes=1)) == "P1DT2H15M"
    assert written(timedelta(days=2)) == "P2D"
    assert written(timedelta()) == "PT15M"
