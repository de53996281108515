"""The flow clean-corpus on a real Prefect server: the same bytes as without Prefect, and a report that stays."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from flows.errors import RunFailed
from flows.options import CorpusRun, corpus_run
from flows.report import Report
from flows.run import execute, prepare
from tests.flows.command import retouch
from tests.flows.test_command import files
from tests.flows.test_resume import complete

pytestmark = pytest.mark.slow

STEPS = ("artifacts", "detect")


def wanted(corpus: Path, output: Path, **options: Any) -> CorpusRun:
    """A run that cuts the small corpus into several shards."""
    return corpus_run(source=str(corpus), output=str(output), steps=STEPS, shard_megabytes=0.002, **options)


def through_prefect(run: CorpusRun) -> Report:
    """The report of the flow, run in this process."""
    from flows.clean_corpus import report_of

    return report_of(run)


def last_run(output: Path, *, tasks: int) -> tuple[Any, list[str], list[Any]]:
    """The run that wrote this output as the server knows it: itself, the names of its tasks, of which there are so many, its artifacts."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, FlowRunFilter, FlowRunFilterId

    async def asked() -> tuple[Any, list[str], list[Any]]:
        async with get_client() as client:
            run = next(run for run in await client.read_flow_runs() if run.parameters["run"]["output"] == str(output))
            mine = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
            for _ in range(100):  # states of tasks reach the server as events, some moments after the run has ended
                found = await client.read_task_runs(flow_run_filter=mine)
                if len(found) == tasks and all(task.state and task.state.is_final() for task in found):
                    break
                await asyncio.sleep(0.2)
            artifacts = await client.read_artifacts(artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id])))
            return run, sorted(task.name for task in found), artifacts

    return asyncio.run(asked())


def test_the_flow_writes_the_same_bytes_and_leaves_its_report(prefect_server: str, corpus: Path, tmp_path: Path) -> None:
    """One implementation of a run: through Prefect a task a shard, without it the same files; the artifact tells edits by rule."""
    report = through_prefect(wanted(corpus, tmp_path / "flow"))
    job = prepare(wanted(corpus, tmp_path / "bare"))
    assert execute(job) == report
    assert files(tmp_path / "flow") == files(tmp_path / "bare")
    assert b"[ad_1]" not in b"".join(text for name, text in files(tmp_path / "flow").items() if name == "a.txt")

    count = len(job.plan.shards)
    assert count > 1
    run, tasks, artifacts = last_run(tmp_path / "flow", tasks=count)
    assert tasks == sorted(f"shard {number} of {count}" for number in range(1, count + 1))
    assert run.name == f"clean {corpus}"
    assert (run.state.type.value, run.state.message) == ("COMPLETED", report.sentence())
    assert [(artifact.key, artifact.type) for artifact in artifacts] == [("clean-corpus-report", "markdown")]
    assert "## Edits by rule" in artifacts[0].data
    assert f"| scraper/ad-tag | {report.edits['scraper/ad-tag']} |" in artifacts[0].data


def test_a_run_of_very_many_shards_takes_several_to_a_task(
    prefect_server: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server pays for each task, so their number has a bound; nothing is cleaned twice or left out."""
    monkeypatch.setattr("flows.clean_corpus.TASKS", 2)
    report = through_prefect(wanted(corpus, tmp_path / "flow", workers=1))
    assert report.documents == 32
    _, tasks, _ = last_run(tmp_path / "flow", tasks=2)
    assert len(tasks) == 2
    assert tasks[0].startswith("shards 1 to ")


def test_a_wrong_call_fails_with_its_sentence(prefect_server: str, tmp_path: Path) -> None:
    """What the command line refuses, a run from the UI refuses in the same words, and nothing is written."""
    sentence = f"{tmp_path / 'nowhere'} does not exist; name a file or a folder"
    with pytest.raises(RunFailed) as failed:
        through_prefect(wanted(tmp_path / "nowhere", tmp_path / "out"))
    assert str(failed.value) == sentence
    run, tasks, artifacts = last_run(tmp_path / "out", tasks=0)
    assert (run.state.type.value, run.state.message) == ("FAILED", sentence)
    assert (tasks, artifacts) == ([], [])
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_read_fails_the_run_and_stops_nothing(prefect_server: str, corpus: Path, tmp_path: Path) -> None:
    """The others are done, the report names it, and whoever called has the report."""
    (corpus / "gone.txt").symlink_to(corpus / "nowhere")
    report = through_prefect(wanted(corpus, tmp_path / "out"))
    assert (report.documents, report.files_failed) == (32, 1)
    run, _, artifacts = last_run(tmp_path / "out", tasks=len(prepare(wanted(corpus, tmp_path / "out")).plan.shards))
    assert run.state.type.value == "FAILED"
    assert run.state.message.startswith("1 of the files could not be cleaned")
    assert f"{corpus / 'gone.txt'} could not be cleaned" in artifacts[0].data
    assert (tmp_path / "out" / "a.txt").read_text() == "The boats came back late.\n"


def test_a_killed_run_started_again_does_what_is_missing(prefect_server: str, corpus: Path, tmp_path: Path) -> None:
    """SIGKILL in the middle of the flow; the next run keeps what stood and ends with the bytes of a run that nobody killed."""
    line = json.dumps({"text": "[ad_1]\nThe boats came back with less than they had hoped for.\n" * 20})
    for name in "xyz":
        (corpus / f"{name}.jsonl").write_text("\n".join([line] * 400))
    out = tmp_path / "out"
    call = ["run", corpus, "-o", out, "--steps", ",".join(STEPS), "--workers", 1, "--shard-megabytes", 0.02]
    run = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *map(str, call)],
        env={**os.environ, "PREFECT_API_URL": prefect_server},
        stderr=subprocess.DEVNULL,
    )
    done = out / ".retouch" / "done"
    while len(complete(done)) < 5:
        assert run.poll() is None, "the run ended before it could be killed; make the corpus larger"
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    stood = len(complete(done))
    assert not (out / "z.jsonl").exists()

    options = {"source": str(corpus), "steps": STEPS, "shard_megabytes": 0.02}
    report = through_prefect(corpus_run(output=str(out), **options))
    assert report.kept == stood
    execute(prepare(corpus_run(output=str(tmp_path / "whole"), **options)))
    assert files(out) == files(tmp_path / "whole")


def test_the_command_run_needs_nothing_started(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no server configured it starts one for itself, tells what was done, and leaves no process behind."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    (corpus / "gone.txt").symlink_to(corpus / "nowhere")
    ended = retouch("run", corpus, "-o", tmp_path / "out", "--steps", ",".join(STEPS))
    assert ended.status == 1, ended.err
    assert "32 documents" in ended.err
    assert "retouch: 1 of the files could not be cleaned\n" in ended.err
    assert "Traceback" not in ended.err
    address = re.search(r"Starting temporary server on http://127\.0\.0\.1:(\d+)", ended.err)
    assert address is not None, ended.err
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(address[1]))) == errno.ECONNREFUSED, "its server still listens"
