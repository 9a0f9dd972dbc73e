"""Reads of notices: texts, approvals and filings, and what is missing."""

from responder.notices.queries.alarms import Alarm, get_alarm, list_alarms
from responder.notices.queries.approvals import find_valid_approval, list_approvals, list_filings, reference_of
from responder.notices.queries.matrix import Said, statement_matrix
from responder.notices.queries.remarks import (
    RemarkSaid,
    get_remark,
    is_read_by_counsel,
    list_remarks,
    list_reviews,
    texts_digest,
    unanswered,
)
from responder.notices.queries.standing import blockers, doubts, findings, forbidden_in, reminders, unreviewed
from responder.notices.queries.tables import find_table, table_digest, wrong_in_table
from responder.notices.queries.texts import (
    Text,
    find_notice,
    find_version,
    get_notice,
    get_version,
    history,
    last_number,
    list_attachments,
    list_notices,
    list_texts,
    open_text,
    selection_of,
)
from responder.notices.queries.unsaved import Unsaved, find_unsaved, find_unsaved_row
from responder.notices.queries.waves import list_waves, rule_of

__all__ = [
    "Alarm",
    "RemarkSaid",
    "Said",
    "Text",
    "Unsaved",
    "blockers",
    "doubts",
    "find_notice",
    "find_table",
    "find_unsaved",
    "find_unsaved_row",
    "find_valid_approval",
    "find_version",
    "findings",
    "forbidden_in",
    "get_alarm",
    "get_notice",
    "get_remark",
    "get_version",
    "history",
    "is_read_by_counsel",
    "last_number",
    "list_alarms",
    "list_approvals",
    "list_attachments",
    "list_filings",
    "list_notices",
    "list_remarks",
    "list_reviews",
    "list_texts",
    "list_waves",
    "open_text",
    "reference_of",
    "reminders",
    "rule_of",
    "selection_of",
    "statement_matrix",
    "table_digest",
    "texts_digest",
    "unanswered",
    "unreviewed",
    "wrong_in_table",
]
