"""Who handles a case: named and taken off, recused, sent upward; and who has read the file (第十二条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Role
from accounts.selectors import holds_role
from core import clock
from core.pages import FormPage
from policy.limits.tolerance_officers import NAMED_DAYS
from policy.tolerance_steps import Party
from rulebook.selectors import limit_on

from ..access_officers import HEADS, decided_from_above, may_arrange, may_decide_recusal
from ..forms.officers import (
    ArrangeForm,
    DecideForm,
    NameForm,
    ParticipantForm,
    RecusalForm,
    RevokeForm,
)
from ..models import Escalation, Reading, Recusal, ToleranceGrant
from ..selectors.officers import known_officers, nameable, officers_page
from ..services import officers as services
from ..services.recusals import recusal_ask, recusal_decide
from .base import read, visible_case

P = Party
NAMING = frozenset({P.HANDLING_HEAD, P.OTHER_HEAD})
DECLARING = NAMING | {P.HANDLER, P.CADRE, P.APPLICANT}
# Who may look at the people of a case: the offices, and the cadre whom they judge.
LOOKING = frozenset({P.STAFF, P.CADRE})
ASKING = LOOKING
PER_PAGE = 50


@require_safe
@never_cache
def officers(request: HttpRequest, pk: int) -> HttpResponse:
    """经办与回避 of one case; the cadre reads who handles it, and may ask that somebody step aside."""
    seen = visible_case(request, pk)
    case, parties = seen.case, seen.parties
    if not LOOKING & parties:
        raise PermissionDenied
    read(request, case, "经办与回避")
    context = {
        "title": "经办与回避",
        "case": case,
        "page": officers_page(case, on=clock.today()),
        "inside": seen.inside,
        "may_name": bool(NAMING & parties),
        "may_declare": bool(DECLARING & parties),
        "may_ask": bool(ASKING & parties),
        "user_pk": request.user.pk,
    }
    return render(request, "tolerance/officers.html", context)


@require_safe
@never_cache
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who read what of the file, and when; for the heads of both offices."""
    seen = visible_case(request, pk)
    case = seen.case
    if not NAMING & seen.parties:
        raise PermissionDenied
    rows = Reading.objects.filter(case=case).select_related("reader")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": "查阅记录", "case": case, "page": page}
    return render(request, "tolerance/readings.html", context)


@require_safe
@never_cache
def recusals(request: HttpRequest) -> HttpResponse:
    """Recusals and cases that went upward, for those who decide: the heads, and 党办 for the superior."""
    if not holds_role(request.user, HEADS | {Role.PARTY_OFFICE}, on=clock.today()):
        raise Http404
    rows = Recusal.objects.visible_to(request.user).select_related("case__cadre", "officer", "asked_by")
    upward = Escalation.objects.visible_to(request.user).select_related("case__cadre", "entered_by")
    context = {
        "title": "回避与报上级安排",
        "page": Paginator(rows.order_by("state", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "escalations": upward.order_by("-pk")[:PER_PAGE],
        "may_arrange": may_arrange(request.user),
    }
    return render(request, "tolerance/recusals.html", context)


class OfficerPage(FormPage):
    """A form about the people of one visible case, for some of its parties."""

    parties: frozenset[Party] = frozenset()

    def find(self) -> Any:
        self.seen = visible_case(self.request, self.kwargs["pk"])
        return self.seen.case

    def may(self) -> bool:
        return bool(self.parties & self.seen.parties)

    def back(self) -> str:
        return reverse("tolerance_officers", args=[self.object.pk])

    def done(self, result: Any) -> Any:
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"parent": str(self.object), "parent_url": reverse("tolerance_case", args=[self.object.pk])}


class OfficerName(OfficerPage):
    parties, form_class, title, submit = NAMING, NameForm, "指定经办人", "指定"
    lead = "只列出没有回避情形的人员；指定的人在期限内能够打开本案，其他人看不到。"
    success = "已指定。"

    def form_kwargs(self) -> dict[str, Any]:
        today = clock.today()
        last = today + timedelta(days=limit_on(NAMED_DAYS, today))
        people = [user for user in nameable(self.object, on=today) if user.pk != self.request.user.pk]
        return {"people": people, "initial": {"valid_from": today, "valid_to": last}}

    def perform(self, form: Any) -> Any:
        return services.officer_name(case=self.object, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class OfficerRevoke(OfficerPage):
    parties, form_class, title, submit = NAMING, RevokeForm, "撤销指定", "撤销"
    lead = "撤销后，这名经办人立即看不到本案；查阅记录和办理记录保留。"
    success = "已撤销。"

    def perform(self, form: Any) -> Any:
        grant = get_object_or_404(ToleranceGrant.records, pk=self.kwargs["grant"], content_object=self.object)
        return services.officer_revoke(grant=grant, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def may(self) -> bool:
        get_object_or_404(ToleranceGrant.records, pk=self.kwargs["grant"], content_object=self.object)
        return super().may()


class ParticipantDeclare(OfficerPage):
    parties, form_class, title, submit = DECLARING, ParticipantForm, "申报决定的参与人", "申报"
    lead = "参与过有争议决定的人不办理本案；申报后立即回避。"
    success = "已申报。"

    def perform(self, form: Any) -> Any:
        return services.participant_declare(case=self.object, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class RecusalAsk(OfficerPage):
    parties, form_class, title, submit = ASKING, RecusalForm, "申请回避", "提交申请"
    lead = "由部门负责人决定；负责人的回避由上级决定。决定之前，经办人照常办理。"
    success = "申请已提交，请等待决定。"

    def form_kwargs(self) -> dict[str, Any]:
        people = known_officers(self.object, on=clock.today())
        if P.CADRE not in self.seen.parties:
            people = [user for user in people if user == self.request.user]
        return {"people": people}

    def perform(self, form: Any) -> Any:
        return recusal_ask(case=self.object, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]


class RecusalDecide(FormPage):
    """One recusal: what is said, and the decision by whose it is."""

    form_class, title, submit = DecideForm, "决定回避", "作出决定"
    template_name = "tolerance/recusal.html"
    success = "已决定。"

    def find(self) -> Any:
        rows = Recusal.objects.visible_to(self.request.user).select_related("case__cadre", "officer")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may_decide_recusal(self.request.user, self.object)

    def show(self, form: Any) -> HttpResponse:
        read(self.request, self.object.case, "回避申请")
        return super().show(form)

    def form_kwargs(self) -> dict[str, Any]:
        return {"from_above": decided_from_above(self.object)}

    def back(self) -> str:
        return reverse("tolerance_recusals")

    def perform(self, form: Any) -> Any:
        return recusal_decide(recusal=self.object, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]

    def done(self, result: Any) -> Any:
        return self.back()


class EscalationArrange(FormPage):
    """What the superior arranged, entered by 党办."""

    form_class, title, submit = ArrangeForm, "录入上级安排", "保存"
    lead = "可以办理的人员不足两人。录入上级的安排之后，可以指定两个部门以外的人员。"
    success = "已录入，负责人可以按安排指定人员。"

    def find(self) -> Any:
        rows = Escalation.objects.visible_to(self.request.user).select_related("case")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may_arrange(self.request.user)

    def back(self) -> str:
        return reverse("tolerance_recusals")

    def perform(self, form: Any) -> Any:
        return services.escalation_arrange(
            escalation=self.object,
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )

    def done(self, result: Any) -> Any:
        return self.back()
