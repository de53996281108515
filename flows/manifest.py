"""The manifest: what a run has done, so that a killed or repeated run does only what is missing.

One small file for each file of the output says who wrote it and how it then looked; it is there, as a claim, before the file itself is.
A file that was cut into pieces has one for each piece beside that. A piece counts as done while its input, the signature of whoever
cleaned it, and what was written for it are all as they were.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from flows.errors import WrongCall
from flows.plan import Piece
from flows.report import Report
from flows.storage import stamp, written_aside
from flows.textfile import beside

ENTRIES, PARTS = "done", "parts"
FORM = 2
"""The form of an entry; entries of another form are done again."""


class Entry(NamedTuple):
    """What is known of a piece or a file: what was written for it, by path below the output, with stamps; nothing in a claim."""

    key: str
    signature: str
    written: dict[str, list[int]]
    report: Report
    complete: bool
    joined: bool


class Manifest:
    """The entries of one output, below its state folder."""

    def __init__(self, state: Path) -> None:
        self.state = state

    def part(self, piece: Piece) -> Path:
        """Where a piece is written: its file itself, or a part of it that is joined when all are there."""
        return Path(piece.output) if piece.count == 1 else self.state / PARTS / f"{_slug(piece.name)}.{piece.index}-{piece.count}"

    def places(self, piece: Piece) -> tuple[Path, ...]:
        """Every file that is written for a piece."""
        return Path(piece.output), beside(Path(piece.output)), self.part(piece), self._of_file(piece), self._of_piece(piece)

    def done(self, piece: Piece, key: str) -> Entry | None:
        """The entry of a piece that is complete, of this key, and whose output still stands as it was written."""
        entry = self._read(self._of_piece(piece))
        if entry is None or not entry.complete or entry.key != key:
            return None
        if entry.joined:  # the file holds all of its parts, so it is due as a whole or not at all
            whole = self._read(self._of_file(piece))
            return entry if whole is not None and whole.complete and self._stands(whole) else None
        return entry if self._stands(entry) else None

    def claim(self, piece: Piece, signature: str) -> None:
        """Say who is about to write the file of a piece, so that a run killed in the middle knows its own work again."""
        self._write(self._of_file(piece), piece, "", signature, {}, Report(), complete=False, joined=False, sync=False)

    def enter(self, piece: Piece, key: str, signature: str, written: Iterable[Path], report: Report, *, complete: bool) -> None:
        """Enter a piece. The files written for it must be in place. `complete` is false where it should be tried again."""
        self._write(self._of_piece(piece), piece, key, signature, self._stamps(written), report, complete=complete, joined=False)

    def join(self, pieces: tuple[Piece, ...], whole: Path) -> None:
        """Enter that the parts of a file now stand in it, and forget entries of other cuts."""
        entries = [(piece, entry) for piece in pieces if (entry := self._read(self._of_piece(piece)))]
        complete = len(entries) == len(pieces) and all(entry.complete for _, entry in entries)
        signature = entries[0][1].signature if entries else ""
        self._write(self._of_file(pieces[0]), pieces[0], "", signature, self._stamps([whole]), Report(), complete=complete, joined=True)
        for piece, entry in entries:
            self._write(self._of_piece(piece), piece, entry.key, entry.signature, {}, entry.report, complete=entry.complete, joined=True)
        mine = {self._of_piece(piece) for piece in pieces}
        for other in (self.state / ENTRIES).glob(f"{_slug(pieces[0].name)}.*-*.json"):
            if other not in mine:
                other.unlink(missing_ok=True)

    def guard(self, pieces: Iterable[Piece], signature: str) -> None:
        """Raises WrongCall where a file of the output exists that no run of this signature wrote."""
        for piece in pieces:
            path = Path(piece.output)
            if piece.index or not path.exists():
                continue
            entry = self._read(self._of_file(piece))
            replace = "choose another output or add --overwrite to replace it"
            if entry is None:
                raise WrongCall(f"{path} exists and was not written by retouch; {replace}")
            if entry.written and not self._stands(entry):
                raise WrongCall(f"{path} was changed after retouch wrote it; {replace}")
            if entry.complete and entry.signature != signature:
                raise WrongCall(f"{path} was written with other options, another glossary or another version; {replace}")

    def _stands(self, entry: Entry) -> bool:
        return all(stamp(self.state.parent / path) == was for path, was in entry.written.items())

    def _stamps(self, written: Iterable[Path]) -> dict[str, list[int]]:
        """Stamps by path below the output, so that the output may be named another way, or moved, and is still known."""
        return {os.path.relpath(path, self.state.parent): found for path in written if (found := stamp(path))}

    def _of_file(self, piece: Piece) -> Path:
        return self.state / ENTRIES / f"{_slug(piece.name)}.json"

    def _of_piece(self, piece: Piece) -> Path:
        return self._of_file(piece) if piece.count == 1 else self.state / ENTRIES / f"{_slug(piece.name)}.{piece.index}-{piece.count}.json"

    def _read(self, file: Path) -> Entry | None:
        try:
            told = json.loads(file.read_bytes())
            if told["form"] != FORM:
                return None
            report = Report.from_json(told["report"])
            return Entry(told["key"], told["signature"], told["written"], report, told["complete"], told["joined"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(
        self,
        file: Path,
        piece: Piece,
        key: str,
        signature: str,
        written: dict[str, list[int]],
        report: Report,
        *,
        complete: bool,
        joined: bool,
        sync: bool = True,
    ) -> None:
        told: dict[str, Any] = {"form": FORM, "name": piece.name, "key": key, "signature": signature, "complete": complete}
        told |= {"joined": joined, "written": written, "report": report.as_json()}
        with written_aside(file, sync=sync) as out:
            out.write(json.dumps(told, ensure_ascii=True, indent=1).encode())


def key_of(digest: str, signature: str) -> str:
    """What makes a piece's output: the digest of its input and the signature of options, glossary, packages, detector and version."""
    return sha256(f"{digest}\n{signature}".encode()).hexdigest()


def _slug(name: str) -> str:
    """A name of one level for a file of the corpus, short enough for any disk; the digest keeps a/b.txt and a-b.txt apart."""
    tail = os.fsencode(name.replace("/", "-"))[-60:].decode("utf-8", "ignore")
    return f"{tail}-{sha256(os.fsencode(name)).hexdigest()[:12]}"
