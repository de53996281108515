"""The command line. Each command imports what it needs when it is called, so that `retouch --help` is instant."""

from __future__ import annotations

import sys

import typer

from flows.cli import change, learn, look, manage, names
from flows.errors import RunFailed, WrongCall

app = typer.Typer(
    name="retouch",
    help="Repairs corpora of scraped, machine-translated text. Every change is explained and can be taken back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (change, learn, look, names, manage):
    commands.add_to(app)


def main() -> None:
    """The command `retouch`: exit status 0, 1 for a run that could not do all of its work, 2 for a wrong call, 130 where it was stopped."""
    try:
        app()
    except WrongCall as error:
        _end(error, 2)
    except RunFailed as error:
        _end(error, 1)
    except OSError as error:
        _end(f"{error.filename or 'the output'}: {error.strerror or error}", 1)


def _end(what: object, status: int) -> None:
    print(f"retouch: {what}", file=sys.stderr)
    sys.exit(status)
