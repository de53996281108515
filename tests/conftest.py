"""What all tests share: properties that answer the same on every run and every machine, and no network."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="retouch-tests-")  # what is cached by tests is nobody's home

# Derandomized: a red test is red for everybody. No deadline: the first call of a language model takes longer than all others together.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")
