"""Tolerance over HTTP."""
