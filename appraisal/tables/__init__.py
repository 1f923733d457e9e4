"""Rows of the year's pages, as text to show."""

from .year import year_page

__all__ = ["year_page"]
