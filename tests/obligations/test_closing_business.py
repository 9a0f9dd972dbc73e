"""Periods that run back from an event: what must stand before a business ends."""

from tests.obligations.incidents import but, owed

SHOP = {
    "format": "responder/facts/1",
    "incident": {"kinds": []},
    "events": {"dissolution_decided": "2026-11-24", "service_ended": "2027-01-31"},
    "organisation": {
        "role": "controller",
        "qualifies_as": ["cn-ecommerce-operator"],
        "established_in": ["CN"],
        "timezone": "Asia/Shanghai",
    },
    "people": [{"where": "CN", "count": 300, "data": ["name"]}],
    "people_complete": True,
}


def test_the_closing_notice_stands_thirty_days_before_the_shop_ends():
    notice = owed(SHOP)["cn-dis-ecommerce-30d", "CN"]
    assert notice.state == "required"
    assert notice.due.at.isoformat() == "2027-01-01T23:59:59+08:00"
    assert notice.due.steps[0].startswith("30 calendar days before end of service 2027-01-31")


def test_without_the_day_of_the_end_the_closing_notice_has_no_date():
    notice = owed(but(SHOP, events__service_ended=None))["cn-dis-ecommerce-30d", "CN"]
    assert (notice.state, notice.due.at) == ("required", None)
