"""The language of documents and of their lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from cleaners.document import UNDETERMINED
from cleaners.language import Ensemble, LineReader, default_reader
from cleaners.language.detector import Guess
from tests.texts import any_text

CASES = json.loads(Path("tests/cases/language/lines.json").read_bytes())


@pytest.fixture(scope="module")
def reader() -> LineReader:
    """One reader for all, as in a run."""
    return default_reader()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_text_is_in_the_language_a_reader_would_say(case: dict[str, Any], reader: LineReader) -> None:
    """Script decides where one language owns it, the detector elsewhere, nobody where there is nothing to go by."""
    assert reader.read(case["text"]).language == case["language"]


def test_a_paragraph_in_another_language_is_found_in_its_document(reader: LineReader) -> None:
    """Each paragraph is read for itself; blank lines are no segments; offsets leave the blanks at the ends of lines out."""
    text = (
        "The minister arrived in the morning and spoke with the mayor of the town.\n"
        "\n"
        "  Die Verhandlungen über den Waffenstillstand sollen am Freitag fortgesetzt werden. \n"
        "Afterwards he visited a school that had been built with money from abroad.\n"
    )
    reading = reader.read(text)
    assert reading.language == "en"
    assert [segment.language for segment in reading.segments] == ["en", "de", "en"]
    german = reading.segments[1]
    assert text[german.start : german.end] == "Die Verhandlungen über den Waffenstillstand sollen am Freitag fortgesetzt werden."


def test_a_short_line_has_the_language_of_its_document(reader: LineReader) -> None:
    """A heading of three words is too little for a detector; it is not called foreign."""
    text = "Visit in Tirana\nThe two delegations met in the afternoon and agreed to exchange letters about the border.\nMagenta"
    assert [segment.language for segment in reader.read(text).segments] == ["en", "en", "en"]


def test_a_short_line_in_another_script_has_its_own_language(reader: LineReader) -> None:
    """Three words of Armenian in an English document are Armenian."""
    text = "The two delegations met in the afternoon and agreed to exchange letters about the border.\nԲարև ձեզ բոլորիդ"
    assert [segment.language for segment in reader.read(text).segments] == ["en", "hy"]


def test_a_heading_without_a_full_stop_is_parted_from_a_sentence_in_another_language(reader: LineReader) -> None:
    """Scrapers put them on one line; the border lies before the capital."""
    heading = "Council votes to rebuild the old bridge over the river before the winter comes"
    german = "Der Rat der Stadt hat am Montag beschlossen, die alte Brücke über den Fluss noch vor dem Winter zu erneuern."
    reading = reader.read(f"{heading} {german}")
    assert [(s.language, s.start, s.end) for s in reading.segments] == [("en", 0, 78), ("de", 79, 79 + len(german))]


def test_a_quotation_of_a_few_words_stays_part_of_its_sentence(reader: LineReader) -> None:
    """It is English that quotes German, and no German to translate."""
    text = "On the wall somebody had painted the words „Hier wohnt niemand mehr“ in letters as high as a man, and nobody took them down."
    assert [segment.language for segment in reader.read(text).segments] == ["en"]


def test_a_long_line_in_two_languages_is_asked_about_in_pieces() -> None:
    """However long a line without full stops, the detector is shown no more of it than a window at a time, and not too often."""

    class Counting(Ensemble):
        def __init__(self) -> None:
            super().__init__()
            self.shown = 0

        def guess(self, text: str) -> Sequence[Guess]:
            self.shown += len(text)
            return super().guess(text)

    def shown(times: int) -> int:
        detector = Counting()
        german, english = "Der Mann ging nach Hause und sagte dass er müde sei ", "The man went home and said that he was very tired "
        LineReader(detector).read((german * 3 + english * 3) * times)
        return detector.shown

    assert shown(80) <= 5 * max(shown(20), 4000)


def test_the_same_text_is_always_read_the_same() -> None:
    """langdetect left alone draws at random; two readers, and one asked twice, agree."""
    text = "Vlada je danes potrdila predlog zakona o varstvu narave in gozdov."
    assert default_reader().read(text) == default_reader().read(text)


@given(any_text)
def test_no_text_raises_and_segments_lie_in_order_inside_the_text(text: str) -> None:
    """Whatever the text, there is an answer; segments are sorted, do not overlap and hold more than blanks."""
    reading = READER.read(text)
    at = 0
    for segment in reading.segments:
        assert at <= segment.start < segment.end <= len(text)
        assert text[segment.start : segment.end].strip()
        at = segment.end
    assert reading.language == UNDETERMINED or reading.segments


READER = default_reader()
