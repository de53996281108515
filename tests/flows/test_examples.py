"""The examples, through the command, with the real argostranslate and our own package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.command import retouch
from tests.flows.test_command import files

EXAMPLES = Path(__file__).parents[2] / "examples"
CORPUS, PACKAGE = EXAMPLES / "corpus", EXAMPLES / "translation" / "de_en.argosmodel"


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, cleaned once for all tests here."""
    folder = tmp_path_factory.mktemp("examples")
    installed = retouch("install", "--from-file", PACKAGE, "--packages", folder / "packages")
    assert installed.status == 0, installed.err
    ended = retouch("clean", CORPUS, "-o", folder / "out", "--packages", folder / "packages")
    assert ended.status == 0, ended.err
    return folder / "out"


def retouched(cleaned: Path, name: str) -> tuple[str, dict[str, object]]:
    """A clean text and what was told of it."""
    (path,) = (path for path in cleaned.glob(f"{name}*") if path.suffix == ".txt")
    head, *_ = (json.loads(line) for line in path.with_name(path.name + ".edits.jsonl").read_text("utf-8").splitlines())
    return path.read_text("utf-8"), head


@pytest.mark.slow
def test_what_each_pair_would_use_is_listed_and_a_stray_folder_is_told(cleaned: Path) -> None:
    """What is installed, and what lies among the packages and is none."""
    (cleaned.parent / "packages" / "stray").mkdir(exist_ok=True)
    told = retouch("languages", "--packages", cleaned.parent / "packages")
    assert told.status == 0
    assert told.out.decode() == "de → en  German → English 1.0\n"
    assert "stray" in told.err


@pytest.mark.slow
def test_no_debris_is_left_anywhere(cleaned: Path) -> None:
    """No placeholder of an auto-post plugin in any text; a document that was debris only comes out empty."""
    for name, data in files(cleaned).items():
        if name.endswith(".txt"):
            assert b"[ad_" not in data, name
    assert not any("[ad_" in json.loads(line)["text"] for line in (cleaned / "08-records.jsonl").read_text("utf-8").splitlines())


@pytest.mark.slow
def test_a_german_paragraph_comes_out_in_english_with_its_names_in_english_spelling(cleaned: Path) -> None:
    """Translated by argostranslate with our package; Mnazakanjan is Mnatsakanyan, in the paragraph and after it."""
    text, told = retouched(cleaned, "03")
    assert told["language"] == "en"
    assert [s["became"] for s in told["segments"] if s["language"] == "de"] == ["en"]  # type: ignore[attr-defined, index, union-attr]
    assert "Zohrab Mnatsakanyan" in text
    assert "Mnazakanjan" not in text
    assert "Außenminister" not in text
    assert any(note["rule"] == "retranslate/argostranslate" and note["engine"] == "argostranslate" for note in told["notes"])  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), [("04", "ru"), ("05", "hy")])
def test_a_language_without_a_package_stays_and_is_flagged_with_the_command_that_helps(cleaned: Path, name: str, language: str) -> None:
    """Nothing is downloaded on its own and nothing is dropped."""
    text, told = retouched(cleaned, name)
    assert told["language"] == language
    assert any(f"retouch install {language} en" in flag["message"] for flag in told["flags"])  # type: ignore[attr-defined]
    assert text.strip()


@pytest.mark.slow
def test_a_clean_text_is_left_alone(cleaned: Path) -> None:
    """A good text that comes out changed is a worse fault than a bad one that stays."""
    assert retouched(cleaned, "06")[0] == next(CORPUS.glob("06*")).read_text("utf-8")


@pytest.mark.slow
def test_every_example_is_given_back_byte_for_byte(cleaned: Path, tmp_path: Path) -> None:
    """Translations included."""
    ended = retouch("restore", cleaned, "-o", tmp_path / "back")
    assert ended.status == 0, ended.err
    assert files(tmp_path / "back") == files(CORPUS)


@pytest.mark.slow
def test_cleaning_the_clean_texts_changes_nothing(cleaned: Path, tmp_path: Path) -> None:
    """Promise 2, translations included: the texts alone, without their edits, go through all steps once more."""
    (tmp_path / "texts").mkdir()
    for path in cleaned.glob("*.txt"):
        (tmp_path / "texts" / path.name).write_bytes(path.read_bytes())
    ended = retouch("clean", tmp_path / "texts", "-o", tmp_path / "again", "--packages", cleaned.parent / "packages")
    assert ended.status == 0, ended.err
    for path in (tmp_path / "texts").iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name
