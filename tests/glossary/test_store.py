"""Indexes kept on disk."""

from __future__ import annotations

import pickle
from pathlib import Path

from glossary.load import load_glossary

CASES = Path(__file__).parent.parent / "cases" / "names"
TEXT = (
    "Sawen Chatschikjan, S. W. Rusakow, Sergej Rusakow and Redschai Demirbag came from Schmerynka to the Baltic forum. Chatschikjan left."
)


def test_a_stored_index_finds_the_same(tmp_path: Path) -> None:
    """The second glossary reads what the first wrote, and finds letter for letter the same."""
    fresh = load_glossary([CASES / "glossary.yaml"]).find(TEXT, target="en")
    first = load_glossary([CASES / "glossary.yaml"], cache=tmp_path / "new").find(TEXT, target="en")
    (stored,) = (tmp_path / "new").iterdir()
    written = stored.read_bytes()
    second = load_glossary([CASES / "glossary.yaml"], cache=tmp_path / "new")
    assert len(fresh.rewrites) == 7
    assert fresh == first == second.find(TEXT, target="en")
    assert second.index("en").keys == load_glossary([CASES / "glossary.yaml"]).index("en").keys
    assert stored.read_bytes() == written


def test_a_broken_or_foreign_store_is_built_again(tmp_path: Path) -> None:
    """A file that cannot be read is replaced, and a folder that cannot be written does no harm."""
    glossary = load_glossary([CASES / "glossary.yaml"], cache=tmp_path)
    glossary.index("en")
    (stored,) = tmp_path.iterdir()
    whole = stored.read_bytes()
    for broken in (b"", b"[]", b"\xff", b'{"persons": [[99, "x", []]], "families": {}, "phrases": {}}'):
        stored.write_bytes(broken)
        assert len(load_glossary([CASES / "glossary.yaml"], cache=tmp_path).find(TEXT, target="en").rewrites) == 7
        assert stored.read_bytes() == whole
    nowhere = load_glossary([CASES / "glossary.yaml"], cache=stored / "below-a-file")
    assert len(nowhere.find(TEXT, target="en").rewrites) == 7


def test_other_entries_have_another_store(tmp_path: Path) -> None:
    """The digest keeps glossaries apart."""
    load_glossary([CASES / "glossary.yaml"], cache=tmp_path).index("en")
    (tmp_path / "mine.yaml").write_text("- id: a\n  type: place\n  canonical: {en: Zarechye}\n  native: {ru: Заречье}\n", encoding="utf-8")
    other = load_glossary([tmp_path / "mine.yaml"], cache=tmp_path)
    assert [f.after for f in other.find("From Saretschje to Schmerynka", target="en").rewrites] == ["Zarechye"]


def test_a_glossary_goes_to_another_process(tmp_path: Path) -> None:
    """Pickled and unpickled it finds the same, with its store."""
    glossary = load_glossary([CASES / "glossary.yaml"], cache=tmp_path)
    again = pickle.loads(pickle.dumps(glossary))
    assert again.find(TEXT, target="en") == glossary.find(TEXT, target="en")
    assert again.digest == glossary.digest
