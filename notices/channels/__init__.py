"""The ways by which a digest leaves: each hands over one message, and says how it went.

A way raises one of four errors; whoever calls it decides what becomes of the row.
"""

from .errors import Away, NotNow, Refused, Unknown
from .mail import MailWay
from .robots import RobotWay, robot_address_check

__all__ = ["Away", "MailWay", "NotNow", "Refused", "RobotWay", "Unknown", "robot_address_check"]
