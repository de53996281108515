"""The demonstration: cleans examples/corpus through the Prefect flow and shows what changed.

Everything it needs and makes lies in demo-output: the translation package, Prefect's database, the clean corpus, the diff.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

ROOT = Path(__file__).parent.parent
CORPUS, PACKAGE = ROOT / "examples" / "corpus", ROOT / "examples" / "translation" / "de_en.argosmodel"
OUT = ROOT / "demo-output"
SHOWN = ("01", "02", "03")
"""Documents shown side by side."""


def retouch(*words: object, quiet: bool = False) -> str:
    """Call the command as a person would, with a Prefect of its own."""
    called = [sys.executable, "-m", "flows.cli", *map(str, words)]
    home = {"PREFECT_HOME": str(OUT / "prefect"), "XDG_CACHE_HOME": str(OUT / "cache")}
    done = subprocess.run(called, env={**os.environ, **home}, stdout=subprocess.PIPE if quiet else None, text=True, check=True)
    return done.stdout or ""


def main() -> None:
    """Run it."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    retouch("install", "--from-file", PACKAGE, "--packages", OUT / "packages")
    retouch("run", CORPUS, "-o", OUT / "corpus", "--packages", OUT / "packages")
    (OUT / "changes.diff").write_text(retouch("diff", OUT / "corpus", quiet=True), encoding="utf-8")
    console = Console()
    for document in sorted(path for path in CORPUS.glob("*.txt") if path.name.startswith(SHOWN)):
        table = Table("as it was scraped", "retouched", title=document.name, expand=True, show_lines=True)
        table.add_row(Text(document.read_text("utf-8").strip()), Text((OUT / "corpus" / document.name).read_text("utf-8").strip()))
        console.print(table)
    name = OUT.name
    console.print(
        f"clean corpus      {name}/corpus\nevery change      {name}/changes.diff\nthe same, colour  .venv/bin/retouch diff {name}/corpus"
    )


if __name__ == "__main__":
    main()
