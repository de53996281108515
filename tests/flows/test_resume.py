"""Promise 6: a killed run, started again, does only what is missing and ends with the same bytes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows.command import retouch
from tests.flows.test_command import files


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """SIGKILL in the middle, with files cut into parts: what stood stays as it is, what was missing is done, nothing half written is left."""
    corpus, out = tmp_path / "in", tmp_path / "out"
    corpus.mkdir()
    line = json.dumps({"text": "[ad_1]\nThe boats came back with less than they had hoped for, said Sohrab Mnazakanjan.\n" * 20})
    for name in "abc":
        (corpus / f"{name}.jsonl").write_text("\n".join([line] * 300))
    call = ["clean", corpus, "-o", out, "--steps", "artifacts", "--workers", 1, "--shard-megabytes", 0.02]
    run = subprocess.Popen([sys.executable, "-m", "flows.cli", *map(str, call)], stderr=subprocess.DEVNULL)
    done = out / ".retouch" / "done"
    while len(list(done.glob("*.json"))) < 5:
        assert run.poll() is None, "the run ended before it could be killed; make the corpus larger"
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    done_before = len(list(done.glob("*.json")))
    assert not (out / "c.jsonl").exists()

    counted = retouch(*call)
    assert counted.status == 0, counted.err
    assert "900 documents, 900 changed" in counted.err
    assert f"{done_before} files or parts had been done before" in counted.err
    whole = retouch("clean", corpus, "-o", tmp_path / "whole", "--steps", "artifacts")
    assert whole.status == 0, whole.err
    assert files(out) == files(tmp_path / "whole")
    assert not list(out.rglob("*.part"))


def test_a_changed_file_is_done_again_and_joined_again(tmp_path: Path) -> None:
    """The parts of one file are made again together, so a change in one line is never joined with yesterday's rest."""
    source, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    rows = [json.dumps({"text": f"[ad_1]\nLine {number}."}) for number in range(200)]
    call = ["clean", source, "-o", out, "--steps", "artifacts", "--shard-megabytes", 0.002]
    source.write_text("\n".join(rows))
    assert retouch(*call).status == 0
    rows[7] = json.dumps({"text": "[ad_1]\nAnother."})
    source.write_text("\n".join(rows))
    assert retouch(*call).status == 0
    texts = [json.loads(row)["text"] for row in out.read_text().splitlines()]
    assert texts == [f"Line {number}." if number != 7 else "Another." for number in range(200)]
