"""Translation of what is not in the target language: engines behind one protocol, protection, checks, and the step."""

from cleaners.translation.argos import ArgosEngine
from cleaners.translation.engine import Engine, Missing, Result
from cleaners.translation.step import RetranslateStep

__all__ = ["ArgosEngine", "Engine", "Missing", "Result", "RetranslateStep"]
