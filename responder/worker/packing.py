"""Packing the go-bag: each night where the settings say, and when somebody asks for it."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from responder.flow.gobag import pack_gobag, page_words
from responder.formats.sealed_page import sealed_page
from responder.journal.append import append
from responder.vault.keystore import HOUSE

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from responder.bootstrap import Services


def write_gobag(services: Services, where: Path, passphrase: str, *, language: str, by: str, now: datetime) -> int:
    """Write the go-bag to ``where``, whole or not at all; its size in bytes.

    Raises:
        BadInput: the passphrase is too short.
        OSError: the place cannot be written.
    """
    with services.db.reading() as session:
        content = pack_gobag(session, books=services, language=language, zone=services.settings.timezone)
    page = sealed_page(
        content, passphrase, words=page_words(language), language=language, made_at=now.isoformat(timespec="seconds")
    ).encode()
    unfinished = where.with_name(f".{where.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(page)
        unfinished.replace(where)
    finally:
        unfinished.unlink(missing_ok=True)
    with services.db.writing() as session:
        append(session, HOUSE, by=by, at=now, tag="gobag.made", what="Go-bag packed", data={"bytes": len(page)})
    return len(page)


def pack_each_night(services: Services, now: datetime) -> None:
    """The job: nothing where no place or no passphrase is set."""
    settings = services.settings
    if settings.gobag_to is None or settings.gobag_passphrase is None:
        return
    write_gobag(
        services, settings.gobag_to, settings.gobag_passphrase.get_secret_value(),
        language=settings.language, by="system", now=now,
    )  # fmt: skip
