"""Learning boilerplate: what is told, that it hangs on the corpus alone, what it costs, and the file that a person reviews."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import flows.learn
from cleaners.artifacts.learnt import LearntStep
from cleaners.cleaner import Cleaner
from cleaners.document import Document
from flows.cli import learn as command
from flows.errors import RunFailed, WrongCall
from flows.learn import Found, Learnt, learn, learn_run
from flows.learnt import accepted, quoted, read, write
from flows.recurring import Evidence, Frequent, Gathered, Wanted, key_of
from flows.report import Report

APP = typer.Typer()
APP.callback()(lambda: None)
command.add_to(APP)

SIDES = ("north", "south", "east", "west", "old", "new")


def article(number: int) -> list[str]:
    """Six paragraphs that stand nowhere else."""
    boat = "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize()
    return [f"The {boat} was seen off the {side} mole by its keeper, who wrote it down." for side in SIDES]


def page(number: int) -> str:
    """An article as a scraper leaves it."""
    paragraphs = article(number)
    lines = [paragraphs[0].partition(" off ")[0], f"Posted on {number % 28 + 1} May {2000 + number % 20}", *paragraphs]
    if number % 2:
        lines.insert(5, "— Yes.")
    return "\n".join([*lines, "Share", "Tweet", "© 2020 The Mole"])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Pages in records and files, one article in many copies, one notice in many copies, and lines that are no records."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [json.dumps({"text": page(number)}) for number in range(40)]
    rows[10:10] = ["", "no json", json.dumps({"text": 5})]
    rows += [json.dumps({"text": "\n".join(article(1000))})] * 30 + [json.dumps({"text": "Access denied"})] * 30
    (folder / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + "\n".join(rows).encode() + b"\n")
    for number in range(40, 50):
        (folder / f"{number}.txt").write_bytes(page(number).replace("\n", "\r\n").encode())
    return folder


def learnt(corpus: Path, **options: object) -> Learnt:
    """What is learnt of a corpus by one worker."""
    return learn(learn_run(**{"source": str(corpus), "output": "x.yaml", "workers": 1, **options}))


def test_lines_that_recur_are_told_with_documents_place_and_guess(corpus: Path) -> None:
    """Labels at the border are suggested, speech is not; numbers fold where they vary and stay where they do not."""
    found = {one.text: one for one in learnt(corpus).found}
    assert set(found) == {"Posted on 0 May 0", "— Yes.", "Share", "Tweet", "© 2020 The Mole"}
    assert {text: one.documents for text, one in found.items() if text in ("Share", "— Yes.")} == {"Share": 50, "— Yes.": 25}
    assert {text for text, one in found.items() if one.guess[0]} == set(found) - {"— Yes."}
    assert (found["Share"].bottom, found["Posted on 0 May 0"].top, found["Posted on 0 May 0"].varies) == (50, 50, True)
    assert not found["© 2020 The Mole"].varies


def test_documents_count_once_however_often_a_line_stands_in_them(tmp_path: Path) -> None:
    """A refrain in one song is no boilerplate."""
    (tmp_path / "songs.jsonl").write_text(
        "".join(json.dumps({"text": f"Row on\nLine {chr(97 + i)}\nRow on\nEnd {chr(97 + i)}\n" * 9}) + "\n" for i in range(4))
    )
    assert [(one.text, one.documents) for one in learnt(tmp_path, least=4).found] == [("Row on", 4)]
    assert learnt(tmp_path, least=4).found[0].guess[0] is False
    with pytest.raises(WrongCall, match="holds 4 documents, so no line can recur in 5"):
        learnt(tmp_path)


def test_an_article_posted_many_times_makes_no_boilerplate(tmp_path: Path) -> None:
    """Copies of one text count as one document, with whatever labels around them; so do copies of a notice that stands alone."""
    text = "\n".join(article(1))
    rows = [f"{'Home' if i % 2 else 'News'}\n{text}\nShare\nPage {'abcdefghijkl'[i]}" for i in range(12)] + ["Access denied"] * 12
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": row}) + "\n" for row in rows))
    assert learnt(tmp_path).found == ()


def test_only_what_recurs_in_enough_documents_is_told(corpus: Path) -> None:
    """--least, --most and --examples; the lines of the most documents come first."""
    assert "— Yes." not in {one.text for one in learnt(corpus, least=26).found}
    few = learnt(corpus, most=2, examples=3)
    assert [one.documents for one in few.found] == [50, 50]
    assert few.left_out == 3
    shown = {one.text: [example.shown for example in one.examples] for one in learnt(corpus, examples=3).found}
    assert (len(shown["Posted on 0 May 0"]), len(shown["Tweet"])) == (3, 1)  # the same place seen again teaches nothing
    assert all(one.examples == () for one in learnt(corpus, examples=0).found)


def test_the_same_file_comes_out_whatever_the_workers_and_shards(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise 3. The lines of the examples are numbered through a file that was cut anywhere."""
    write(tmp_path / "one.yaml", learnt(corpus))
    monkeypatch.setattr(flows.learn, "SHARD", 3000)
    write(tmp_path / "many.yaml", learnt(corpus))
    write(tmp_path / "two.yaml", learnt(corpus, workers=2))
    assert (tmp_path / "many.yaml").read_bytes() == (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()
    lines = (corpus / "a.jsonl").read_text(encoding="utf-8-sig").split("\n")
    for one in learnt(corpus, examples=10).found:
        for example in one.examples:
            name, _, number = example.where.partition(", line ")
            text = json.loads(lines[int(number) - 1])["text"] if number else (corpus / name).read_text()
            assert example.shown.split("⏎")[1].strip() in text


few_lines = st.lists(st.sampled_from([f"{a}{b}" for a in "abcdefgh" for b in ("", " 1", " 2")]), max_size=8).map("\n".join)
cut_anywhere = st.lists(st.lists(few_lines, max_size=8), min_size=1, max_size=6)


def both_passes(parts: list[list[str]], room: int, least: int) -> tuple[int, dict[str, Evidence]]:
    """What the two passes find in a corpus that was cut into parts: the floor, and evidence by line."""
    counted = Frequent(room)
    for part in parts:
        mine = Frequent(room)
        for text in part:
            mine.add(text)
        counted.merge(mine)
    floor = counted.floor(least)
    gathered = Gathered(Wanted(counted.candidates(floor), least, 2))
    for number, part in enumerate(parts):
        mine_too = Gathered(gathered.wanted)
        for index, text in enumerate(part):
            mine_too.add(text, f"{sum(map(len, parts[:number])) + index}")
        gathered.merge(mine_too)
    return floor, {one.text: one for one in gathered.lines.values() if one.documents >= floor}


@given(cut_anywhere, st.integers(1, 30), st.integers(2, 4))
def test_what_is_found_hangs_on_the_corpus_alone(parts: list[list[str]], room: int, least: int) -> None:
    """However small the table, and wherever the corpus was cut: the same lines, with the same evidence, in the same order of examples."""
    assert both_passes(parts, room, least) == both_passes([[text for part in parts for text in part]], room, least)


@given(cut_anywhere, st.integers(1, 30), st.integers(2, 4))
def test_what_is_found_is_all_that_has_enough_documents(parts: list[list[str]], room: int, least: int) -> None:
    """Held against plain counting without bounds."""
    floor, found = both_passes(parts, room, least)
    truth: dict[bytes, int] = {}
    for text in (text for part in parts for text in part):
        for key in {key_of(row.replace("2", "0").replace("1", "0")) for row in text.split("\n") if row}:
            truth[key] = truth.get(key, 0) + 1
    assert sorted(one.documents for one in found.values()) == sorted(count for count in truth.values() if count >= floor)
    assert floor == least or len(truth) > room


@given(cut_anywhere, st.integers(1, 10))
def test_the_summary_keeps_its_bounds(parts: list[list[str]], room: int) -> None:
    """Never more than twice the room, no count too high, none too low by more than seen / (room + 1)."""
    small, large = Frequent(room), Frequent(10_000)
    for part in parts:
        for one in (small, large):
            mine = Frequent(one.room)
            for text in part:
                mine.add(text)
            one.merge(mine)
    assert len(small.counts) <= 2 * room
    assert small.lost * (room + 1) <= small.seen == large.seen
    for key, count in large.counts.items():
        assert count - small.lost <= small.counts[key] <= count


PEAK = """
import sys, tracemalloc
from flows.recurring import Frequent, key_of

tracemalloc.start()
summary = Frequent(500)
for number in range(int(sys.argv[1])):
    summary.add("Share\\n" + "\\n".join(f"{chr(0x4E00 + number % 20_000)}{chr(0x4E00 + line)}" for line in range(20)))
assert summary.candidates(summary.floor(5)) >= {key_of("Share")}
print(tracemalloc.get_traced_memory()[1])
"""


def test_memory_is_bounded_by_the_room_and_not_by_the_corpus() -> None:
    """Of 200 times as many different lines as it holds it takes no more memory than of 20 times, and finds the one that recurs."""

    def peak(documents: int) -> int:
        """In a process of its own: the threads of a server in this one allocate too."""
        return int(subprocess.run([sys.executable, "-c", PEAK, str(documents)], capture_output=True, check=True).stdout)

    few = peak(500)
    assert few < 500 * 2 * 250
    assert peak(5_000) < 1.2 * few


def test_accepting_nothing_changes_nothing_and_accepting_takes_it_out(corpus: Path, tmp_path: Path) -> None:
    """The file says no to everything until a person says yes."""
    file = tmp_path / "learnt.yaml"
    write(file, learnt(corpus))
    assert accepted(file) == ((), ())
    assert cleaned(page(3), file) == page(3)
    file.write_text(
        file.read_text().replace('no\n  line: "Share"', 'yes\n  line: "Share"').replace('no\n  shape: "Posted', 'yes\n  shape: "Posted')
    )
    assert accepted(file) == (("Share",), ("Posted on 0 May 0",))
    assert cleaned(page(3), file) == page(3).replace("Posted on 4 May 2003\n", "").replace("Share\n", "")


def cleaned(text: str, file: Path) -> str:
    """A text without what a file accepts."""
    document = Document(text)
    Cleaner([LearntStep(*accepted(file))]).clean([document])
    return document.text


def test_learning_again_keeps_what_was_accepted(corpus: Path, tmp_path: Path) -> None:
    """Also a line that a person added, or that recurs no more; and a second time gives the same file."""
    file = tmp_path / "learnt.yaml"
    file.write_text('- accept: yes\n  line: "Tweet"\n- accept: Yes\n  line: "Old label"\n- accept: no\n  line: "Share"\n')
    write(file, learnt(corpus))
    once = file.read_bytes()
    assert sorted(accepted(file).lines) == ["Old label", "Tweet"]
    write(file, learnt(corpus))
    assert file.read_bytes() == once


one_line = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1).map(str.strip).filter(bool)


