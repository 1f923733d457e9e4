"""The board of the discipline office; a unit's view; the cadre's own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Role
from core import clock
from policy.alerts_steps import ENDED

from ..access import HAVE_UNITS, READERS, may_note, scopes_today, staff_no_of
from ..models import Card, Signal
from ..selectors.board import board_of
from ..tables.board import month_chart, state_chart, unit_chart
from ..tables.steps import lines_of


@require_safe
def alerts_board(request: HttpRequest) -> HttpResponse:
    """To judge, by state, overdue, trend."""
    scopes = scopes_today(request.user)
    if not READERS & scopes.keys():
        raise Http404
    on = clock.today()
    signals = Signal.objects.visible_to(request.user, scopes=scopes)
    board = board_of(signals, Card.objects.visible_to(request.user, scopes=scopes), on)
    context = {
        "board": board,
        "late": lines_of(board.late, on),
        "charts": [state_chart(board), month_chart(board), unit_chart(board)],
        "may_note": may_note(request.user, scopes=scopes),
    }
    return render(request, "alerts/board.html", context)


@require_safe
def cards_unit(request: HttpRequest) -> HttpResponse:
    """What concerns the units of the reader, with what comes next and by when."""
    scopes = scopes_today(request.user)
    if not HAVE_UNITS & scopes.keys():
        raise Http404
    held = {role: scope for role, scope in scopes.items() if role in HAVE_UNITS}
    cards = Card.objects.visible_to(request.user, scopes=held).select_related("cadre", "unit")
    on = clock.today()
    running = cards.exclude(state__in=ENDED).order_by("due_on", "pk")
    ended = cards.filter(state__in=ENDED).order_by("-ended_on", "-pk")
    context = {
        "running": lines_of(running, on),
        "ended": lines_of(ended[:50], on),
        "party": Role.UNIT_PARTY in scopes,
    }
    return render(request, "alerts/unit.html", context)


@require_safe
def cards_mine(request: HttpRequest) -> HttpResponse:
    """The reader's own cards: what to do next and by when, in plain words."""
    scopes = scopes_today(request.user)
    if Role.CADRE not in scopes:
        raise Http404
    own = Card.objects.visible_to(request.user, scopes=scopes).filter(
        cadre__staff_no=staff_no_of(request.user)
    )
    rows = own.select_related("cadre", "unit")
    on = clock.today()
    context = {
        "running": lines_of(rows.exclude(state__in=ENDED).order_by("due_on", "pk"), on),
        "ended": lines_of(rows.filter(state__in=ENDED).order_by("-ended_on", "-pk"), on),
    }
    return render(request, "alerts/mine.html", context)
