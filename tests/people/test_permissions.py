from types import SimpleNamespace

import pytest

from responder.errors import Refused
from responder.people import permissions
from responder.people.permissions import GUESTS, PERMISSIONS, SETS, may, require


def account(permission_set, disabled_at=None):
    return SimpleNamespace(permission_set=permission_set, disabled_at=disabled_at)


def test_a_deed_that_is_not_in_the_table_is_refused_to_everybody():
    for permission_set in SETS:
        assert not may(permission_set, "moon.land")
        with pytest.raises(Refused):
            require(account(permission_set), "moon.land")


def test_a_permission_set_that_nobody_knows_may_do_nothing():
    assert not any(may("king", deed) for deed in PERMISSIONS)


def test_an_auditor_changes_nothing():
    held = {deed for deed in PERMISSIONS if may("auditor", deed)}
    assert held == {deed for deed in held if permissions.only_reads(deed)} | {"bundle.export"}


def test_an_administrator_neither_approves_nor_sends_nor_reads_what_is_privileged():
    for deed in ("notice.approve", "campaign.start", "timeline.privileged", "keys.destroy", "incident.close"):
        assert not may("administrator", deed)


def test_each_deed_is_held_by_somebody_and_each_set_is_one_of_six_or_a_guests():
    assert len(SETS) == 6
    assert all(holders and holders <= {*SETS, *GUESTS} for holders in PERMISSIONS.values())


def test_no_guest_leads_approves_sends_names_or_manages():
    leading = {
        "incident.open", "incident.close", "notice.approve", "notice.file", "campaign.start", "recipients.import",
        "need_to_know.name", "glass.break", "guest.invite", "user.manage", "house.read", "bundle.export",
    }  # fmt: skip
    assert not [(guest, deed) for guest in GUESTS for deed in leading if may(guest, deed)]


def test_a_read_only_token_reads_and_does_nothing_else():
    token = SimpleNamespace(scope="read")
    require(account("commander"), "incident.read", token)
    with pytest.raises(Refused, match="reading alone"):
        require(account("commander"), "fact.record", token)


def test_a_disabled_account_may_do_nothing():
    with pytest.raises(Refused):
        require(account("commander", disabled_at="yesterday"), "incident.read")
