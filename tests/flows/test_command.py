"""The command line over real files: what it writes, what it refuses, what it gives back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.command import retouch

DIRTY = "[ad_1]\nThe boats came back.\n-\nOne of them was late that day.\n"
CLEAN = "The boats came back.\n- One of them was late that day.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with text and records, one of each kind of trouble kept out."""
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(DIRTY)
    (folder / "deep" / "windows.txt").write_bytes(b"\xef\xbb\xbf" + DIRTY.replace("\n", "\r\n").encode())
    records = [{"id": 1, "text": DIRTY, "by": "Ana", "score": 1.5}, {"id": 2, "text": "Nothing to mend here, \ud83d."}]
    (folder / "r.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Content of every file of a folder by name, the run's own state left out."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and ".retouch" not in p.parts}


def test_a_folder_comes_out_in_its_own_shape_repaired(corpus: Path, tmp_path: Path) -> None:
    """Names, newline style, byte-order mark and every other field of a record stay; the text is clean and the edits are told."""
    ended = retouch("clean", corpus, "-o", tmp_path / "out", "--steps", "artifacts")
    assert ended.status == 0, ended.err
    out = files(tmp_path / "out")
    assert out["a.txt"].decode() == CLEAN
    assert out["deep/windows.txt"] == b"\xef\xbb\xbf" + CLEAN.replace("\n", "\r\n").encode()
    first, second = (json.loads(line) for line in out["r.jsonl"].splitlines())
    assert (first["text"], first["by"], first["score"]) == (CLEAN, "Ana", 1.5)
    assert first["retouch"]["edits"][0]["rules"] == ["scraper/ad-tag"]
    assert second["text"] == "Nothing to mend here, \ud83d."
    head, *edits = [json.loads(line) for line in out["a.txt.edits.jsonl"].splitlines()]
    assert head["signature"].startswith("0.")
    assert edits == first["retouch"]["edits"]


def test_restore_gives_every_file_back_byte_for_byte(corpus: Path, tmp_path: Path) -> None:
    """Promise 1, for files."""
    retouch("clean", corpus, "-o", tmp_path / "out", "--steps", "artifacts")
    ended = retouch("restore", tmp_path / "out", "-o", tmp_path / "back")
    assert ended.status == 0, ended.err
    assert files(tmp_path / "back") == files(corpus)


def test_what_was_cleaned_can_be_cleaned_again_from_its_originals(corpus: Path, tmp_path: Path) -> None:
    """A run over the output of a run starts from the originals, so its edits tell the whole way from them."""
    retouch("clean", corpus, "-o", tmp_path / "one", "--steps", "artifacts")
    ended = retouch("clean", tmp_path / "one", "-o", tmp_path / "two", "--steps", "artifacts")
    assert ended.status == 0, ended.err
    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_the_same_bytes_come_out_whatever_the_workers_and_shards(corpus: Path, tmp_path: Path) -> None:
    """Promise 3: one worker and one shard, or two workers and a shard for every few lines."""
    lines = [json.dumps({"id": i, "text": f"[ad_{i % 3}]\nLine {i} of the list.\n"}) for i in range(300)]
    (corpus / "many.jsonl").write_text("\n".join(lines))
    one = retouch("clean", corpus, "-o", tmp_path / "one", "--steps", "artifacts", "--workers", 1)
    many = retouch("clean", corpus, "-o", tmp_path / "many", "--steps", "artifacts", "--workers", 2, "--shard-megabytes", 0.002)
    assert (one.status, many.status) == (0, 0), one.err + many.err
    assert files(tmp_path / "many") == files(tmp_path / "one")
    assert not list((tmp_path / "many" / ".retouch" / "parts").glob("*"))


def test_bad_input_comes_out_as_it_went_in_and_is_named(corpus: Path, tmp_path: Path) -> None:
    """Lines that are no records and files that are not UTF-8 lose nothing and stop nobody."""
    lines = [
        b'{"id": 1, "text": "[ad_1]"}',
        b"no json",
        b"[1, 2]",
        b'{"title": "no text"}',
        b'{"text": 5}',
        b"",
        b'{"text": "\xff"}',
        b"{" * 5000,
    ]
    (corpus / "bad.jsonl").write_bytes(b"\n".join(lines))
    (corpus / "latin.txt").write_bytes("café [ad_1]".encode("latin-1"))
    ended = retouch("clean", corpus, "-o", tmp_path / "out", "--steps", "artifacts")
    assert ended.status == 1
    out = files(tmp_path / "out")
    assert out["bad.jsonl"].split(b"\n")[1:] == lines[1:]
    assert out["latin.txt"] == "café [ad_1]".encode("latin-1")
    assert out["a.txt"].decode() == CLEAN
    for sentence in (
        "bad.jsonl, line 2, is not JSON",
        "bad.jsonl, line 3, is no JSON object but a list",
        "bad.jsonl, line 4, has no field `text`",
        "bad.jsonl, line 5, has a `text` that is a number",
        "bad.jsonl, line 7, is not UTF-8",
        "bad.jsonl, line 8, is not JSON",
        "latin.txt is not UTF-8 (byte 3)",
    ):
        assert sentence in ended.err


