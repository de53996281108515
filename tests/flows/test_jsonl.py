"""Lines of JSONL: nothing but the text and the field `retouch` is ever written."""

from __future__ import annotations

import io
import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.edits import EditError
from flows.jsonl import lines_of, parse
from tests.texts import any_text

TOLD = {"edits": [{"start": 0, "end": 2, "before": "x ", "after": "", "rules": ["a/b"]}], "flags": []}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=5,
)


@given(
    fields=st.dictionaries(any_text.filter(lambda name: name not in ("text", "retouch")), JSON, max_size=3),
    text=any_text,
    escaped=st.booleans(),
    compact=st.booleans(),
    ending=st.sampled_from(["\n", "\r\n", "", "  \n"]),
)
def test_a_line_is_given_back_byte_for_byte(fields: dict[str, object], text: str, escaped: bool, compact: bool, ending: str) -> None:
    """Whatever the fields, the style and the ending: what is written restores to the very line."""
    record = {**fields, "text": "x " + text}
    line = (json.dumps(record, ensure_ascii=escaped, separators=(",", ":") if compact else (", ", ": ")) + ending).encode(
        "utf-8", "replace"
    )
    parsed = parse(line)
    assert parsed.record is not None
    original = parsed.record["text"]
    written = parse(parsed.written(original[2:], TOLD))
    assert written.record is not None
    assert {**written.record} == {**parsed.record, "text": original[2:], "retouch": written.record["retouch"]}
    assert written.restored() == line


@pytest.mark.parametrize(
    "line",
    [
        r'{"text": "x caf\u00e9", "a": 1, "a": 2}',
        r'{"text":"x caf\u00E9","price":1.50,"big":1e400,"long":0.12345678901234567890123}',
        r'  { "text" : "x a\/b" , "n" : NaN }  ',
        r'{"id": 7, "text": "x é", "tail": [1,  2,3]}',
        r'{"text": "x \ud83d alone"}',
        r'{"text": "x \u0041bc", "t": "é"}',
        "\ufeff" + r'{"text": "x a"}',
    ],
)
def test_what_json_would_not_write_again_stays_as_it_was(line: str) -> None:
    """Doubled names, long numbers, odd spaces and escapes, a byte-order mark: the line's own bytes are kept and given back."""
    raw = line.encode() + b"\n"
    parsed = parse(raw)
    assert parsed.record is not None, parsed.problem
    written = parsed.written(parsed.record["text"][2:], TOLD)
    assert parse(written).restored() == raw
    kept = line[line.index(",", 12) :] if "," in line else ""
    assert kept.rstrip(" }").encode() in written


def test_a_field_retouch_that_is_not_ours_does_not_lead_back() -> None:
    """Whoever cleans such a line copies it and says so."""
    for told in (
        "null",
        "{}",
        '{"by": "me"}',
        '{"edits": [{"start": 0.0}]}',
        '{"edits": [{"start":0,"end":1,"before":"q","after":5,"rules":[]}]}',
    ):
        with pytest.raises(EditError):
            parse(f'{{"text": "a", "retouch": {told}}}\n'.encode()).restored()


@given(st.lists(st.sampled_from(["", "a", "bb", "c" * 30, "é"]), max_size=12), st.lists(st.integers(0, 200), max_size=5), st.booleans())
def test_ranges_cut_anywhere_share_no_line_and_lose_none(lines: list[str], cuts: list[int], ends: bool) -> None:
    """The pieces of a file, read one after the other, are the file."""
    data = ("\n".join(lines) + ("\n" if ends else "")).encode()
    borders = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    read = [raw for start, end in pairwise(borders) for _, raw in lines_of(io.BytesIO(data), start, end)]
    assert b"".join(read) == data
