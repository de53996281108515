"""Packages: checked before they are installed, listed, and fetched from an index."""

from __future__ import annotations

import hashlib
import http.server
import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cleaners.translation.installed import default_dir, route
from flows.errors import RunFailed, WrongCall
from flows.packages import install, install_file, installed, pairs, unusable
from tests.cleaners.translation.conftest import PACKAGE

GOOD = {"from_code": "de", "to_code": "en", "from_name": "German", "to_name": "English", "package_version": "1.0"}


def package(path: Path, *, metadata: object = GOOD, extra: dict[str, bytes] | None = None, without: str = "") -> Path:
    """A package file that installs, unless something is changed; its model is a stand-in that nothing loads."""
    files = {"x/metadata.json": json.dumps(metadata).encode(), "x/model/model.bin": b"model", "x/sentencepiece.model": b"pieces"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**files, **(extra or {})}.items():
            if name != without:
                archive.writestr(name, content)
    return path


def test_the_package_of_the_repository_installs(packages: Path) -> None:
    """It is small, for German to English, and listed with its name and version."""
    assert PACKAGE.stat().st_size < 2_000_000
    (found,) = installed(packages)
    assert (found.source, found.target, found.name, found.version) == ("de", "en", "German → English", "1.0")
    assert [[p.target for p in chain] for chain in pairs(packages)] == [["en"]]
    assert unusable(packages) == []


def symbolic_link(path: Path) -> Path:
    """A package with a link that leads out of it."""
    package(path)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("x/link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc")
    return path


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a path out of the folder": (lambda p: package(p, extra={"x/../../out": b""}), "outside the package"),
    "an absolute path": (lambda p: package(p, extra={"/tmp/out": b""}), "outside the package"),
    "a Windows path": (lambda p: package(p, extra={"x\\..\\out": b""}), "outside the package"),
    "a link": (symbolic_link, "outside the package"),
    "two folders": (lambda p: package(p, extra={"y/readme": b""}), "2 folders"),
    "no metadata": (lambda p: package(p, without="x/metadata.json"), "metadata.json"),
    "metadata that is a list": (lambda p: package(p, metadata=[]), "not an object"),
    "no language": (lambda p: package(p, metadata={"from_code": "de"}), "to_code"),
    "another type": (lambda p: package(p, metadata=GOOD | {"type": "sbd"}), "sbd"),
    "no model": (lambda p: package(p, without="x/model/model.bin"), "model.bin"),
    "no tokenizer": (lambda p: package(p, without="x/sentencepiece.model"), "sentencepiece.model"),
    "no zip": (lambda p: (p.write_bytes(b"nonsense"), p)[1], "no translation package"),
    "a torn zip": (lambda p: (p.write_bytes(PACKAGE.read_bytes()[:100_000]), p)[1], "no translation package"),
    "a flipped byte": (lambda p: (p.write_bytes(flipped(PACKAGE.read_bytes())), p)[1], "damaged|no translation package"),
    "no file": (lambda p: p, "no file"),
}


def flipped(data: bytes) -> bytes:
    """The same with one byte changed in the middle of the model."""
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_package_is_refused_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    """One sentence that says what is wrong with the file, and the folder stays as it was."""
    make, said = BAD[name]
    install_file(package(tmp_path / "good.argosmodel"), packages_dir=tmp_path / "packages")
    before = sorted((tmp_path / "packages").rglob("*"))
    with pytest.raises(WrongCall, match=said) as caught:
        install_file(make(tmp_path / "bad.argosmodel"), packages_dir=tmp_path / "packages")
    assert "bad.argosmodel" in str(caught.value) and "\n" not in str(caught.value)
    assert sorted((tmp_path / "packages").rglob("*")) == before
    assert not (tmp_path / "out").exists()


def test_the_digest_is_checked_where_one_is_given(tmp_path: Path) -> None:
    """A file with another SHA-256 than asked for is not installed."""
    file = package(tmp_path / "a.argosmodel")
    with pytest.raises(WrongCall, match="SHA-256"):
        install_file(file, packages_dir=tmp_path / "packages", sha256="0" * 64)
    assert install_file(file, packages_dir=tmp_path / "packages", sha256=hashlib.sha256(file.read_bytes()).hexdigest()).source == "de"


