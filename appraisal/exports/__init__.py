"""Workbooks of a year."""

from .workbook import year_workbook

__all__ = ["year_workbook"]
