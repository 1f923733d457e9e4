"""Who sees a file on its way in, and who may take which step on it: two halves that a test holds together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.selectors import Visitor, roles_of
from core import clock

from . import registry

if TYPE_CHECKING:
    from .models import Intake

STEPS = frozenset({"map", "decide", "confirm", "discard", "undo", "download_errors"})


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Files on their way in; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> IntakeQuerySet:
        """Those of the kinds that the user may bring in."""
        held = roles_of(user, on=clock.today())
        codes = [kind.code for kind in registry.kinds() if held & kind.roles]
        return self.filter(kind__in=codes) if codes else self.none()


def may_bring_in(user: Visitor, kind: registry.Kind) -> bool:
    """Whether the user may bring in files of that kind today."""
    return bool(roles_of(user, on=clock.today()) & kind.roles)


def may(user: Visitor, step: str, intake: Intake) -> bool:
    """Whether the user may take the step on that file today. Raises KeyError for an unknown step."""
    if step not in STEPS:
        raise KeyError(step)
    return may_bring_in(user, registry.kind_of(intake.kind))
