"""The command learn: what recurs across the documents of a corpus, as a file that a person reviews."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from flows.cli import options as o
from flows.errors import RunFailed


def learn(
    source: Annotated[str, typer.Argument(metavar="CORPUS", help="File or folder to read (.txt, .jsonl).", show_default=False)],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="File to write (.yaml); what an earlier one accepts stays accepted.")
    ],
    least: Annotated[int, typer.Option("--least", min=2, max=1000, help="A line of fewer different documents is not told.")] = 5,
    most: Annotated[int, typer.Option("--most", min=1, help="Of more lines, those of the most documents are told.")] = 1000,
    examples: Annotated[int, typer.Option("--examples", min=0, max=10, help="So many places that differ are shown of each line.")] = 2,
    workers: o.Workers = 0,
    room: Annotated[int, typer.Option("--room", metavar="LINES", min=1, help="So many different lines are held in memory.")] = 500_000,
) -> None:
    """Find lines that recur across documents, in any language, and write them to a file for you to accept or leave."""
    from flows import learnt as file
    from flows.learn import learn as learn_from
    from flows.learn import learn_run

    run = learn_run(source=source, output=output, least=least, most=most, examples=examples, workers=workers, room=room)
    target = Path(run.output).expanduser()
    file.decided(target)  # a wrong file ends here, before a long corpus is read
    with _progress() as progress:
        learnt = learn_from(run, progress)
    file.write(target, learnt)
    for problem in learnt.report.problems:
        print(f"retouch: {problem}", file=sys.stderr)
    if learnt.report.problems_untold:
        print(f"retouch: … and {learnt.report.problems_untold:,} more problems", file=sys.stderr)
    if learnt.floor > run.least:
        print(
            f"retouch: the corpus has more different lines than --room {run.room:,} holds, so lines of fewer than {learnt.floor:,} "
            "documents are not told; take more room, or learn from one part of the corpus at a time",
            file=sys.stderr,
        )
    print(
        f"{learnt.sentence()}\nwritten to {target}; accept there what should go, and clean with --learnt {target}",
        file=sys.stderr,
    )
    if learnt.report.files_failed:
        raise RunFailed(f"{learnt.report.files_failed:,} of the files could not be read")


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(learn)


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """A bar in a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("learning", total=1.0)
        yield lambda done: bar.update(task, completed=done)
