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


def complete(done: Path) -> list[Path]:
    """The entries of the manifest that say that something was done."""
    return [entry for entry in done.glob("*.json") if json.loads(entry.read_bytes())["complete"]]


@pytest.mark.slow
def test_a_run_killed_among_small_files_goes_on(tmp_path: Path) -> None:
    """Between the writing of a file and its entry a claim stands, so that no file of ours is taken for somebody else's."""
    corpus, out = tmp_path / "in", tmp_path / "out"
    corpus.mkdir()
    for number in range(300):
        (corpus / f"{number:03}.txt").write_text(f"[ad_1]\nBoat {number} came back.\n")
    call = ["clean", corpus, "-o", out, "--steps", "artifacts", "--workers", 1]
    for wanted in (40, 120, 200):
        run = subprocess.Popen([sys.executable, "-m", "flows.cli", *map(str, call)], stderr=subprocess.DEVNULL)
        while len(list(out.glob("*.txt"))) < wanted:
            assert run.poll() is None, "the run ended before it could be killed; make the corpus larger"
        run.send_signal(signal.SIGKILL)
        run.wait()
    ended = retouch(*call)
    assert ended.status == 0, ended.err
    assert {path.name: path.read_text() for path in out.glob("*.txt")} == {f"{n:03}.txt": f"Boat {n} came back.\n" for n in range(300)}
    assert not list(out.glob(".retouch-*.part"))


def test_a_file_that_grows_past_a_shard_is_cleaned_again(tmp_path: Path) -> None:
    """The nightly run of a growing corpus, and a run with another shard size, know the output for their own."""
    source, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    row = json.dumps({"text": "[ad_1]\nThe boats came back."}) + "\n"
    for rows, size in ((10, 0.001), (100, 0.001), (100, 0.002), (100, 8), (5, 8)):
        source.write_text(row * rows)
        ended = retouch("clean", source, "-o", out, "--steps", "artifacts", "--shard-megabytes", size)
        assert ended.status == 0, ended.err
        assert [json.loads(line)["text"] for line in out.read_text().splitlines()] == ["The boats came back."] * rows


def test_what_others_have_in_the_output_folder_stays(tmp_path: Path) -> None:
    """A file that another program is still writing is none of ours."""
    (tmp_path / "a.txt").write_text("[ad_1]\nThe boats came back.\n")
    (tmp_path / ".movie.part").write_text("precious")
    assert retouch("clean", tmp_path / "a.txt", "-o", tmp_path / "b.txt", "--steps", "artifacts").status == 0
    assert (tmp_path / ".movie.part").read_text() == "precious"


def test_two_runs_do_not_write_one_output_at_a_time(tmp_path: Path) -> None:
    """The second is told to wait; the first ends as if it had been alone."""
    corpus, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    corpus.write_text((json.dumps({"text": "[ad_1]\nThe boats came back.\n" * 20}) + "\n") * 2000)
    call = ["clean", corpus, "-o", out, "--steps", "artifacts", "--workers", 1]
    first = subprocess.Popen([sys.executable, "-m", "flows.cli", *map(str, call)], stderr=subprocess.DEVNULL)
    while not (tmp_path / ".b.jsonl.retouch" / "done").exists():
        assert first.poll() is None
    second = retouch(*call)
    assert second.status == 2
    assert "another run is writing" in second.err
    assert first.wait() == 0
    assert len(out.read_text().splitlines()) == 2000


def test_an_output_is_known_under_another_name(tmp_path: Path) -> None:
    """A hand-edited output is not replaced because it was named by its whole path; a moved one is not made again."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("[ad_1]\nThe boats came back.\n")
    assert retouch("clean", tmp_path / "in", "-o", tmp_path / "out", "--steps", "artifacts").status == 0
    (tmp_path / "out").rename(tmp_path / "moved")
    again = retouch("clean", tmp_path / "in", "-o", tmp_path / "in" / ".." / "moved", "--steps", "artifacts")
    assert again.status == 0, again.err
    assert "had been done before" in again.err
    (tmp_path / "moved" / "a.txt").write_text("edited by hand")
    ended = retouch("clean", tmp_path / "in", "-o", tmp_path / "moved", "--steps", "artifacts")
    assert ended.status == 2
    assert "was changed after retouch wrote it" in ended.err


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """SIGKILL in the middle, with files cut into parts: what stood stays, what was missing is done, nothing half written is left."""
    corpus, out = tmp_path / "in", tmp_path / "out"
    corpus.mkdir()
    line = json.dumps({"text": "[ad_1]\nThe boats came back with less than they had hoped for, said Sohrab Mnazakanjan.\n" * 20})
    for name in "abc":
        (corpus / f"{name}.jsonl").write_text("\n".join([line] * 300))
    call = ["clean", corpus, "-o", out, "--steps", "artifacts", "--workers", 1, "--shard-megabytes", 0.02]
    run = subprocess.Popen([sys.executable, "-m", "flows.cli", *map(str, call)], stderr=subprocess.DEVNULL)
    done = out / ".retouch" / "done"
    while len(complete(done)) < 5:
        assert run.poll() is None, "the run ended before it could be killed; make the corpus larger"
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    done_before = len(complete(done))
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
