"""What the pages of a year share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Cycle


def visible_cycle(request: HttpRequest, year: int) -> Cycle:
    """The year with its parameters' version and round, where the user may see it; else raises Http404."""
    years = Cycle.objects.visible_to(request.user).select_related("policy__document", "round")
    return get_object_or_404(years, year=year)
