"""A page as a tagged PDF: PDF/UA-1 (ISO 14289-1) to be read, PDF/A-3a (ISO 19005-3) to be kept."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any, Final

from responder.errors import NotConfigured
from responder.words import N_

LIBRARY: Final = "weasyprint"
ACCESSIBLE: Final = "pdf/ua-1"
ARCHIVE: Final = "pdf/a-3a"


def pdf(page: str, *, variant: str = ACCESSIBLE) -> bytes:
    """``page`` as a PDF of ``variant``: ``ACCESSIBLE`` for readers, ``ARCHIVE`` to be kept.

    Nothing is fetched: the page carries its style and pictures.

    Conformance is claimed only for files that veraPDF passed; docs/operations.md has the command.

    Raises:
        NotConfigured: the extra ``pdf`` or one of its system libraries is missing.
    """
    library = _library()
    fetcher = library.urls.URLFetcher(allowed_protocols=["data"])
    written: bytes = library.HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant=variant, pdf_tags=True)
    return written


def _library() -> Any:
    """WeasyPrint, loaded when it is asked for: it is optional, and takes half a second."""
    if importlib.util.find_spec(LIBRARY) is None:
        raise NotConfigured(
            N_("PDF is not set up: `pip install responder[pdf]`, with Pango. The HTML report prints as well.")
        )
    try:
        return importlib.import_module(LIBRARY)
    except OSError as error:  # Pango or one of its libraries is not on this machine; the first line names it
        raise NotConfigured(
            N_(
                "PDF lacks a system library ({library}). On Debian: `apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
                "libharfbuzz-subset0 fonts-noto-cjk`. The HTML prints as well."
            ),
            library=(str(error).splitlines() or ["Pango"])[0][:120],
        ) from None
