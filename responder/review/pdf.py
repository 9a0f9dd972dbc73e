"""The report as a tagged PDF that declares PDF/UA-1 (ISO 14289-1), where the extra ``pdf`` is installed."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from responder.errors import NotConfigured
from responder.words import N_

LIBRARY = "weasyprint"
ACCESSIBLE = "pdf/ua-1"


def pdf(page: str) -> bytes:
    """``page`` as a PDF. Nothing is fetched: the page carries its style and pictures.

    Conformance is claimed only for files that veraPDF passed; docs/operations.md has the command.

    Raises:
        NotConfigured: the extra ``pdf`` or one of its system libraries is missing.
    """
    library = _library()
    fetcher = library.urls.URLFetcher(allowed_protocols=["data"])
    written: bytes = library.HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant=ACCESSIBLE)
    return written


def _library() -> Any:
    """WeasyPrint, loaded when it is asked for: it is optional, and takes half a second."""
    missing = N_("PDF is not set up: `pip install responder[pdf]`, with Pango. The HTML report prints as well.")
    if importlib.util.find_spec(LIBRARY) is None:
        raise NotConfigured(missing)
    try:
        return importlib.import_module(LIBRARY)
    except OSError:  # Pango or one of its libraries is not on this machine
        raise NotConfigured(missing) from None
