"""Duties of the rooms that lie beside or below `notices` and cannot declare their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import GrantProposal, Role, User
from core import clock
from intake.models import Intake, IntakeState
from intake.registry import Kind
from intake.registry import kinds as kinds_of_file
from intake.services.reading import KEPT
from notices.registry import Audience, Duty, DutyKind, Holder, register
from policy.sources import FIXED
from rulebook.access import DRAFTERS
from rulebook.models import PolicyDraft
from rulebook.selectors import drafters_by_draft, drafts_waiting

S = IntakeState
FIRST_PASSWORDS_NAMED = 5


def proposals_waiting(audience: Audience) -> Iterator[Duty]:
    """Grants that a second officer has to decide on, never about their own account; one query."""
    if not audience.holds(Role.SYSTEM_OFFICER, Role.SECURITY_OFFICER):
        return
    rows = GrantProposal.objects.filter(state=GrantProposal.State.WAITING).select_related("user", "unit")
    if not audience.holds(Role.SYSTEM_OFFICER):
        rows = rows.filter(proposed_by=audience.user_id)
    for proposal in rows.order_by("proposed_at", "pk"):
        where = f"，范围：{proposal.unit.name}" if proposal.unit else ""
        whose = f"{proposal.user}的" if proposal.kind == GrantProposal.Kind.END else f"{proposal.user}"
        yield Duty(
            kind="accounts.grant",
            label="复核授权申请",
            about=f"{proposal.get_kind_display()}{whose}“{proposal.get_role_display()}”角色{where}",
            url=reverse("proposal", args=[proposal.pk]),
            holder=Holder(
                role=Role.SYSTEM_OFFICER,
                besides=frozenset({proposal.user_id, proposal.proposed_by_id}),
            ),
            since=_day(proposal.proposed_at),
            started_by=proposal.proposed_by_id,
        )


def first_passwords_lapsed(audience: Audience) -> Iterator[Duty]:
    """People who cannot sign in any more, because nobody used their first password in time; one query.

    A few are named one by one; of many the list of accounts is enough.
    """
    if not audience.holds(Role.SYSTEM_OFFICER):
        return
    lapsed = User.objects.filter(
        is_system=False, is_active=True, first_password_until__lte=clock.now()
    ).order_by("first_password_until", "pk")
    found = list(lapsed)
    holder = Holder(role=Role.SYSTEM_OFFICER)
    if len(found) > FIRST_PASSWORDS_NAMED:
        yield Duty(
            kind="accounts.first_password",
            label="重发首次密码",
            about=f"{len(found)} 个账号的首次密码已经过期，本人无法登录",
            url=reverse("accounts"),
            holder=holder,
            since=_day(found[0].first_password_until),
        )
        return
    for person in found:
        yield Duty(
            kind="accounts.first_password",
            label="重发首次密码",
            about=f"{person}的首次密码已经过期，本人无法登录",
            url=reverse("account", args=[person.pk]),
            holder=Holder(role=Role.SYSTEM_OFFICER, besides=frozenset({person.pk})),
            since=_day(person.first_password_until),
        )


def imports_waiting(audience: Audience) -> Iterator[Duty]:
    """Files that whoever uploaded them has to go on with, before they are deleted after a week; one query."""
    kinds = _kinds(audience)
    if not kinds:
        return
    corrected = Intake.objects.filter(corrects=OuterRef("pk")).exclude(state__in=[S.FAILED, S.DISCARDED])
    rows = Intake.objects.filter(
        Q(state__in=[S.UPLOADED, S.STAGED, S.FAILED])
        | (
            Q(state=S.APPLIED, errors_file__isnull=False, applied_at__gt=clock.now() - KEPT)
            & ~Exists(corrected)
        ),
        kind__in=kinds,
        created_by__is_system=False,
    )
    if audience.user_id is not None:
        rows = rows.filter(created_by=audience.user_id)
    for found in rows.order_by("created_at", "pk"):
        yield _import_duty(found, kinds[found.kind])


def _import_duty(found: Intake, kind: Kind) -> Duty:
    began = found.applied_at or found.created_at
    label, note, page = _next_step(found)
    year = f"{found.year} 年度" if found.year else ""
    return Duty(
        kind="intake.import",
        label=label,
        about=f"{year}{kind.label}“{found.file_name}”{note}",
        url=reverse(page, args=[found.pk]),
        holder=Holder(user_id=found.created_by_id),
        since=_day(began),
        due=_day(began + KEPT),
        day_by=FIXED,
    )


def _next_step(found: Intake) -> tuple[str, str, str]:
    """(what to do, a remark, the page of that step)."""
    bad, undecided = found.counts.get("bad", 0), found.counts.get("undecided", 0)
    if found.state == S.UPLOADED:
        return "对应导入文件的列", "", "import_columns"
    if found.state == S.FAILED:
        return "处理未能读入的文件", "", "import_columns"
    if found.state == S.APPLIED:
        return "改正问题行后补充导入", f"，{bad} 行没有导入" if bad else "", "import_page"
    if undecided:
        return "认定人员，再确认导入", f"，{undecided} 行待认定是不是同一人", "import_page"
    return "核对预览，确认导入", f"，{bad} 行有问题" if bad else "", "import_page"


def drafts_of_rules(audience: Audience) -> Iterator[Duty]:
    """Drafts of parameters: those that wait for a second head, and those sent back; two queries (第一条)."""
    if not audience.holds(*DRAFTERS):
        return
    waiting = drafts_waiting()
    took_part = drafters_by_draft(waiting)
    for draft in waiting:
        url = reverse("rule_draft", args=[draft.pk])
        about = f"{draft}，拟自 {draft.effective_from} 起施行"
        if draft.state == PolicyDraft.State.SUBMITTED:
            yield Duty(
                kind="rulebook.draft",
                label="批准或退回参数草案",
                about=about,
                url=url,
                holder=Holder(role=Role.ORG_HEAD, besides=took_part[draft.pk]),
                since=_day(draft.changed_at),
                article="第一条",
                started_by=getattr(draft, "submitted_by", None),
            )
        elif draft.state == PolicyDraft.State.RETURNED:
            yield Duty(
                kind="rulebook.draft",
                label="修改被退回的参数草案",
                about=about,
                url=url,
                holder=Holder(user_id=draft.drafted_by_id),
                since=_day(draft.changed_at),
                article="第一条",
            )


def _kinds(audience: Audience) -> dict[str, Kind]:
    return {kind.code: kind for kind in kinds_of_file() if audience.holds(*kind.roles)}


def _day(moment: datetime | None) -> date:
    """The day of a moment in the office's time; those asked for here are never missing."""
    assert moment is not None
    return moment.astimezone(clock.ZONE).date()


def register_duties() -> None:
    """Called once, when the apps are ready."""
    register(DutyKind("accounts.grant", proposals_waiting, started=True))
    register(DutyKind("accounts.first_password", first_passwords_lapsed))
    register(DutyKind("intake.import", imports_waiting))
    register(DutyKind("rulebook.draft", drafts_of_rules, started=True))
