"""The options that several commands share, declared once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import WrongCall
from flows.steps import STEPS

if TYPE_CHECKING:
    from flows.options import CorpusRun

Source = Annotated[
    str, typer.Argument(metavar="IN", help="File or folder to read (.txt, .jsonl), or - for standard input.", show_default=False)
]
Output = Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="File or folder to write, or - for standard output.")]
Steps = Annotated[str, typer.Option("--steps", metavar="STEP,…", help="Which steps to take.")]
To = Annotated[str, typer.Option("--to", metavar="LANGUAGE", help="The language the corpus should be in.")]
Leave = Annotated[str, typer.Option("--leave", metavar="LANGUAGE,…", help="Languages that are not translated.")]
Glossary = Annotated[
    list[str] | None, typer.Option("--glossary", metavar="FILE", help="Glossary instead of the shipped one; `shipped` names that one.")
]
Ignore = Annotated[str, typer.Option("--ignore", metavar="RULE,…", help="Rules or families to leave out.")]
Doubtful = Annotated[
    str, typer.Option("--doubtful", metavar="RULE,…", help="Rules that only flag unless named here; `all` for all of them.")
]
Packages = Annotated[str | None, typer.Option("--packages", metavar="FOLDER", help="Folder of translation packages.")]
Workers = Annotated[int, typer.Option("--workers", min=0, help="Worker processes; 0 takes one for each processor.")]
ShardMegabytes = Annotated[float, typer.Option("--shard-megabytes", help="Size of a shard, the unit of work and of resuming.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an output that another run made.")]

ALL_STEPS = ",".join(STEPS)


def split(words: str) -> tuple[str, ...]:
    """The words of a list with commas."""
    return tuple(word for word in (part.strip() for part in words.split(",")) if word)


def run_of(
    source: str,
    output: str,
    *,
    steps: str,
    to: str,
    leave: str,
    glossary: list[str] | None,
    ignore: str,
    doubtful: str,
    packages: str | None,
    workers: int = 0,
    shard_megabytes: float = 8.0,
    overwrite: bool = False,
) -> CorpusRun:
    """The run that the options ask for. Raises WrongCall."""
    from flows.options import corpus_run

    if not split(steps):
        raise WrongCall(f"--steps names no step; the steps are {', '.join(STEPS)}")
    return corpus_run(
        source=source,
        output=output,
        steps=split(steps),
        to=to,
        leave=split(leave),
        glossary=tuple(glossary or ("shipped",)),
        ignore=split(ignore),
        doubtful=split(doubtful),
        packages=packages,
        workers=workers,
        shard_megabytes=shard_megabytes,
        overwrite=overwrite,
    )
