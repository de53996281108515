"""The argostranslate engine with the real argostranslate and our own package."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import pickle
import random
import shutil
import sys
from itertools import islice
from pathlib import Path

import pytest

from cleaners.translation import ArgosEngine, Result

pytestmark = pytest.mark.slow


def pairs(seed: int, count: int) -> list[tuple[str, str]]:
    """German sentences, and their translations, of the grammar that the package was trained on."""
    found = importlib.util.spec_from_file_location("grammar", Path(__file__).parents[3] / "examples" / "translation" / "grammar.py")
    assert found is not None and found.loader is not None
    grammar = sys.modules["grammar"] = importlib.util.module_from_spec(found)
    found.loader.exec_module(grammar)
    return list(islice(grammar.load().pairs(random.Random(seed)), count))


def drawn(seed: int, count: int) -> list[str]:
    """German sentences of the grammar."""
    return [de for de, _ in pairs(seed, count)]


def test_german_becomes_english(engine: ArgosEngine) -> None:
    """Names, a date and a quotation come through, and the score says that the model is certain."""
    result, quoted = engine.translate(
        [
            "Am ⟦0⟧. Oktober traf ⟦1⟧ den russischen Außenminister ⟦2⟧ in Moskau.",
            "„Die Waffenruhe hielt nur drei Tage“, sagte ein Diplomat.",
        ],
        source="de",
        target="en",
    )
    assert result.text == "On October ⟦0⟧, ⟦1⟧ met Russian foreign minister ⟦2⟧ in Moscow."
    assert quoted.text == "“The ceasefire lasted only three days,” said a diplomat."
    assert result.failure is None and result.score is not None and -0.3 < result.score <= 0


def test_held_out_sentences_come_out_right(engine: ArgosEngine) -> None:
    """At least eight of ten sentences that were not in the training come out exactly as the grammar says."""
    held_out = pairs(2026, 200)
    results = engine.translate([de for de, _ in held_out], source="de", target="en")
    assert sum(result.text == en for result, (_, en) in zip(results, held_out, strict=True)) >= 160


def test_results_do_not_depend_on_the_batch(engine: ArgosEngine) -> None:
    """Shuffled, cut into calls of other sizes, alone or together: every segment gets the same bytes and the same score."""
    segments = drawn(7, 240)
    whole = dict(zip(segments, engine.translate(segments, source="de", target="en"), strict=True))
    rng = random.Random(7)
    for size in (1, 7, 100):
        shuffled = rng.sample(segments, 120 if size == 1 else len(segments))
        for at in range(0, len(shuffled), size):
            part = shuffled[at : at + size]
            assert engine.translate(part, source="de", target="en") == [whole[segment] for segment in part]


def test_the_structure_of_a_segment_is_kept(engine: ArgosEngine) -> None:
    """Blank lines, indentation, bullets, tabs and double spaces are where they were, and each sentence is translated by itself."""
    sentences = ["Die Armee verließ die Stadt.", "Es geht um die Reform.", "Wer wird die Wahl gewinnen?"]
    one, two, three = (result.text for result in engine.translate(sentences, source="de", target="en"))
    (result,) = engine.translate(["\n  - {}\n\n\t• {}  {}\n".format(*sentences)], source="de", target="en")
    assert result.text == f"\n  - {one}\n\n\t• {two}  {three}\n"
    assert (two, three) == ("It is about the reform.", "Who will win the election?")


def test_nothing_to_translate_is_left_alone(engine: ArgosEngine) -> None:
    """An empty segment and one of blanks come back as they are."""
    assert [r.text for r in engine.translate(["", " \n "], source="de", target="en")] == ["", " \n "]


def test_underscores_survive(engine: ArgosEngine) -> None:
    """argostranslate's own decoding would turn an underscore into a space; ours is checked on what the model copies."""
    model = engine._models("de", "en")[0]
    assert model.decode(model.encode("snake_case")) == "snake_case"


def test_a_sentence_without_end_fails(engine: ArgosEngine) -> None:
    """A sentence of a thousand words is not cut off silently: the result says that it was too long."""
    (result,) = engine.translate(["und " * 1000], source="de", target="en")
    assert result.failure is not None and "longer than the 400" in result.failure


def test_what_the_model_does_not_know_fails(engine: ArgosEngine) -> None:
    """Text far from what the package can do scores below the package's floor."""
    results = engine.translate(["Qwrtz plmokn ijbuhv ygctfx.", "日本語の文です。"], source="de", target="en")
    assert all(result.failure for result in results)


def test_a_missing_pair_is_named_with_its_remedy(engine: ArgosEngine) -> None:
    """No exception, no network: what is missing and the command that brings it."""
    missing = engine.supports("ru", "en")
    assert missing is not None and missing.remedy == "retouch install ru en" and "ru" in missing.reason
    assert engine.supports("de", "en") is None
    (result,) = engine.translate(["Мост открыт."], source="ru", target="en")
    assert result.failure is not None


