"""`retouch serve`: server, deployments and runner in one command, and nothing left when it ends."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
import yaml

from flows.options import corpus_run
from tests.flows.command import retouch
from tests.flows.conftest import Served

pytestmark = pytest.mark.slow


def test_it_serves_the_two_deployments(served: Served) -> None:
    """The server answers, knows both deployments, and the nightly one sleeps as long as it was given no corpus."""
    assert served.ask("/health") is True
    deployments = served.deployments()
    assert sorted(deployments) == ["manual", "nightly"]
    (schedule,) = deployments["nightly"]["schedules"]
    assert (schedule["schedule"]["cron"], schedule["active"]) == ("0 3 * * *", False)
    assert deployments["manual"]["schedules"] == []
    assert deployments["nightly"]["global_concurrency_limit"]["limit"] == 1


def test_prefect_yaml_tells_the_same() -> None:
    """Who runs a server already gets the same deployments: names, flow, words, schedule and what happens when two runs meet."""
    from flows.deployments import manual, nightly

    told = yaml.safe_load((Path(__file__).parents[2] / "prefect.yaml").read_text())["deployments"]
    ours = [nightly("0 3 * * *", corpus_run(source="/srv/corpus", output="/srv/corpus-clean")), manual()]
    for there, here in zip(told, ours, strict=True):
        assert (there["name"], there["entrypoint"], there["description"]) == (here.name, here.entrypoint, here.description)
        assert there.get("parameters", {}) == here.parameters
    assert ours[0].schedules
    assert told[0]["schedules"][0]["cron"] == ours[0].schedules[0].schedule.cron
    limit = told[0]["concurrency_limit"]
    assert ours[0].concurrency_options is not None
    assert (limit["limit"], limit["collision_strategy"]) == (
        ours[0].concurrency_limit,
        ours[0].concurrency_options.collision_strategy.value,
    )


def test_a_run_started_through_the_api_cleans_the_corpus(served: Served, corpus: Path, tmp_path: Path) -> None:
    """What the form sends is enough: places and, here, steps; all else has its default."""
    run = served.start("manual", source=str(corpus), output=str(tmp_path / "out"), steps=["artifacts", "detect"])
    state, message = served.ended(run)
    assert state == "COMPLETED", message
    assert message is not None
    assert message.startswith("32 documents")
    assert (tmp_path / "out" / "a.txt").read_text() == "The boats came back late.\n"
    artifacts = served.ask("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}}}, post=True)
    assert [artifact["key"] for artifact in artifacts] == ["clean-corpus-report"]


def test_a_wrong_call_is_one_sentence(served: Served, tmp_path: Path) -> None:
    """A port in use, a cron that is none, a corpus that is not there, half of a nightly run, a server that does not answer: status 2."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    calls = {
        f"port {served.port} is in use": ["--port", served.port],
        "'every night' is no cron expression": ["--cron", "every night", "--port", port],
        f"{tmp_path / 'nowhere'} does not exist": ["--source", tmp_path / "nowhere", "--output", tmp_path / "out", "--port", port],
        "the nightly run needs --source and --output": ["--source", tmp_path, "--port", port],
    }
    for sentence, options in calls.items():
        ended = retouch("serve", *options)
        assert ended.status == 2, ended.err
        assert ended.err.startswith(f"retouch: {sentence}")
        assert ended.err.count("\n") == 1


def test_a_server_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With PREFECT_API_URL set no server is started, so the one it names has to be there."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    ended = retouch("serve")
    assert ended.status == 2
    assert ended.err.startswith("retouch: no Prefect server answers at http://127.0.0.1:9/api")


def test_ending_it_cancels_the_run_and_leaves_no_process(corpus: Path, tmp_path: Path) -> None:
    """SIGTERM with the nightly run under way: the run is cancelled, all processes end, and the status is 0."""
    text = "[ad_1]\\nThe boats came back with less than they had hoped for.\\n" * 20
    for name in "uvwxyz":
        (corpus / f"{name}.jsonl").write_text("\n".join([f'{{"text": "{text}"}}'] * 5000))
    serving = Served(tmp_path, "--source", corpus, "--output", tmp_path / "out", "--cron", "30 2 * * *")
    family = []
    try:
        nightly = serving.deployments()["nightly"]
        assert nightly["parameters"] == {"run": {"source": str(corpus), "output": str(tmp_path / "out"), "overwrite": True}}
        assert [(s["schedule"]["cron"], s["active"]) for s in nightly["schedules"]] == [("30 2 * * *", True)]
        run = serving.start("nightly", source=str(corpus), output=str(tmp_path / "out"), steps=["artifacts"], workers=2, shard_megabytes=1)
        serving.wait(lambda: list((tmp_path / "out").glob(".retouch/done/*")))
        assert serving.state(run)[0] == "RUNNING"
        family = serving.family()
        assert len(family) > 6, "server, runner, run and its workers"
    finally:
        status = serving.end(signal.SIGTERM)
    said = serving.said.read_text()
    assert status == 0, said
    assert "Cancelled flow run" in said
    assert [pid for pid in family if _lives(pid)] == []


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
