"""Letters that come back: no notice, followed up, given up at the end."""

import pytest

from responder.deliveries.actions.returns import give_up, send_returned_again
from responder.deliveries.queries import coverage, get_campaign
from tests.deliveries.campaigns import BY, NOW, state
from tests.deliveries.printhouse import PrintHouse, household


@pytest.fixture
def press(house):
    return PrintHouse(house, [household(number) for number in range(1, 13)])


def test_a_letter_that_comes_back_is_no_notice_and_goes_out_again_to_a_better_address(press):
    run = press.print()
    press.mail(run)
    marks = [mark for _, _, mark, *_ in press.letters_of(run)]
    file = f"mark,result,reason,date,new_address\n{marks[0]},returned,moved,2026-11-24,Neue Gasse 9|54321 Neustadt\n{marks[1]},returned,unknown,2026-11-24,\nL{'0' * 24},returned,,,\n"
    noted = press.returned(file)
    assert (noted.returned, noted.addresses, [line.line for line in noted.unread]) == (2, 1, [4])
    assert press.returned(file).known == 2
    seen = state(press.house, press.number)
    assert (seen.words, seen.told) == ({"mailed": 10, "came_back": 2}, 10)

    with press.house.db.writing() as session:
        assert send_returned_again(session, get_campaign(session, press.number), by=BY, now=NOW) == 1
    second = press.print()
    assert "Neue Gasse 9" in press.pages(second)[0]
    press.mail(second)
    with press.house.db.writing() as session:
        assert give_up(session, get_campaign(session, press.number), reason="no address found", by=BY, now=NOW) == 1
    with press.house.db.reading() as session:
        assert coverage(session, get_campaign(session, press.number)) == {"DE": {"told": 11, "not_reached": 1}}
