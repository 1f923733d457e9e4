"""The calendar of working days; reminders, their digests and deliveries; choices and feeds of users."""

from .choices import CalendarFeed, NoticeChoice, Robot
from .deliveries import OPEN, Channel, Delivery, DeliveryState, Digest, Handover
from .reminders import Reminder, ReminderRun, Urge
from .workdays import WorkDay

__all__ = [
    "OPEN",
    "CalendarFeed",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Digest",
    "Handover",
    "NoticeChoice",
    "Reminder",
    "ReminderRun",
    "Robot",
    "Urge",
    "WorkDay",
]
