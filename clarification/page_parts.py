"""The panels of a case's page: whole for the offices, less for the cadre, the text alone for who was told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .models import Clarification, Malice, Origin

S = Clarification.State
Facts = list[tuple[str, Any]]


@dataclass(frozen=True)
class Part:
    """A panel of the page: facts, and texts as typed with what they are called."""

    anchor: str
    title: str
    facts: Facts = field(default_factory=list)
    texts: tuple[tuple[str, str], ...] = ()


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
    relief = case.relief
    if relief is None:
        return ""
    said = f"自{_day(relief.valid_from)}起不再计入（第十四条）"
    return f"{said}，自{_day(relief.valid_to)}起重新计入" if relief.valid_to else said


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
        ("更正理由", case.managed_reason),
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
        ("提前回访的理由", case.visit_early if whole else ""),
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


def _overturned(case: Clarification, *, whole: bool) -> Part:
    facts = [
        ("撤销", _by(case.overturned_on, case.overturned_by) if whole else _day(case.overturned_on)),
        ("撤销文号", case.overturned_no),
    ]
    return Part("overturned", "撤销", _said(facts), _texts(("撤销理由", case.overturned_reason)))


def _whole(case: Clarification) -> tuple[Part, ...]:
    parts = (
        _overturned(case, whole=True),
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
    parts = [_overturned(case, whole=False), _begin(case, whole=False)]
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
