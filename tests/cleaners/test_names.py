"""The step `names`: which spellings it rewrites, which it leaves, and what it says about them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.cleaner import Cleaner
from cleaners.document import Document, Reading, Segment
from cleaners.edits import apply, invert
from cleaners.names import NamesStep
from glossary.glossary import Glossary
from glossary.load import load_glossary
from tests.texts import any_text

CASES = Path(__file__).parent.parent / "cases" / "names"


def cases(name: str) -> list[Any]:
    """The cases of one file, each under its label."""
    rows = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row["original"], row.get("fixed", row["original"]), id=row["label"]) for row in rows]


@cache
def glossary() -> Glossary:
    """The glossary that the cases are tried on."""
    return load_glossary([CASES / "glossary.yaml"])


def cleaned(text: str, reader: Any = None, target: str = "en") -> Document:
    """A document after the step, repeated until nothing changes."""
    document = Document(text, reader)
    Cleaner([NamesStep(glossary(), target=target)]).clean([document])
    assert document.failure is None
    return document


@pytest.mark.parametrize(("original", "fixed"), [*cases("replace"), *cases("ambiguous")])
def test_rewrites_what_is_certain(original: str, fixed: str) -> None:
    """A spelling of an entry becomes the canonical form where no other reading is possible."""
    assert cleaned(original).text == fixed


@pytest.mark.parametrize(("original", "fixed"), cases("keep"))
def test_leaves_what_is_doubtful(original: str, fixed: str) -> None:
    """Whatever may mean something else stays letter for letter."""
    assert cleaned(original).text == fixed


@pytest.mark.parametrize(("original", "fixed"), [*cases("replace"), *cases("keep"), *cases("ambiguous")])
def test_twice_is_once(original: str, fixed: str) -> None:
    """Cleaning the clean text changes nothing, and one pass is enough."""
    step = NamesStep(glossary(), target="en")
    once = apply(original, step([Document(original)])[0].edits)
    assert once == fixed
    assert step([Document(once)])[0].edits == ()


def pieces() -> st.SearchStrategy[str]:
    """Texts made of names, spellings, borders and noise in any order."""
    names = ["Sergej", "Sergei", "Rusakow", "Rusakov", "Russakow", "Rusakows", "S.", "W.", "Igor", "RUSAKOW", "Zarew", "Anton", "Boris"]
    more = ["Iwan", "Czernow", "Ivan", "Tchernov", "Schmerynka", "Verkhni-Log", "Werchni", "Log", "Schtschukin", "Baltic", "forum", "The"]
    marks = [" ", " ", " ", " ", "\n", ", ", ". ", "-", "“", "”", "’s ", "@", "`", "ß", "\u0301", "İ", "æ", " said ", "\u00a0", "/", "😀"]
    return st.lists(st.sampled_from(names + more + marks), max_size=24).map("".join)


@settings(max_examples=1000, deadline=None)
@given(pieces())
def test_any_mixture_is_reversible_and_stable(text: str) -> None:
    """However names, spellings and marks are thrown together: the edits lead back, and a second pass changes nothing."""
    step = NamesStep(glossary(), target="en")
    edits = step([Document(text)])[0].edits
    once = apply(text, edits)
    assert apply(once, invert(edits)) == text
    assert step([Document(once)])[0].edits == ()


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_any_text_is_survived(text: str) -> None:
    """Arbitrary text, lone surrogates included, breaks nothing and comes back."""
    document = cleaned(text)
    assert apply(document.text, invert(document.edits)) == text


class TwoHalves:
    """Calls everything up to the first newline German and the rest English."""

    def read(self, text: str) -> Reading:
        """Two segments."""
        border = text.index("\n")
        return Reading("en", (Segment(0, border, "de"), Segment(border + 1, len(text), "en")))


def test_other_languages_keep_their_spelling() -> None:
    """A German paragraph keeps the German spelling, and yet its full mention counts for the English one."""
    document = cleaned("Heute sprach Sawen Chatschikjan.\nLater Chatschikjan left.", TwoHalves())
    assert document.text == "Heute sprach Sawen Chatschikjan.\nLater Khachikyan left."


class AllOf:
    """Calls every text one language, with segments of another."""

    def __init__(self, whole: str, segment: str) -> None:
        self.answer = (whole, segment)

    def read(self, text: str) -> Reading:
        """One segment."""
        return Reading(self.answer[0], (Segment(0, len(text), self.answer[1]),))


@pytest.mark.parametrize(
    ("whole", "segment", "changes"),
    [("en", "en", True), ("en", "und", True), ("und", "und", True), ("de", "und", False), ("de", "de", False)],
)
def test_undetermined_segments_follow_their_document(whole: str, segment: str, changes: bool) -> None:
    """A segment without a language is rewritten where its document is in the target language or has none either."""
    assert (cleaned("Sawen Chatschikjan", AllOf(whole, segment)).text == "Zaven Khachikyan") is changes


def test_a_target_without_a_canonical_form_changes_nothing() -> None:
    """The entries know no German form, and none is made up."""
    assert cleaned("Sawen Khachikyan", target="de").text == "Sawen Khachikyan"


def test_notes_name_entry_tables_and_ground() -> None:
    """Every edit says which entry, which tables and what made it certain."""
    document = cleaned("Sawen Chatschikjan came. Chatschikjan left.")
    facts = [dict(note.facts) for note in document.notes]
    assert [(f["entry"], f["how"]) for f in facts] == [("khachikyan", "full"), ("khachikyan", "surname")]
    assert all("hy-de" in f["tables"] for f in facts)
    assert [note.start for note in document.notes] == [edit.start for edit in document.edits]


@pytest.mark.parametrize(
    "text", ["„Der Fall Schtschukin“", "Sergei Rusakov was there. Rusakows said so.", "Sergei Rusakov was there. Tilko Rusakow too."]
)
def test_doubts_are_flagged(text: str) -> None:
    """What was seen and left alone is flagged at its place."""
    document = cleaned(text)
    assert document.text == text
    assert [flag.rule for flag in document.flags] == ["names/person"]
