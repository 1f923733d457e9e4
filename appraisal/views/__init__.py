"""A year's appraisal over HTTP."""

from .years import year, year_results, years

__all__ = ["year", "year_results", "years"]
