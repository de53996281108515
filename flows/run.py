"""A run from plan to report, whoever executes its shards: this process and its workers, or Prefect's task runner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import NamedTuple

from flows.build import Workshop, workshop
from flows.manifest import Manifest
from flows.options import CorpusRun
from flows.plan import Plan, Shard, plan
from flows.report import Report
from flows.shard import join
from flows.storage import alone, sweep
from flows.workers import Crew

Execute = Callable[[Crew, tuple[Shard, ...]], Iterable[Report]]
"""Cleans all shards with the crew and yields their reports in the order of the shards."""


def in_threads(crew: Crew, shards: tuple[Shard, ...]) -> Iterator[Report]:
    """Without Prefect: one thread waits for each worker process."""
    with ThreadPoolExecutor(crew.size) as threads:
        try:
            yield from threads.map(crew.clean, shards)
        except BaseException:
            crew.end()  # else the threads, and this one with them, would wait for their shards
            threads.shutdown(wait=False, cancel_futures=True)
            raise


class Job(NamedTuple):
    """A run that has been looked at and may begin."""

    run: CorpusRun
    plan: Plan
    workshop: Workshop


def prepare(run: CorpusRun) -> Job:
    """Look at everything that can be wrong with a run before any of it is written. Raises WrongCall."""
    job = Job(run, plan(run), workshop(run.cleaning))
    if not run.overwrite:
        Manifest(job.plan.state).guard((piece for shard in job.plan.shards for piece in shard.pieces), job.workshop.signature)
    return job


def execute(job: Job, how: Execute = in_threads, progress: Callable[[int], None] = lambda done: None) -> Report:
    """Clean all shards and join what was cut. `progress` is told how many shards are done.

    Raises WrongCall where another run is writing to the same output.
    """
    with alone(job.plan.state):
        return _execute(job, how, progress)


def _execute(job: Job, how: Execute, progress: Callable[[int], None]) -> Report:
    total = Report()
    for folder in job.plan.unread:
        total.problem(f"{folder} could not be read, so what it holds is missing from the output", file=True)
    with Crew(job.run.cleaning, job.plan.state, here=job.workshop, workers=job.run.workers, shards=len(job.plan.shards)) as crew:
        for done, report in enumerate(how(crew, job.plan.shards), 1):
            total.add(report)
            progress(done)
    manifest = Manifest(job.plan.state)
    pieces = [piece for shard in job.plan.shards for piece in shard.pieces]
    for _, of_one_file in groupby(pieces, key=lambda piece: piece.name):
        parts = tuple(of_one_file)
        if len(parts) > 1:
            try:
                join(parts, manifest)
            except OSError as error:
                total.problem(f"{parts[0].output} could not be written: {error.strerror or error}", file=True)
    sweep(path for piece in pieces for path in manifest.places(piece))
    return total
