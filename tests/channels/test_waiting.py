from __future__ import annotations

from datetime import timedelta

import pytest

from responder.channels.waiting import LONGEST, UNSAID, wait_of

DATE = "Tue, 24 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "7"}, timedelta(seconds=7)),
        ({"retry-after": "0", "x-ratelimit-reset": "9"}, timedelta(seconds=9)),
        ({"Retry-After": "Tue, 24 Nov 2026 09:01:00 GMT", "Date": DATE}, timedelta(minutes=1)),
        ({"X-RateLimit-Reset": "1795510820", "Date": DATE}, timedelta(seconds=20)),
        ({"Retry-After": "Tue, 24 Nov 2026 09:01:00 GMT"}, UNSAID),
        ({"Retry-After": "99999999999999999"}, LONGEST),
        ({"Retry-After": "soon"}, UNSAID),
        ({}, UNSAID),
    ],
)
def test_the_provider_says_how_long_to_wait(headers, wait):
    assert wait_of(headers) == wait
