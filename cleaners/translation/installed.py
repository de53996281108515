"""The argostranslate packages of a folder, read without importing argostranslate (0.75 s and a model of sentences)."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Package(NamedTuple):
    """An installed translation package: its folder, languages (ISO 639-1 codes and English names) and version."""

    path: Path
    source: str
    target: str
    source_name: str
    target_name: str
    version: str
    score_floor: float | None = None

    @property
    def name(self) -> str:
        """For people: «German → English»."""
        return f"{self.source_name} → {self.target_name}"


def default_dir() -> Path:
    """Where packages are looked for: RETOUCH_PACKAGES_DIR, else where argostranslate 1.11 itself looks."""
    if chosen := os.environ.get("RETOUCH_PACKAGES_DIR") or os.environ.get("ARGOS_PACKAGES_DIR"):
        return Path(chosen)
    home = Path.home()
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "argos-translate" / "settings.json"
    try:
        chosen = json.loads(settings.read_text(encoding="utf-8")).get("ARGOS_PACKAGES_DIR")
    except (OSError, ValueError, AttributeError):
        chosen = None
    return Path(chosen or Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "argos-translate" / "packages")


def packages(folder: Path) -> list[Package]:
    """The usable packages of a folder, sorted by their folder's name; an empty list where there is no such folder.

    argostranslate stops with an error at the first folder that is not a package; here it is passed over (`problems` names it).
    """
    return [found for path in _folders(folder) if isinstance(found := read(path), Package)]


def problems(folder: Path) -> list[str]:
    """One sentence for each folder among the packages that is none."""
    return [found for path in _folders(folder) if isinstance(found := read(path), str)]


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []


def read(path: Path) -> Package | str:
    """The package in a folder, or what is wrong with it in one sentence."""
    try:
        data = json.loads((path / "metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return f"{path} is no translation package: its metadata.json cannot be read ({type(error).__name__})"
    if wrong := metadata_problem(data):
        return f"{path} is no usable translation package: {wrong}"
    if not (path / "model" / "model.bin").is_file():
        return f"{path} is no usable translation package: it has no model/model.bin"
    if not any((path / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        return f"{path} is no usable translation package: it has neither sentencepiece.model nor bpe.model"
    floor = data.get("score_floor")
    return Package(
        path,
        data["from_code"],
        data["to_code"],
        str(data.get("from_name") or data["from_code"]),
        str(data.get("to_name") or data["to_code"]),
        str(data.get("package_version", "")),
        float(floor) if isinstance(floor, int | float) else None,
    )


def metadata_problem(data: Any) -> str | None:
    """What is wrong with the content of a metadata.json, as a clause; None where it describes a translation package."""
    if not isinstance(data, dict):
        return "metadata.json is not an object"
    if data.get("type", "translate") != "translate":
        return f"it is a package of type {data['type']!r}, not of translation"
    for field in ("from_code", "to_code"):
        if not isinstance(data.get(field), str) or not data[field]:
            return f"metadata.json has no {field}"
    return None


def route(available: Sequence[Package], source: str, target: str) -> list[Package] | None:
    """The shortest chain of packages from one language to the other, of several the first by name; None where there is none."""
    queue: deque[tuple[str, list[Package]]] = deque([(source, [])])
    seen = {source}
    while queue:
        at, chain = queue.popleft()
        for package in available:
            if package.source != at or package.target in seen:
                continue
            if package.target == target:
                return [*chain, package]
            seen.add(package.target)
            queue.append((package.target, [*chain, package]))
    return None
