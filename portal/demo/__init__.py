"""A made-up institution, the same for the same seed: for demo, bench and tests. No Django here."""

from .institution import Institution

__all__ = ["Institution"]
