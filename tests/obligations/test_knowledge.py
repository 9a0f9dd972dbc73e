"""Learning a fact that was not known never turns a settled answer round.

What a law presumes until a finding to the contrary is made and kept (redaction, good faith, no harm likely) is left
out: there the finding is the very thing that lifts the duty.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from responder.facts.parse import facts_from_document
from responder.obligations.grades import assess
from tests.obligations.incidents import CALIFORNIA, GERMANY, LIBRARY, but, owed

truth = st.sampled_from([True, False])
SETTLED = {"required", "not_required"}


@st.composite
def known_and_less_known(draw):
    """An incident in California, Germany and China, and the same while some of it was not known yet."""
    low = draw(st.integers(1, 600))
    count = low + draw(st.integers(0, 200))
    whole = but(
        CALIFORNIA,
        exposure={"encrypted": draw(truth), "key_compromised": draw(truth), "acquired": draw(truth),
                  "form": draw(st.sampled_from(["electronic", "paper", "oral"]))},
        organisation={**GERMANY["organisation"], "role": draw(st.sampled_from(["controller", "processor"]))},
        risk={"level": draw(st.sampled_from(["unlikely", "risk", "high"]))},
        incident={"kinds": draw(st.sampled_from([["confidentiality"], ["availability"], []]))},
        people=[{"where": "US-CA", "count": count, "data": draw(st.sampled_from([["name", "ssn"], ["name", "email"]]))},
                {"where": "DE", "count": 10, "data": ["name"]}, {"where": "CN", "count": 10, "data": ["name"]}],
    )  # fmt: skip
    less = whole
    hidden = ["exposure__encrypted", "exposure__key_compromised", "exposure__acquired", "exposure__form",
              "organisation__role", "risk__level", "incident__kinds"]  # fmt: skip
    for key in draw(st.sets(st.sampled_from(hidden))):
        less = but(less, **{key: "unknown"})
    if draw(st.booleans()):
        rows = [{**less["people"][0], "count": {"at_least": low, "at_most": count + 100}}, *less["people"][1:]]
        less = but(less, people=rows)
    return whole, less


@settings(deadline=None, max_examples=60)
@given(known_and_less_known())
def test_learning_more_never_turns_a_settled_answer_round(incidents):
    whole, less = incidents
    regimes = {"us-ca", "eu-gdpr", "cn-pipl"}
    after = owed(whole, would_change=False, only=regimes)
    for key, before in owed(less, would_change=False, only=regimes).items():
        if before.state in SETTLED:
            assert after[key].state == before.state, (key, whole, less)


DORA = {
    "critical_services": truth, "malicious_data_access": truth, "clients": st.sampled_from([10, 200_000]),
    "clients_percent": st.integers(0, 20), "counterparts_percent": st.sampled_from([0, 40]),
    "transactions_percent": st.sampled_from([0, 11]), "reputation": truth,
    "duration_minutes": st.sampled_from([60, 2000]), "downtime_minutes": st.sampled_from([0, 121]),
    "member_states": st.sampled_from([1, 2]), "data_losses": truth, "costs_eur": st.sampled_from([0, 100_001]),
}  # fmt: skip


def graded(answers):
    document = but(GERMANY, organisation__qualifies_as=["dora-financial-entity"], regime_facts={"eu-dora": answers})
    return assess("eu-dora", facts_from_document(document, name="facts", library=LIBRARY), LIBRARY)


@settings(deadline=None, max_examples=60)
@given(st.fixed_dictionaries(DORA), st.sets(st.sampled_from(sorted(DORA))))
def test_learning_more_never_turns_a_settled_grade_round(answers, hidden):
    after = graded(answers)
    before = graded({key: "unknown" if key in hidden else value for key, value in answers.items()})
    assert after.answer is not None
    assert before.answer in {None, after.answer}
    assert after.answer in {before.at_least, before.at_most}
