"""Standard input and output: a text, or JSONL as it streams."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from cleaners.document import Document
from cleaners.edits import EditError
from flows import textfile
from flows.build import workshop
from flows.errors import RunFailed, WrongCall
from flows.options import CorpusRun
from flows.plan import FORMATS, JSONL, TEXT
from flows.records import describe
from flows.report import Report
from flows.shard import clean_lines
from flows.storage import written_aside


def clean_stream(run: CorpusRun, format: str) -> Report:
    """Clean what comes on standard input, or one file onto standard output. Raises WrongCall or RunFailed.

    Edits go into the records of JSONL and beside a file of text; a text on standard output leaves them behind.
    """
    source, output = Path(run.source), Path(run.output)
    if run.source != "-":
        if not source.is_file() or source.suffix not in FORMATS:
            raise WrongCall(f"only a file that ends in {' or '.join(FORMATS)} can be cleaned onto standard output, not {source}")
        format = FORMATS[source.suffix]
    if format not in (TEXT, JSONL):
        raise WrongCall(f"--format takes {TEXT} or {JSONL}, not {format!r}")
    if run.output != "-" and output.exists() and not output.is_file():
        raise WrongCall(f"{output} is no file; name a file for the output")
    if run.output != "-" and output.exists() and not run.overwrite:
        raise WrongCall(f"{output} exists; choose another output or add --overwrite to replace it")
    shop = workshop(run.cleaning)
    report = Report()
    name = "standard input" if run.source == "-" else source.name
    if format == JSONL:
        with _reading(run.source) as file, _writing(run.output) as out:
            clean_lines(enumerate(file, 1), out, shop, report, name=name, place=lambda number: f"line {number:,}")
        return report
    with _reading(run.source) as file:
        data = file.read()
    try:
        text = textfile.decode(data) if run.source == "-" else textfile.original(source, data)
    except UnicodeDecodeError as error:
        raise RunFailed(f"{name} is not UTF-8 (byte {error.start}); convert it first") from None
    except EditError as error:
        raise RunFailed(f"the edits beside {source} do not lead back to an original: {error}") from None
    document = Document(text.text, shop.reader, name)
    shop.cleaner.clean([document])
    report.count(document, lambda: name)
    if run.output != "-":
        with written_aside(textfile.beside(output)) as told:
            told.write(textfile.dump_edits(text, describe(document, shop.signature)))
    with _writing(run.output) as out:
        out.write(text.encode(document.text))
    return report


def _reading(source: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb")


def _writing(output: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdout.buffer) if output == "-" else written_aside(Path(output))
