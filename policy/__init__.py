"""The rulebook's logic in pure Python: no Django, no clock, no database, no floats.

Frozen facts in, values with reasons out; every function cites the article it applies.
"""
