"""What the pages of commendation and reminder talk share: the version seen, and nothing typed ever lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.models import Role
from appraisal.models import Cycle
from core.pages import FormPage, RuleBroken, StaleState

from ..access.uses import READERS, held_by
from ..services.uses_notes import uses_export_note


class CasePage(FormPage):
    """A form on a case with a version. Whoever is slower gets 409 with what was typed still in the form.

    states: in which the step can be taken; the form holds the version seen.
    """

    template_name = "outcomes/uses_form_page.html"
    states: Sequence[str] = ()
    conflict = ""

    def initial(self) -> dict[str, Any]:
        """What the form begins with besides the version."""
        return {}

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.object.version, **self.initial()}}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.states and self.object.state not in self.states:
            said = f"现在的状态是“{self.object.get_state_display()}”，不能办理这一步。"
            raise RuleBroken(said)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState as stale:
            return self._stale(stale)

    def _stale(self, stale: StaleState) -> HttpResponseBase:
        self.object = self.find()
        data = self.request.POST.copy()
        data["version"] = str(self.object.version)
        form = self.form_class(data=data, files=self.request.FILES, **self.form_kwargs())
        form.is_valid()
        form.errors.clear()
        self.conflict = "".join(stale.messages)
        response = self.show(form)
        response.status_code = 409
        return response

    def context(self) -> dict[str, Any]:
        closed = bool(self.conflict) and bool(self.states) and self.object.state not in self.states
        return {"conflict": self.conflict, "closed": closed}

    def done(self, result: Any) -> str:
        return self.back()


def roles_held(request: HttpRequest) -> set[Role]:
    """The user's roles of today, read once, for the menu too."""
    held = held_by(request.user)
    request.roles = held  # type: ignore[attr-defined]
    return held


def read_cycle(request: HttpRequest, code: str) -> Cycle:
    """The year, for whom its candidates and last ones exist; else raises Http404: a term has neither."""
    if not READERS & roles_held(request):
        raise Http404
    return get_object_or_404(Cycle, code=code, kind=Cycle.Kind.ANNUAL)


def workbook_given(
    request: HttpRequest, write: Callable[[Path], None], *, name: str, note: str
) -> FileResponse:
    """A workbook made now and told to the security log; it leaves no copy behind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write(path)
        content = path.open("rb")
    uses_export_note(subject=name, note=note, actor=request.user)
    return FileResponse(content, as_attachment=True, filename=name)
