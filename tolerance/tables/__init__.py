"""Tolerance cases as lists and pages show them."""
