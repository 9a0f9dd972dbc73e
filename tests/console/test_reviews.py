"""Reviews: meetings on a calendar, actions that a second person verifies."""

from tests.console.people import complaints, seen


def contained(kim, incident):
    kim.post(f"/incidents/{incident}/close/state", state="contained", reason_state="servers are clean")


def test_the_usual_meetings_follow_containment(kim, incident):
    contained(kim, incident)
    page = seen(kim.post(f"/incidents/{incident}/reviews/schedule", follow=True))
    assert "Hot wash" in page
    calendar = kim.get(f"/incidents/{incident}/reviews/invitations.ics")
    assert calendar.mimetype == "text/calendar"
    assert "Files encrypted" not in calendar.text


def test_a_meeting_is_moved_and_held(kim, incident):
    contained(kim, incident)
    kim.post(f"/incidents/{incident}/reviews/schedule")
    answer = kim.post(f"/incidents/{incident}/reviews/meetings/hot_wash/move", status=422, **{"at-hot_wash": "soon"})
    assert "Write a date and a time" in complaints(answer)
    kim.post(f"/incidents/{incident}/reviews/meetings/hot_wash/move", **{"at-hot_wash": "2099-01-05T10:00"})
    assert "5 Jan 2099" in seen(kim.get(f"/incidents/{incident}/reviews"))
    kim.post(f"/incidents/{incident}/reviews/meetings/hot_wash/held")
    assert "Held" in seen(kim.get(f"/incidents/{incident}/reviews"))


def test_an_action_is_done_by_one_and_verified_by_another(kim, front_door, incident):
    kim.post(f"/incidents/{incident}/reviews/actions", what="Close the port", owner="ray")
    ray = front_door.person("ray")
    assert "Done" in seen(ray.post(f"/incidents/{incident}/reviews/actions/1", follow=True, how="finish"))
    ray.post(f"/incidents/{incident}/reviews/actions/1", status=403, how="verify")
    assert "Verified" in seen(kim.post(f"/incidents/{incident}/reviews/actions/1", follow=True, how="verify"))


def test_an_action_without_words_or_owner_is_refused(kim, incident):
    answer = kim.post(f"/incidents/{incident}/reviews/actions", status=422, what=" ", owner="")
    assert complaints(answer).count("Fill this in") == 2
