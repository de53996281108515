"""The manifest: what a run has done, so that a killed or repeated run does only what is missing.

One small file a piece, written after the piece's output is in place. It holds the digest of the input, the signature of whoever
cleaned it, and the stamps of what was written; all three must still be right for the piece to count as done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from flows.errors import WrongCall
from flows.plan import Piece
from flows.report import Report
from flows.storage import stamp, written_aside

ENTRIES, PARTS = "done", "parts"
FORM = 1
"""The form of an entry; entries of another form are done again."""


class Entry(NamedTuple):
    """What is known of a piece that was done: the files written for it, by name, with their stamps."""

    key: str
    signature: str
    written: dict[str, list[int]]
    report: Report
    complete: bool


class Manifest:
    """The entries of one output, below its state folder."""

    def __init__(self, state: Path) -> None:
        self.state = state

    def part(self, piece: Piece) -> Path:
        """Where a piece is written: its file itself, or a part of it that is joined when all are there."""
        return Path(piece.output) if piece.count == 1 else self.state / PARTS / f"{_slug(piece.name)}.{piece.index}-{piece.count}"

    def read(self, piece: Piece) -> Entry | None:
        """The entry of a piece, or None where there is none that can be read."""
        try:
            told = json.loads(self._file(piece).read_bytes())
            if told["form"] != FORM:
                return None
            return Entry(told["key"], told["signature"], told["written"], Report.from_json(told["report"]), told["complete"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def done(self, piece: Piece, key: str) -> Entry | None:
        """The entry of a piece that is complete, of this key, and whose output still stands as it was written."""
        entry = self.read(piece)
        if entry is None or not entry.complete or entry.key != key:
            return None
        return entry if all(stamp(Path(path)) == was for path, was in entry.written.items()) else None

    def enter(self, piece: Piece, key: str, signature: str, written: Iterable[Path], report: Report, *, complete: bool) -> None:
        """Enter a piece. The files written for it must be in place."""
        told = {"form": FORM, "key": key, "signature": signature, "complete": complete, "name": piece.name, "report": report.as_json()}
        told["written"] = {str(path): stamp(path) for path in written}
        self._write(piece, told)

    def joined(self, piece: Piece, whole: Path) -> None:
        """The part of a piece now stands in the whole file, and the file's stamp stands for the part's."""
        told = json.loads(self._file(piece).read_bytes())
        told["written"] = {str(whole): stamp(whole)}
        self._write(piece, told)

    def guard(self, pieces: Iterable[Piece], signature: str) -> None:
        """Raises WrongCall where a file of the output exists that no run of this signature wrote."""
        for piece in pieces:
            path = Path(piece.output)
            if piece.index or not path.exists():
                continue
            entry = self.read(piece)
            if entry is None or (str(path) in entry.written and entry.written[str(path)] != stamp(path)):
                raise WrongCall(f"{path} exists and was not written by retouch; choose another output or add --overwrite to replace it")
            if entry.signature != signature:
                raise WrongCall(
                    f"{path} was written with other options, another glossary or another version; choose another output or add --overwrite"
                )

    def _file(self, piece: Piece) -> Path:
        return self.state / ENTRIES / f"{_slug(piece.name)}.{piece.index}-{piece.count}.json"

    def _write(self, piece: Piece, told: dict[str, Any]) -> None:
        with written_aside(self._file(piece)) as file:
            file.write(json.dumps(told, ensure_ascii=True, indent=1).encode())


def key_of(digest: str, signature: str) -> str:
    """What makes a piece's output: the digest of its input and the signature of options, glossary, packages, detector and version."""
    return sha256(f"{digest}\n{signature}".encode()).hexdigest()


def _slug(name: str) -> str:
    """A name of one level for a file of the corpus; the digest keeps a/b.txt and a-b.txt apart."""
    return f"{name.replace('/', '-')[-80:]}-{sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
