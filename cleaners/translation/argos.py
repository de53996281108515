"""The argostranslate engine: its packages, metadata and pivots; its CTranslate2 models called directly, in batches.

argostranslate itself translates a line at a time in batches of 32 tokens, which is about one sentence (measured: 254 sentences a second;
403 called directly at the same beam, 773 at beam 2), glues the sentences of a line, and sets no limit on the length of an output.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import logging
import os
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from cleaners.sentences import sentences
from cleaners.translation import installed
from cleaners.translation.engine import Missing, Result

ROWS = 64
"""Sentences a batch; with CTranslate2 4.8 on one thread larger ones gain nothing."""
LONGEST = 400
"""Tokens of a sentence: what is longer is no sentence. argostranslate cuts off silently at 1,024."""
LENGTH_PENALTY = 0.2  # argostranslate's own, so that the texts are the same as its

_LOCK = threading.RLock()  # argostranslate's settings and its lists of packages are global to the process and have no lock of their own


class _Line(NamedTuple):
    """One sentence, translated."""

    text: str
    score: float
    failure: str | None


class ArgosEngine:
    """Translates with the packages of a folder. Nothing is imported or loaded before the first translation.

    `beam`: hypotheses kept (argostranslate's own default is 4; with a model of our package's size 2 is 1.9 × as fast and as good).
    `threads`: of CTranslate2; one is the fastest for models of this size, and several workers share a machine.
    Can be pickled (the models stay behind); must not be used in a process forked after a translation, since CTranslate2 hangs there.
    """

    name = "argostranslate"

    def __init__(self, *, packages_dir: Path | str | None = None, beam: int = 2, threads: int = 1) -> None:
        self.packages_dir = Path(packages_dir) if packages_dir is not None else installed.default_dir()
        self.beam, self.threads = beam, threads
        self._available: list[installed.Package] | None = None
        self._chains: dict[tuple[str, str], list[_Model]] = {}
        self._digest: str | None = None
        self._process = os.getpid()

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(ArgosEngine, packages_dir=self.packages_dir, beam=self.beam, threads=self.threads), ()

    def supports(self, source: str, target: str) -> Missing | None:
        """None where a chain of installed packages leads from `source` to `target`; reads their metadata only."""
        if importlib.util.find_spec("argostranslate") is None:
            return Missing("argostranslate is not installed", "pip install 'retouch[argos]'")
        if self._route(source, target):
            return None
        return Missing(f"no translation package from {source} to {target} is installed", f"retouch install {source} {target}")

    @property
    def digest(self) -> str:
        """SHA-256 over what decides the results: the installed packages, the beam, the version of CTranslate2.

        Of a model, which can have 200 MB, its size and three samples of 64 kB are read: this is asked before the first document.
        """
        if self._digest is None:
            from importlib.metadata import version

            digest = hashlib.sha256(f"ctranslate2 {version('ctranslate2')}; beam {self.beam}".encode())
            for package in self._installed():
                for path in sorted(path for path in package.path.rglob("*") if path.is_file()):
                    digest.update(f"{path.relative_to(self.packages_dir).as_posix()} {path.stat().st_size}".encode())
                    digest.update(_sampled(path))
            self._digest = digest.hexdigest()
        return self._digest

    def translate(self, segments: Sequence[str], *, source: str, target: str, careful: bool = False) -> list[Result]:
        """See `Engine.translate`. Two languages without a package of their own are bridged the way argostranslate bridges them."""
        try:
            models = self._models(source, target)
        except Exception as error:  # whatever a broken package makes of it
            reason = f"the translation package from {source} to {target} cannot be loaded: {_first_line(error)}"
            return [Result("", None, reason) for _ in segments]
        spans = [sentences(segment, language=source) for segment in segments]
        wanted = {segment[start:end] for segment, found in zip(segments, spans, strict=True) for start, end in found}
        lines = {text: _Line(text, 0.0, None) for text in wanted}
        for model in models:
            lines = self._pass(model, lines, careful)
        return [_assembled(segment, found, lines) for segment, found in zip(segments, spans, strict=True)]

    def _pass(self, model: _Model, lines: dict[str, _Line], careful: bool) -> dict[str, _Line]:
        """Every line through one model; the score of a line is that of its worst pass."""
        results = model.translate(sorted({line.text for line in lines.values() if not line.failure}), self.beam, careful)
        done = {}
        for key, line in lines.items():
            if not line.failure:
                new = results[line.text]
                line = new._replace(score=min(line.score, new.score))
            done[key] = line
        return done

    def _route(self, source: str, target: str) -> list[installed.Package] | None:
        return installed.route(self._installed(), source, target)

    def _installed(self) -> list[installed.Package]:
        if self._available is None:
            self._available = installed.packages(self.packages_dir)
        return self._available

    def _models(self, source: str, target: str) -> list[_Model]:
        if self._process != os.getpid() and self._chains:
            raise RuntimeError("the engine was loaded before this process was forked and would hang; start workers with 'spawn'")
        with _LOCK:
            if (source, target) not in self._chains:
                chain = _chain(self.packages_dir, source, target)
                self._chains[source, target] = [_Model(package, self.threads) for package in chain]
            return self._chains[source, target]


class _Model:
    """One package's model and tokenizer."""

    def __init__(self, package: Any, threads: int) -> None:
        ctranslate2 = importlib.import_module("ctranslate2")
        self.translator = ctranslate2.Translator(
            str(package.package_path / "model"), device="cpu", inter_threads=1, intra_threads=threads, compute_type="default"
        )
        self.tokenizer = package.tokenizer
        self.prefix: str = getattr(package, "target_prefix", "")
        found = installed.read(package.package_path)
        self.floor = found.score_floor if isinstance(found, installed.Package) else None
        self.encode("warm up")  # argostranslate loads its tokenizer at first use, without a lock

    def encode(self, text: str) -> list[str]:
        return self.tokenizer.encode(text)  # type: ignore[no-any-return]

    def decode(self, tokens: list[str]) -> str:
        # argostranslate's own decode turns every "_" into a space
        processor: Callable[[], Any] | None = getattr(self.tokenizer, "lazy_processor", None)
        text = processor().decode_pieces(tokens).replace("▁", " ") if processor else self.tokenizer.decode(tokens)
        return str(text).removeprefix(self.prefix).strip()

    def translate(self, texts: Sequence[str], beam: int, careful: bool) -> dict[str, _Line]:
        """Every text translated. Batches hold sentences of one length in tokens only: padding changes int8 results (25 of 2,000 texts)."""
        done: dict[str, _Line] = {}
        by_length: dict[int, list[tuple[str, list[str]]]] = defaultdict(list)
        for text in texts:
            tokens = self.encode(text)
            if not tokens:
                done[text] = _Line(text, 0.0, None)
            elif len(tokens) > LONGEST:
                done[text] = _Line("", 0.0, f"a sentence of {len(tokens)} tokens is longer than the {LONGEST} the engine takes")
            else:
                by_length[len(tokens)].append((text, tokens))
        for length, rows in sorted(by_length.items()):
            for at in range(0, len(rows), ROWS):
                done.update(self._batch(rows[at : at + ROWS], length, beam, careful))
        return done

    def _batch(self, rows: list[tuple[str, list[str]]], length: int, beam: int, careful: bool) -> Iterator[tuple[str, _Line]]:
        cap = max(32, 2 * length + 10)  # good translations stay far below; a loop would run to 256
        results = self.translator.translate_batch(
            [tokens for _, tokens in rows],
            target_prefix=[[self.prefix]] * len(rows) if self.prefix else None,
            beam_size=beam,
            length_penalty=LENGTH_PENALTY,
            no_repeat_ngram_size=3 if careful else 0,  # on good text it harms (587 exact of 600 become 564), so only for what failed
            max_decoding_length=cap,
            max_input_length=LONGEST,
            replace_unknowns=True,
            return_scores=True,
        )
        for (text, _), result in zip(rows, results, strict=True):
            tokens = result.hypotheses[0]
            # the end of sentence counts as a token; CTranslate2 gives sum / tokens ** penalty
            score = round(result.scores[0] * (len(tokens) + 1) ** (LENGTH_PENALTY - 1), 3)
            yield text, _Line(self.decode(tokens), score, self._failure(len(tokens), cap, score))

    def _failure(self, tokens: int, cap: int, score: float) -> str | None:
        if tokens >= cap:
            return f"the translation does not end within {cap} tokens"
        if self.floor is not None and score < self.floor:
            return f"its score {score:.2f} is below {self.floor:.2f}, the least of this package's good translations"
        return None


