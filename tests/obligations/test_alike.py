"""A long list of people: rows that no rule can tell apart are judged once, and their numbers added up."""

from responder.obligations.answer import obligation_document
from tests.obligations.incidents import CALIFORNIA, GERMANY, but, owed


def rows(number, count, **changes):
    return [{"where": "US-CA", "count": count, "data": ["name", "ssn"], **changes} for _ in range(number)]


def states(document):
    return {key: obligation.state for key, obligation in owed(document).items()}


def test_three_hundred_rows_owe_what_one_row_of_as_many_people_owes():
    many, one = but(CALIFORNIA, people=rows(300, 2)), but(CALIFORNIA, people=rows(1, 600))
    assert [obligation_document(each) for each in owed(many).values()] == [
        obligation_document(each) for each in owed(one).values()
    ]


def test_rows_with_other_data_are_not_taken_for_the_same():
    letters = [*rows(1, 499), *rows(300, 5, data=["name", "email"])]
    found = owed(but(CALIFORNIA, people=letters))
    assert found["us-ca-ag", "US-CA"].state == "not_required"
    assert found["us-ca-individuals", "US-CA"].state == "required"


def test_rows_with_other_judgements_by_place_are_not_taken_for_the_same():
    judged = [{"test": "gdpr-risk", "scope": {"where": "FR"}, "answer": "unlikely"}]
    document = but(GERMANY, risk={"level": "high", "judgements": judged})
    assert states(document)["individuals", "DE"] == "required"
    assert states(document)["individuals", "FR"] == "not_required"


def test_a_total_that_may_count_people_twice_is_at_least_the_largest_row():
    document = but(CALIFORNIA, people=rows(3, 300), counting={"overlap": "unknown"})
    assert states(document)["us-ca-ag", "US-CA"] == "undetermined"