def test_a_file_that_cannot_be_opened_is_reported_and_the_others_are_done(corpus: Path, tmp_path: Path) -> None:
    """A link to nowhere stands for every file that cannot be opened."""
    (corpus / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    ended = retouch("clean", corpus, "-o", tmp_path / "out", "--steps", "artifacts")
    assert ended.status == 1
    assert "gone.txt could not be cleaned" in ended.err
    assert (tmp_path / "out" / "a.txt").read_text() == CLEAN


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["{in}/nowhere", "-o", "{out}"], "does not exist"),
        (["{in}", "-o", "{in}"], "is the corpus itself"),
        (["{in}", "-o", "{in}/below"], "lie one in the other"),
        (
            ["{in}", "-o", "{out}", "--steps", "artefacts"],
            "there is no step 'artefacts'; the steps are artifacts, detect, retranslate, names",
        ),
        (["{in}", "-o", "{out}", "--steps", ","], "--steps names no step"),
        (["{in}", "-o", "{out}", "--to", "English"], "'English' is no language code"),
        (["{in}", "-o", "{out}", "--leave", "la,Frensh"], "'Frensh' is no language code"),
        (["{in}", "-o", "{out}", "--ignore", "scraper/adtag"], "did you mean scraper/ad-tag"),
        (["{in}", "-o", "{out}", "--glossary", "{in}/none.yaml"], "none.yaml"),
        (["{in}/a.txt", "-o", "-", "--steps", "artifacts", "--format", "xml", "--overwrite", "--to", "e"], "'e' is no language code"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_writes_nothing(words: list[str], sentence: str, corpus: Path, tmp_path: Path) -> None:
    """Exit status 2, nothing half written."""
    ended = retouch("clean", *(word.replace("{in}", str(corpus)).replace("{out}", str(tmp_path / "out")) for word in words))
    assert ended.status == 2
    assert sentence in ended.err
    assert ended.err.count("\n") == 1, ended.err
    assert not (tmp_path / "out").exists()


def test_a_mistake_in_a_glossary_is_named_with_file_line_and_field(corpus: Path, tmp_path: Path) -> None:
    """Whoever keeps a glossary by hand is led to the place; nothing is written."""
    good = {"id": "my:1", "type": "person", "canonical": {"en": "Ana Bo"}, "native": {"ru": "Ана Бо"}}
    (tmp_path / "mine.jsonl").write_text(f"{json.dumps(good)}\n{json.dumps({**good, 'id': 'my:2', 'type': 'persom'})}\n")
    ended = retouch("clean", corpus, "-o", tmp_path / "out", "--steps", "names", "--glossary", tmp_path / "mine.jsonl")
    assert ended.status == 2
    for part in ("mine.jsonl", "line 2", "type", "persom"):
        assert part in ended.err, ended.err
    assert ended.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_an_output_that_another_run_made_is_refused_unless_it_may_be_overwritten(corpus: Path, tmp_path: Path) -> None:
    """The same run goes on; another run, or a file that is not ours, is not replaced in silence."""
    out = tmp_path / "out"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("my own")
    ended = retouch("clean", corpus, "-o", tmp_path / "mine", "--steps", "artifacts")
    assert ended.status == 2
    assert "was not written by retouch" in ended.err
    assert (tmp_path / "mine" / "a.txt").read_text() == "my own"
    assert retouch("clean", corpus, "-o", out, "--steps", "artifacts").status == 0
    again = retouch("clean", corpus, "-o", out, "--steps", "artifacts")
    assert again.status == 0, again.err
    other = retouch("clean", corpus, "-o", out, "--steps", "detect")
    assert other.status == 2
    assert "other options" in other.err
    assert retouch("clean", corpus, "-o", out, "--steps", "detect", "--overwrite").status == 0
    assert (out / "a.txt").read_text() == DIRTY


def test_a_run_does_only_what_is_missing(corpus: Path, tmp_path: Path) -> None:
    """Promise 6: what stands is not written again; what was lost, changed or added is."""
    out = tmp_path / "out"
    retouch("clean", corpus, "-o", out, "--steps", "artifacts")
    whole = files(out)
    kept = (out / "deep" / "windows.txt").stat().st_mtime_ns
    (out / "a.txt").unlink()
    (corpus / "b.txt").write_text(DIRTY)
    ended = retouch("clean", corpus, "-o", out, "--steps", "artifacts")
    assert ended.status == 0, ended.err
    assert {name: data for name, data in files(out).items() if not name.startswith("b.txt")} == whole
    assert (out / "b.txt").read_text() == CLEAN
    assert (out / "deep" / "windows.txt").stat().st_mtime_ns == kept


def test_one_file_is_cleaned_to_one_file(tmp_path: Path) -> None:
    """Without folders, and into a folder that exists."""
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "there").mkdir()
    assert retouch("clean", tmp_path / "a.txt", "-o", tmp_path / "b.txt", "--steps", "artifacts").status == 0
    assert retouch("clean", tmp_path / "a.txt", "-o", tmp_path / "there", "--steps", "artifacts").status == 0
    assert (tmp_path / "b.txt").read_text() == (tmp_path / "there" / "a.txt").read_text() == CLEAN


