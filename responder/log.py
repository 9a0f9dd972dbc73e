"""The operators' log: what the machine did, never who was affected.

The journal is the legal record; this is not it. Whatever looks like an address, a number or a token is struck out
before a line is written, as a second net: code does not log such values in the first place.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # email addresses
    r"|\+?\d(?:[ ()./-]?\d){7,}"  # telephone and card numbers
    r"|(?<=token=)[\w-]+|(?<=/link/)[\w-]+"
)

_OURS = frozenset({"timestamp", "level"})


def configure(level: str) -> None:
    """Write lines of ``level`` and above to standard error as JSON."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            strike_out_personal,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )


def _to_standard_error(*_names: object) -> structlog.PrintLogger:
    """Asked for each line: standard error may be another stream by then."""
    return structlog.PrintLogger(sys.stderr)


def strike_out_personal(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace what looks personal in each value of a line."""
    del logger, method
    return {
        key: _PERSONAL.sub("[struck out]", value) if isinstance(value, str) and key not in _OURS else value
        for key, value in event.items()
    }
