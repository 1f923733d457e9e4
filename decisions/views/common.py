"""What the pages of meetings and publicity share: the version seen, and nothing typed ever lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from core.models import CaseEvent
from core.pages import FormPage, RuleBroken, StaleState

from ..access import may
from ..models import Meeting, Publicity


class CasePage(FormPage):
    """A form on a case with a version. Whoever is slower gets 409 with what was typed still in the form.

    step, states: who may and when; version_field: the form holds the version seen.
    """

    template_name = "decisions/form_page.html"
    step = ""
    states: Sequence[str] = ()
    conflict = ""

    def case(self) -> Any:
        """The case whose version and state count."""
        return self.object

    def may(self) -> bool:
        return may(self.request.user, self.step)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"version": self.case().version}}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.must_be_open()
        return super().get(request, *args, **kwargs)

    def must_be_open(self) -> None:
        """Raises RuleBroken where the case's state does not know this step."""
        case = self.case()
        if case.state not in self.states:
            raise RuleBroken(f"现在的状态是“{case.get_state_display()}”，不能办理这一步。")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except StaleState as stale:
            return self._stale(stale)

    def _stale(self, stale: StaleState) -> HttpResponseBase:
        self.object = self.find()
        data = self.request.POST.copy()
        data["version"] = str(self.case().version)
        form = self.form_class(data=data, files=self.request.FILES, **self.form_kwargs())
        form.is_valid()
        form.errors.clear()
        self.conflict = "".join(stale.messages)
        response = self.show(form)
        response.status_code = 409
        return response

    def context(self) -> dict[str, Any]:
        last = self.case().events.select_related("actor").order_by("-pk").first() if self.conflict else None
        return {
            "conflict": self.conflict,
            "last": last,
            "closed": bool(self.conflict) and self.case().state not in self.states,
        }

    def done(self, result: Any) -> str:
        return self.back()


class MeetingPage(CasePage):
    """A form on one visible meeting."""

    def find(self) -> Any:
        return visible_meeting(self.request, self.kwargs["pk"])

    def back(self) -> str:
        return reverse("meeting", args=[self.case().pk])

    def context(self) -> dict[str, Any]:
        meeting = self.case()
        return {
            **super().context(),
            "meeting": meeting,
            "parent": str(meeting),
            "parent_url": reverse("meeting", args=[meeting.pk]),
        }

    @property
    def given(self) -> dict[str, Any]:
        """Who acts."""
        return {"actor": self.request.user}


class PublicityPage(CasePage):
    """A form on one visible publicity."""

    def find(self) -> Any:
        return visible_publicity(self.request, self.kwargs["pk"])

    def back(self) -> str:
        return reverse("publicity", args=[self.case().pk])

    def context(self) -> dict[str, Any]:
        found = self.case()
        return {**super().context(), "publicity": found, "parent": found.title, "parent_url": self.back()}


def visible_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, for whom meetings exist; else raises Http404."""
    meetings = Meeting.objects.visible_to(request.user)
    return get_object_or_404(meetings.select_related("scan", "opened_by", "finalised_by"), pk=pk)


def visible_publicity(request: HttpRequest, pk: int) -> Publicity:
    """The publicity, while this reader can read it; else raises Http404."""
    return get_object_or_404(Publicity.objects.visible_to(request.user).select_related("drafted_by"), pk=pk)


def moments(events: Any, labels: Callable[[str, str], str]) -> list[tuple[str, str, str]]:
    """A timeline, newest first. labels: (from, to) -> words of the move, "" for an act that moved nothing:
    then the note's own beginning says what it was."""
    rows: Sequence[CaseEvent] = events.select_related("actor").order_by("-pk")
    found = []
    for event in rows:
        title, note = labels(event.from_state, event.to_state), event.note
        if not title:
            title, _, note = note.partition("：")
        found.append((f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}", f"{title} · {event.actor}", note))
    return found


def handed_out(write: Callable[[Path], None], name: str) -> FileResponse:
    """A workbook made now, streamed from an open file that leaves no copy behind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write(path)
        content = path.open("rb")
    return FileResponse(content, as_attachment=True, filename=name)
