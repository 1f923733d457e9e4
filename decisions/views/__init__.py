"""Meetings and publicity over HTTP."""
