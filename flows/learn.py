"""Learning boilerplate: a corpus in, the lines that recur across its documents out, in two passes over the corpus.

The answer hangs on the corpus alone, not on how it was cut or by how many workers it was read (flows.recurring says why).
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cleaners.artifacts.learnt import ends_as_a_sentence, has_letter, shape
from flows import jsonl, textfile
from flows.errors import RunFailed, WrongCall
from flows.options import Place
from flows.plan import FORMATS, JSONL, corpus_files
from flows.recurring import Evidence, Example, Frequent, Gathered, Wanted
from flows.report import Report

SHARD = 8_000_000
"""Bytes of the corpus that are read at a time by one worker: half a second of work, and what it brings back is small."""

SHORT = 80
"""Code points. What a site repeats on every page is mostly a label; what is longer may be prose or a legal formula."""

MOSTLY = 0.9
"""A line is guessed to be boilerplate where it stands at the border of this part of its documents."""


class LearnRun(BaseModel):
    """What is to be learnt, from where."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Place = Field(title="Corpus", description="File or folder to read: .txt and .jsonl. The text is taken as it stands.")
    output: Place = Field(title="File", description="File to write, ending in .yaml. Decisions that stand in it are kept.")
    least: int = Field(5, ge=2, le=1000, title="Documents at least", description="A line of fewer different documents is not told.")
    most: int = Field(1000, ge=1, title="Lines at most", description="Of more lines, those of the most documents are told.")
    examples: int = Field(2, ge=0, le=10, title="Examples", description="So many places that differ are shown of each line.")
    workers: int = Field(0, ge=0, le=256, title="Worker processes", description="0 takes one for each processor.")
    room: int = Field(
        500_000,
        ge=1,
        title="Lines held in memory",
        description="500,000 take up to 150 MB. With more different lines in the corpus, lines of few documents are not told.",
    )


def learn_run(**options: object) -> LearnRun:
    """A validated run. Raises WrongCall with one sentence."""
    try:
        return LearnRun.model_validate(options)
    except ValidationError as error:
        first = error.errors()[0]
        raise WrongCall(f"the option {first['loc'][0]} is wrong: {first['msg'].lower()} (given: {first.get('input')!r})") from None


