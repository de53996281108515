"""The step `retranslate`: with scripted engines for what may go wrong, and with the real one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cleaners.cleaner import Cleaner
from cleaners.document import Document, Reading, Segment
from cleaners.edits import apply, invert
from cleaners.translation import ArgosEngine, Missing, Result, RetranslateStep

WORDS = {"de": {"der", "die", "das", "und", "ist", "in", "es", "geht", "um", "traf"}, "ru": {"мост", "открыт"}, "la": {"lorem", "ipsum"}}


class Lines:
    """A reader that takes each line for a segment, and knows a few words of three languages; everything else is English."""

    def read(self, text: str) -> Reading:
        """One segment a line that is not empty."""
        segments, at = [], 0
        for line in text.splitlines(keepends=True):
            found = next((language for language, words in WORDS.items() if words & set(line.casefold().split())), "en")
            if line.strip():
                segments.append(Segment(at, at + len(line), found if any(c.isalpha() for c in line) else "und"))
            at += len(line)
        return Reading(segments[0].language if segments else "und", tuple(segments))


class Scripted:
    """An engine that answers by a function of (sentence, careful), and remembers what it was asked."""

    def __init__(self, answer: Callable[[str, bool], Result | str], name: str = "scripted", languages: Sequence[str] = ("de",)) -> None:
        self.answer, self.name, self.languages = answer, name, languages
        self.asked: list[tuple[str, bool]] = []
        self.digest = "0"

    def supports(self, source: str, target: str) -> Missing | None:
        """The languages it was given."""
        return None if source in self.languages else Missing(f"{self.name} has no {source}", f"retouch install {source} {target}")

    def translate(self, segments: Sequence[str], *, source: str, target: str, careful: bool = False) -> list[Result]:
        """By the script."""
        self.asked += [(segment, careful) for segment in segments]
        answers = [self.answer(segment, careful) for segment in segments]
        return [answer if isinstance(answer, Result) else Result(answer, -0.1) for answer in answers]


def upper(sentence: str, careful: bool) -> str:
    """A translation for tests: every word of letters becomes `Word`; masks, numbers and marks stay."""
    return re.sub(r"[^\W\d_]+", "Word", sentence)


def run(text: str, *engines: Scripted, **options: object) -> Document:
    """One document through the step alone, until nothing changes."""
    document = Document(text, Lines())
    Cleaner([RetranslateStep(engines, target="en", **options)]).clean([document])  # type: ignore[arg-type]
    return document


def test_only_foreign_segments_change() -> None:
    """English, undetermined and left-out languages stay byte for byte; borders, bullets and blank lines are kept."""
    text = "The bridge is open.\n  - Die Brücke ist offen.\n\n1994\nlorem ipsum\n"
    document = run(text, Scripted(upper), leave=("la",))
    assert document.text == "The bridge is open.\n  - Word Word Word Word.\n\n1994\nlorem ipsum\n"
    assert apply(document.text, invert(document.edits)) == text
    (edit,) = document.edits
    assert edit.rules == ("retranslate/scripted",) and not document.flags


def test_the_record_says_what_was_translated_and_how() -> None:
    """`became` on the segment as found, and a note with engine, pair and score at the edit."""
    document = run("The bridge.\nDie Brücke ist offen.\n", Scripted(upper))
    assert document.found is not None
    assert [(s.language, s.became) for s in document.found.segments] == [("en", None), ("de", "en")]
    (note,) = document.notes
    assert note.start == document.edits[0].start
    assert note.facts == {"engine": "scripted", "pair": "de-en", "score": -0.1}


def test_equal_sentences_of_a_batch_are_asked_once() -> None:
    """However many documents and segments hold a sentence, the engine sees it once, in one call a pair."""
    engine = Scripted(upper)
    documents = [Document("Die Brücke ist offen.\nDie Brücke ist offen. Es geht um das Wetter.\n", Lines()) for _ in range(3)]
    outcomes = RetranslateStep([engine], target="en")(documents)
    assert all(len(outcome.edits) == 2 for outcome in outcomes)
    real = [sentence for sentence, _ in engine.asked if "⟦" not in sentence]
    assert sorted(real) == ["Die Brücke ist offen.", "Es geht um das Wetter."]


def test_a_missing_package_is_flagged_with_the_command() -> None:
    """The text stays, and the flag names what fetches the package."""
    document = run("The bridge.\nМост открыт.\n", Scripted(upper))
    assert document.text == "The bridge.\nМост открыт.\n"
    (flag,) = document.flags
    assert flag.rule == "retranslate/missing" and "`retouch install ru en`" in flag.message
    assert document.original[flag.start : flag.end] == "Мост открыт."


def test_without_engines_everything_stays() -> None:
    """No engine at all is a flag, not an error."""
    document = run("Die Brücke ist offen.\n")
    assert document.text == document.original and [flag.rule for flag in document.flags] == ["retranslate/missing"]


BAD_ANSWERS = {
    "empty": "",
    "copy": "Die alte Brücke ist jetzt wieder für alle offen.",
    "loop": "the bridge the bridge the bridge the bridge the bridge",
    "mask": "The bridge is ⟦7⟧ open again for all of us now.",
    "own failure": Result("The old bridge is open.", -3.0, "its score is too low"),
    "foreign again": "De brug en die Brücke is weer voor allen open.",
}


@pytest.mark.parametrize("kind", BAD_ANSWERS)
def test_a_bad_translation_never_replaces_its_source(kind: str) -> None:
    """Tried again carefully, then flagged with the reason; the text stays as it was."""
    engine = Scripted(lambda sentence, careful: BAD_ANSWERS[kind])
    document = run("Die alte Brücke ist jetzt wieder für alle offen.\n", engine)
    assert document.text == document.original
    (flag,) = document.flags
    assert flag.rule == "retranslate/failed" and flag.message.startswith("left in de: ")
    if kind != "foreign again":
        assert ("Die alte Brücke ist jetzt wieder für alle offen.", True) in engine.asked


def test_one_bad_sentence_keeps_the_whole_segment() -> None:
    """A paragraph is translated whole or not at all."""
    engine = Scripted(lambda sentence, careful: "" if "Wetter" in sentence else upper(sentence, careful))
    document = run("Die Brücke ist offen. Es geht um das Wetter.\n", engine)
    assert document.text == document.original and len(document.flags) == 1


def test_a_second_careful_try_can_save_it() -> None:
    """What loops at first and not with care is taken."""
    engine = Scripted(lambda sentence, careful: upper(sentence, careful) if careful else "ha ha ha ha ha ha ha ha ha ha")
    assert run("Die Brücke ist offen.\n", engine).text == "Word Word Word Word.\n"


def test_the_next_engine_gets_what_failed() -> None:
    """Only the failed sentence goes on, and the rule names both engines of the paragraph."""
    first = Scripted(lambda sentence, careful: "" if "Wetter" in sentence else upper(sentence, careful), "first")
    second = Scripted(upper, "second")
    document = run("Die Brücke ist offen. Es geht um das Wetter.\n", first, second)
    assert document.text == "Word Word Word Word. Word Word Word Word Word.\n"
    assert {sentence for sentence, _ in second.asked if "⟦" not in sentence} == {"Es geht um das Wetter."}
    assert document.edits[0].rules == ("retranslate/first+second",)


def names(text: str, source: str) -> list[tuple[int, int, str]]:
    """A finder as the glossary's is."""
    return [(match.start(), match.end(), "Mnatsakanyan") for match in re.finditer("Mnazakanjan", text)]


