"""The promises of the design over the whole cleaner, on generated debris mixed into generated text."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.document import Document
from cleaners.edits import apply, check_normal, invert
from flows.build import Workshop, workshop
from flows.options import Cleaning
from flows.records import describe, restore
from tests.texts import any_text

DEBRIS = st.sampled_from(
    [
        "[ad_1]",
        "[ad_2]",
        "\n-\n",
        "\n•\n",
        " “",
        "” ",
        "‘ ",
        " ’",
        "&amp;",
        "<br>",
        "\u00ad",
        "\u200b",
        "\n\n\n",
        "russia",
        "sidewhatever",
        "On the",
    ]
)
PROSE = st.sampled_from(
    [
        "The ferry left at dawn and nobody on the pier had seen it come back.",
        "Sohrab Mnazakanjan und Ilham Alijew trafen sich am Montag in Wien.",
        "Mnazakanjan said the talks with Nikol Paschinjan had gone well.",
        "Министр прибыл в город утром и встретился с жителями.",
        "Նախարարը երեկ այցելեց գյուղ և հանդիպեց բնակիչներին։",
        "大臣は昨日、村を訪れて住民と話した。",
        "وصل الوزير إلى المدينة صباحا.",
        "Le ministre est arrivé : il n’a rien dit.",
        "A LOUD LINE IN CAPITALS",
        "— Não — disse ela.",
    ]
)
MIXED = st.lists(st.one_of(DEBRIS, PROSE, any_text, st.sampled_from([" ", "\n", "\n\n"])), max_size=8).map("".join)


@lru_cache
def shop() -> Workshop:
    """Every step but translation, whose engine has tests of its own."""
    return workshop(Cleaning(steps=("artifacts", "detect", "names")))


def cleaned(text: str) -> Document:
    """The text through the whole cleaner."""
    document = Document(text, shop().reader)
    shop().cleaner.clean([document])
    return document


@settings(max_examples=200)
@given(MIXED)
def test_every_text_is_given_back_by_its_record(text: str) -> None:
    """Promise 1: the record's edits lead back to the original, letter for letter, and are in normal form."""
    document = cleaned(text)
    check_normal(document.edits)
    assert apply(document.text, invert(document.edits)) == text
    assert restore(document.text, describe(document, "")) == text


@settings(max_examples=200)
@given(MIXED)
def test_clean_text_is_not_changed_again(text: str) -> None:
    """Promise 2: cleaning the clean text makes no edit."""
    once = cleaned(text)
    if once.failure is None:
        assert cleaned(once.text).text == once.text


@given(MIXED)
def test_a_document_is_never_given_up(text: str) -> None:
    """No step fails on a text and no two rules undo each other's work."""
    assert cleaned(text).failure is None


@given(MIXED)
def test_what_is_told_lies_inside_the_original(text: str) -> None:
    """Segments, flags and notes are told in offsets of the text that came in."""
    document = cleaned(text)
    told = describe(document, "")
    for row in (*told["segments"], *told["flags"]):
        assert 0 <= row["start"] <= row["end"] <= len(text)
    starts = {edit.start for edit in document.edits}
    assert all(note["start"] in starts for note in told["notes"])
