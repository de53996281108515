"""The README shows what retouch really does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaners.document import Document
from flows.build import workshop
from flows.options import Cleaning
from flows.packages import install_file

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_first_screen_of_the_readme_is_what_comes_out(tmp_path: Path) -> None:
    """The minus and blank lines of the README's diff, cleaned with the example package, give its plus and blank lines."""
    install_file(ROOT / "examples" / "translation" / "de_en.argosmodel", packages_dir=tmp_path)
    readme = (ROOT / "README.md").read_text("utf-8")
    (diff,) = re.findall(r"```diff\n(.*?)```", readme, re.DOTALL)
    assert readme.index(diff) < 600
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in "- ")
    after = "".join(line[1:] for line in lines if line[0] in "+ ")
    shop = workshop(Cleaning(packages=str(tmp_path)))
    document = Document(before, shop.reader)
    shop.cleaner.clean([document])
    assert document.text == after
