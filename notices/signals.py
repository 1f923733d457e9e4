"""What the upper rooms hear from here, inside the transaction."""

from django.dispatch import Signal

# The calendar of working days changed; periods that still run are counted again. Arguments: days, actor.
workdays_changed = Signal()
