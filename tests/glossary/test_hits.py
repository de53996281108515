"""The automaton is a gate: it may only skip work (promise 4 of the design)."""

from __future__ import annotations

from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary.entry import entry_of
from glossary.folding import fold
from glossary.glossary import Glossary
from glossary.hits import _bordered, _keys
from glossary.index import Index

NAMES = ["San Maro", "Maro", "Maro Log", "Log", "Log am See", "Am See", "Maros", "San", "Ust-Maro", "O'Log"]


@cache
def index() -> Index:
    """Names that are parts, beginnings and ends of each other."""
    rows = [{"id": name, "type": "place", "canonical": {"en": name}} for name in NAMES]
    return Glossary([entry_of(row, "here") for row in rows]).index("en")


def without_automaton(text: str) -> list[tuple[int, int, str]]:
    """From left to right, at each place the longest key between two borders."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text):
        ends = [
            end
            for end in range(min(len(text), at + index().longest), at, -1)
            if text[at:end] in index().phrases and _bordered(text, at, end)
        ]
        if ends:
            found.append((at, ends[0], text[at : ends[0]]))
        at = ends[0] if ends else at + 1
    return found


@settings(max_examples=2000, deadline=None)
@given(
    st.lists(
        st.sampled_from(["san", "maro", "log", "am", "see", "ust", "o", "s", "x", " ", " ", " ", "-", "'", "_", "."]), max_size=16
    ).map("".join)
)
@example("susan maro log am")
@example("san maros san maro logx")
@example("maro log am seen")
def test_gated_is_ungated(text: str) -> None:
    """The automaton and the fallback for what it hid find what a search at every place finds."""
    assert list(_keys(fold(text), index())) == without_automaton(fold(text))
