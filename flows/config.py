"""retouch.toml: the options of a run, kept in a file. What the command line says goes before it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from flows.errors import WrongCall

FILE = "retouch.toml"
"""Read from the folder one stands in, unless --config names another file."""


def read_config(path: str | None) -> tuple[dict[str, Any], str | None]:
    """The options of a configuration file, and where they come from; none where there is no file and none was asked for.

    Paths in it are taken from the file's own folder. Raises WrongCall where it cannot be read.
    """
    file = Path(path).expanduser() if path else Path(FILE)
    if not path and not file.is_file():
        return {}, None
    try:
        options = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise WrongCall(f"the configuration {file} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongCall(f"the configuration {file} is no TOML: {error}") from None
    return _rooted(options, file.parent), str(file)


def _rooted(options: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The options with paths made to start from the configuration's folder."""

    def rooted(path: Any) -> Any:
        return str(folder / Path(path).expanduser()) if isinstance(path, str) and path not in ("shipped", "-", "") else path

    for name in ("source", "output", "packages", "learnt"):
        if name in options:
            options[name] = rooted(options[name])
    if isinstance(options.get("glossary"), list):
        options["glossary"] = [rooted(one) for one in options["glossary"]]
    return options
