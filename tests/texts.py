"""Arbitrary text for properties: astral characters, combining marks, lone surrogates, control characters, scripts of every kind."""

from __future__ import annotations

from hypothesis import strategies as st

ODD = "aab \n\t.,-“”‘’\u0301\u00ad\u200d\ufeff😀𐍈\ud83d\ude00ßİԱաЖж漢ع"

any_text = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec=None, categories=None)), max_size=60)
odd_text = st.text(st.sampled_from(ODD), max_size=30)
