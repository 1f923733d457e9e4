"""What the upper rooms hear from here, always inside the transaction.

item_decided(sender, item, entries, meeting, actor): once for every item with a result when the minutes become
    final, never for a postponed one; entries carry `outcome`, `reason`, `subject_id`; an item without entries
    carries `outcome` itself; `item.corrects` names the earlier item that it corrects.
publicity_published(sender, publicity, actor): readers see it from now on.
publicity_finished(sender, publicity, people, actor): these people's publicity ended without objection.
publicity_ended(sender, publicity, actor): once, when nobody's is open any more (`person.state` tells each).
publicity_objected(sender, objection, actor): an objection was received.
publicity_objection_closed(sender, objection, actor): it was found true, partly true or not true.
publicity_withdrawn(sender, publicity, people, reason, actor): the whole (state WITHDRAWN), or these people.
"""

from django.dispatch import Signal

item_decided = Signal()
publicity_published = Signal()
publicity_finished = Signal()
publicity_ended = Signal()
publicity_objected = Signal()
publicity_objection_closed = Signal()
publicity_withdrawn = Signal()
