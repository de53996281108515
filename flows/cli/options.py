"""The options that several commands share, declared once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.errors import WrongCall
from flows.steps import STEPS

if TYPE_CHECKING:
    from flows.options import CorpusRun

Source = Annotated[
    str, typer.Argument(metavar="IN", help="File or folder to read (.txt, .jsonl), or - for standard input.", show_default=False)
]
Output = Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="File or folder to write, or - for standard output.")]
Config = Annotated[str | None, typer.Option("--config", metavar="FILE", help="Options kept in a file; else retouch.toml, if it is here.")]
Steps = Annotated[str | None, typer.Option("--steps", metavar="STEP,…", help=f"Which steps to take: {','.join(STEPS)}.")]
To = Annotated[str | None, typer.Option("--to", metavar="LANGUAGE", help="The language the corpus should be in; en unless said.")]
Leave = Annotated[str | None, typer.Option("--leave", metavar="LANGUAGE,…", help="Languages that are not translated.")]
Glossary = Annotated[
    list[str] | None, typer.Option("--glossary", metavar="FILE", help="Glossary instead of the shipped one; `shipped` names that one.")
]
Select = Annotated[str | None, typer.Option("--select", metavar="RULE,…", help="Only these rules or families.")]
Ignore = Annotated[str | None, typer.Option("--ignore", metavar="RULE,…", help="Rules or families to leave out.")]
Doubtful = Annotated[
    str | None, typer.Option("--doubtful", metavar="RULE,…", help="Rules that only flag unless named here; `all` for all of them.")
]
Packages = Annotated[str | None, typer.Option("--packages", metavar="FOLDER", help="Folder of translation packages.")]
Learnt = Annotated[
    str | None, typer.Option("--learnt", metavar="FILE", help="A reviewed file of `retouch learn`; what it accepts is taken out.")
]
Workers = Annotated[int | None, typer.Option("--workers", min=0, help="Worker processes; one for each processor unless said.")]
ShardMegabytes = Annotated[float | None, typer.Option("--shard-megabytes", help="Size of a shard, the unit of work and of resuming; 8.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an output that another run made.")]

LISTS = ("steps", "leave", "select", "ignore", "doubtful")
"""Options that the command line takes as one word with commas."""


def split(words: str) -> tuple[str, ...]:
    """The words of a list with commas."""
    return tuple(word for word in (part.strip() for part in words.split(",")) if word)


def run_of(source: str, output: str, *, config: str | None = None, **given: Any) -> CorpusRun:
    """The run that configuration and command line ask for; the command line goes first, and None is not said. Raises WrongCall."""
    from flows.config import read_config
    from flows.options import corpus_run

    kept, told_by = read_config(config)
    if told_by:
        corpus_run(told_by, **{"source": source, "output": output, **kept})  # its mistakes are told with its name
    said = {name: value for name, value in given.items() if value is not None}
    if not said.get("overwrite", True):
        del said["overwrite"]  # a switch that is off says nothing
    for name in LISTS:
        if name in said:
            said[name] = split(said[name])
    if said.get("steps") == ():
        raise WrongCall(f"--steps names no step; the steps are {', '.join(STEPS)}")
    return corpus_run(**{**kept, **said, "source": source, "output": output})
