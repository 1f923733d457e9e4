"""Who sees a year's appraisal, and who may take which step on it: two halves that a test holds together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Role
from accounts.selectors import Visitor, holds_role
from core import clock

if TYPE_CHECKING:
    from .models import Cycle

# The organization department keeps the appraisal, the discipline office oversees it (第六条).
YEAR_ROLES = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER})
DOWNLOAD_RESULTS = "download_results"
STEPS: Mapping[str, frozenset[Role]] = {DOWNLOAD_RESULTS: YEAR_ROLES}


class CycleQuerySet(models.QuerySet["Cycle"]):
    """Years; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> CycleQuerySet:
        """All years for the two departments, none for anybody else."""
        return self.all() if holds_role(user, YEAR_ROLES, on=clock.today()) else self.none()


def may(user: Visitor, step: str, cycle: Cycle) -> bool:
    """Whether the user may take the step on that year today. Raises KeyError for an unknown step."""
    roles = STEPS[step]
    return cycle.state == cycle.State.SCORED and holds_role(user, roles, on=clock.today())
