"""The page of one cadre, what was changed about that person, and the way to the own page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role, User
from accounts.selectors import roles_of, scopes_of
from cadres.models import Appointment, Cadre
from cadres.selectors import history_of
from core import clock

from ..access import PersonRights, rights_of
from ..selectors import appointments_of
from ..tables import change_rows, person_page

CHANGES_PER_PAGE = 50


@require_safe
def cadre(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Basics, appointments, appraisal, matters and history of one person, each as the viewer may see it."""
    person, rights, appointments = _seen(request, staff_no)
    context = {
        "cadre": person,
        "rights": rights,
        "person": person_page(person, appointments, rights, request.user),
    }
    return render(request, "portal/person.html", context)


@require_safe
def cadre_history(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Every change by field, with who made it, when and why; for the two departments."""
    person, rights, _ = _seen(request, staff_no)
    if not rights.departments:
        raise PermissionDenied
    rows = change_rows(history_of(person, sensitive=rights.edit))
    context = {
        "cadre": person,
        "parent_url": reverse("cadre", args=[person.staff_no]),
        "changes": Paginator(rows, CHANGES_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "portal/person_history.html", context)


@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    """Leads a cadre to the own page, or says that the register has none yet."""
    user = request.user
    if not isinstance(user, User) or Role.CADRE not in roles_of(user, on=clock.today()):
        raise Http404
    if Cadre.objects.filter(staff_no=user.staff_no).exists():
        return redirect("cadre", staff_no=user.staff_no)
    return render(request, "portal/person_missing.html", {"title": "我的信息"})


def _seen(request: HttpRequest, staff_no: str) -> tuple[Cadre, PersonRights, list[Appointment]]:
    """A visible cadre, what the user sees of that person, and the appointments; scopes are read once."""
    user: Any = request.user
    scopes = scopes_of(user, on=clock.today())
    request.roles = set(scopes)  # type: ignore[attr-defined]  # for the menu
    person = get_object_or_404(Cadre.objects.visible_to(user, scopes=scopes), staff_no=staff_no)
    appointments = list(appointments_of(person))
    units = {item.post.unit_id for item in appointments if item.is_open}
    return person, rights_of(user, person, scopes=scopes, held_in=units), appointments
