"""One case as a page shows it: where it stands, which steps are next, and how much of it, to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from core import clock
from policy.clarification import may_archive
from policy.urgency import Urgency, urgency_of

from . import access as a
from .models import Blocked, Clarification, Origin
from .models.cases import CLOSED
from .page_parts import PARTS, Part
from .services.besides import NEXT
from .tables import KINDS

S = Clarification.State
OPEN = tuple(state for state in S if state not in (S.DRAFT, *CLOSED))
OFFICE, HEAD, SELF = "纪委监察部门", "纪委监察部门负责人", "干部本人"
# Who holds a case in a state, and what comes next.
HELD: Mapping[str, tuple[str, str]] = {
    S.DRAFT: (SELF, "填写完整后提交"),
    S.CHECKING: (OFFICE, "查明事实，作出核查结论"),
    S.FOUND: (HEAD, "审定核查结论"),
    S.ASKING: (SELF, "表达是否澄清、是否公开的意愿"),
    S.PLANNING: (OFFICE, "拟定澄清方案，提请审批"),
    S.APPROVING: (HEAD, "审批方案"),
    S.DOING: (OFFICE, "按批准的方案实施"),
    S.DELIVERING: (SELF, "签收澄清结果"),
    S.VISITING: (OFFICE, "到期回访"),
    S.DECLINED: (HEAD, "归档"),
    S.UNSUITABLE: (HEAD, "归档"),
    S.ARCHIVED: ("", "已经办结"),
    S.WITHDRAWN: ("", "申请已撤回，以后可以重新申请"),
    S.OVERTURNED: ("", "澄清已撤销，不再办理"),
}


@dataclass(frozen=True)
class Link:
    """A step from a state: what it is called, where it leads; primary for what people come for.

    url: a name here, an address once it is shown on a page.
    """

    step: str
    states: tuple[str, ...]
    label: str
    url: str
    primary: bool = False
    where: Callable[[Clarification], bool] = lambda case: True
    danger: bool = False


LINKS: tuple[Link, ...] = (
    Link(a.CHECK, (S.CHECKING,), "登记核查结论", "clarification_check", True),
    Link(a.CONFIRM, (S.FOUND,), "审定核查结论", "clarification_confirm", True),
    Link(a.CONFIRM, (S.FOUND,), "退回核查", "clarification_check_return"),
    Link(a.WISH, (S.ASKING,), "表达意愿", "clarification_wish", True),
    Link(a.WISH_PAPER, (S.ASKING,), "代录本人意愿", "clarification_wish_paper"),
    Link(a.PLAN, (S.PLANNING,), "拟定方案", "clarification_plan", True),
    Link(a.APPROVE, (S.APPROVING,), "批准方案", "clarification_approve", True),
    Link(a.APPROVE, (S.APPROVING,), "退回修改", "clarification_plan_return"),
    Link(a.REFUSE, (S.PLANNING, S.APPROVING), "不宜澄清", "clarification_refuse"),
    Link(a.DO, (S.DOING,), "登记实施", "clarification_do", True),
    Link(a.SIGN, (S.DELIVERING,), "签收", "clarification_sign", True),
    Link(a.DELIVER, (S.DELIVERING,), "代录纸质签收", "clarification_deliver"),
    Link(
        a.VISIT, (S.VISITING,), "记录回访", "clarification_visit", True, lambda case: case.visited_on is None
    ),
    Link(
        a.ARCHIVE,
        (S.VISITING, S.DECLINED, S.UNSUITABLE),
        "归档",
        "clarification_archive",
        True,
        lambda case: case.has_ended or case.visited_on is not None,
    ),
    Link(a.RESTORE, OPEN, "登记受影响事项", "clarification_blocked"),
    Link(
        a.NOTE,
        OPEN,
        "提请党委注意",
        "clarification_note",
        where=lambda case: case.is_untrue and case.noted_on is None,
    ),
    Link(
        a.MALICE,
        (*OPEN, S.ARCHIVED),
        "诬告陷害的认定",
        "clarification_malice",
        where=lambda case: case.is_untrue and case.origin == Origin.REPORT and bool(NEXT[case.malice]),
    ),
    Link(a.ADD, OPEN, "添加附件", "clarification_file_add"),
    Link(a.ADD_OWN, (S.CHECKING,), "添加附件", "clarification_file_add"),
    Link(
        a.WITHDRAW,
        (S.CHECKING,),
        "撤回申请",
        "clarification_withdraw",
        where=lambda case: case.began == "request",
    ),
    Link(
        a.READ,
        (S.DOING, S.DELIVERING, S.VISITING, S.ARCHIVED),
        "下载澄清函（Word 文件）",
        "clarification_letter",
        where=lambda case: bool(case.channel and case.approved_on),
    ),
    Link(
        a.OVERTURN,
        (*OPEN, S.ARCHIVED),
        "撤销澄清",
        "clarification_overturn",
        where=lambda case: case.is_untrue,
        danger=True,
    ),
)


@dataclass(frozen=True)
class Missing:
    """A thing that is not there yet, and where it is supplied, "" where not by a page of its own."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class CasePage:
    """The case for one reader. sight: whole, own or told; missing: what stands between it and the archive."""

    case: Clarification
    sight: str
    word: str
    kind: str
    holder: str
    next_step: str
    missing: tuple[Missing, ...]
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    blocked: tuple[Any, ...]
    may_restore: bool
    files: tuple[Any, ...]
    moments: list[tuple[str, str, str]]
    due: date | None
    urgency: Urgency | None


