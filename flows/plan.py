"""What there is to do: the files of a corpus, cut into pieces, packed into shards."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
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
    """All shards in the order of the corpus, where the manifest lies, what is of other kinds, and which folders could not be read."""

    shards: tuple[Shard, ...]
    state: Path
    left_out: tuple[str, ...]
    unread: tuple[str, ...]


def corpus_files(source: Path) -> list[Path]:
    """The files of a corpus, sorted. Raises WrongCall where there are none."""
    return _found(_there(source)).files


def plan(run: CorpusRun) -> Plan:
    """The plan of a run. Raises WrongCall where the corpus is missing or the output cannot be what it names."""
    try:
        source, output = _there(Path(run.source)), Path(run.output).expanduser()
        _refuse_own_source(source, output)
        size = int(run.shard_megabytes * 1_000_000)
        found = _found(source)
        if source.is_dir():
            if output.exists() and not output.is_dir():
                raise WrongCall(f"{output} is a file, but the corpus {source} is a folder; name a folder for the output")
            pieces = [piece for file in found.files for piece in _pieces(file, output, str(file.relative_to(source)), size)]
            return Plan(_packed(pieces, size), output / STATE, found.left_out, found.unread)
        if output.is_dir():
            output = output / source.name
            _refuse_own_source(source, output)
        if output.exists() and not output.is_file():
            raise WrongCall(f"{output} is neither a file nor a folder; name another output")
        pieces = [replace(piece, output=str(output)) for piece in _pieces(source, output.parent, source.name, size)]
        return Plan(_packed(pieces, size), output.parent / f".{output.name}{STATE}", (), ())
    except (RuntimeError, OSError) as error:  # a home folder of nobody, a link to itself
        raise WrongCall(f"the output {run.output} or the corpus {run.source} cannot be found: {error}") from None


def _there(source: Path) -> Path:
    source = source.expanduser()
    if not source.exists():
        raise WrongCall(f"{source} does not exist; name a file or a folder")
    return source


def _refuse_own_source(source: Path, output: Path) -> None:
    mine, theirs = source.resolve(), output.resolve()
    if mine == theirs:
        raise WrongCall(f"the output {output} is the corpus itself; retouch never writes to its source, so name another place")
    if source.is_dir() and (mine in theirs.parents or theirs in mine.parents):
        raise WrongCall(f"the corpus {source} and the output {output} lie one in the other; name a place outside")


class _Found(NamedTuple):
    files: list[Path]
    left_out: tuple[str, ...]
    unread: tuple[str, ...]


def _found(source: Path) -> _Found:
    """The files to clean, sorted, the names of those of other kinds, and the folders that could not be read."""
    if not source.is_dir():
        if source.suffix not in FORMATS:
            raise WrongCall(f"{source} is of no format that retouch reads; it reads files that end in {' and '.join(FORMATS)}")
        return _Found([source], (), ())
    files: list[Path] = []
    left_out: list[str] = []
    unread: list[str] = []
    seen: set[tuple[int, int]] = set()  # folders, so that a link to a folder above ends the walk there
    for root, folders, names in os.walk(source, followlinks=True, onerror=lambda error: unread.append(str(error.filename))):
        status = Path(root).stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            if name == ".DS_Store" or (name.endswith(f".txt{BESIDE}") and path.with_name(name.removesuffix(BESIDE)).exists()):
                continue
            readable = path.is_file() or not path.exists()  # a link to nowhere is met again, and reported, by whoever cleans it
            if path.suffix in FORMATS and readable and not name.startswith(".") and not name.endswith(BESIDE):
                files.append(path)
            else:
                left_out.append(str(path.relative_to(source)))
    if not files:
        raise WrongCall(f"{source} holds no file that ends in {' or '.join(FORMATS)}")
    return _Found(sorted(files), tuple(sorted(left_out)), tuple(sorted(unread)))


def _pieces(source: Path, folder: Path, name: str, size: int) -> list[Piece]:
    try:
        length = source.stat().st_size
    except OSError:
        length = 0  # whoever cleans the piece meets the error again and reports it
    kind = FORMATS[source.suffix]
    count = max(1, -(-length // size)) if kind == JSONL else 1
    cuts = [length * i // count for i in range(count)] + [length]
    return [Piece(str(source), str(folder / name), name, kind, cuts[i], cuts[i + 1], i, count) for i in range(count)]


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
