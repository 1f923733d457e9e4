"""The list of imports, and where a new one begins."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import registry, selectors
from ..models import Intake, IntakeState
from ..tables import figures, state_word
from .base import PER_PAGE, visible_kinds


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Who brought in what, newest first; `?kind=` narrows it to one kind of file."""
    kinds = visible_kinds(request)
    kind = next((item for item in kinds if item.code == request.GET.get("kind")), None)
    found = selectors.intakes_for(request.user, kind.code if kind else None)  # type: ignore[arg-type]
    page = Paginator(found.select_related("created_by"), PER_PAGE).get_page(request.GET.get("page"))
    known = {item.code: item for item in kinds}
    rows = [
        (
            item,
            _said(known[item.kind], item),
            *state_word(item),
            [pair for pair in figures(item, item.counts) if pair[1]],
        )
        for item in page
    ]
    tabs = [("全部", "?", kind is None)]
    tabs += [(item.label, f"?kind={item.code}", item == kind) for item in kinds]
    return render(request, "intake/list.html", {"rows": rows, "page": page, "tabs": tabs, "kind": kind})


def _said(kind: registry.Kind, intake: Intake) -> str:
    """What the file is, and of which appraisal."""
    return "，".join(filter(None, (kind.label, kind.occasion(intake.year, intake.target))))


@require_safe
def import_start(request: HttpRequest) -> HttpResponse:
    """A card per kind of file: what it is for, its blank template, when it last came in."""
    kinds = visible_kinds(request)
    seen = Intake.objects.visible_to(request.user).order_by()
    applied = seen.filter(state=IntakeState.APPLIED).values("kind").annotate(last=Max("applied_at"))
    last = dict(applied.values_list("kind", "last"))
    return render(request, "intake/start.html", {"cards": [(kind, last.get(kind.code)) for kind in kinds]})
