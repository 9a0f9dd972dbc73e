"""``python -m responder``: the commands, and what the machine itself may refuse them, said in one line."""

from __future__ import annotations

import sys

import click

from responder.cli import responder


def main() -> None:
    for argument in sys.argv[1:]:
        if not argument.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in argument):
            click.echo(f"Error: {argument!a} is not UTF-8 text. Type it again, or set the terminal to UTF-8.", err=True)
            sys.exit(2)
    try:
        sys.exit(responder.main(standalone_mode=True))
    except OSError as error:  # a full disk, a home that may not be written: where and why, never what was written
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {place}{error.strerror or type(error).__name__}", err=True)
        sys.exit(3)


if __name__ == "__main__":
    main()
