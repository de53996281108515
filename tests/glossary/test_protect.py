"""Names in a source text, before it is translated."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from glossary.glossary import Glossary
from glossary.load import load_glossary

CASES = Path(__file__).parent.parent / "cases" / "names"


@cache
def glossary() -> Glossary:
    """The glossary of the cases."""
    return load_glossary([CASES / "glossary.yaml"])


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("de", "Heute sprach Sawen Chatschikjan.", [("Sawen Chatschikjan", "Zaven Khachikyan")]),
        ("de", "Rusakow schwieg.", []),
        (
            "de",
            "Minister Sergej Rusakow kam. Außenminister Rusakow schwieg.",
            [("Sergej Rusakow", "Sergei Rusakov"), ("Rusakow", "Rusakov")],
        ),
        ("de", "Der Zug nach Schmerynka", [("Schmerynka", "Zhmerynka")]),
        ("de", "Das Baltisches Forum", [("Baltisches Forum", "Baltic Forum")]),
        ("de", "Igor Rusakow kam.", []),
        ("de", "Anton Zarew und Boris Zarew. Zarew ging.", [("Anton Zarew", "Anton Tsarev"), ("Boris Zarew", "Boris Tsarev")]),
        ("ru", "Визит Сергея Викторовича Русакова", [("Сергея Викторовича Русакова", "Sergei Rusakov")]),
        ("ru", "Юлией Жуковской и Жуковскую", [("Юлией Жуковской", "Yulia Zhukovskaya"), ("Жуковскую", "Zhukovskaya")]),
        ("ru", "Русакова не было.", []),
        ("ru", "О Щукине", [("Щукине", "Shchukin")]),
        ("hy", "Զավեն Խաչիկյանը եկավ։", [("Զավեն Խաչիկյանը", "Zaven Khachikyan")]),
        ("ka", "თამაზ ჩხენკელმა თქვა", [("თამაზ ჩხენკელმა", "Tamaz Chkhenkeli")]),
        ("uk", "Оксану Журавель бачили", [("Оксану Журавель", "Oksana Zhuravel")]),
        ("az", "Elçin Cəfərov", [("Elçin Cəfərov", "Elchin Jafarov")]),
        ("en", "Sergei Rusakov", [("Sergei Rusakov", "Sergei Rusakov")]),
        ("de", "", []),
    ],
)
def test_names_are_found_in_the_source(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    """Names are found in any spelling and case, with the spelling that the translation should have."""
    found = glossary().protect(text, source=source, target="en")
    assert [(text[p.start : p.end], p.canonical) for p in found] == expected
