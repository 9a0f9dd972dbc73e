from tests.books.playbook_world import GOOD, changed, findings, line_of

ASKED = changed("- exposure.accessed\n", "")
LATER = ASKED.replace("Write it down.", "```ask\n- exposure.accessed\n- incident.type\n```").replace("after=act ", "")


def late(text):
    return [(found.line, found.message) for found in findings(text) if found.code == "late-fact"]


def test_a_fact_that_a_condition_needs_is_asked_before_it():
    text = LATER.replace('when="incident.kinds includes confidentiality', 'when="incident.type is ransomware')
    assert late(text) == [
        (line_of("### Act", text), "the condition of this step needs incident.type, which is asked only later, in #close")
    ]


def test_a_due_time_needs_its_event():
    text = changed("- {fact: events.detected", "- {fact: incident.ongoing").replace(
        "Write it down.", "```ask\n- events.awareness\n```"
    )
    assert late(text)[0][1].startswith("the due time of this step needs events.awareness")


def test_a_duty_needs_the_facts_it_turns_on():
    text = LATER.replace("incident.type", "events.awareness").replace(
        "{action: page, role: commander}", "{action: draft_notice, regime: eu-gdpr, duty: authority-initial}"
    )
    assert any(message.startswith("the notice needs events.awareness") for _, message in late(text))


def test_what_is_asked_beside_or_before_is_in_time():
    assert late(GOOD) == []
