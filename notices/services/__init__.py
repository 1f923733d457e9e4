"""What changes here: the calendar of working days, reminders, their delivery, choices, feeds and urges."""

from .choices import choice_save, feed_make, feed_revoke
from .deliveries import deliveries_send, deliveries_wake, delivery_again
from .reminders import reminders_purge, reminders_read, reminders_sweep, reminders_write
from .urges import duty_urge
from .workdays import workday_set, workdays_seed

__all__ = [
    "choice_save",
    "deliveries_send",
    "deliveries_wake",
    "delivery_again",
    "duty_urge",
    "feed_make",
    "feed_revoke",
    "reminders_purge",
    "reminders_read",
    "reminders_sweep",
    "reminders_write",
    "workday_set",
    "workdays_seed",
]
