"""The house: imports run one way, and what is light stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {"glossary": {"glossary"}, "cleaners": {"cleaners", "glossary"}, "flows": {"flows", "cleaners", "glossary"}}
HEAVY = set("argostranslate ctranslate2 langdetect numpy onnxruntime polars prefect py3langid pycld2 sentencepiece wordfreq".split())


def imports(file: Path) -> set[str]:
    """The top-level packages that a file imports anywhere, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_run_from_flows_to_cleaners_to_glossary(package: str) -> None:
    """glossary knows nobody, cleaners know glossary, flows know both."""
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for file in files:
        assert imports(file) & set(MAY_IMPORT) <= MAY_IMPORT[package], file


@pytest.mark.parametrize("package", ["cleaners", "glossary"])
def test_cleaners_and_glossary_know_no_prefect(package: str) -> None:
    """Text is cleaned the same wherever documents come from."""
    for file in (ROOT / package).rglob("*.py"):
        assert "prefect" not in imports(file), file


@pytest.mark.parametrize("words", [["--help"], ["rules"], ["clean", "{in}", "-o", "{out}", "--steps", "artifacts"]])
def test_a_command_imports_only_what_its_steps_need(words: list[str], tmp_path: Path) -> None:
    """`retouch --help` is instant, and `clean` without translation never waits for a translator."""
    (tmp_path / "in.txt").write_text("[ad_1]\nThe boats came back.\n")
    call = [word.replace("{in}", str(tmp_path / "in.txt")).replace("{out}", str(tmp_path / "out.txt")) for word in words]
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr))\n"
        "sys.argv = ['retouch', *sys.argv[1:]]\n"
        "from flows.cli import main\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *call], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "typer" in loaded
    assert not loaded & HEAVY
