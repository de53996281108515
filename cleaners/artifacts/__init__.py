"""The scraper's debris out, what the scraper broke mended: one file a family of defects, its examples beside it in `cases/`."""

from cleaners.artifacts.step import ArtifactsStep

__all__ = ["ArtifactsStep"]