def test_standard_input_to_standard_output() -> None:
    """A text as it is, JSONL as it streams; bad bytes end it in one sentence."""
    assert retouch("clean", "-", "-o", "-", "--steps", "artifacts", stdin=DIRTY.encode()).out.decode() == CLEAN
    lines = retouch(
        "clean", "-", "-o", "-", "--steps", "artifacts", "--format", "jsonl", stdin=b'{"text":"[ad_1]\\nA boat."}\nx\n'
    ).out.splitlines()
    assert json.loads(lines[0])["text"] == "A boat."
    assert lines[1] == b"x"
    bad = retouch("clean", "-", "-o", "-", "--steps", "artifacts", stdin=b"\xff")
    assert (bad.status, bad.out) == (1, b"")
    assert "not UTF-8" in bad.err


def test_diff_shows_what_changed_and_what_would_change(corpus: Path, tmp_path: Path) -> None:
    """The same unified diff from the output of a run and, before any run, from the corpus itself."""
    retouch("clean", corpus, "-o", tmp_path / "out", "--steps", "artifacts")
    done = retouch("diff", tmp_path / "out")
    would = retouch("diff", corpus, "--steps", "artifacts")
    assert done.status == would.status == 0, done.err + would.err
    assert done.out == would.out
    assert b"-[ad_1]\n" in done.out
    assert b"+- One of them was late that day.\n" in done.out
    only = retouch("diff", tmp_path / "out", "--rule", "scraper").out
    assert b"-[ad_1]" in only
    assert b"+- One" not in only


def test_diff_can_be_applied_by_patch_like_any_other(tmp_path: Path) -> None:
    """Also where the last line has no newline."""
    (tmp_path / "a.txt").write_text("[ad_1]\nA boat")
    shown = retouch("diff", tmp_path / "a.txt", "--steps", "artifacts").out.decode()
    assert shown == "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1 @@\n-[ad_1]\n A boat\n\\ No newline at end of file\n"


def test_rules_and_explain_tell_the_reason_and_examples() -> None:
    """Every rule that is listed can be explained; an unknown one names the nearest."""
    listed = retouch("rules")
    assert listed.status == 0
    names = [line.split()[0] for line in listed.out.decode().splitlines()]
    assert "scraper/ad-tag" in names
    told = retouch("explain", "scraper/ad-tag")
    assert told.status == 0, told.err
    assert b"leaves alone" in told.out
    wrong = retouch("explain", "scraper/adtag")
    assert wrong.status == 2
    assert "did you mean scraper/ad-tag" in wrong.err


def test_a_glossary_tells_where_a_spelling_comes_from() -> None:
    """By spelling: entry and tables; by id: what its entry gives in each language; an unknown one is told so."""
    told = retouch("glossary", "variants", "Sohrab Mnazakanjan")
    assert told.status == 0, told.err
    assert b"Zohrab Mnatsakanyan" in told.out
    assert b"hy-de" in told.out
    entry = told.out.decode().split()[0]
    assert "Sohrab Mnazakanjan" in retouch("glossary", "variants", entry).out.decode()
    assert retouch("glossary", "variants", "Nobody Atall").status == 1
    assert b"entries" in retouch("glossary", "check").out


