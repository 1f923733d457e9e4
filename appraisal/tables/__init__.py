"""Rows of the year's pages, as text to show."""

from .overview import Overview, overview_of

__all__ = ["Overview", "overview_of"]
