"""The flow `clean-corpus`: plan, one task a shard, report. The work itself is flows.run's, the same as without Prefect."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Semaphore

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.errors import RunFailed, WrongCall
from flows.options import CorpusRun
from flows.plan import Shard
from flows.report import Report, markdown
from flows.run import execute, prepare
from flows.workers import Crew

ARTIFACT = "clean-corpus-report"
"""The key under which every run leaves its report."""

TASKS = 2000
"""So many tasks a run at most: each costs the server 41 ms and 30 kB, so that 2,000 are a minute and a half and 60 MB. Above, a task takes
several shards."""


class Share:
    """What one task does: some shards, and who cleans them. Not a tuple: Prefect would walk through it in search of futures."""

    def __init__(self, crew: Crew, shards: tuple[Shard, ...], count: int) -> None:
        first, last = shards[0].number + 1, shards[-1].number + 1
        self.name = f"shard {first:,} of {count:,}" if first == last else f"shards {first:,} to {last:,} of {count:,}"
        self.crew, self.shards = crew, shards


# No cache: the manifest is the truth about what is done. No retries: what can pass (a worker that died, a file that could not be read) is
# tried again or reported below; what is left to raise is a mistake of ours, which a second try would only repeat.
@task(name="clean-shard", task_run_name="{share.name}", cache_policy=NO_CACHE, retries=0)
def clean_shards(share: Share) -> Report:
    """Have the crew clean some shards, and log what was done in a line."""
    report = Report()
    for shard in share.shards:
        report.add(share.crew.clean(shard))
    logger = get_run_logger()
    for problem in report.problems:
        logger.warning(problem)
    logger.info(f"{share.name}: {report.sentence()}")
    return report


def in_tasks(crew: Crew, shards: tuple[Shard, ...]) -> Iterator[Report]:
    """Clean all shards as Prefect tasks, no more at a time than there are workers, so that a task which is shown as running is running."""
    free = Semaphore(crew.size)
    together = -(-len(shards) // TASKS)
    cleaned: list[PrefectFuture[Report]] = []
    for first in range(0, len(shards), together):
        free.acquire()
        future = clean_shards.submit(Share(crew, shards[first : first + together], len(shards)))
        future.add_done_callback(lambda _: free.release())
        cleaned.append(future)
    for future in cleaned:
        yield future.result()


def _run_name() -> str:
    """A run is called after its corpus."""
    return f"clean {CorpusRun.model_validate(flow_run.parameters['run']).source}"


# The report is shown as an artifact and handed to whoever called the flow; storing it as a result beside that would serve nobody. The task
# runner is Prefect's default, threads: a task only waits for its worker process.
@flow(name="clean-corpus", flow_run_name=_run_name, persist_result=False)
def clean_corpus(run: CorpusRun) -> State[Report]:
    """Clean a corpus: repair what scraping and machine translation left, and tell what was changed and why.

    The run fails where a file is missing from the output, and where it was called wrongly; then nothing was written.
    """
    logger = get_run_logger()
    try:
        job = prepare(run)
    except WrongCall as error:
        return Failed(message=str(error))
    if job.plan.left_out:
        logger.info(f"{len(job.plan.left_out):,} files are of other kinds and are left out")
    report = execute(job, how=in_tasks)
    create_markdown_artifact(markdown(report, f"{run.source} → {run.output}"), key=ARTIFACT, description=report.sentence())
    if report.files_failed:
        return Failed(message=f"{report.files_failed:,} of the files could not be cleaned; the report says which and why", data=report)
    return Completed(message=report.sentence(), data=report)


def report_of(run: CorpusRun) -> Report:
    """Run the flow in this process and wait for its report, whether all files could be cleaned or not.

    Raises RunFailed where there is no report: the call was wrong, or the run broke.
    """
    state = clean_corpus(run, return_state=True)
    report: object = state.result(raise_on_failure=False)
    if not isinstance(report, Report):
        raise RunFailed(state.message or f"the run ended as {state.name}")
    return report
