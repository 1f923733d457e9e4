"""News of the unit tree for the rooms above."""

from django.dispatch import Signal

# Before a unit is closed, in its transaction; keyword `unit`. A receiver that raises RuleBroken stops it.
unit_closing = Signal()
