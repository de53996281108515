"""The commands that write text: clean, run, restore."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import options as o
from flows.errors import RunFailed

if TYPE_CHECKING:
    from flows.options import CorpusRun
    from flows.report import Report


def clean(
    source: o.Source,
    output: o.Output,
    config: o.Config = None,
    steps: o.Steps = None,
    to: o.To = None,
    leave: o.Leave = None,
    glossary: o.Glossary = None,
    select: o.Select = None,
    ignore: o.Ignore = None,
    doubtful: o.Doubtful = None,
    packages: o.Packages = None,
    learnt: o.Learnt = None,
    workers: o.Workers = None,
    shard_megabytes: o.ShardMegabytes = None,
    overwrite: o.Overwrite = False,
    format: Annotated[str, typer.Option("--format", help="What standard input holds: text or jsonl.")] = "text",
) -> None:
    """Clean a corpus in this process and its workers, without Prefect."""
    run = o.run_of(**{name: value for name, value in locals().items() if name != "format"})
    if source == "-" or output == "-":
        from flows.stream import clean_stream

        _tell(clean_stream(run, format), quiet=True)
        return
    from flows.run import execute, prepare

    job = prepare(run)
    with _progress(len(job.plan.shards)) as progress:
        report = execute(job, progress=progress)
    _tell(report, run=run, left_out=job.plan.left_out)


def run(
    source: o.Source,
    output: o.Output,
    config: o.Config = None,
    steps: o.Steps = None,
    to: o.To = None,
    leave: o.Leave = None,
    glossary: o.Glossary = None,
    select: o.Select = None,
    ignore: o.Ignore = None,
    doubtful: o.Doubtful = None,
    packages: o.Packages = None,
    learnt: o.Learnt = None,
    workers: o.Workers = None,
    shard_megabytes: o.ShardMegabytes = None,
    overwrite: o.Overwrite = False,
) -> None:
    """The same through the Prefect flow clean-corpus, on the server that is configured or on one started for this run."""
    wanted = o.run_of(**locals())
    from flows.run import prepare

    prepare(wanted)  # a wrong call ends here, in a second, before a server is started
    from flows.prefect_settings import quiet_and_patient

    quiet_and_patient()
    from flows.clean_corpus import report_of

    _tell(report_of(wanted), run=wanted)


def restore(
    output: Annotated[str, typer.Argument(metavar="OUT", help="What a run wrote: file or folder.", show_default=False)],
    source: Annotated[str, typer.Option("-o", "--output", metavar="IN", help="Where the originals are to be written.")],
    overwrite: o.Overwrite = False,
) -> None:
    """Take every change back: write the originals of a cleaned corpus."""
    from flows.restore import restore_corpus

    restored, problems = restore_corpus(output, source, overwrite=overwrite)
    for problem in problems:
        print(f"retouch: {problem}", file=sys.stderr)
    print(f"{restored:,} {'original' if restored == 1 else 'originals'} written to {source}", file=sys.stderr)
    if problems:
        raise RunFailed("not everything could be restored")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(clean)
    app.command()(run)
    app.command()(restore)


MESSAGES = 20
"""Kinds of flags told at the end; the report has all of them."""


@contextmanager
def _progress(shards: int) -> Iterator[Callable[[int], None]]:
    """A bar in a terminal, once a second has passed; nothing elsewhere. One shard has no parts to count, so its bar only moves."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from threading import Timer

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("cleaning"), BarColumn(), *([MofNCompleteColumn()] if shards > 1 else []), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=shards if shards > 1 else None)
    begin = Timer(1, bar.start)
    begin.daemon = True
    begin.start()
    try:
        yield lambda done: bar.update(task, completed=done)
    finally:
        begin.cancel()
        bar.stop()


def _tell(report: Report, *, run: CorpusRun | None = None, left_out: Sequence[str] = (), quiet: bool = False) -> None:
    """Problems and a summary on standard error. Raises RunFailed where a file is missing from the output or was not cleaned."""
    for problem in report.problems:
        print(f"retouch: {problem}", file=sys.stderr)
    if report.problems_untold:
        print(f"retouch: … and {report.problems_untold:,} more problems", file=sys.stderr)
    for message, count in sorted(report.messages.items(), key=lambda item: (-item[1], item[0]))[:MESSAGES]:
        print(f"retouch: {count:,} × {message}", file=sys.stderr)
    if left_out:
        named = ", ".join(left_out[:3]) + (", …" if len(left_out) > 3 else "")
        print(f"retouch: {len(left_out):,} files are of other kinds and were left out: {named}", file=sys.stderr)
    if not quiet and run is not None:
        if report.kept:
            print(report.kept_sentence(), file=sys.stderr)
        print(f"{report.sentence()}\nwritten to {run.output}; see what changed: retouch diff {run.output}", file=sys.stderr)
    if report.files_failed:
        raise RunFailed(f"{report.files_failed:,} of the files could not be cleaned")