def _assembled(segment: str, spans: Sequence[tuple[int, int]], lines: dict[str, _Line]) -> Result:
    """The segment with every sentence in its place and everything between them as it was."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (segment[at:start], lines[segment[start:end]].text)
        at = end
    pieces.append(segment[at:])
    mine = [lines[segment[start:end]] for start, end in spans]
    failure = next((line.failure for line in mine if line.failure), None)
    return Result("".join(pieces), min((line.score for line in mine), default=None), failure)


def _chain(folder: Path, source: str, target: str) -> list[Any]:
    """The packages that argostranslate would take from one language to the other, in order."""
    translate = _argostranslate(folder)
    settings: Any = importlib.import_module("argostranslate.settings")
    before = settings.package_dirs, settings.model_provider
    settings.package_dirs, settings.model_provider = [_Folder(folder)], settings.ModelProvider.OPENNMT
    translate.installed_translates.clear()  # it remembers pairs by their codes, also those of another folder or an older version
    translate.get_installed_languages.cache_clear()
    try:
        language = translate.get_language_from_code(source)
        goal = translate.get_language_from_code(target)
        found = language.get_translation(goal) if language and goal else None
    finally:
        settings.package_dirs, settings.model_provider = before
        translate.installed_translates.clear()
        translate.get_installed_languages.cache_clear()
    if found is None:
        raise LookupError(f"argostranslate finds no way from {source} to {target} in {folder}")
    return list(_flat(found))


def _flat(translation: Any) -> Iterator[Any]:
    """The packages of a translation: of one package, or of two translations one after the other."""
    translation = getattr(translation, "underlying", translation)
    if hasattr(translation, "t1"):
        yield from _flat(translation.t1)
        yield from _flat(translation.t2)
    else:
        yield translation.pkg


class _Folder:
    """Stands for the package folder where argostranslate lists it: without the folders at which it would stop with an error."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def iterdir(self) -> Iterator[Path]:
        return (package.path for package in installed.packages(self.folder))


