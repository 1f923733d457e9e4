"""The list of cadres in the browser."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.selectors import holds_role
from core import clock
from core.lists import Reading
from core.lists.views import DropView, KeepView, ListView, PreferView

from ..access import EXPORT
from ..tables import CADRE_LIST, LIST_ROLES


class ForListRoles:
    """Whose role sees no cadre at all has no such page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not holds_role(request.user, LIST_ROLES, on=clock.today()):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class CadreListView(ListView):
    """干部名册: search, filters, columns, saved views; who may export finds the way to it here."""

    page = CADRE_LIST

    def offers(self, reading: Reading) -> dict[str, Any]:
        return {"export_url": reverse("cadre_export") if EXPORT in reading.held else ""}


class CadreKeepView(ForListRoles, KeepView):
    page = CADRE_LIST


class CadrePreferView(ForListRoles, PreferView):
    page = CADRE_LIST


class CadreDropView(ForListRoles, DropView):
    page = CADRE_LIST


cadre_list = CadreListView.as_view()
cadre_view_keep = CadreKeepView.as_view()
cadre_view_prefer = CadrePreferView.as_view()
cadre_view_drop = CadreDropView.as_view()
