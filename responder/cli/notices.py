"""``responder notice …``: every command of notices, gathered from one file a subject."""

from responder.cli import notice_drift, notice_export, notice_form
from responder.cli.notice import notice

__all__ = ["notice", "notice_drift", "notice_export", "notice_form"]
