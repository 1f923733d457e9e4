"""Who reads what was said about somebody, and who enters it: both departments, never the cadre (第六条).

| role | interviews |
|---|---|
| 组织部, 纪委监察部门 | all but those about oneself; enter, withdraw |
| everybody else, the cadre too | none |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.selectors import Visitor

from .facts import TWO, Scopes, scopes_today

if TYPE_CHECKING:
    from ..models import Interview  # noqa: F401 - named in bases


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Interviews; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor, *, scopes: Scopes | None = None) -> InterviewQuerySet:
        """Everything for both departments but what was said about themselves; nothing for others."""
        scopes = scopes_today(user) if scopes is None else scopes
        if not TWO & scopes.keys():
            return self.none()
        return self.exclude(cadre__staff_no=getattr(user, "staff_no", ""))

    def standing(self) -> InterviewQuerySet:
        """Those that were not withdrawn."""
        return self.filter(state="recorded")
