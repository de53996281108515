"""The package of the repository, installed for real into a folder of the test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners.translation import ArgosEngine
from flows.packages import install_file

PACKAGE = Path(__file__).parents[3] / "examples" / "translation" / "de_en.argosmodel"


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package installed. Read-only: tests that break a package copy it."""
    folder = tmp_path_factory.mktemp("packages")
    install_file(PACKAGE, packages_dir=folder)
    return folder


@pytest.fixture(scope="session")
def engine(packages: Path) -> ArgosEngine:
    """One engine for the tests that only ask."""
    return ArgosEngine(packages_dir=packages)
