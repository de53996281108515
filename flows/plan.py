"""What there is to do: the files of a corpus, cut into pieces, packed into shards."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flows.errors import WrongCall
from flows.options import CorpusRun
from flows.textfile import BESIDE

TEXT, JSONL = "text", "jsonl"
FORMATS = {".txt": TEXT, ".jsonl": JSONL}
"""What is read, by the end of the name."""

STATE = ".retouch"
"""The folder in which a run keeps its manifest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or the lines of a JSONL file that begin in the bytes start:end; `index` of `count` pieces of that file."""

    source: str
    output: str
    name: str
    format: str
    start: int
    end: int
    index: int = 0
    count: int = 1


class Shard(NamedTuple):
    """A few minutes of work: one task."""

    number: int
    pieces: tuple[Piece, ...]


class Plan(NamedTuple):
    """All shards in the order of the corpus, where the manifest lies, and what was left out."""

    shards: tuple[Shard, ...]
    state: Path
    left_out: tuple[str, ...]


def corpus_files(source: Path) -> list[Path]:
    """The files of a corpus, sorted. Raises WrongCall where there are none."""
    if not source.exists():
        raise WrongCall(f"{source} does not exist; name a file or a folder")
    if source.is_dir():
        files, _ = _files(source)
        if not files:
            raise WrongCall(f"{source} holds no file that ends in {' or '.join(FORMATS)}")
        return files
    if source.suffix not in FORMATS:
        raise WrongCall(f"{source} is of no format that retouch reads; it reads files that end in {' and '.join(FORMATS)}")
    return [source]


def plan(run: CorpusRun) -> Plan:
    """The plan of a run. Raises WrongCall where the corpus is missing or the output cannot be what it names."""
    source, output = Path(run.source).expanduser(), Path(run.output).expanduser()
    if not source.exists():
        raise WrongCall(f"{source} does not exist; name a file or folder to clean")
    _refuse_own_source(source, output)
    size = int(run.shard_megabytes * 1_000_000)
    if source.is_dir():
        if output.exists() and not output.is_dir():
            raise WrongCall(f"{output} is a file, but the corpus {source} is a folder; name a folder for the output")
        files, left_out = _files(source)
        if not files:
            raise WrongCall(f"{source} holds no file that ends in {' or '.join(FORMATS)}")
        pieces = [
            piece for file in files for piece in _pieces(file, output / file.relative_to(source), str(file.relative_to(source)), size)
        ]
        return Plan(_packed(pieces, size), output / STATE, left_out)
    if source.suffix not in FORMATS:
        raise WrongCall(f"{source} is of no format that retouch reads; it reads files that end in {' and '.join(FORMATS)}")
    if output.is_dir():
        output = output / source.name
        _refuse_own_source(source, output)
    return Plan(_packed(_pieces(source, output, source.name, size), size), output.parent / f".{output.name}{STATE}", ())


def _refuse_own_source(source: Path, output: Path) -> None:
    mine, theirs = source.resolve(), output.resolve()
    if mine == theirs:
        raise WrongCall(f"the output {output} is the corpus itself; retouch never writes to its source, so name another place")
    if source.is_dir() and (mine in theirs.parents or theirs in mine.parents):
        raise WrongCall(f"the corpus {source} and the output {output} lie one in the other; name a place outside")


def _files(folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    """The files to clean, sorted, and the names of those of other kinds. What begins with a dot is passed over."""
    files, left_out = [], []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if name.startswith(".") or (name.endswith(BESIDE) and path.with_name(name.removesuffix(BESIDE)).exists()):
                continue
            if path.suffix in FORMATS and not name.endswith(BESIDE):
                files.append(path)
            else:
                left_out.append(str(path.relative_to(folder)))
    return sorted(files), tuple(sorted(left_out))


def _pieces(source: Path, output: Path, name: str, size: int) -> list[Piece]:
    try:
        length = source.stat().st_size
    except OSError:
        length = 0  # whoever cleans the piece meets the error again and reports it
    kind = FORMATS[source.suffix]
    count = max(1, -(-length // size)) if kind == JSONL else 1
    cuts = [length * i // count for i in range(count)] + [length]
    return [Piece(str(source), str(output), name, kind, cuts[i], cuts[i + 1], i, count) for i in range(count)]


def _packed(pieces: list[Piece], size: int) -> tuple[Shard, ...]:
    """Pieces in order, as many to a shard as its size holds."""
    shards: list[list[Piece]] = []
    room = 0
    for piece in pieces:
        weight = piece.end - piece.start + 1000  # opening, syncing and renaming a file costs about as much as cleaning a kilobyte
        if not shards or weight > room:
            shards.append([])
            room = size
        shards[-1].append(piece)
        room -= weight
    return tuple(Shard(number, tuple(some)) for number, some in enumerate(shards))
