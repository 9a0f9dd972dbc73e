"""``python -m responder``."""

from __future__ import annotations

import sys

from responder.cli import responder


def main() -> None:
    sys.exit(responder.main(standalone_mode=True))


if __name__ == "__main__":
    main()
