"""Who holds which role; asking for a change, and the second person's word on it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.pages import FormPage, StepView

from ..access import (
    DECIDE,
    GRANTS_PAGE,
    PROPOSE,
    grants_visible_to,
    may,
    page_of,
    people_visible_to,
    proposals_visible_to,
)
from ..forms.grants import ApproveForm, EndForm, GrantForm, RejectForm
from ..models import GrantProposal, Role, RoleGrant, User
from ..services.grants import (
    grant_end_propose,
    grant_propose,
    proposal_approve,
    proposal_reject,
    proposal_withdraw,
)
from .people import people_page

WAITING = GrantProposal.State.WAITING
_ALL_OF_A_PROPOSAL = ("user", "unit", "grant", "proposed_by", "decided_by")


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """What waits for the second person, and everybody with the roles they hold."""
    page_of(request.user, GRANTS_PAGE)
    open_grants = RoleGrant.objects.still_open(on=clock.today()).select_related("unit").order_by("pk")
    people = people_visible_to(request.user).prefetch_related(
        Prefetch("grants", queryset=open_grants, to_attr="open_grants")
    )
    waiting = proposals_visible_to(request.user).filter(state=WAITING).select_related(*_ALL_OF_A_PROPOSAL)
    context = {
        "title": "角色授予",
        "waiting": waiting.order_by("proposed_at", "pk"),
        "today": clock.today(),
        **people_page(request, people),
    }
    return render(request, "accounts/grants.html", context)


@require_safe
def grants_of(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's roles, now and before, and every proposal about them."""
    page_of(request.user, GRANTS_PAGE)
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    held = person.grants.select_related("unit").order_by("-valid_from", "-pk")
    context = {
        "title": f"{person.name}的角色",
        "person": person,
        "grants": held,
        "open_now": set(held.still_open(on=clock.today()).values_list("pk", flat=True)),
        "today": clock.today(),
        "proposals": person.proposals.select_related(*_ALL_OF_A_PROPOSAL),
        "may_propose": may(request.user, PROPOSE, person),
    }
    return render(request, "accounts/grants_of.html", context)


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: what is asked, by whom, and the two answers for whoever may give them."""
    page_of(request.user, GRANTS_PAGE)
    found = get_object_or_404(proposals_visible_to(request.user).select_related(*_ALL_OF_A_PROPOSAL), pk=pk)
    waits = found.state == WAITING
    context = {
        "title": f"{found.get_kind_display()}“{found.get_role_display()}”",
        "proposal": found,
        "waits": waits,
        "may_decide": waits and may(request.user, DECIDE, found.user) and found.proposed_by != request.user,
        "may_withdraw": waits and found.proposed_by == request.user,
        "approve": ApproveForm(auto_id="approve_%s"),
        "reject": RejectForm(auto_id="reject_%s"),
    }
    return render(request, "accounts/proposal.html", context)


class GrantPropose(FormPage):
    """Asks for a role for one person."""

    form_class = GrantForm
    title = "提出授予角色"
    submit = "提交复核"
    success = "已提交。由系统管理员复核同意后才生效。"

    def find(self) -> User:
        page_of(self.request.user, GRANTS_PAGE)
        return get_object_or_404(people_visible_to(self.request.user), pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, PROPOSE, self.object)

    def context(self) -> dict[str, Any]:
        return {"lead": f"授予：{self.object}"}

    def back(self) -> str:
        return reverse("grants_of", args=[self.object.pk])

    def perform(self, form: GrantForm) -> GrantProposal:
        data = form.cleaned_data
        actor: Any = self.request.user
        return grant_propose(
            user=self.object,
            role=Role(data["role"]),
            unit=data["unit"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            reason=data["reason"],
            actor=actor,
        )

    def done(self, result: GrantProposal) -> str:
        return self.back()


class GrantEnd(FormPage):
    """Asks to end a grant."""

    form_class = EndForm
    title = "提出终止角色"
    submit = "提交复核"
    success = "已提交。由系统管理员复核同意后才生效。"

    def find(self) -> RoleGrant:
        page_of(self.request.user, GRANTS_PAGE)
        found = grants_visible_to(self.request.user).select_related("user", "unit")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return may(self.request.user, PROPOSE, self.object.user)

    def context(self) -> dict[str, Any]:
        where = f"，范围：{self.object.unit.name}" if self.object.unit else ""
        return {"lead": f"终止{self.object.user}的“{self.object.get_role_display()}”角色{where}。"}

    def back(self) -> str:
        return reverse("grants_of", args=[self.object.user_id])

    def perform(self, form: EndForm) -> GrantProposal:
        actor: Any = self.request.user
        return grant_end_propose(
            grant=self.object,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            actor=actor,
        )

    def done(self, result: GrantProposal) -> str:
        return self.back()


class ProposalStep(StepView):
    """What the answers to a proposal share."""

    def find(self) -> GrantProposal:
        page_of(self.request.user, GRANTS_PAGE)
        found = proposals_visible_to(self.request.user).select_related(*_ALL_OF_A_PROPOSAL)
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return (
            may(self.request.user, DECIDE, self.object.user) and self.object.proposed_by != self.request.user
        )

    def done(self, result: GrantProposal) -> str:
        return "grants"


class ProposalApprove(ProposalStep):
    """The second person's yes."""

    form_class = ApproveForm
    success = "已同意，变更立即生效。"

    def perform(self, form: ApproveForm) -> GrantProposal:
        actor: Any = self.request.user
        return proposal_approve(proposal=self.object, actor=actor, note=form.cleaned_data["note"])


class ProposalReject(ProposalStep):
    """The second person's no."""

    form_class = RejectForm
    success = "已退回。"

    def perform(self, form: RejectForm) -> GrantProposal:
        actor: Any = self.request.user
        return proposal_reject(proposal=self.object, actor=actor, note=form.cleaned_data["note"])


class ProposalWithdraw(ProposalStep):
    """The proposer's second thought."""

    success = "申请已撤回。"

    def may(self) -> bool:
        return (
            may(self.request.user, PROPOSE, self.object.user) and self.object.proposed_by == self.request.user
        )

    def perform(self, form: Any) -> GrantProposal:
        actor: Any = self.request.user
        return proposal_withdraw(proposal=self.object, actor=actor)
