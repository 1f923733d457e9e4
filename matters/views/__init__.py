"""Matters over HTTP."""
