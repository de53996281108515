"""The two deployments of the flow, `nightly` and `manual`, and the process that starts their runs. `retouch serve` runs it as a child.

A runner and not a work pool with a worker: a worker that is told to end leaves its runs as RUNNING for ever, a runner cancels them.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId, FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.settings import get_current_settings
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.clean_corpus import clean_corpus
from flows.options import CorpusRun

AT_ONCE = 2
"""Runs at the same time. Every run takes all processors, so more would be slower; with one, a run by hand would wait for the night's."""


def nightly(cron: str, run: CorpusRun | None) -> RunnerDeployment:
    """The scheduled run. Without a run to make, its schedule sleeps until someone gives it one in the UI."""
    # Overwrite: a glossary that was bettered during the day makes another output, and nobody is there at night to allow it.
    parameters = {"run": {**run.model_dump(mode="json", exclude_unset=True), "overwrite": True}} if run else None
    return _deployment(
        "nightly",
        "Cleans the corpus every night; what has been done and is still right is kept.",
        parameters,
        schedule=Cron(cron, timezone=time_zone(), active=run is not None),
        # A night that finds the one before still at work has nothing to add: it would clean the same files into the same output.
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
    )


def manual() -> RunnerDeployment:
    """The run by hand, from the form that the UI draws."""
    return _deployment("manual", "Cleans a corpus once: name it and where the output is to go, and start the run.", None)


def _deployment(name: str, description: str, parameters: dict[str, Any] | None, **how: Any) -> RunnerDeployment:
    # By module and not by file: the runs find the flow wherever retouch is installed. Not paused: the runner pauses them when it ends.
    return RunnerDeployment.from_flow(
        clean_corpus,
        name,
        description=description,
        parameters=parameters,
        paused=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
        **how,
    )


def time_zone() -> str:
    """The name of this machine's time zone, so that 3 o'clock is 3 o'clock here; UTC where the machine does not say."""
    where = Path("/etc/localtime").resolve().as_posix()
    name = os.environ.get("TZ", "").removeprefix(":") or where.partition("/zoneinfo/")[2]
    try:
        ZoneInfo(name)
    except (OSError, ValueError):
        return "UTC"
    return name


async def work(cron: str, run: CorpusRun | None, *, ours: bool) -> None:
    """Register the deployments, say where the UI is, and start runs until a signal ends it; runs under way are cancelled.

    `ours`: the server was started for this process alone, so a run that it shows as running was cut off by whatever ended the server.
    """
    runner = Runner(name="retouch", limit=AT_ONCE)
    ids = [await runner.aadd_deployment(deployment) for deployment in (nightly(cron, run), manual())]
    if ours:
        await _bury(ids)
    working = asyncio.create_task(runner.start())
    await asyncio.sleep(0)  # the runner sets its own handler for SIGTERM first thing, which ends the process without waiting for its runs
    ending = asyncio.Event()
    for which in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(which, ending.set)
    print(_welcome(cron, run), flush=True)
    waiting = asyncio.create_task(ending.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if not working.done():
        await runner.astop() if runner.started else working.cancel()
    await asyncio.gather(working, return_exceptions=ending.is_set())


async def _bury(ids: list[Any]) -> None:
    """Call crashed what a server that was killed left as running; a run of the night would be held off by it."""
    alive = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]))
    )
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=alive, deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=ids))):
            await client.set_flow_run_state(
                run.id, Crashed(message="It was cut off when its server ended; the next run does what is missing."), force=True
            )


def _welcome(cron: str, run: CorpusRun | None) -> str:
    night = f"at {cron!r} ({time_zone()}): {run.source} → {run.output}" if run else "asleep: no --source and --output were given"
    return "\n".join(
        (
            f"Prefect UI: {(get_current_settings().api.url or '').removesuffix('/api')}",
            f"  clean-corpus/nightly  {night}",
            "  clean-corpus/manual   by hand: Deployments › manual › Run › Custom run",
            "Ctrl-C ends it all.",
        )
    )


def main(cron: str, run: str, ours: str) -> None:
    """The child of `retouch serve`; what it is told comes as text."""
    asyncio.run(work(cron, CorpusRun.model_validate_json(run) if run else None, ours=bool(ours)))


if __name__ == "__main__":
    main(*sys.argv[1:])
