"""How handing over a message can end, besides well. The words are for operators: no address, no name."""

from __future__ import annotations


class NotDelivered(Exception):
    """What all four have in common: complete words of what happened."""


class Refused(NotDelivered):
    """It will never be taken, however often it is tried."""


class NotNow(NotDelivered):
    """It was not taken this time."""


class Away(NotNow):
    """Nothing can be handed over on this channel now: no need to try the next one."""


class Unknown(NotDelivered):
    """It may have been taken: the connection broke before the answer."""
