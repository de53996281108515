"""The commands around a run: install, serve."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.cli import options as o
from flows.errors import WrongCall


def install(
    source: Annotated[str | None, typer.Argument(metavar="FROM", help="Language to translate from, e.g. de.", show_default=False)] = None,
    target: Annotated[str | None, typer.Argument(metavar="TO", help="Language to translate into, e.g. en.", show_default=False)] = None,
    file: Annotated[
        str | None, typer.Option("--from-file", metavar="X.argosmodel", help="A package on this machine; nothing is fetched.")
    ] = None,
    packages: o.Packages = None,
) -> None:
    """Install a translation package: the only command that fetches anything."""
    from flows.packages import install as fetch
    from flows.packages import install_file

    folder = Path(packages).expanduser() if packages else None
    if file is not None and source is None:
        done = install_file(Path(file).expanduser(), packages_dir=folder)
    elif file is None and source is not None and target is not None:
        done = fetch(source, target, packages_dir=folder)
    else:
        raise WrongCall("name two languages, as in retouch install de en, or a package with --from-file X.argosmodel")
    print(f"installed {done.source} → {done.target}: {done.name} {done.version}", file=sys.stderr)


def serve(
    source: Annotated[str | None, typer.Option("--source", help="Corpus of the nightly run.")] = None,
    output: Annotated[str | None, typer.Option("--output", help="Output of the nightly run.")] = None,
    cron: Annotated[str, typer.Option("--cron", help="When the nightly run starts.")] = "0 3 * * *",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of the server on this machine.")] = 4200,
) -> None:
    """Start server, worker and the deployments clean-corpus/nightly and clean-corpus/manual, and print the UI's address."""
    from flows.serve import serve as start

    start(port=port, cron=cron, source=source, output=output)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(install)
    app.command()(serve)