class Found(NamedTuple):
    """A line that recurs. `text` is the line, or its shape where its numbers vary; `top` and `bottom` count documents."""

    text: str
    varies: bool
    documents: int
    top: int
    bottom: int
    examples: tuple[Example, ...]

    @property
    def guess(self) -> tuple[bool, str]:
        """Whether this looks like boilerplate, and why: from where it stands and what it looks like, in no language."""
        border = self.top + self.bottom
        if not has_letter(self.text):
            return False, "it has no letter, so it may part what belongs apart"
        if self.text[0] in "-‐‑‒–—―":
            return False, "it begins with a dash, as speech does"
        if len(self.text) > SHORT:
            return False, f"longer than {SHORT} characters, so it may be prose or a legal formula"
        if self.text.endswith(",") or (ends_as_a_sentence(self.text) and not self.text.endswith((":", "…"))):
            return False, "it ends as a sentence or a form of address does"
        if border < MOSTLY * self.documents:
            return False, f"inside the text in {self.documents - border:,} of {self.documents:,} documents"
        where = "bottom" if self.bottom > self.top else "top"
        return True, f"short, and at the {where} in {max(self.top, self.bottom):,} of {self.documents:,} documents"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a corpus has shown: its recurring lines, most documents first; a line of fewer than `floor` documents is not among them.

    `report` tells what could not be read.
    """

    found: tuple[Found, ...]
    documents: int
    floor: int
    left_out: int
    report: Report

    def sentence(self) -> str:
        """What was learnt, in one sentence."""
        guessed = sum(one.guess[0] for one in self.found)
        lines = "1 line recurs" if len(self.found) == 1 else f"{len(self.found):,} lines recur"
        more = f"; {self.left_out:,} more are left out, which fewer documents have" if self.left_out else ""
        return f"{lines} in {self.floor:,} or more of {self.documents:,} documents; {guessed:,} of them suggested as boilerplate{more}"


class Stretch(NamedTuple):
    """The lines of a file that begin in the bytes start:end, or a whole file of text; `first` lines stand before it in the file."""

    path: str
    name: str
    start: int
    end: int
    first: int = 0


Shard = tuple[Stretch, ...]


@dataclass
class Tally:
    """What the first pass brings back from a shard. `lines` counts the lines of each stretch, so that the second can number its own."""

    frequent: Frequent
    report: Report = field(default_factory=Report)
    lines: list[int] = field(default_factory=list)


def learn(run: LearnRun, progress: Callable[[float], None] = lambda done: None) -> Learnt:
    """The lines that recur across the documents of a corpus. `progress` is told which part of the work is done.

    Raises WrongCall where the corpus is missing or too small for a line to recur in it, RunFailed where a worker process died.
    """
    shards = _shards(Path(run.source).expanduser())
    workers = max(1, min(run.workers or os.cpu_count() or 1, len(shards)))
    total = Tally(Frequent(run.room))
    for done, tally in enumerate(_all(_count, shards, run.room, workers), 1):
        total.frequent.merge(tally.frequent)
        total.report.add(tally.report)
        total.lines += tally.lines
        progress(done / len(shards) / 2)
    documents = total.report.documents
    if documents < run.least:
        raise WrongCall(
            f"{run.source} holds {documents:,} {'document' if documents == 1 else 'documents'}, so no line can recur in {run.least:,}; "
            f"name a larger corpus{' or a smaller --least' if documents > 1 else ''}"
        )
    floor = total.frequent.floor(run.least)
    wanted = Wanted(total.frequent.candidates(floor), run.least, run.examples)
    del total.frequent  # the second pass has the memory to itself
    gathered = Gathered(wanted)
    for done, part in enumerate(_all(_look, _numbered(shards, total.lines), wanted, workers), 1):
        gathered.merge(part)
        progress(0.5 + done / len(shards) / 2)
    found = sorted(_recurring(gathered.lines.values(), floor, run.least), key=lambda one: (-one.documents, one.text, one.varies))
    return Learnt(tuple(found[: run.most]), documents, floor, max(0, len(found) - run.most), total.report)


def _recurring(lines: Iterable[Evidence], floor: int, least: int) -> Iterator[Found]:
    for line in lines:
        if line.documents >= floor and len(line.bodies) >= least:
            text = shape(line.text) if line.varies else line.text
            yield Found(text, line.varies, line.documents, line.top, line.bottom, line.examples)


def _shards(source: Path) -> list[Shard]:
    """The corpus in order, cut and packed into shards of about one size."""
    shards: list[Shard] = []
    shard: list[Stretch] = []
    size = 0
    for file in corpus_files(source):
        name = str(file.relative_to(source)) if source.is_dir() else file.name
        length = file.stat().st_size
        count = max(1, -(-length // SHARD)) if FORMATS[file.suffix] == JSONL else 1
        for part in range(count):
            shard.append(Stretch(str(file), name, length * part // count, length * (part + 1) // count))
            size += length // count
            if size >= SHARD:
                shards.append(tuple(shard))
                shard, size = [], 0
    return [*shards, tuple(shard)] if shard else shards


def _numbered(shards: list[Shard], lines: list[int]) -> list[Shard]:
    """The shards with every stretch told how many lines of its file stand before it."""
    counts = iter(lines)
    path, before = "", 0
    numbered: list[Shard] = []
    for shard in shards:
        told: list[Stretch] = []
        for stretch in shard:
            path, before = stretch.path, before if stretch.path == path else 0
            told.append(stretch._replace(first=before))
            before += next(counts)
        numbered.append(tuple(told))
    return numbered


def _count(shard: Shard, room: int) -> Tally:
    tally = Tally(Frequent(room))
    for stretch in shard:
        lines = 0
        try:
            for number, text in _texts(stretch, tally.report):
                lines = number
                if text is not None:
                    tally.report.documents += 1
                    tally.frequent.add(text)
        except OSError as error:
            tally.report.problem(f"{stretch.path} could not be read: {error.strerror or error}", file=True)
        tally.lines.append(lines)
    return tally


def _look(shard: Shard, wanted: Wanted) -> Gathered:
    gathered = Gathered(wanted)
    for stretch in shard:
        with suppress(OSError):  # the first pass told of it
            for line, text in _texts(stretch, Report()):
                if text is not None:
                    jsonl_file = FORMATS[Path(stretch.path).suffix] == JSONL
                    gathered.add(text, f"{stretch.name}, line {stretch.first + line:,}" if jsonl_file else stretch.name)
    return gathered


def _texts(stretch: Stretch, report: Report) -> Iterator[tuple[int, str | None]]:
    """Number in the stretch and text of every line, or the one text of a file; None for what holds no text, which is reported."""
    path = Path(stretch.path)
    if FORMATS[path.suffix] != JSONL:
        try:
            yield 1, textfile.decode(path.read_bytes()).text
        except UnicodeDecodeError as error:
            report.problem(f"{path} is not UTF-8 (byte {error.start}), so it was passed over; convert it first", file=True)
        return
    with path.open("rb") as file:
        for number, (_, raw) in enumerate(jsonl.lines_of(file, stretch.start, stretch.end), 1):
            try:
                text = json.loads(raw.decode("utf-8"))["text"]
            except (ValueError, TypeError, KeyError, RecursionError):
                text = None
            if not isinstance(text, str):  # a byte-order mark, a blank line, or no record: the parser that knows them all is slower
                line = jsonl.parse(raw)
                text = line.record["text"] if line.record else None
                if line.problem:
                    report.problem(f"{stretch.name}: a line {line.problem}, so it was passed over")
            yield number, text


_shared: object = None
"""A worker process's own copy of what its pass shares; set once, by `_enter`."""

Shared = TypeVar("Shared")
Brought = TypeVar("Brought")


def _enter(shared: object) -> None:
    global _shared
    _shared = shared


def _at_work(work: Callable[[Shard, object], Brought], shard: Shard) -> Brought:
    return work(shard, _shared)


def _all(work: Callable[[Shard, Shared], Brought], shards: list[Shard], shared: Shared, workers: int) -> Iterator[Brought]:
    """What the work brings back from every shard, in their order, with no more than two shards a worker under way or waiting."""
    if workers == 1:
        yield from (work(shard, shared) for shard in shards)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_enter, initargs=(shared,))
    waiting: deque[Future[Brought]] = deque()
    try:
        for shard in shards:
            waiting.append(pool.submit(_at_work, work, shard))  # type: ignore[arg-type]
            if len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise RunFailed("a worker process died, perhaps for want of memory; take fewer --workers or less --room") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
