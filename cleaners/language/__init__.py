"""Which language is this text, this segment."""

from cleaners.language.detector import Detector, Langdetect
from cleaners.language.ensemble import Ensemble
from cleaners.language.reader import LineReader
from cleaners.language.step import DetectStep

__all__ = ["DetectStep", "Detector", "Ensemble", "Langdetect", "LineReader", "default_reader"]


def default_reader() -> LineReader:
    """The reader that retouch uses unless it is given another one."""
    return LineReader(Ensemble())
