"""A run that is ended in the middle: its workers end with it, at once, however much of their shard is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_run(tmp_path: Path, how: signal.Signals) -> None:
    """Shards that would take a minute; soon after the signal no process of the run is left."""
    corpus = tmp_path / "in"
    corpus.mkdir()
    line = json.dumps({"text": "[ad_1]\nThe boats came back with less than they had hoped for.\n" * 20})
    for name in "ab":
        (corpus / f"{name}.jsonl").write_text("\n".join([line] * 30_000))
    call = ["clean", corpus, "-o", tmp_path / "out", "--steps", "artifacts", "--workers", 2, "--shard-megabytes", 40]
    run = subprocess.Popen([sys.executable, "-m", "flows.cli", *map(str, call)], stderr=subprocess.DEVNULL, start_new_session=True)
    end = time.monotonic() + 60
    while len(list((tmp_path / "out").glob(".*.part"))) < 2:
        assert run.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    run.send_signal(how)
    run.wait(60)
    end = time.monotonic() + 10  # their shards would take them longer
    while (left := of_group(run.pid)) and time.monotonic() < end:
        time.sleep(0.2)
    if left:
        os.killpg(run.pid, signal.SIGKILL)
    assert left == []


def of_group(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    rows = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    return [row for row in rows if row.split()[0] == str(group) and not row.split()[1].startswith("Z")]
