"""Signals and cards as pages and files show them."""
