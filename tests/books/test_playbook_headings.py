import pytest

from responder.books.playbooks.headings import BadAttribute, split_heading
from responder.books.playbooks.periods import minutes, read_due, read_rhythm, show_minutes
from responder.books.playbooks.values import Due, Rhythm


def test_a_step_s_attributes_are_read_with_their_columns():
    title, given = split_heading('Keep {: #keep-logs role=forensics due=1h when="a.b is c" }', col=5)
    assert (title, given.id) == ("Keep", "keep-logs")
    assert given.text("role") == "forensics"
    assert given.text("when") == "a.b is c"
    assert given.values["role"][1] == 5 + len("Keep {: #keep-logs role=")


def test_a_heading_without_a_list_has_only_its_title():
    assert split_heading("Close", col=4) == ("Close", None)


@pytest.mark.parametrize(
    ("heading", "at", "said"),
    [
        ('X {: #x when="a is b }', 13, "not closed"),
        ("X {: #x when='a' }", 13, "not closed, or not by"),
        ("X {: #x due=1h due=2h }", 15, "stands twice"),
        ("X {: #x owner=me }", 8, "'owner' is not known"),
        ("X {: #x role= }", 8, "has no value"),
        ("X {: #x #y }", 8, "a second #id"),
        ("X {: #Big }", 5, "is no id"),
        ("X {: #x_y }", 5, "is no id"),
        ("X {: #x role=a", 2, "not closed"),
        ("X {: #x } more", 2, "not closed"),
        ("X {#x}", 2, "begins with {:"),
        ('X {: #x role="a"due=1h }', 16, "a blank is missing"),
        ("X {: loose }", 5, "was expected"),
        ('X {: #x when="say \\"hi\\"" }', 20, "blank is missing"),
    ],
)
def test_a_list_that_is_nearly_right_is_refused_at_its_place(heading, at, said):
    with pytest.raises(BadAttribute, match=said) as refused:
        split_heading(heading, col=1)
    assert refused.value.at == at


@pytest.mark.parametrize(("written", "amount"), [("30m", 30), ("4h", 240), ("2d", 2880), ("1w", 10080), ("0m", 0)])
def test_working_times_are_read(written, amount):
    assert minutes(written) == amount


@pytest.mark.parametrize("written", ["", "4", "h", "-1h", "1.5h", "04h", "72 hours", "1 h", "1y"])
def test_what_is_no_working_time_is_refused(written):
    assert minutes(written) is None
    assert read_due(written) is None


def test_a_due_time_may_count_from_a_clock():
    assert read_due("+4h from events.awareness") == Due(240, "events.awareness")
    assert read_due("4h from events.awareness") is None
    assert read_due("+4h from people.count") is None


def test_a_rhythm_goes_through_its_stretches():
    assert read_rhythm("30m for 4h, 2h for 20h, 12h") == (Rhythm(30, 240), Rhythm(120, 1200), Rhythm(720))
    assert read_rhythm("30m, 2h") is None
    assert read_rhythm("0m") is None


def test_a_period_is_shown_as_one_writes_it():
    assert [show_minutes(n) for n in (0, 90, 240, 2880, 10080)] == ["0m", "90m", "4h", "2d", "1w"]
