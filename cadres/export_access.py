"""Who sees which export request, and who may decide on it or download: two halves, as in `access.py`.

The requester sees the own ones and downloads; 组织部负责人 see all and decide on those of others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Role
from accounts.selectors import Visitor, holds_role
from core import clock

from .access import ORG

if TYPE_CHECKING:
    from .models.exports import ExportRequest

    _Requests = models.QuerySet["ExportRequest"]
else:
    _Requests = models.QuerySet

DECIDE, DOWNLOAD = "decide", "download"


class ExportRequestQuerySet(_Requests):
    """Requests; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> ExportRequestQuerySet:
        """One's own for the organization department, all for its heads, none for anybody else."""
        today = clock.today()
        if holds_role(user, {Role.ORG_HEAD}, on=today):
            return self.all()
        return self.filter(requester=user) if holds_role(user, ORG, on=today) else self.none()


def may_on_request(user: Visitor, step: str, request: ExportRequest) -> bool:
    """Whether the user may take the step on a visible request. Raises KeyError for an unknown step."""
    own = request.requester_id == user.pk
    return {
        DECIDE: not own and holds_role(user, {Role.ORG_HEAD}, on=clock.today()),
        DOWNLOAD: own,
    }[step]
