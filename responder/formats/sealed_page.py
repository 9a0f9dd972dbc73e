"""One HTML file that nothing but its passphrase opens, in any browser and without a server. Pure.

AES-256-GCM under a key by PBKDF2-HMAC-SHA-256 (600,000 rounds): what the browser's own WebCrypto can do, so that the
file carries no cryptography of ours. Notes that are written in it leave it sealed in the same way.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from responder.errors import BadInput
from responder.words import N_

PAGE: Final = Path(__file__).with_name("sealed_page.html")
NOTES: Final = "responder/notes/1"
ROUNDS: Final = 600_000
SHORTEST: Final = 16
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12


def check_passphrase(passphrase: str) -> None:
    """Refuse one that can be guessed from the file at leisure.

    Raises:
        BadInput: it is too short.
    """
    if len(passphrase) < SHORTEST:
        raise BadInput(
            N_("The passphrase is too short"), field="passphrase", expected=N_("at least 16 characters, as four words")
        )


def sealed_page(content: dict[str, Any], passphrase: str, *, words: dict[str, str], language: str, made_at: str) -> str:
    """The page as text.

    Args:
        content: What it holds once it is open, as the script of ``sealed_page.html`` takes it.
        passphrase: What opens it.
        words: The sentences that the page itself says.
        language: Of the page.
        made_at: When, RFC 3339; it stands outside the seal, so that its age is seen.

    Raises:
        BadInput: the passphrase is too short.
    """
    check_passphrase(passphrase)
    outside = {
        "sealed": seal_text(json.dumps(content, ensure_ascii=False), passphrase),
        "words": words,
        "made_at": made_at,
    }
    page = PAGE.read_text(encoding="utf-8")
    return page.replace("{{language}}", "zh-Hans" if language == "zh" else "en").replace(
        "{{title}}", words["title"]
    ).replace("{{outside}}", json.dumps(outside, ensure_ascii=False).replace("<", "\\u003c"))  # fmt: skip


def seal_text(text: str, passphrase: str) -> dict[str, Any]:
    """``text`` sealed under ``passphrase``."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key(passphrase, salt, ROUNDS)).encrypt(nonce, text.encode(), None)
    return {"rounds": ROUNDS, "salt": _text(salt), "nonce": _text(nonce), "data": _text(sealed)}


def open_text(sealed: object, passphrase: str, *, name: str) -> str:
    """What ``seal_text``, or the page's own script, sealed.

    Raises:
        BadInput: it is no such thing, or the passphrase does not open it.
    """
    try:
        salt, nonce, data = (b64decode(sealed[key], validate=True) for key in ("salt", "nonce", "data"))  # type: ignore[index]
        rounds = int(sealed["rounds"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        raise BadInput(N_("This is no sealed file"), file=name, expected=NOTES) from None
    if not 0 < rounds <= 10 * ROUNDS or len(nonce) != NONCE_BYTES:
        raise BadInput(N_("This is no sealed file"), file=name, expected=NOTES)
    try:
        return AESGCM(_key(passphrase, salt, rounds)).decrypt(nonce, data, None).decode()
    except (InvalidTag, UnicodeDecodeError):
        raise BadInput(N_("This passphrase does not open it"), file=name, field="passphrase") from None


def read_notes(text: str, passphrase: str, *, name: str) -> list[dict[str, str]]:
    """The notes of a file that the page wrote: each with ``id``, ``at`` (RFC 3339), ``who`` and ``what``.

    Raises:
        BadInput: it is no such file, or the passphrase does not open it.
    """
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict) or document.get("format") != NOTES:
        raise BadInput(N_("This is no file of notes"), file=name, line=1, expected=f"format: {NOTES}")
    notes = json.loads(open_text(document.get("sealed"), passphrase, name=name))
    keys = ("id", "at", "who", "what")
    if not isinstance(notes, list) or not all(
        isinstance(note, dict) and all(isinstance(note.get(key), str) for key in keys) for note in notes
    ):
        raise BadInput(N_("This is no file of notes"), file=name, expected=", ".join(keys))
    return [{key: note[key] for key in keys} for note in notes]


def _key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=rounds).derive(passphrase.encode())


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
