"""What the pages of one import share: who may see it, and a second click that finds the work done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.pages import Guarded, StaleState, see_other

from .. import access, registry, selectors
from ..models import Intake

PER_PAGE = 50


def visible_kinds(request: HttpRequest) -> list[registry.Kind]:
    """The kinds of file that the user may bring in; who has none is told of no such page."""
    kinds = selectors.kinds_for(request.user)  # type: ignore[arg-type]
    if not kinds:
        raise Http404
    return list(kinds)


def visible_kind(request: HttpRequest, code: str) -> registry.Kind:
    """One of them, by its code in the URL."""
    found = next((kind for kind in visible_kinds(request) if kind.code == code), None)
    if found is None:
        raise Http404
    return found


def visible_intake(request: HttpRequest, pk: int) -> Intake:
    """An import that the user may see."""
    rows = Intake.objects.visible_to(request.user).select_related(
        "created_by", "job", "errors_file", "corrects"
    )
    return get_object_or_404(rows, pk=pk)


def page_of(intake: Intake) -> str:
    """Where an import shows its present state."""
    return reverse("import_page", args=[intake.pk])


class IntakePage(Guarded):
    """A step on one import.

    step: of `access.STEPS`. states: where its page makes sense; elsewhere it leads to the import itself.
    reached: where the step leads; a second click of the same person that finds it there has done no harm.
    """

    step: ClassVar[str]
    states: ClassVar[Iterable[str]] = ()
    reached: ClassVar[Iterable[str]] = ()
    object: Intake

    def find(self) -> Intake:
        return visible_intake(self.request, self.kwargs["pk"])

    def may(self) -> bool:
        return access.may(self.request.user, self.step, self.object)

    def done(self, result: Any) -> Any:
        return page_of(self.object)

    def back(self) -> str:
        return page_of(self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.state not in self.states:
            return see_other(page_of(self.object))
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self._done_already():
            return see_other(page_of(self.object))
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except StaleState:
            self.object.refresh_from_db()
            if self._done_already():
                return see_other(page_of(self.object))
            raise

    def _done_already(self) -> bool:
        """Whether this very form was taken a moment ago: its own double click, not somebody else's act."""
        posted = self.request.POST.get("version", "")
        older = posted.isascii() and posted.isdigit() and int(posted) < self.object.version
        job = self.object.job
        own = job is None or job.created_by_id == self.request.user.pk
        if older and own and self.object.state in self.reached:
            messages.info(self.request, "您刚才的操作已经收到，没有重复执行。")
            return True
        return False
