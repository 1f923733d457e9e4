"""What waits in clarifications: a row of `STEPS` for each state in which somebody has to act (第十四条)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import Role, User
from cadres.models import Kin
from notices.registry import Audience, Duty, DutyKind, Holder, register
from policy.limits.clarification import APPROVE, DO, VISIT

from .access import DISCIPLINE, OFFICES
from .models import Clarification
from .selectors import awaiting, still_blocked

ARTICLE = "第十四条"
S = Clarification.State
OFFICER, HEAD = Role.DISCIPLINE_OFFICER, Role.DISCIPLINE_HEAD


@dataclass(frozen=True)
class Waits:
    """One kind of waiting. role: who acts, None for the cadre; since, due: columns of the case; day_by: the
    limit that sets its due."""

    code: str
    state: str
    label: str
    role: Role | None
    url: str
    since: str
    due: str = ""
    day_by: str = ""
    where: Callable[[Clarification], bool] = lambda case: True
    besides: Callable[[Clarification], int | None] = lambda case: None


STEPS: tuple[Waits, ...] = (
    Waits("check", S.CHECKING, "核查澄清事项", OFFICER, "clarification_check", "opened_on"),
    Waits(
        "confirm",
        S.FOUND,
        "审定澄清的核查结论",
        HEAD,
        "clarification_confirm",
        "checked_on",
        besides=lambda case: case.checked_by_id,
    ),
    Waits("wish", S.ASKING, "对澄清方式表达意愿", None, "clarification_wish", "confirmed_on"),
    Waits("plan", S.PLANNING, "拟定澄清方案", OFFICER, "clarification_plan", "wished_on"),
    Waits(
        "approve",
        S.APPROVING,
        "审批澄清方案",
        HEAD,
        "clarification_approve",
        "planned_on",
        "approve_due",
        APPROVE,
        besides=lambda case: case.planned_by_id,
    ),
    Waits("do", S.DOING, "实施澄清", OFFICER, "clarification_do", "approved_on", "do_due", DO),
    Waits("sign", S.DELIVERING, "签收澄清结果", None, "clarification_sign", "done_on", "do_due", DO),
    Waits(
        "deliver", S.DELIVERING, "跟进澄清的签收", OFFICER, "clarification_deliver", "done_on", "do_due", DO
    ),
    Waits(
        "visit",
        S.VISITING,
        "澄清后回访",
        OFFICER,
        "clarification_visit",
        "delivered_on",
        "visit_due",
        VISIT,
        where=lambda case: case.visited_on is None,
    ),
    Waits(
        "archive",
        S.VISITING,
        "澄清归档",
        HEAD,
        "clarification",
        "visited_on",
        where=lambda case: case.visited_on is not None,
    ),
    Waits("archive_unsuitable", S.UNSUITABLE, "不宜澄清的归档", HEAD, "clarification", "confirmed_on"),
    Waits("archive_declined", S.DECLINED, "不要求澄清的归档", HEAD, "clarification", "wished_on"),
)


def _cases(audience: Audience) -> list[Clarification]:
    """The cases that may concern the audience, read once for all kinds; the own ones for a mere cadre."""
    if audience.holds(*OFFICES):
        return list(awaiting())
    return list(awaiting(User.objects.filter(pk=audience.user_id or 0).values("staff_no")))


def _users(audience: Audience) -> Mapping[str, int]:
    """工号 -> user of the cadres whose cases these are."""
    return {case.cadre.staff_no: case.account for case in audience.once(_cases) if case.account}  # type: ignore[attr-defined]


def _relatives(audience: Audience) -> Mapping[int, frozenset[int]]:
    """cadre -> users who are relatives and step aside. Two queries."""
    ids = {case.cadre_id for case in audience.once(_cases)}
    known = Kin.objects.filter(Q(cadre__in=ids) | Q(relative__in=ids), removed_on__isnull=True)
    near: dict[int, set[str]] = defaultdict(set)
    for one, its_number, other, number in known.filter(relative__isnull=False).values_list(
        "cadre_id", "cadre__staff_no", "relative_id", "relative__staff_no"
    ):
        near[one].add(number)
        near[other].add(its_number)
    numbers = {number for found in near.values() for number in found}
    users = dict(User.objects.filter(staff_no__in=numbers).values_list("staff_no", "pk")) if numbers else {}
    return {cadre: frozenset(users[n] for n in found if n in users) for cadre, found in near.items()}


def _unrestored(audience: Audience) -> frozenset[int]:
    """Cases with something still to be restored: not to be put away yet."""
    return frozenset(item.case_id for item in audience.once(_blocked))


def _blocked(audience: Audience) -> list[Any]:
    """What is still to be restored. One query."""
    return list(still_blocked())


def waiting(row: Waits, audience: Audience) -> Iterator[Duty]:
    """The duties of one row, the own case or a relative's never as an officer; five queries in all."""
    if not audience.holds(*OFFICES, Role.CADRE):
        return
    for case in audience.once(_cases):
        if case.state != row.state or not row.where(case):
            continue
        if row.code.startswith("archive") and case.pk in audience.once(_unrestored):
            continue
        user = audience.once(_users).get(case.cadre.staff_no)
        if row.role is None and user is None:
            continue
        near = audience.once(_relatives).get(case.cadre_id, frozenset())
        besides = near | {row.besides(case) or 0, user or 0}
        yield Duty(
            kind=f"clarification.{row.code}",
            label=row.label,
            about=f"{case.cadre.name}，{case.get_origin_display()}",
            url=reverse(row.url, args=[case.pk]),
            holder=Holder(user_id=user) if row.role is None else Holder(role=row.role, besides=besides),
            since=getattr(case, row.since) or case.opened_on or audience.on,
            due=getattr(case, row.due) if row.due else None,
            day_by=row.day_by,
            article=ARTICLE,
            provisional=bool(row.due) and case.provisional,
            hidden_from=near | {user or 0},
            in_confidence=row.role is None,
        )


def to_restore(audience: Audience) -> Iterator[Duty]:
    """What the talk had blocked waits to be restored, by nobody near; five queries."""
    if not audience.holds(*OFFICES):
        return
    users = audience.once(_users)
    relatives = audience.once(_relatives)
    for item in audience.once(_blocked):
        aside = {users.get(item.case.cadre.staff_no, 0), *relatives.get(item.case.cadre_id, ())}
        yield Duty(
            kind="clarification.restore",
            label="恢复受影响的事项",
            about=f"{item.case.cadre.name}，{item.get_kind_display()}",
            url=reverse("clarification_restore", args=[item.case_id, item.pk]),
            holder=Holder(role=Role.ORG_OFFICER, besides=frozenset(aside)),
            since=item.case.confirmed_on or audience.on,
            article=ARTICLE,
            hidden_from=frozenset(aside),
        )


def register_duties() -> None:
    """Called once, when the apps are ready."""
    for row in STEPS:
        register(DutyKind(f"clarification.{row.code}", partial(waiting, row), DISCIPLINE))
    register(DutyKind("clarification.restore", to_restore, OFFICES))
