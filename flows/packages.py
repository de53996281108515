"""Translation packages: what is installed, what a pair of languages would use, and how a package gets here.

`install` is the one place of retouch that touches the network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any

from cleaners.translation.installed import Package, default_dir, metadata_problem, packages, problems, read, route
from flows.errors import RunFailed, WrongCall

LARGEST = 2 << 30
"""Bytes a package may unpack to. The largest of the public index have 0.3 GB; a zip of a few kB can claim to hold a petabyte."""


def installed(packages_dir: Path | None = None) -> list[Package]:
    """The usable packages of a folder, argostranslate's own where none is named. Reads their metadata only."""
    return packages(packages_dir or default_dir())


def unusable(packages_dir: Path | None = None) -> list[str]:
    """One sentence for each folder among the packages that is none."""
    return problems(packages_dir or default_dir())


def pairs(packages_dir: Path | None = None) -> list[list[Package]]:
    """What each pair of languages would use: chains of packages, one for a direct pair, several where others lie between."""
    available = installed(packages_dir)
    sources = sorted({package.source for package in available})
    targets = sorted({package.target for package in available})
    found = (route(available, source, target) for source in sources for target in targets if source != target)
    return [chain for chain in found if chain]


def install_file(path: Path, *, packages_dir: Path | None = None, sha256: str | None = None) -> Package:
    """Install a package from a file (.argosmodel), checked first: digest where one is given, paths in the zip, metadata, size.

    It takes the place of an installed package for the same pair. Raises WrongCall, in one sentence, where the file is missing or no good
    package; nothing is changed then.
    """
    folder = packages_dir or default_dir()
    if not path.is_file():
        raise WrongCall(f"there is no file {path}")
    if sha256 is not None and (found := _sha256(path)) != sha256.lower():
        raise WrongCall(f"{path} is not the package that was asked for: its SHA-256 is {found}")
    try:
        with zipfile.ZipFile(path) as archive:
            top = _checked(archive, path)
            return _unpacked(archive, top, path, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:  # the last: encrypted
        raise WrongCall(f"{path} is no translation package: {error}") from None
    except OSError as error:
        raise RunFailed(f"the package cannot be installed in {folder}: {error.strerror or error}") from None


def install(source: str, target: str, *, packages_dir: Path | None = None) -> Package:
    """Fetch a package from argostranslate's index and install it. Raises RunFailed where the index or the package cannot be had, and
    WrongCall where the index has no package for the pair.
    """
    with tempfile.TemporaryDirectory(prefix="retouch-") as scratch:
        found = _offered(source, target, Path(scratch))
        links = [link for link in found.get("links", []) if isinstance(link, str) and link.startswith(("https://", "http://"))]
        if not links:
            raise RunFailed(f"the index offers {source} → {target} without an address to fetch it from")
        file = Path(scratch) / "package.argosmodel"
        _fetch(links, file, f"the package {source} → {target}")
        return install_file(file, packages_dir=packages_dir)


def _offered(source: str, target: str, scratch: Path) -> dict[str, Any]:
    """The index entry of the newest package for a pair."""
    from argostranslate import settings  # its address of the index, ARGOS_PACKAGE_INDEX included

    # Not package.get_available_packages: with no index and no network it calls itself until RecursionError.
    file = scratch / "index.json"
    _fetch([settings.remote_package_index], file, "the index of packages")
    try:
        entries = [entry for entry in json.loads(file.read_bytes()) if isinstance(entry, dict)]
    except (ValueError, TypeError) as error:
        raise RunFailed(f"the index of packages at {settings.remote_package_index} cannot be read: {error}") from None
    fitting = [entry for entry in entries if (entry.get("from_code"), entry.get("to_code")) == (source, target)]
    if not fitting:
        through = [e["to_code"] for e in entries if e.get("from_code") == source and e.get("to_code")]
        hint = f"; from {source} it has: {', '.join(sorted(set(through)))}" if through else ""
        raise WrongCall(f"the index has no package from {source} to {target}{hint}")
    return max(fitting, key=lambda entry: _version(entry.get("package_version")))


def _fetch(links: list[str], file: Path, what: str) -> None:
    """The first of the addresses that answers, written to a file."""
    from urllib.request import Request, urlopen

    reason = ""
    for link in links:
        try:
            with urlopen(Request(link, headers={"User-Agent": "retouch"}), timeout=30) as answer, file.open("wb") as out:
                shutil.copyfileobj(answer, out)
            return
        except (OSError, ValueError) as error:  # URLError, a refused connection, a bad address
            reason = str(getattr(error, "reason", error))
    offline = "without a network, install a file with: retouch install --from-file X.argosmodel"
    raise RunFailed(f"{what} could not be fetched from {links[0]} ({reason}); {offline}")


def _checked(archive: zipfile.ZipFile, path: Path) -> str:
    """The one folder that the package consists of. Raises WrongCall where a name leads out of it, or it is no translation package."""
    names = [PurePosixPath(info.filename) for info in archive.infolist()]
    for info, name in zip(archive.infolist(), names, strict=True):
        if (
            name.is_absolute()
            or ".." in name.parts
            or "\\" in info.filename
            or ":" in info.filename
            or stat.S_ISLNK(info.external_attr >> 16)
        ):
            raise WrongCall(f"{path} is not installed: {info.filename!r} in it would lie outside the package")
    tops = {name.parts[0] for name in names if name.parts}
    if len(tops) != 1:
        raise WrongCall(f"{path} is no translation package: it holds {len(tops)} folders instead of one")
    if (size := sum(info.file_size for info in archive.infolist())) > LARGEST:
        raise WrongCall(f"{path} is not installed: it would unpack to {size} bytes, more than {LARGEST}")
    (top,) = tops
    try:
        problem = metadata_problem(json.loads(archive.read(f"{top}/metadata.json")))
    except (KeyError, ValueError) as error:
        raise WrongCall(f"{path} is no translation package: it has no readable metadata.json ({type(error).__name__})") from None
    if problem:
        raise WrongCall(f"{path} is no translation package: {problem}")
    if damaged := archive.testzip():
        raise WrongCall(f"{path} is damaged: {damaged} in it does not have the checksum it should")
    return top


def _unpacked(archive: zipfile.ZipFile, top: str, path: Path, folder: Path) -> Package:
    """Unpack beside the place, look at the result, then rename: a killed installation leaves nothing that looks like a package."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".installing-", dir=folder) as scratch:
        archive.extractall(scratch)
        found = read(Path(scratch) / top)
        if isinstance(found, str):
            raise WrongCall(f"{path} is not installed: {found.partition(': ')[2] or found}")
        for old in packages(folder):
            if (old.source, old.target) == (found.source, found.target) or old.path.name == top:
                os.replace(old.path, Path(scratch) / f"old-{old.path.name}")  # noqa: PTH105
        os.replace(Path(scratch) / top, folder / top)  # noqa: PTH105
    return found._replace(path=folder / top)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(text: object) -> tuple[int, ...]:
    return tuple(int(part) for part in str(text).split(".") if part.isdigit())
