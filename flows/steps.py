"""The names of the steps. Apart from the options, because the command line's help wants them and not the 0.2 s that Pydantic takes."""

from __future__ import annotations

from typing import Literal, get_args

StepName = Literal["artifacts", "detect", "retranslate", "names"]
STEPS: tuple[StepName, ...] = get_args(StepName)
"""All steps in the order they act in, whatever order they were asked for in."""
