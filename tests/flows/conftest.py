"""One Prefect for all tests: its own home, one server for flows in this process, one `retouch serve` for deployments and the UI."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from flows.prefect_settings import quiet_and_patient

# Before any test imports prefect, which reads them then: nothing of the user's Prefect is used or changed.
for name in [name for name in os.environ if name.startswith("PREFECT_")]:
    del os.environ[name]
os.environ["PREFECT_HOME"] = mkdtemp(prefix="retouch-prefect-")
quiet_and_patient()

START_SECONDS = 150


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[str]:
    """Flows called in this process report to one temporary server; yields the address of its API."""
    from prefect.settings import get_current_settings
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=START_SECONDS):
        api = get_current_settings().api.url
        assert api is not None
        yield api


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A small folder of text and records, enough for several shards; some of it wants mending, some is German, some is clean."""
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("[ad_1]\nThe boats came back late.\n")
    (folder / "deep" / "b.txt").write_text("Die Boote kamen erst am Abend zurück, und niemand wusste warum.\n")
    rows = [{"id": number, "text": f"[ad_1]\nBoat number {number} came back in the evening."} for number in range(30)]
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


class Served:
    """A `retouch serve` of its own, and the API of its server."""

    def __init__(self, home: Path, *options: object) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.said = home / "said.txt"
        command = [sys.executable, "-m", "flows.cli", "serve", "--port", self.port, *options]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                list(map(str, command)), stdout=said, stderr=subprocess.STDOUT, env={**os.environ, "PREFECT_HOME": str(home)}
            )
        self.wait(lambda: "Ctrl-C" in self.said.read_text())

    def wait(self, until: Any, seconds: float = START_SECONDS) -> Any:
        """What `until` returns once it is true."""
        end = time.monotonic() + seconds
        while not (found := until()):
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.5)
        return found

    def ask(self, path: str, body: object = None, *, post: bool = False) -> Any:
        """The API's answer. A SQLite that is busy makes it say so with status 503; then it is asked again, as Prefect's own client does."""
        data = json.dumps(body or {}).encode() if post else None
        asked = Request(f"{self.url}/api{path}", data, {"content-type": "application/json"})
        for _ in range(5):
            try:
                with urlopen(asked, timeout=30) as answer:
                    return json.loads(answer.read() or "null")
            except HTTPError as error:
                if error.code != 503:
                    raise
                time.sleep(1)
        raise AssertionError(f"{path} was answered five times with status 503")

    def deployments(self) -> dict[str, Any]:
        """All deployments by name."""
        return {found["name"]: found for found in self.ask("/deployments/filter", post=True)}

    def start(self, deployment: str, **run: Any) -> str:
        """Start a run of a deployment; returns its id."""
        body = {"parameters": {"run": run}}
        return str(self.ask(f"/deployments/{self.deployments()[deployment]['id']}/create_flow_run", body, post=True)["id"])

    def state(self, run: str) -> tuple[str, str | None]:
        """Type and message of a run's state."""
        state = self.ask(f"/flow_runs/{run}")["state"]
        return state["type"], state["message"]

    def ended(self, run: str) -> tuple[str, str | None]:
        """The state in which a run ends."""
        self.wait(lambda: self.state(run)[0] in ("COMPLETED", "FAILED", "CANCELLED", "CRASHED"))
        return self.state(run)

    def family(self) -> list[int]:
        """All processes of the serving: itself, its children, and whoever is in a group that one of them leads."""
        rows = [tuple(map(int, row.split())) for row in _ps("pid=,ppid=,pgid=").splitlines()]
        groups = {pid for pid, parent, _ in rows if parent == self.process.pid}
        return [self.process.pid, *(pid for pid, _, group in rows if group in groups)]

    def end(self, signal: int) -> int:
        """Send the signal and wait; returns the exit status."""
        self.process.send_signal(signal)
        return self.process.wait(90)


def _ps(columns: str) -> str:
    return subprocess.run(["ps", "-eo", columns], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One serving for all tests that only use it."""
    from signal import SIGTERM

    serving = Served(tmp_path_factory.mktemp("served"))
    yield serving
    serving.end(SIGTERM)