def test_help_names_every_command() -> None:
    """A newcomer finds the way from `retouch --help`."""
    shown = retouch("--help").out.decode()
    for command in ("clean", "run", "diff", "explain", "rules", "restore", "install", "languages", "serve"):
        assert f" {command} " in shown


def test_the_bytes_do_not_depend_on_the_cut_whatever_the_styles(tmp_path: Path) -> None:
    """Promise 3 for lines of several writers: how a line is written is decided by the line alone."""
    rows = [r'{"text":"[ad_1]\ncaf\u00e9 was open"}', '{"text": "the caf&eacute; was open &ndash; again."}', '{"text": "[ad_1]\\nè"}'] * 20
    (tmp_path / "a.jsonl").write_text("\n".join(rows), "utf-8")
    for size in (8, 0.0003, 0.0007):
        out = tmp_path / f"{size}.jsonl"
        assert retouch("clean", tmp_path / "a.jsonl", "-o", out, "--steps", "artifacts", "--shard-megabytes", size).status == 0
        assert out.read_bytes() == (tmp_path / "8.jsonl").read_bytes()
    assert retouch("restore", tmp_path / "8.jsonl", "-o", tmp_path / "back.jsonl").status == 0
    assert (tmp_path / "back.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


def test_a_byte_order_mark_inside_a_text_is_given_back(tmp_path: Path) -> None:
    """Debris before it goes, and it then stands at the beginning of the clean file, where it is no mark of the file."""
    data = b"[ad_1]\n\xef\xbb\xbfHello there\r\nand there\r\n"
    (tmp_path / "a.txt").write_bytes(data)
    assert retouch("clean", tmp_path / "a.txt", "-o", tmp_path / "b.txt", "--steps", "artifacts", "--ignore", "encoding").status == 0
    assert (tmp_path / "b.txt").read_bytes().startswith(b"\xef\xbb\xbfHello")
    assert retouch("restore", tmp_path / "b.txt", "-o", tmp_path / "c.txt").status == 0
    assert (tmp_path / "c.txt").read_bytes() == data


@pytest.mark.parametrize("head", ["{}", "[", '{"newline": 5, "bom": false, "flags": []}', '{"newline": "\\n", "bom": 0}', "[" * 5000])
def test_damaged_edits_beside_a_file_cost_only_the_way_back(head: str, tmp_path: Path) -> None:
    """The text is taken as it is, and that is said; diff and restore end in a sentence."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("[ad_1]\nThe boats came back.\n")
    (tmp_path / "in" / "a.txt.edits.jsonl").write_text(head + "\n")
    ended = retouch("clean", tmp_path / "in", "-o", tmp_path / "out", "--steps", "artifacts")
    assert ended.status == 0, ended.err
    assert "a.txt was taken as it is" in ended.err
    assert (tmp_path / "out" / "a.txt").read_text() == "The boats came back.\n"
    shown = retouch("diff", tmp_path / "in")
    assert (shown.status, shown.err.count("\n")) == (2, 1)
    assert retouch("restore", tmp_path / "in", "-o", tmp_path / "back").status == 1
    assert (tmp_path / "back" / "a.txt").read_bytes() == (tmp_path / "in" / "a.txt").read_bytes()


def test_a_field_retouch_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    """Such a record comes out as it went in and is named."""
    (tmp_path / "a.jsonl").write_text('{"text": "[ad_1]", "retouch": {"by": "me"}}\n{"text": "[ad_1]\\nA boat."}\n')
    ended = retouch("clean", tmp_path / "a.jsonl", "-o", tmp_path / "b.jsonl", "--steps", "artifacts")
    assert ended.status == 0
    assert "line 1, has a field `retouch` that does not lead back" in ended.err
    first, second = (tmp_path / "b.jsonl").read_text().splitlines()
    assert first == '{"text": "[ad_1]", "retouch": {"by": "me"}}'
    assert json.loads(second)["text"] == "A boat."


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """Files of other kinds are counted and named; linked folders are read, once."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("[ad_1]\nA boat came.\n")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "real")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "B.TXT").write_text("x")
    ended = retouch("clean", tmp_path / "in", "-o", tmp_path / "out", "--steps", "artifacts")
    assert ended.status == 0, ended.err
    assert (tmp_path / "out" / "linked" / "a.txt").read_text() == "A boat came.\n"
    assert "B.TXT" in ended.err


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    """/dev/full stands for it: no traceback, status 1."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", "clean", "-", "-o", "-", "--steps", "artifacts"],
            input=b"A boat came.\n" * 10_000,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
