"""What was typed when the sign-in was lost: carried through the sign-in page and offered to be sent again.

Only a form that our own page sent is kept, so that a stranger's page cannot prepare one; it is signed, short-lived,
and nothing is sent without the person seeing it and pressing the button.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

KEPT_SECONDS = 12 * 3600
NEVER_KEPT = {"csrf_token", "password", "new_password", "kept"}


@dataclass(frozen=True)
class KeptForm:
    """A form that waits: its address and its fields."""

    path: str
    fields: list[tuple[str, str]]


def from_our_page() -> bool:
    """Whether the browser says that our own page sent this form."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def of_request() -> KeptForm:
    """The form of this request. Files are not kept; the page says so."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    return KeptForm(request.full_path.rstrip("?"), fields)


def sign(form: KeptForm) -> str:
    return str(_signer().dumps({"path": form.path, "fields": form.fields}))


def open_signed(text: str) -> KeptForm | None:
    """The form that ``sign`` wrote; none if it is not ours or too old."""
    try:
        kept = _signer().loads(text, max_age=KEPT_SECONDS)
    except BadData:
        return None
    return KeptForm(kept["path"], [(name, value) for name, value in kept["fields"]])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kept form")
