"""Masks for names, numbers and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.translation.protect import mask, number, unmask


@pytest.mark.parametrize(
    ("text", "source", "target", "written"),
    [
        ("1.500", "de", "en", "1,500"),
        ("1.234.567,5", "de", "en", "1,234,567.5"),
        ("2,5", "de", "en", "2.5"),
        ("1,500", "en", "de", "1.500"),
        ("2.5", "en", "de", "2,5"),
        ("10\u00a0000", "ru", "en", "10,000"),
        ("12.05.2020", "de", "en", "12.05.2020"),
        ("14.30", "de", "en", "14.30"),
        ("1994", "de", "en", "1994"),
        ("1,5", "de", "es", "1,5"),
        ("1.500", "en", "de", "1.500"),
        ("9", "de", "en", "9"),
    ],
)
def test_numbers_are_written_as_the_target_writes_them(text: str, source: str, target: str, written: str) -> None:
    """Groups and decimals change their marks where they can be read in one way; dates, times and the rest stay."""
    assert number(text, source, target) == written


def test_names_numbers_and_addresses_are_masked_in_the_order_of_the_text() -> None:
    """What is put back is the target's spelling."""
    text = "Am 9. Oktober schrieb Mnazakanjan an post@example.org 1.500 Worte."
    at = text.index("Mnazakanjan")
    masked = mask(text, [(at, at + 11, "Mnatsakanyan")], "de", "en")
    assert masked is not None
    assert masked.text == "Am ⟦0⟧. Oktober schrieb ⟦1⟧ an ⟦2⟧ ⟦3⟧ Worte."
    assert (
        unmask("On October ⟦0⟧ ⟦1⟧ wrote ⟦3⟧ words to ⟦2⟧.", masked) == "On October 9 Mnatsakanyan wrote 1,500 words to post@example.org."
    )


@pytest.mark.parametrize("lost", ["⟦0⟧ came.", "⟦0⟧ and ⟦0⟧ came to ⟦1⟧.", "⟦0⟧ came to ⟦2⟧.", "⟦0⟧ came to ⟦1⟧ ⟦x⟧.", ""])
def test_lost_doubled_or_invented_masks_are_noticed(lost: str) -> None:
    """A translation without exactly the masks of its source is not unmasked."""
    masked = mask("Im Jahr 1994 kamen 300.", [], "de", "en")
    assert masked is not None
    assert unmask("In ⟦0⟧ ⟦1⟧ came.", masked) == "In 1994 300 came."
    assert unmask(lost, masked) is None


@pytest.mark.parametrize(
    "text",
    [
        "Niemand kam.",
        "Covid-19 bleibt.",
        "Eine 20-jährige Frau.",
        "Die 1990er Jahre.",
        "G20",
        "Das Zeichen ⟦ 12",
        "1 2 3 4 5 6 7 8 9 10 11",
    ],
)
def test_what_is_not_masked(text: str) -> None:
    """Nothing to mask, numbers inside words, signs of our own in the text, more than there are masks."""
    assert mask(text, [], "de", "en") is None


@given(st.text(alphabet="ab 1,.9@:/w⟦⟧x", max_size=60))
def test_masking_and_unmasking_gives_the_text_back(text: str) -> None:
    """Between two languages that write numbers alike, mask and unmask cancel out."""
    masked = mask(text, [], "en", "en")
    if masked is not None:
        assert unmask(masked.text, masked) == text
