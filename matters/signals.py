"""What the upper rooms hear from here, always inside the transaction.

relief_recorded(sender, relief, actor): a cadre's marks on a matter count no more, from now on (第十四条).
investigation_changed(sender, investigation, actor): one was recorded, disclosed or closed.
"""

from django.dispatch import Signal

relief_recorded = Signal()
investigation_changed = Signal()
