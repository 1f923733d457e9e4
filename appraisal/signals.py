"""What the rooms above hear of a cycle, always inside the transaction.

cycle_moved(sender, cycle, from_state, to_state, actor): a cycle took a step of its way.
grades_corrected(sender, cycle, entries, meeting, actor): final minutes decide again on grades of a decided
    cycle; entries carry `subject_id` (a participant), `outcome`, `reason` and `note`.
"""

from django.dispatch import Signal

cycle_moved = Signal()
grades_corrected = Signal()
