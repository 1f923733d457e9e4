"""Which roles one person may hold at once, and who may decide about whose rights.

《信息安全技术 网络安全等级保护基本要求》（GB/T 22239-2019）8.1.5.1 to 8.1.5.3 wants system, audit and
security management in separate hands (三员分立); 8.1.4.2 wants rights granted as needed and separated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .verdict import Reason, Verdict

OFFICERS = frozenset({"system_officer", "security_officer", "audit_officer"})
UNIT_ROLES = frozenset({"leader", "unit_party"})
THREE_OFFICERS = "GB/T 22239-2019 8.1.5"
RIGHTS = "GB/T 22239-2019 8.1.4.2"


@dataclass(frozen=True, slots=True)
class Holding:
    """A role over a unit (None: no unit) from day to day, both included; `until` None: without end."""

    role: str
    label: str
    unit: int | None
    since: date
    until: date | None

    def overlaps(self, other: Holding) -> bool:
        """Whether there is a day on which both count."""
        return (self.until is None or other.since <= self.until) and (
            other.until is None or self.since <= other.until
        )


def may_grant(asked: Holding, held: Iterable[Holding]) -> Verdict:
    """Whether somebody who holds (and will hold) `held` may also get `asked`."""
    reasons = list(_scope(asked))
    for other in held:
        if not asked.overlaps(other):
            continue
        if other.role == asked.role and other.unit == asked.unit:
            where = "在此单位" if asked.unit is not None else ""
            reasons.append(
                Reason(
                    "separation.twice",
                    RIGHTS,
                    f"该用户{where}已有“{asked.label}”角色，日期重叠，无需重复授予。",
                )
            )
        elif other.role != asked.role and OFFICERS & {asked.role, other.role}:
            reasons.append(
                Reason(
                    "separation.officers",
                    THREE_OFFICERS,
                    f"“{asked.label}”与该用户已有的“{other.label}”不能由同一人担任："
                    "系统、安全、审计管理员互相分立，也不担任业务角色。请先终止原角色，或改由他人担任。",
                )
            )
    return Verdict(tuple(dict.fromkeys(reasons)))


def _scope(asked: Holding) -> Iterable[Reason]:
    if asked.until is not None and asked.until < asked.since:
        yield Reason("separation.dates", RIGHTS, "终止日期不能早于起始日期，请核对。")
    if asked.role in UNIT_ROLES and asked.unit is None:
        yield Reason(
            "separation.unit", RIGHTS, f"“{asked.label}”只在指定单位及其下属单位内有效，请选择单位。"
        )
    if asked.role not in UNIT_ROLES and asked.unit is not None:
        yield Reason("separation.no_unit", RIGHTS, f"“{asked.label}”不按单位授予，请不要选择单位。")


def may_propose(*, proposer: int, subject: int) -> Verdict:
    """Nobody asks for a change of own rights."""
    if proposer == subject:
        return _own("separation.own", "不能为本人提出授权或终止授权，请由其他安全管理员提出。")
    return Verdict()


def may_decide(*, decider: int, proposer: int, subject: int) -> Verdict:
    """Two persons for every change of rights, neither of them the one whose rights change."""
    if decider == proposer:
        return _own("separation.two_persons", "提出人不能复核自己提出的申请，请由另一名管理员复核。")
    if decider == subject:
        return _own("separation.own", "不能复核涉及本人权限的申请，请由其他系统管理员复核。")
    return Verdict()


def may_leave(*, label: str, others: int) -> Verdict:
    """The last officer of a kind stays until a successor is there, or nobody could ever grant again."""
    if others:
        return Verdict()
    text = f"这是最后一名在任的{label}。请先授予接任者此角色，再终止或停用。"
    return Verdict((Reason("separation.last", THREE_OFFICERS, text),))


def _own(rule: str, text: str) -> Verdict:
    return Verdict((Reason(rule, THREE_OFFICERS, text),))
