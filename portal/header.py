"""What the head of every page shows, in one query: whose system this is, and how many messages wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.selectors import Visitor
from core.models import Installation
from core.prepared import Place, Prepared
from notices.selectors_messages import unread_of


@dataclass(frozen=True)
class Header:
    """installation: None before the first data came in; unread: messages that are not marked as read."""

    installation: Installation | None
    unread: int = 0


def _head() -> QuerySet[User, Any]:
    here = Installation.objects.order_by("pk")
    return User.objects.filter(pk=Place("user", BigIntegerField())).values_list(
        Subquery(here.values("name")[:1]),
        Subquery(here.values("is_demo")[:1]),
        Coalesce(Subquery(unread_of("pk")), 0),
    )


HEAD = Prepared(_head)


def header_of(user: Visitor | None) -> Header:
    """The head of a page for this visitor; None where a request came not that far. One query."""
    if user is None or not user.is_authenticated:
        return Header(Installation.objects.first())
    ((name, is_demo, unread),) = HEAD.rows(user=user.pk)
    return Header(None if name is None else Installation(name=name, is_demo=is_demo), unread)
