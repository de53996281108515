"""retouch.toml, overrides, and `retouch check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.command import retouch

DIRTY = "[ad_1]\nThe boats came back.\n-\nOne of them was late that day.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two sources of the same text, and records of two sites."""
    folder = tmp_path / "in"
    for name in ("blogs", "books"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_text(DIRTY)
    records = [{"id": site, "site": site, "text": DIRTY} for site in ("one.example", "two.example")]
    (folder / "r.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    return folder


def clean(corpus: Path, config: str, *words: str) -> dict[str, str]:
    """The clean texts by name or id, under a configuration."""
    file, out = corpus.parent / "retouch.toml", corpus.parent / "out"
    file.write_text(config)
    ended = retouch("clean", corpus, "-o", out, "--config", file, "--overwrite", *words)
    assert ended.status == 0, ended.err
    texts = {f"{name}": (out / name / "a.txt").read_text() for name in ("blogs", "books")}
    return texts | {row["id"]: row["text"] for row in map(json.loads, (out / "r.jsonl").read_text().splitlines())}


def test_the_configuration_chooses_and_the_command_line_goes_before_it(corpus: Path) -> None:
    """What is kept in the file holds for every run; what is said on the command line holds for this one."""
    config = 'steps = ["artifacts"]\nignore = ["structure"]\n'
    assert set(clean(corpus, config).values()) == {"The boats came back.\n-\nOne of them was late that day.\n"}
    assert set(clean(corpus, config, "--ignore", "scraper").values()) == {
        "[ad_1]\nThe boats came back.\n- One of them was late that day.\n"
    }


def test_an_override_holds_for_the_documents_that_fit_it(corpus: Path) -> None:
    """By source, by field of the record and by language; what fits none follows the choice for all."""
    texts = clean(
        corpus,
        'steps = ["artifacts"]\n'
        '[[overrides]]\nsource = "books/*"\nignore = ["scraper"]\n'
        '[[overrides]]\nfields = {site = "two.*"}\nselect = ["scraper"]\n'
        '[[overrides]]\nlanguage = "de"\nignore = ["scraper", "structure"]\n',
    )
    assert texts["blogs"] == texts["one.example"] == "The boats came back.\n- One of them was late that day.\n"
    assert texts["books"] == "[ad_1]\nThe boats came back.\n- One of them was late that day.\n"
    assert texts["two.example"] == "The boats came back.\n-\nOne of them was late that day.\n"


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ('step = ["artifacts"]', "there is no option 'step'; did you mean steps?"),
        ('[[overrides]]\nlanguge = "de"', "there is no option 'overrides.languge'; did you mean language?"),
        ('[[overrides]]\nlanguage = "German"', "'German' is no language code"),
        ('to = "english"', "'english' is no language code"),
        ('ignore = ["scraper/adtag"]', "did you mean scraper/ad-tag"),
        ('[[overrides]]\nsource = "x"\nignore = ["scrapers"]', "did you mean scraper"),
        ("steps = [", "is no TOML"),
    ],
)
def test_a_mistake_in_the_configuration_is_one_sentence(config: str, sentence: str, corpus: Path) -> None:
    """The nearest name is told, and nothing is written."""
    file = corpus.parent / "retouch.toml"
    file.write_text(config)
    ended = retouch("clean", corpus, "-o", corpus.parent / "out", "--config", file)
    assert ended.status == 2
    assert sentence in ended.err
    assert ended.err.count("\n") == 1
    assert not (corpus.parent / "out").exists()


def test_check_lists_findings_by_file_and_line_and_ends_with_1(corpus: Path) -> None:
    """A gate: status 1 where there is anything to find, 0 where there is nothing; files are only read."""
    ended = retouch("check", corpus / "blogs", "--steps", "artifacts")
    assert ended.status == 1
    assert ended.out.decode().splitlines() == [
        "a.txt:1:1: scraper/ad-tag: «[ad_1]⏎» → «»",
        "a.txt:3:2: structure/lone-marker: «⏎» → « »",
    ]
    assert ended.err == "retouch: 2 findings\n"
    (corpus / "blogs" / "a.txt").write_text("The boats came back.\n")
    clean = retouch("check", corpus / "blogs", "--steps", "artifacts")
    assert (clean.status, clean.out, clean.err) == (0, b"", "")


def test_check_takes_clean_text_as_it_stands(corpus: Path) -> None:
    """The output of a run has nothing to find, although its edits lie beside it."""
    retouch("clean", corpus, "-o", corpus.parent / "out", "--steps", "artifacts")
    assert retouch("check", corpus.parent / "out", "--steps", "artifacts").status == 0
