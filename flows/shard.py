"""One shard: read its pieces, clean them batch by batch, write them aside, enter them in the manifest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from cleaners.document import Document
from cleaners.edits import EditError
from flows import jsonl, textfile
from flows.build import Workshop
from flows.manifest import Manifest, key_of
from flows.plan import TEXT, Piece, Shard
from flows.records import describe
from flows.report import Report
from flows.storage import stamp, written_aside

BATCH = 256
"""Lines read and cleaned at a time."""

BATCH_BYTES = 2_000_000
"""A batch ends early at so many bytes, so that memory is bounded by the batch."""


def clean_shard(shard: Shard, workshop: Workshop, manifest: Manifest) -> Report:
    """Do what is missing of a shard. What cannot be read, written or understood is reported and the rest goes on."""
    report = Report()
    for piece in shard.pieces:
        try:
            report.add(_clean_piece(piece, workshop, manifest))
        except OSError as error:
            where = f" ({error.filename})" if error.filename and str(error.filename) != piece.source else ""
            report.problem(f"{piece.source} could not be cleaned: {error.strerror or error}{where}", file=True)
        except Exception as error:  # a mistake of ours costs one file and not the run
            report.problem(f"{piece.source} could not be cleaned: {type(error).__name__}: {error}", file=True)
    return report


def _clean_piece(piece: Piece, workshop: Workshop, manifest: Manifest) -> Report:
    key = key_of(_digest(piece), workshop.signature)
    if (entry := manifest.done(piece, key)) is not None:
        entry.report.kept += 1
        return entry.report
    report = Report()
    manifest.claim(piece, workshop.signature)
    clean = _clean_text if piece.format == TEXT else _clean_lines
    written = clean(piece, manifest.part(piece), workshop, report)
    # A missing package or a server that is down passes: entered as incomplete, such a piece is tried again by the next run.
    complete = not any(rule.startswith("retranslate/missing") for rule in report.flags)
    manifest.enter(piece, key, workshop.signature, written, report, complete=complete)
    return report


def _digest(piece: Piece) -> str:
    """SHA-256 of what the piece is made from."""
    digest = sha256()
    with Path(piece.source).open("rb") as file:
        if piece.format == TEXT:
            digest.update(file.read())
            if (edits := textfile.beside(Path(piece.source))).exists():
                digest.update(edits.read_bytes())
        else:
            for _, raw in jsonl.lines_of(file, piece.start, piece.end):
                digest.update(raw)
            if piece.count > 1:  # parts that were joined can only be made again together, so a change anywhere makes all of them due
                digest.update(repr(stamp(Path(piece.source))).encode())
    return digest.hexdigest()


def _clean_text(piece: Piece, target: Path, workshop: Workshop, report: Report) -> list[Path]:
    source, told = Path(piece.source), textfile.beside(target)
    data = source.read_bytes()
    try:
        file = _original(source, data, report)
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 (byte {error.start})"
        report.problem(f"{source} {reason}, so it was copied as it is; convert it first", file=True)
        _write(told, textfile.dump_copied(reason))
        _write(target, data)
        return [target, told]
    document = Document(file.text, workshop.reader, piece.name)
    workshop.cleaner.clean([document])
    report.count(document, lambda: piece.name)
    _write(told, textfile.dump_edits(file, describe(document, workshop.signature)))
    _write(target, file.encode(document.text))
    return [target, told]


def _original(source: Path, data: bytes, report: Report) -> textfile.TextFile:
    try:
        return textfile.original(source, data)
    except EditError as error:
        report.problem(f"{source} was taken as it is, because {textfile.beside(source).name} does not lead back to an original: {error}")
        return textfile.decode(data)


def _write(path: Path, data: bytes) -> None:
    with written_aside(path) as out:
        out.write(data)


def _clean_lines(piece: Piece, target: Path, workshop: Workshop, report: Report) -> list[Path]:
    source = Path(piece.source)
    with source.open("rb") as file, written_aside(target) as out:
        lines = jsonl.lines_of(file, piece.start, piece.end)
        clean_lines(lines, out, workshop, report, name=piece.name, place=jsonl.LineNumbers(source))
    return [target]


def clean_lines(
    lines: Iterator[tuple[int, bytes]], out: BinaryIO, workshop: Workshop, report: Report, *, name: str, place: Callable[[int], str]
) -> None:
    """Clean JSONL as it streams, a batch at a time. Each line comes with a number that `place` makes words of."""
    while batch := list(islice(lines, 1)):
        size = len(batch[0][1])
        while size < BATCH_BYTES and len(batch) < BATCH and (more := next(lines, None)) is not None:
            batch.append(more)
            size += len(more[1])
        _clean_batch(batch, out, workshop, report, name, lambda at: f"{name}, {place(at)}")


def _clean_batch(
    batch: list[tuple[int, bytes]], out: BinaryIO, workshop: Workshop, report: Report, name: str, where: Callable[[int], str]
) -> None:
    """Clean the records of a batch and write its lines in order; what is no record is written as it came."""
    parsed: list[tuple[int, jsonl.Line, Document | None]] = []
    for at, raw in batch:
        line, wrong = _as_it_was(raw)
        if wrong:
            report.problem(partial(_copied, where, at, wrong))
        record = line.record
        document = None if record is None or wrong else Document(record["text"], workshop.reader, name, record)
        parsed.append((at, line, document))
    workshop.cleaner.clean([document for _, _, document in parsed if document is not None])
    for at, line, document in parsed:
        if document is None:
            out.write(line.raw)
            continue
        if not jsonl.writable(document.text):
            document.give_up(
                "record/surrogates", "cleaning would join two lone surrogates into one character, so the text was left as it came"
            )
        report.count(document, partial(where, at))
        out.write(line.written(document.text, describe(document, workshop.signature)))


def _as_it_was(raw: bytes) -> tuple[jsonl.Line, str | None]:
    """A line as it was before it was ever cleaned, and what is wrong with it."""
    line = jsonl.parse(raw)
    if line.retouch is None:
        return line, line.problem
    try:
        return jsonl.parse(line.restored()), None
    except EditError as error:
        return line, f"has a field `retouch` that does not lead back to an original ({error})"


def _copied(where: Callable[[int], str], at: int, wrong: str) -> str:
    return f"{where(at)}, {wrong}, so it was copied as it is"


def join(pieces: tuple[Piece, ...], manifest: Manifest) -> None:
    """Join the parts of one file, in order, once all are there."""
    whole = Path(pieces[0].output)
    parts = [manifest.part(piece) for piece in pieces]
    if not all(part.exists() for part in parts):
        return  # all parts stand in the whole file already, or one could not be made, which was reported
    with written_aside(whole) as out:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, out)
    manifest.join(pieces, whole)
    for part in parts:
        part.unlink(missing_ok=True)
