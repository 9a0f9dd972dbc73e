"""Headers of every answer: nothing loads but our own files, nothing frames us, nothing leaks by referrer or cache."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import g, request

if TYPE_CHECKING:
    from flask import Flask, Response

STATIC_MAX_AGE = 365 * 24 * 3600


def nonce() -> str:
    """The one value that lets a script of this answer run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def policy() -> str:
    """The content security policy: own files only, scripts by nonce, no inline style, no evaluation."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce()}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def install(app: Flask) -> None:
    """Put the headers on every answer of ``app``, errors included."""

    @app.after_request
    def put(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy())
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.is_secure:
            headers["Strict-Transport-Security"] = f"max-age={STATIC_MAX_AGE}; includeSubDomains"
        is_static = request.endpoint is not None and request.endpoint.endswith(".static")
        if is_static and response.status_code < 400:
            headers["Cache-Control"] = f"public, max-age={STATIC_MAX_AGE}, immutable"
        else:
            headers["Cache-Control"] = "no-store"
        return response
