"""Which years froze which parameter version, for the rulebook's pages (第一条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse

from accounts.selectors import Visitor
from rulebook.registry import Use

from ..models import Cycle


def years_frozen(user: Visitor, versions: Iterable[int]) -> dict[int, list[Use]]:
    """Version -> the years that keep it; with a link for whom the year's page exists. Two queries."""
    found: dict[int, list[Use]] = defaultdict(list)
    frozen = Cycle.objects.filter(policy__in=versions).order_by("year")
    linked = Cycle.objects.visible_to(user).exists()
    for cycle in frozen:
        url = reverse("year", args=[cycle.code]) if linked else ""
        found[cycle.policy_id].append(Use(str(cycle), url))
    return found
