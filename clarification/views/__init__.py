"""Clarifications over HTTP."""