def test_names_and_numbers_are_masked_where_the_engine_keeps_masks() -> None:
    """The engine sees place-holders; the text gets the target's spellings."""
    engine = Scripted(upper)
    document = run("Die Brücke ist 1.500 Meter lang. Es traf Mnazakanjan das Wetter.\n", engine, protect=names)
    assert document.text == "Word Word Word 1,500 Word Word. Word Word Mnatsakanyan Word Word.\n"
    assert ("Es traf ⟦0⟧ das Wetter.", False) in engine.asked


def test_an_engine_that_breaks_masks_gets_none() -> None:
    """The probe finds out at the start; then the sentence goes as it stands, and its numbers are checked."""
    engine = Scripted(lambda sentence, careful: upper(re.sub("⟦|⟧", "", sentence), careful))
    document = run("Die Brücke ist 1994 offen. Es traf Mnazakanjan das Wetter.\n", engine, protect=names)
    assert document.text == "Word Word Word 1994 Word. Word Word Word Word Word.\n"
    lossy = Scripted(lambda sentence, careful: upper(re.sub(r"[⟦⟧\d]", "", sentence), careful))
    document = run("Die Brücke ist 1994 offen.\n", lossy)
    assert document.text == document.original and "1994" in document.flags[0].message


def test_a_lost_mask_is_tried_without_masks() -> None:
    """A sentence in which the engine loses a mask goes again as it stands."""
    engine = Scripted(lambda sentence, careful: "The bridge." if sentence == "Die Brücke ist ⟦0⟧ offen." else upper(sentence, careful))
    assert run("Die Brücke ist 1994 offen.\n", engine).text == "Word Word Word 1994 Word.\n"


def test_the_result_does_not_depend_on_the_batch() -> None:
    """Documents together or one by one give the same outcomes."""
    texts = [
        "Die Brücke ist offen.\n",
        "The bridge.\nDas Wetter ist 1994 gut.\n",
        "Мост открыт.\n",
        "Die Brücke ist offen. Es geht um 12.\n",
    ]
    together = RetranslateStep([Scripted(upper)], target="en")([Document(text, Lines()) for text in texts])
    alone = [RetranslateStep([Scripted(upper)], target="en")([Document(text, Lines())])[0] for text in texts]
    assert list(together) == alone


CORPUS = Path(__file__).parents[3] / "examples" / "corpus"


@pytest.mark.slow
def test_the_german_paragraph_of_the_examples_becomes_english(packages: Path) -> None:
    """With argostranslate and the detector for real: translated, names as the finder spells them, and stable when cleaned again."""
    from cleaners.language import default_reader

    text = (CORPUS / "03-mixed.txt").read_text(encoding="utf-8")
    step = RetranslateStep([ArgosEngine(packages_dir=packages)], target="en", protect=names)
    document = Document(text, default_reader())
    Cleaner([step]).clean([document])
    assert "Mnazakanjan" not in document.text and "Mnatsakanyan said that the army must protect the border." in document.text
    assert "sprach" not in document.text and not document.flags
    again = Document(document.text, default_reader())
    Cleaner([step]).clean([again])
    assert again.text == document.text and not again.edits


@pytest.mark.slow
def test_what_the_package_cannot_do_stays_german(packages: Path) -> None:
    """Sentences far from the package's domain are not replaced by invented ones."""
    text = "Die Großmutter strickte dem Enkel einen Schal aus roter Wolle, während der Kater auf der Ofenbank schnurrte.\n"
    document = Document(text, Lines())
    Cleaner([RetranslateStep([ArgosEngine(packages_dir=packages)], target="en")]).clean([document])
    assert document.text == text
    assert [flag.rule for flag in document.flags] == ["retranslate/failed"]
