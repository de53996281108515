"""Checking a glossary and looking things up in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from glossary.check import check
from glossary.entry import entry_of
from glossary.glossary import Glossary
from glossary.load import load_glossary
from glossary.lookup import generated, origins

CASES = Path(__file__).parent.parent / "cases" / "names"


@cache
def cases() -> Glossary:
    """The glossary of the cases."""
    return load_glossary([CASES / "glossary.yaml"])


def glossary(*rows: dict[str, object]) -> Glossary:
    """A glossary of those entries."""
    return Glossary([entry_of(row, "here") for row in rows])


def test_namesakes_and_doubles_are_listed() -> None:
    """Persons of one surname are namesakes; if their given names agree too, the canonical form wins or the name is ambiguous."""
    found = {(p.kind, p.entries) for p in check(cases(), target="en")}
    assert found == {("namesakes", ("tsarev-a", "tsarev-b")), ("canonical", ("chernov-1", "chernov-2"))}


def test_places_that_share_a_spelling_are_listed() -> None:
    """A spelling that two places generate is ambiguous; one that is another's canonical form is left to that one."""
    two = glossary(
        {"id": "a", "type": "place", "canonical": {"en": "Kamenka"}, "native": {"ru": "Каменка"}},
        {"id": "b", "type": "place", "canonical": {"en": "Kamianka"}, "native": {"uk": "Кам’янка", "ru": "Каменка"}},
    )
    found = check(two, target="en")
    assert ("canonical", "kamenka") in {(p.kind, p.spelling) for p in found}
    assert ("ambiguous", "kamienka") in {(p.kind, p.spelling) for p in found}
    assert all(p.message.endswith(".") and p.entries == ("a", "b") for p in found)


def test_spellings_that_are_words_are_listed() -> None:
    """A generated spelling that a dictionary has is listed, the canonical form is not."""
    place = glossary({"id": "a", "type": "place", "canonical": {"en": "Pushkino"}, "native": {"ru": "Пушкино"}})
    assert [p.spelling for p in check(place, target="en", words={"puschkino", "pushkino"})] == ["puschkino"]


def test_a_clear_glossary_has_no_problems() -> None:
    """Nothing is listed where nothing is shared."""
    assert check(glossary({"id": "a", "type": "place", "canonical": {"en": "Pushkino"}, "native": {"ru": "Пушкино"}}), target="en") == []


def test_the_shipped_glossary_has_no_doubles() -> None:
    """No two shipped entries share a full name or a place's spelling."""
    assert [p for p in check(load_glossary(["shipped"]), target="en") if p.kind != "namesakes"] == []


def test_a_spelling_is_traced_to_entry_and_tables() -> None:
    """A full name, a bare surname and a place each name the tables that give them."""
    (full,) = origins("Sawen Chatschikjan", cases(), target="en")
    assert full.entry == "khachikyan"
    assert "hy-de" in full.words["sawen"]
    assert "hy-de" in full.words["chatschikjan"]
    assert "hy-fr" not in full.words["chatschikjan"]
    assert [o.entry for o in origins("Zarew", cases(), target="en")] == ["tsarev-a", "tsarev-b"]
    (place,) = origins("Schmerynka", cases(), target="en")
    assert place.words == {"Schmerynka": ("uk-de",)}
    assert origins("Somebody Else", cases(), target="en") == []
    assert origins("Igor Rusakow", cases(), target="en") == []
    assert origins("", cases(), target="en") == []


def test_an_entry_lists_what_it_generates() -> None:
    """By reader's language, the usual spelling first, as the press prints it."""
    entry = next(e for e in cases().entries if e.id == "khachikyan")
    listed = generated(entry)
    assert listed["de"][0] == "Sawen Chatschikjan"
    assert listed["fr"][0] == "Zaven Khatchikian"
    assert listed["pl"][0] == "Zawen Chaczikian"
    assert all(len(some) <= 16 for some in listed.values())
    place = next(e for e in cases().entries if e.id == "verkhny-log")
    assert generated(place)["de"][0] == "Werchni Log"
    assert generated(entry_of({"id": "x", "type": "place", "canonical": {"en": "X"}}, "here")) == {}
