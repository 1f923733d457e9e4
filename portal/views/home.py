"""The home page and the sign of life."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.selectors import roles_of
from appraisal.access import YEAR_ROLES
from appraisal.models import Cycle
from appraisal.selectors import years_newest_first
from core import clock

from ..texts import ROLE_NOTES


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a role can go to, and the newest year for the two departments."""
    today = clock.today()
    roles = roles_of(request.user, on=today)
    sees_years = bool(roles & YEAR_ROLES)
    context = {
        "sees_years": sees_years,
        "years": years_newest_first(Cycle.objects.visible_to(request.user)) if sees_years else [],
        "notes": [(role.label, ROLE_NOTES[role]) for role in Role if role in roles - YEAR_ROLES],
        "last_year": today.year - 1,
        "today": today,
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that this process answers; asks neither database nor broker."""
    return HttpResponse("ok\n", content_type="text/plain")
