"""What the rooms above hear of a cycle, always inside the transaction.

cycle_moved(sender, cycle, from_state, to_state, actor): a cycle took a step of its way.
"""

from django.dispatch import Signal

cycle_moved = Signal()