@given(st.lists(one_line, unique=True, max_size=5))
def test_any_line_comes_back_from_the_file_as_it_was(lines: list[str]) -> None:
    """Quotes, backslashes, control characters, joiners, astral letters."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder, "x.yaml")
        file.write_text("".join(f"- accept: yes\n  line: {quoted(line)}\n" for line in lines), encoding="utf-8")
        write(file, Learnt(tuple(Found(line, False, 7, 7, 0, ()) for line in lines), 9, 5, 0, Report()))
        assert sorted(accepted(file).lines) == sorted(lines)


MISTAKES = {
    "accept: maybe\n  line: a": "line 2: accept takes yes or no, not 'maybe'",
    "acept: yes\n  line: a": "line 2: there is no field 'acept'; did you mean accept?",
    "accept: yes": "line 2: an entry has either a line or a shape, and this one has neither",
    "accept: yes\n  line: a\n  shape: b": "this one has both",
    "line: a": "line 2: the entry does not say accept: yes or accept: no",
    "accept: yes\n  line: 2020": "line 3: a line is text in double quotes",
    "accept: yes\n  line: [a]": "line 3: a line is text in double quotes",
    'accept: yes\n  line: " "': "line 3: a line is one line of text, and this is blank",
    'accept: yes\n  line: "a\\nb"': "line 3: a line is one line of text, and this is several",
    'accept: yes\n  shape: "5 min"': 'a shape writes every number as 0, so write "0 min"',
    'accept: yes\n  shape: "0"': "line 3: a shape needs a letter",
    "accept: yes\n  accept: no\n  line: a": "line 3: the field accept is given twice",
    "accept: yes\n  line: Read: on": "line 3, is not YAML",
    "accept: yes\n  line: a\n- accept: no\n  line: a": "line 4: line 'a' was already given at line 2",
    "a": "line 2: an entry has fields",
}


@pytest.mark.parametrize("wrong", MISTAKES)
def test_a_mistake_in_the_file_is_told_with_its_line(wrong: str, tmp_path: Path) -> None:
    """File, line, what is wrong; nothing is half read."""
    file = tmp_path / "learnt.yaml"
    file.write_text(f"# reviewed\n- {wrong}\n")
    with pytest.raises(WrongCall) as told:
        read(file)
    assert str(told.value).startswith(f"{file}, line ")
    assert MISTAKES[wrong] in str(told.value)


@pytest.mark.parametrize("content", ["", "# nothing\n", "[]\n"])
def test_an_empty_file_accepts_nothing(content: str, tmp_path: Path) -> None:
    """As does one of comments."""
    (tmp_path / "x.yaml").write_text(content)
    assert accepted(tmp_path / "x.yaml") == ((), ())


def called(*words: object) -> tuple[object, str]:
    """How the command ended, and what it said."""
    ended = CliRunner().invoke(APP, ["learn", *map(str, words)])
    return ended.exception, ended.output


def test_the_command_writes_the_file_and_says_what_could_not_be_read(corpus: Path, tmp_path: Path) -> None:
    """Lines that are no records are told and passed over; a file that is not UTF-8 makes the command fail, after the rest was learnt."""
    error, said = called(corpus, "-o", tmp_path / "x.yaml", "--workers", 1)
    assert error is None
    assert "5 lines recur in 5 or more of 110 documents; 4 of them suggested as boilerplate" in said
    assert said.count("passed over") == 2
    (corpus / "bad.txt").write_bytes(b"\xff\xfe")
    error, said = called(corpus, "-o", tmp_path / "y.yaml", "--workers", 1)
    assert isinstance(error, RunFailed)
    assert "bad.txt is not UTF-8" in said
    assert (tmp_path / "y.yaml").read_bytes() == (tmp_path / "x.yaml").read_bytes()


def test_the_command_tells_when_its_room_was_too_small(corpus: Path, tmp_path: Path) -> None:
    """Then rarer lines are left out for certain, not by chance."""
    error, said = called(corpus, "-o", tmp_path / "x.yaml", "--workers", 1, "--room", 20)
    assert error is None
    assert len(read(tmp_path / "x.yaml")) == 4
    assert "more different lines than --room 20 holds, so lines of fewer than 38 documents are not told" in said


def wrong_calls(corpus: Path, tmp_path: Path) -> Iterable[tuple[list[object], str]]:
    """Calls that cannot be meant, and what is said."""
    (tmp_path / "one.txt").write_text("Only this.\n")
    (tmp_path / "mine.yaml").write_text("name: mine\n")
    yield [corpus, "-o", tmp_path / "x.txt"], "ends in .yaml"
    yield [corpus, "-o", tmp_path / "mine.yaml"], "is no list of learnt lines"
    yield [tmp_path / "none", "-o", tmp_path / "x.yaml"], "does not exist"
    yield [tmp_path / "one.txt", "-o", tmp_path / "x.yaml"], "holds 1 document, so no line can recur in 5; name a larger corpus"


def test_a_wrong_call_writes_nothing(corpus: Path, tmp_path: Path) -> None:
    """One sentence says what is wrong; a file that is something else stays as it is."""
    for words, sentence in wrong_calls(corpus, tmp_path):
        error, _ = called(*words)
        assert isinstance(error, WrongCall), words
        assert sentence in str(error)
    assert not (tmp_path / "x.yaml").exists()
    assert (tmp_path / "mine.yaml").read_text() == "name: mine\n"


@pytest.mark.slow
def test_the_flow_learns_the_same(corpus: Path, tmp_path: Path, prefect_server: str) -> None:
    """The same bytes as without Prefect; a wrong call is a failed run."""
    from flows.learn_corpus import learn_boilerplate

    write(tmp_path / "plain.yaml", learnt(corpus))
    state = learn_boilerplate(learn_run(source=str(corpus), output=str(tmp_path / "flow.yaml"), workers=1), return_state=True)
    assert state.is_completed(), state.message
    assert (tmp_path / "flow.yaml").read_bytes() == (tmp_path / "plain.yaml").read_bytes()
    assert learn_boilerplate(learn_run(source=str(tmp_path / "none"), output="x.yaml"), return_state=True).is_failed()