def case_page(case: Clarification, user: Any, scopes: a.Scopes) -> CasePage:
    """The case with what its reader may see and do; a fixed number of queries."""
    steps = a.steps_of(user, case, scopes=scopes)
    mine = a.own(user, case)
    sight = "own" if mine else "whole" if a.READ in steps else "told"
    hidden = mine and case.state == S.FOUND  # what one officer found is no finding yet
    state = S.CHECKING if hidden else S(case.state)
    holder, next_step = _held(case, state)
    due = due_of(case)
    files = case.files.select_related("file")
    blocked = () if sight == "told" else tuple(case.blocked.select_related("restored_by"))
    return CasePage(
        case=case,
        sight=sight,
        word=state.label,
        kind=KINDS[state],
        holder=holder,
        next_step=next_step,
        missing=_missing(case, blocked) if sight == "whole" else (),
        parts=PARTS[sight](case),
        links=() if sight == "told" else tuple(_links(case, steps, blocked)),
        blocked=blocked,
        may_restore=a.RESTORE in steps and case.is_untrue and case.state != S.ARCHIVED,
        files=() if sight == "told" else tuple(files.filter(own=True) if mine else files),
        moments=moments_of(case, sight),
        due=due,
        urgency=urgency_of(due, clock.today()) if due else None,
    )


def _held(case: Clarification, state: str) -> tuple[str, str]:
    """Who has to act in that state, and what comes next."""
    if state == S.APPROVING and case.managed:
        return "党委会或纪委书记", "审批方案"
    if state == S.VISITING and case.visited_on:
        return HEAD, "归档"
    return HELD[state]


def _missing(case: Clarification, blocked: Sequence[Blocked]) -> tuple[Missing, ...]:
    """What still has to be done before the case is put away, once nothing else is."""
    if case.state not in (S.VISITING, S.DECLINED, S.UNSUITABLE):
        return ()
    still = sum(item.restored_on is None for item in blocked)
    verdict = may_archive(ended=case.has_ended, visited=case.visited_on is not None, blocked=still)
    return tuple(Missing(reason.text) for reason in verdict.reasons)


def due_of(case: Clarification) -> date | None:
    """The deadline that runs now."""
    return {
        S.APPROVING: case.approve_due,
        S.DOING: case.do_due,
        S.DELIVERING: case.do_due,
        S.VISITING: None if case.visited_on else case.visit_due,
    }.get(S(case.state))


def _links(case: Clarification, steps: frozenset[str], blocked: Sequence[Blocked]) -> Iterable[Link]:
    """The steps from here; nothing is put away while something is still to be restored."""
    waits = {a.ARCHIVE} if any(item.restored_on is None for item in blocked) else set()
    able = steps - waits
    return (
        replace(link, url=reverse(link.url, args=[case.pk]))
        for link in LINKS
        if link.step in able and case.state in link.states and link.where(case)
    )


def moments_of(case: Clarification, sight: str) -> list[tuple[str, str, str]]:
    """What happened, newest first: whole for the offices; where the case went, for the cadre. One query."""
    if sight == "told":
        return []
    rows = case.events.select_related("actor").order_by("-pk")
    if sight == "own":
        moved = (row for row in rows if row.to_state not in (row.from_state, S.FOUND))
        return [(_when(row.at), S(row.to_state).label, "") for row in moved]
    return [(_when(row.at), row.note, row.actor.name) for row in rows]


def _when(moment: Any) -> str:
    return f"{moment.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