def test_a_newer_package_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Two versions of one pair never lie side by side, also where their folders have other names."""
    install_file(package(tmp_path / "a.argosmodel"), packages_dir=tmp_path / "packages")
    newer = tmp_path / "b.argosmodel"
    with zipfile.ZipFile(newer, "w") as archive:
        for name, content in {
            "metadata.json": json.dumps(GOOD | {"package_version": "1.1"}).encode(),
            "model/model.bin": b"",
            "bpe.model": b"",
        }.items():
            archive.writestr(f"other/{name}", content)
    install_file(newer, packages_dir=tmp_path / "packages")
    assert [p.version for p in installed(tmp_path / "packages")] == ["1.1"]


def test_chains_are_the_shortest(packages: Path) -> None:
    """A direct package goes before a bridge, and where nothing leads there is no chain."""
    (one,) = installed(packages)
    to_fr, de_fr = one._replace(source="en", target="fr"), one._replace(target="fr")
    assert route([one, to_fr], "de", "fr") == [one, to_fr]
    assert route([one, to_fr, de_fr], "de", "fr") == [de_fr]
    assert route([one, to_fr], "fr", "de") is None


def test_the_folder_can_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """RETOUCH_PACKAGES_DIR goes before argostranslate's own settings, and those before the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("RETOUCH_PACKAGES_DIR", "ARGOS_PACKAGES_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert default_dir() == tmp_path / ".local" / "share" / "argos-translate" / "packages"
    (tmp_path / ".config" / "argos-translate").mkdir(parents=True)
    (tmp_path / ".config" / "argos-translate" / "settings.json").write_text('{"ARGOS_PACKAGES_DIR": "/from/settings"}')
    assert default_dir() == Path("/from/settings")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "/from/argos")
    assert default_dir() == Path("/from/argos")
    monkeypatch.setenv("RETOUCH_PACKAGES_DIR", "/from/us")
    assert default_dir() == Path("/from/us")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder served over HTTP on this machine, which argostranslate's settings name as its index."""
    served = tmp_path / "served"
    served.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(served))  # type: ignore[arg-type]

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    from argostranslate import settings

    monkeypatch.setattr(settings, "remote_package_index", f"http://127.0.0.1:{server.server_port}/index.json")
    links = {version: [f"http://127.0.0.1:{server.server_port}/{version}.argosmodel"] for version in ("1.0", "1.10", "1.9")}
    (served / "index.json").write_text(json.dumps([GOOD | {"package_version": v, "links": link} for v, link in links.items()]))
    yield served
    server.shutdown()
    server.server_close()


def test_a_package_is_fetched_from_the_index(index: Path, tmp_path: Path) -> None:
    """The newest of the pair, over a real socket; 1.10 is newer than 1.9."""
    package(index / "1.10.argosmodel", metadata=GOOD | {"package_version": "1.10"})
    assert install("de", "en", packages_dir=tmp_path / "packages").version == "1.10"
    assert len(installed(tmp_path / "packages")) == 1


def test_a_pair_that_the_index_lacks_is_a_wrong_call(index: Path, tmp_path: Path) -> None:
    """The sentence says what the index has instead."""
    with pytest.raises(WrongCall, match="no package from de to fr; from de it has: en"):
        install("de", "fr", packages_dir=tmp_path / "packages")


def test_a_package_that_cannot_be_fetched_is_a_failure(index: Path, tmp_path: Path) -> None:
    """Listed, but gone: the sentence names the address."""
    with pytest.raises(RunFailed, match=r"1\.10\.argosmodel"):
        install("de", "en", packages_dir=tmp_path / "packages")
    assert not (tmp_path / "packages").exists()


def test_an_index_that_is_no_index_is_a_failure(index: Path, tmp_path: Path) -> None:
    """A page of some portal instead of JSON."""
    (index / "index.json").write_text("<html>")
    with pytest.raises(RunFailed, match="cannot be read"):
        install("de", "en", packages_dir=tmp_path / "packages")


def test_without_a_network_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No RecursionError of argostranslate's, but one sentence that names the way without a network."""
    from argostranslate import settings

    monkeypatch.setattr(settings, "remote_package_index", "http://127.0.0.1:9/index.json")
    with pytest.raises(RunFailed, match="--from-file") as caught:
        install("de", "en", packages_dir=tmp_path / "packages")
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    """A file where the folder should be: one sentence, no traceback."""
    (tmp_path / "file").write_text("")
    with pytest.raises(RunFailed, match="cannot be installed"):
        install_file(package(tmp_path / "a.argosmodel"), packages_dir=tmp_path / "file" / "packages")


def test_what_is_no_package_is_named(packages: Path, tmp_path: Path) -> None:
    """Stray folders are told of, one sentence each, and do not hide the good ones."""
    shutil.copytree(packages, tmp_path / "packages")
    (tmp_path / "packages" / "stray").mkdir()
    assert len(installed(tmp_path / "packages")) == 1
    (sentence,) = unusable(tmp_path / "packages")
    assert "stray" in sentence
