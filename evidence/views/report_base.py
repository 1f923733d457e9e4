"""What the pages of self-reports share: who is at work, and the report that the page is about."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Role, User
from accounts.selectors import UnitScope, scopes_of
from appraisal.access import YEAR_ROLES
from appraisal.models import Cycle, CycleState, Participant
from core import clock

from ..access.reports import ORG, steps_of
from ..models import SelfReport
from ..selectors.reports import own_participant, seen_with_place

CHECKERS = ORG | {Role.UNIT_PARTY}
NOT_BEGUN = (CycleState.DRAFT, CycleState.APPROVED)
Scopes = dict[Role, UnitScope]


def scopes_for(request: HttpRequest) -> Scopes:
    """The user's roles of today with their reach; read once, for the menu too."""
    if not hasattr(request, "report_scopes"):
        scopes = scopes_of(request.user, on=clock.today())
        request.report_scopes = scopes  # type: ignore[attr-defined]
        request.roles = set(scopes)  # type: ignore[attr-defined]
    found: Scopes = request.report_scopes  # type: ignore[attr-defined]
    return found


def cycle_of_offices(request: HttpRequest, code: str) -> Cycle:
    """The cycle with its plan, for the two offices; else raises Http404."""
    if YEAR_ROLES.isdisjoint(scopes_for(request)):
        raise Http404
    return get_object_or_404(Cycle.objects.select_related("plan"), code=code)


def visible_report(request: HttpRequest, code: str, pk: int) -> SelfReport:
    """The report with person, place and cycle, where the user sees it; else raises Http404."""
    seen = SelfReport.objects.visible_to(request.user, scopes=scopes_for(request))
    found = get_object_or_404(seen_with_place(seen), pk=pk, participant__cycle__code=code)
    found.participant.report = found
    return found


class Acts:
    """Who is at work; nobody comes this far without signing in."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def actor(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise PermissionDenied
        return user

    @property
    def scopes(self) -> Scopes:
        return scopes_for(self.request)


class OfOwn(Acts):
    """A page of the own report of one cycle, begun or not."""

    participant: Participant
    report: SelfReport | None
    object: Any

    def find(self) -> Participant:
        cycle = get_object_or_404(Cycle, code=self.kwargs["code"])
        found = own_participant(self.request.user, cycle) if Role.CADRE in self.scopes else None
        if found is None or cycle.state in NOT_BEGUN:
            raise Http404
        self.participant = found
        self.report = getattr(found, "report", None)
        return found

    @property
    def cycle(self) -> Cycle:
        return self.participant.cycle

    @cached_property
    def steps(self) -> frozenset[str]:
        return steps_of(self.request.user, self.participant, scopes=self.scopes)

    def back(self) -> str:
        return reverse("report_own", args=[self.cycle.code])

    def done(self, result: Any) -> str:
        return self.back()


class OfReport(Acts):
    """A step on a visible report."""

    report: SelfReport
    step = ""
    object: Any

    def find(self) -> SelfReport:
        self.report = visible_report(self.request, self.kwargs["code"], self.kwargs["pk"])
        return self.report

    def may(self) -> bool:
        """Also who was overtaken: the service says by what, and what was typed stays."""
        return self.overtaken_reader() or self.step in steps_of(
            self.request.user, self.report.participant, scopes=self.scopes
        )

    def overtaken_reader(self) -> bool:
        """Whether this is sent from a page that showed an older report to somebody who checks reports."""
        posted = self.request.POST.get("version", "") if self.request.method == "POST" else ""
        older = posted.isdecimal() and int(posted) < self.report.version
        own = self.report.participant.cadre.staff_no == self.actor.staff_no
        return older and not own and bool(CHECKERS & self.scopes.keys())

    def back(self) -> str:
        return self.report.get_absolute_url()

    def done(self, result: Any) -> str:
        return self.back()
