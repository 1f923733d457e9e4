"""Who reads the rules, and who may draft and approve them: two halves that a test holds together (第一条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.http import Http404

from accounts.models import Role
from accounts.selectors import Visitor, holds_role
from core import clock

if TYPE_CHECKING:
    from .models import PolicyDraft, PolicyVersion  # noqa: F401 - named in the bases below

# The rules are public to those they judge; the three officers see no business of the departments.
READERS = frozenset(Role) - {Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER, Role.AUDIT_OFFICER}
DRAFTERS = frozenset({Role.ORG_HEAD, Role.ORG_OFFICER})

DRAFT, DECIDE, KEEP_DOCUMENTS = "draft", "decide", "keep_documents"
STEPS: Mapping[str, frozenset[Role]] = {
    DRAFT: DRAFTERS,
    DECIDE: frozenset({Role.ORG_HEAD}),
    KEEP_DOCUMENTS: frozenset({Role.ORG_HEAD}),
}


def page_of(user: Visitor, roles: frozenset[Role] = READERS) -> None:
    """Raises Http404 for whom the page does not exist."""
    if not holds_role(user, roles, on=clock.today()):
        raise Http404


def may(user: Visitor, step: str) -> bool:
    """Whether the user's roles allow the step today. Raises KeyError for an unknown step.

    Whether this draft can take it, and from this person, is a verdict of `policy.rulebook`.
    """
    return holds_role(user, STEPS[step], on=clock.today())


class VersionQuerySet(models.QuerySet["PolicyVersion"]):
    """Approved versions; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> VersionQuerySet:
        """All of them for every reader, none for anybody else."""
        return self.all() if holds_role(user, READERS, on=clock.today()) else self.none()


class DraftQuerySet(models.QuerySet["PolicyDraft"]):
    """Drafts; `visible_to` is the only door from a user to them."""

    def visible_to(self, user: Visitor) -> DraftQuerySet:
        """All of them for the organization department, none for anybody else."""
        return self.all() if holds_role(user, DRAFTERS, on=clock.today()) else self.none()