def _argostranslate(folder: Path) -> Any:
    """argostranslate.translate, imported with settings of ours: it reads them from the environment at import, and makes folders there."""
    with _LOCK, _environment(folder):
        translate = importlib.import_module("argostranslate.translate")
        logging.getLogger("argostranslate.utils").setLevel(logging.WARNING)  # it tells every call of its functions as information
        return translate


@contextmanager
def _environment(folder: Path) -> Iterator[None]:
    """Settings for the import: our folder, local models; the data, cache and configuration folders that argostranslate makes (and
    onnxruntime's device number, in the cache) go to a folder that is thrown away.
    """
    with tempfile.TemporaryDirectory(prefix="retouch-") as scratch:
        ours = {
            "ARGOS_PACKAGES_DIR": str(folder if folder.is_dir() else scratch),
            "ARGOS_MODEL_PROVIDER": "OPENNMT",
            "ARGOS_CHUNK_TYPE": "DEFAULT",
            "ARGOS_DEBUG": "0",
            "XDG_DATA_HOME": scratch,
            "XDG_CACHE_HOME": scratch,
            "XDG_CONFIG_HOME": scratch,
        }
        before = {key: os.environ.get(key) for key in ours}
        os.environ.update(ours)
        try:
            yield
        finally:
            for key, value in before.items():
                if value is None:
                    del os.environ[key]
                else:
                    os.environ[key] = value


def _sampled(path: Path) -> bytes:
    size, piece = path.stat().st_size, 1 << 16
    with path.open("rb") as file:
        if size <= 3 * piece:
            return file.read()
        samples = []
        for at in (0, size // 2, size - piece):
            file.seek(at)
            samples.append(file.read(piece))
    return b"".join(samples)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