def test_without_argostranslate_the_extra_is_named(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages without the program that runs them: the remedy is the extra."""
    monkeypatch.setitem(sys.modules, "argostranslate", None)
    missing = ArgosEngine(packages_dir=packages).supports("de", "en")
    assert missing is not None and "retouch[argos]" in missing.remedy


def test_no_folder_of_packages_is_no_error(tmp_path: Path) -> None:
    """Where nothing is installed, nothing is supported, and the digest is still one."""
    engine = ArgosEngine(packages_dir=tmp_path / "none")
    assert engine.supports("de", "en") is not None
    assert len(engine.digest) == 64


def test_a_stray_folder_breaks_nothing(packages: Path, tmp_path: Path) -> None:
    """A folder without metadata.json, or with a broken one, among the packages is passed over."""
    shutil.copytree(packages, tmp_path / "packages")
    (tmp_path / "packages" / "stray").mkdir()
    (tmp_path / "packages" / "broken").mkdir()
    (tmp_path / "packages" / "broken" / "metadata.json").write_text("{")
    engine = ArgosEngine(packages_dir=tmp_path / "packages")
    assert engine.translate(["Es geht um die Reform."], source="de", target="en")[0].text == "It is about the reform."


@pytest.mark.parametrize("damage", ["cut", "empty", "tokenizer"])
def test_a_broken_model_fails_its_segments_only(packages: Path, tmp_path: Path, damage: str) -> None:
    """A model or tokenizer that cannot be loaded gives results that say so, in one line."""
    shutil.copytree(packages, tmp_path / "packages")
    (model,) = (tmp_path / "packages").glob("*/model/model.bin")
    if damage == "tokenizer":
        (model.parents[1] / "sentencepiece.model").write_bytes(b"nonsense")
    else:
        model.write_bytes(model.read_bytes()[: 20_000 if damage == "cut" else 0])
    engine = ArgosEngine(packages_dir=tmp_path / "packages")
    (result,) = engine.translate(["Es geht um die Reform."], source="de", target="en")
    assert result.failure is not None and "cannot be loaded" in result.failure and "\n" not in result.failure


def test_two_languages_are_bridged_by_a_third(packages: Path, tmp_path: Path) -> None:
    """Without a direct package both passes are made one after the other, sentence by sentence, and the worse score counts."""
    shutil.copytree(packages, tmp_path / "packages")
    (first,) = (path for path in (tmp_path / "packages").iterdir())
    second = tmp_path / "packages" / "translate-en_fr-1_0"
    shutil.copytree(first, second)
    metadata = json.loads((first / "metadata.json").read_text())
    del metadata["score_floor"]
    (second / "metadata.json").write_text(json.dumps(metadata | {"from_code": "en", "to_code": "fr", "to_name": "French"}))
    engine = ArgosEngine(packages_dir=tmp_path / "packages")
    text = "Die Armee verließ die Stadt.\nEs geht um die Reform."
    (one,) = engine.translate([text], source="de", target="en")
    (two,) = engine.translate([one.text], source="en", target="fr")
    (both,) = engine.translate([text], source="de", target="fr")
    assert both.text == two.text and engine.supports("de", "fr") is None
    assert one.score is not None and two.score is not None and both.score is not None
    assert both.score <= one.score
    assert engine.supports("fr", "de") is not None


def test_careful_output_repeats_no_three_tokens(engine: ArgosEngine) -> None:
    """The second try at what failed cannot loop."""
    (result,) = engine.translate(["die die die die die die die die"], source="de", target="en", careful=True)
    words = result.text.split()
    threes = list(zip(words, words[1:], words[2:], strict=False))
    assert len(threes) == len(set(threes))


def test_the_digest_follows_package_and_options(packages: Path, tmp_path: Path) -> None:
    """Another beam or another model is another digest; the folder's place is not in it."""
    shutil.copytree(packages, tmp_path / "packages")
    digest = ArgosEngine(packages_dir=packages).digest
    assert ArgosEngine(packages_dir=tmp_path / "packages").digest == digest
    assert ArgosEngine(packages_dir=packages, beam=4).digest != digest
    (model,) = (tmp_path / "packages").glob("*/model/model.bin")
    data = bytearray(model.read_bytes())
    data[-1] ^= 1
    model.write_bytes(bytes(data))
    assert ArgosEngine(packages_dir=tmp_path / "packages").digest != digest


def test_the_environment_is_left_as_it_was(packages: Path) -> None:
    """argostranslate's settings are in the environment only while it is imported."""
    before = dict(os.environ)
    ArgosEngine(packages_dir=packages).translate(["Es regnet."], source="de", target="en")
    changed = {key for key in {*before, *os.environ} if before.get(key) != os.environ.get(key)}
    assert changed <= {"KMP_DUPLICATE_LIB_OK"}  # set by argostranslate


def translated(engine: ArgosEngine, segments: list[str]) -> list[Result]:
    """Run in a worker process."""
    return engine.translate(segments, source="de", target="en")


def test_spawned_workers_give_the_same(engine: ArgosEngine) -> None:
    """An engine that has translated can be sent to a spawned process, which loads its own models and gives the same results."""
    segments = drawn(11, 20)
    here = engine.translate(segments, source="de", target="en")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(translated, (engine, segments)) == here
    assert pickle.loads(pickle.dumps(engine)).digest == engine.digest
