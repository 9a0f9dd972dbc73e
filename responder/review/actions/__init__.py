"""Deeds of review: meetings, actions, remarks, and the export of a bundle."""

from responder.review.actions.bundles import export_bundle
from responder.review.actions.measures import add_action, drop_action, finish_action, verify_action
from responder.review.actions.meetings import cancel_meeting, hold_meeting, move_meeting, schedule_reviews
from responder.review.actions.remarks import open_remarks, write_remark

__all__ = [
    "add_action",
    "cancel_meeting",
    "drop_action",
    "export_bundle",
    "finish_action",
    "hold_meeting",
    "move_meeting",
    "open_remarks",
    "schedule_reviews",
    "verify_action",
    "write_remark",
]
