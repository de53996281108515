"""The flow `learn-boilerplate`: the same as `retouch learn`, with what was found as an artifact in the Prefect UI."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from flows import learnt as file
from flows.errors import RunFailed, WrongCall
from flows.learn import LearnRun, Learnt, learn

ARTIFACT = "learn-boilerplate-report"
"""The key under which every run leaves what it found."""

SHOWN = 100
"""So many lines stand in the artifact; all of them in the file."""


# No tasks: a pass merges its shards as they come and starts anew in a second; what could be resumed is not worth a table in the server.
@flow(name="learn-boilerplate", persist_result=False)
def learn_boilerplate(run: LearnRun) -> State[Learnt]:
    """Find lines that recur across the documents of a corpus, and write them to a file for a person to review."""
    logger = get_run_logger()
    target = Path(run.output).expanduser()
    try:
        file.decided(target)
        learnt = learn(run)
        file.write(target, learnt)
    except (WrongCall, RunFailed) as error:
        return Failed(message=str(error))
    for problem in learnt.report.problems:
        logger.warning(problem)
    create_markdown_artifact(markdown(learnt, f"{run.source} → {run.output}"), key=ARTIFACT, description=learnt.sentence())
    if learnt.report.files_failed:
        return Failed(message=f"{learnt.report.files_failed:,} of the files could not be read; the log says which and why", data=learnt)
    return Completed(message=learnt.sentence(), data=learnt)


def markdown(learnt: Learnt, title: str) -> str:
    """What was found as a page of Markdown: a table of the lines that stand in the most documents."""
    told = ((one, *one.guess) for one in learnt.found[:SHOWN])
    rows = "\n".join(f"| {one.documents:,} | {'yes' if yes else 'no'} | {_cell(one.text)} | {why} |" for one, yes, why in told)
    table = f"| documents | suggest | line | because |\n|---:|---|---|---|\n{rows}\n" if rows else ""
    return f"# {title}\n\n{learnt.sentence()}.\n\n{table}"


def _cell(line: str) -> str:
    """A line as code in a cell, which a bar would end."""
    return f"`{line.replace('`', 'ˋ').replace('|', '¦')}`"
