"""`retouch serve`: a Prefect server on this machine, the two deployments, and whoever starts their runs; all of it ends together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from flows.errors import RunFailed, WrongCall
from flows.options import CorpusRun, corpus_run
from flows.plan import plan
from flows.prefect_settings import quiet_and_patient

HOST = "127.0.0.1"
"""Prefect's server knows no users: who reaches it may start runs on any path. So it listens to this machine alone."""

START_SECONDS = 120
"""The server answers after 5 s, on a new database after 11 s, on two busy cores after 25 s."""

END_SECONDS = 45
"""Prefect gives a run 30 s to end before it kills it, and wants some seconds to say so to the server."""


class _Ended(Exception):
    """A signal said to end."""


def serve(*, port: int, cron: str, source: str | None = None, output: str | None = None) -> None:
    """Serve the deployments until Ctrl-C or SIGTERM. With PREFECT_API_URL set, on that server; else on one started here on `port`.

    `source` and `output` are what the nightly run cleans, at the times that `cron` names. Raises WrongCall, and RunFailed where the server
    or the runner ends by itself.
    """
    quiet_and_patient()
    run = _nightly(source, output)
    _check_cron(cron)
    api = _configured()
    if api is None:
        _check_port(port)
    elif not _answers(api):
        raise WrongCall(f"no Prefect server answers at {api}; start it, or unset PREFECT_API_URL to have one started here")
    with _signals(), suppress(_Ended), ExitStack() as children:
        if api is None:
            print("starting the Prefect server …", flush=True)
            api = children.enter_context(_server(port))
            ours = "yes"
        else:
            ours = ""
        environment = {**os.environ, "PREFECT_API_URL": api}
        command = [sys.executable, "-m", "flows.deployments", cron, run.model_dump_json(exclude_unset=True) if run else "", ours]
        runner = children.enter_context(_child(command, environment))
        status = runner.wait()
        raise RunFailed(f"the runner of the deployments ended by itself (status {status}); what it said stands above")


def _nightly(source: str | None, output: str | None) -> CorpusRun | None:
    """What the nightly run cleans. Places are made absolute: the run happens elsewhere."""
    if source is None and output is None:
        return None
    if source is None or output is None:
        raise WrongCall("the nightly run needs --source and --output, both or neither")
    run = corpus_run(source=_absolute(source), output=_absolute(output))
    plan(run)  # a corpus that is not there is found out now and not at night
    return run


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().absolute())


def _check_cron(cron: str) -> None:
    from prefect.client.schemas.schedules import CronSchedule
    from pydantic import ValidationError

    try:
        CronSchedule(cron=cron)
    except ValidationError:
        raise WrongCall(
            f"{cron!r} is no cron expression; give minute, hour, day, month and weekday, as in '0 3 * * *' for every night at 3"
        ) from None


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise WrongCall(
                f"port {port} is in use; choose another with --port, or set PREFECT_API_URL if it is a Prefect server to be used"
            ) from None


def _configured() -> str | None:
    """The server that the environment or the Prefect profile names."""
    from prefect.settings import get_current_settings

    return get_current_settings().api.url


def _answers(api: str) -> bool:
    try:
        with urlopen(f"{api}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False


@contextmanager
def _server(port: int) -> Iterator[str]:
    """A Prefect server of our own, answering; yields the address of its API."""
    from prefect.settings import get_current_settings

    api, log = f"http://{HOST}:{port}/api", get_current_settings().home / "retouch-serve.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    # The UI asks the API where these two say, not where --host and --port do.
    environment = {**os.environ, "PREFECT_SERVER_API_HOST": HOST, "PREFECT_SERVER_API_PORT": str(port)}
    with log.open("wb") as said, _child([sys.executable, "-m", "prefect", "server", "start"], environment, said.fileno()) as server:
        until = time.monotonic() + START_SECONDS
        while not _answers(api):
            if server.poll() is not None or time.monotonic() > until:
                raise RunFailed(f"the Prefect server did not start; what it said is in {log}")
            time.sleep(0.2)
        yield api


@contextmanager
def _child(command: list[str], environment: dict[str, str], said: int | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own, ended together with all that it started.

    Of its own, because Ctrl-C in a terminal goes to every process there, and the server must outlive the runs that report to it.
    """
    child = subprocess.Popen(command, env=environment, stdout=said, stderr=said and subprocess.STDOUT, start_new_session=True)
    try:
        yield child
    finally:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(END_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextmanager
def _signals() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP end the serving once; further ones are not heard, so that the children are ended in order."""

    def end(number: int, frame: FrameType | None) -> None:
        for which in before:
            signal.signal(which, signal.SIG_IGN)
        print("ending …", flush=True)
        raise _Ended

    before = {which: signal.signal(which, end) for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
