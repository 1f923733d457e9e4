"""One case as a page shows it: how much of it, to whom, and which steps are next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core import clock
from policy.urgency import Urgency, urgency_of

from . import access as a
from .models import Blocked, Clarification, Malice, Origin
from .services.besides import NEXT
from .tables import KINDS

S = Clarification.State
Facts = list[tuple[str, Any]]
OPEN = tuple(state for state in S if state not in (S.DRAFT, S.ARCHIVED, S.WITHDRAWN))


@dataclass(frozen=True)
class Link:
    """A step from a state: what it is called, where it leads; primary for what people come for."""

    step: str
    states: tuple[str, ...]
    label: str
    url: str
    primary: bool = False
    where: Callable[[Clarification], bool] = lambda case: True


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
)


@dataclass(frozen=True)
class Part:
    """A panel of the page: facts, and texts as typed with what they are called."""

    anchor: str
    title: str
    facts: Facts = field(default_factory=list)
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CasePage:
    """The case for one reader. sight: whole, own or told."""

    case: Clarification
    sight: str
    word: str
    kind: str
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    blocked: tuple[Any, ...]
    may_restore: bool
    files: tuple[Any, ...]
    moments: list[tuple[str, str, str]]
    urgency: Urgency | None


def case_page(case: Clarification, user: Any, scopes: a.Scopes) -> CasePage:
    """The case with what its reader may see and do; a fixed number of queries."""
    steps = a.steps_of(user, case, scopes=scopes)
    mine = a.own(user, case)
    sight = "own" if mine else "whole" if a.READ in steps else "told"
    hidden = mine and case.state == S.FOUND  # what one officer found is no finding yet
    due = due_of(case)
    files = case.files.select_related("file")
    blocked = () if sight == "told" else tuple(case.blocked.select_related("restored_by"))
    return CasePage(
        case=case,
        sight=sight,
        word=S.CHECKING.label if hidden else case.get_state_display(),
        kind=KINDS[S.CHECKING if hidden else S(case.state)],
        parts=PARTS[sight](case),
        links=() if sight == "told" else tuple(_links(case, steps, blocked)),
        blocked=blocked,
        may_restore=a.RESTORE in steps and case.is_untrue and case.state != S.ARCHIVED,
        files=() if sight == "told" else tuple(files.filter(own=True) if mine else files),
        moments=moments_of(case, sight),
        urgency=urgency_of(due, clock.today()) if due and sight == "whole" else None,
    )


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
    return (link for link in LINKS if link.step in able and case.state in link.states and link.where(case))


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


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _by(day: date | None, user: Any) -> str:
    return f"{_day(day)}，{user.name}" if day and user else _day(day)


def _said(facts: Facts) -> Facts:
    return [(name, value) for name, value in facts if value]


def _texts(*texts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in texts if text)


def _begin(case: Clarification, *, whole: bool) -> Part:
    facts = [
        ("干部", f"{case.cadre.name}（{case.cadre.staff_no}）"),
        ("所在单位", case.unit.name if case.unit else ""),
        ("起因", case.get_origin_display()),
        ("提起方式", case.get_began_display()),
        ("提出", _by(case.opened_on, case.opened_by) if whole else _day(case.opened_on)),
        ("承办部门编号", case.external_no if whole else ""),
    ]
    texts = _texts(("事实经过", case.facts), ("需要澄清的内容", case.content), ("诉求", case.demand))
    return Part("begin", "起因", _said(facts), texts)


def _check(case: Clarification) -> Part:
    spread = case.spread_reach().words if case.outcome else ""
    facts = [
        ("核查结论", case.get_outcome_display()),
        ("核查文号", case.finding_no),
        ("核查", _by(case.checked_on, case.checked_by)),
        ("审定", _by(case.confirmed_on, case.confirmed_by)),
        ("传播范围", spread),
        ("传播起始日期", _day(case.spread_from)),
        ("事项", case.matter.number if case.matter else ""),
        ("记录的影响", _effect(case)),
    ]
    return Part("check", "核查", _said(facts), _texts(("核查情况", case.finding)))


def _effect(case: Clarification) -> str:
    return f"自{_day(case.relief.valid_from)}起不再计入（第十四条）" if case.relief else ""


def _wishes(case: Clarification) -> Part:
    facts = [("本人意愿", case.get_wishes_display()), ("日期", _by(case.wished_on, case.wishes_by))]
    return Part("wishes", "本人意愿", _said(facts), _texts(("本人意见", case.wishes_note)))


def _plan(case: Clarification) -> Part:
    due = _day(case.approve_due) + ("（暂定）" if case.provisional and case.state == S.APPROVING else "")
    approval = case.get_approving_body_display() or "纪委监察部门负责人"
    facts = [
        ("澄清方式", case.get_channel_display()),
        ("澄清范围", case.audience_reach().words if case.audience else ""),
        ("风险程度", case.get_risk_level_display()),
        ("校管干部", ("是" if case.managed else "否") if case.planned_on else ""),
        ("拟定", _by(case.planned_on, case.planned_by)),
        ("审批期限", due),
        ("审批机关", approval if case.approved_on else ""),
        ("批准", _by(case.approved_on, case.approved_by)),
        ("批准文号", case.approval_no),
    ]
    texts = _texts(("澄清内容", case.words), ("风险评估", case.risk), ("不宜澄清的理由", case.unsuitable))
    return Part("plan", "方案与审批", _said(facts), texts)


def _doing(case: Clarification, *, whole: bool) -> Part:
    facts = [
        ("实施期限", _day(case.do_due)),
        ("实施", _by(case.done_on, case.done_by) if whole else _day(case.done_on)),
        ("澄清文书文号", case.letter_no),
        ("签收", _day(case.delivered_on)),
        ("签收方式", case.get_delivered_way_display()),
        ("回访日期", _day(case.visit_due)),
        ("实际回访", _by(case.visited_on, case.visited_by)),
        ("归档", _day(case.archived_on)),
    ]
    texts = [("实施情况", case.done_note), ("签收意见", case.delivered_note)]
    return Part("doing", "实施、签收与回访", _said(facts), _texts(*texts, ("回访情况", case.visit_note)))


def _besides(case: Clarification) -> Part:
    result: dict[bool | None, str] = {True: "认定为诬告陷害", False: "不认定为诬告陷害（错告），只作解释说明"}
    facts = [
        ("提请党委注意", _day(case.noted_on)),
        ("受影响的票数", f"{_day(case.spread_from)}以后形成的" if case.noted_on else ""),
        ("提请注意的内容", case.note),
        (
            "恶意举报的认定",
            case.get_malice_display() if case.origin == Origin.REPORT and case.is_untrue else "",
        ),
        ("上级机关", case.malice_body),
        ("文号", case.malice_no),
        ("认定结果", result[case.malice_found] if case.malice == Malice.RESULT_RECEIVED else ""),
    ]
    return Part("besides", "提请注意与认定", _said(facts))


def _whole(case: Clarification) -> tuple[Part, ...]:
    parts = (
        _begin(case, whole=True),
        _check(case),
        _wishes(case),
        _plan(case),
        _doing(case, whole=True),
        _besides(case),
    )
    return tuple(part for part in parts if part.facts or part.texts)


def _own(case: Clarification) -> tuple[Part, ...]:
    """What the cadre reads: findings once confirmed, the plan once approved; no numbers of the office."""
    parts = [_begin(case, whole=False)]
    if case.confirmed_on:
        facts = [
            ("核查结论", case.get_outcome_display()),
            ("审定日期", _day(case.confirmed_on)),
            ("记录的影响", _effect(case)),
        ]
        parts.append(Part("check", "核查", _said(facts), _texts(("不宜澄清的理由", case.unsuitable))))
        parts.append(_wishes(case))
    if case.approved_on:
        facts = [
            ("澄清方式", case.get_channel_display()),
            ("澄清范围", case.audience_reach().words),
            ("批准日期", _day(case.approved_on)),
        ]
        parts.append(Part("plan", "方案", _said(facts), _texts(("澄清内容", case.words))))
        parts.append(_doing(case, whole=False))
    return tuple(part for part in parts if part.facts or part.texts)


def _told(case: Clarification) -> tuple[Part, ...]:
    """What the audience heard, and no more."""
    facts = [
        ("干部", case.cadre.name),
        ("所在单位", case.unit.name if case.unit else ""),
        ("澄清方式", case.get_channel_display()),
        ("实施日期", _day(case.done_on)),
        ("澄清文书文号", case.letter_no),
    ]
    return (Part("told", "澄清内容", _said(facts), _texts(("", case.words))),)


PARTS: dict[str, Callable[[Clarification], tuple[Part, ...]]] = {"whole": _whole, "own": _own, "told": _told}
