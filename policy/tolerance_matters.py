"""On which matter an application is judged: one and the same thing is one matter (第十二条，一事一议)."""

from __future__ import annotations

from dataclasses import dataclass

from .tolerance import PROCEDURE, may_apply
from .verdict import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Joining:
    """A described application that is to join a matter of its cadre.

    described: nothing hangs on its present matter but the application itself; offered: the matter is one of
    those that may be picked; signed: a joint opinion is; open, earlier: other applications of the cadre on
    that matter, in hand and ended; returned: it was sent back once already.
    """

    described: bool
    offered: bool
    signed: bool
    reason: str
    new_facts: str
    open: bool
    earlier: int
    returned: bool


def may_join(facts: Joining, *, most: int) -> Verdict:
    """What stands in the way of joining: the same rules as for applying on that matter (第十二条)."""
    found = []
    if not facts.described:
        said = "申请的事项已有登记的记录，不是申请人另行描述的事项，不能并入其他事项。"
        found.append(Reason("tolerance.described", PROCEDURE, said))
    if facts.signed:
        said = "共同意见已经签署，不能再改变事项；需要改变的，提请党委研究后可以取回补充。"
        found.append(Reason("tolerance.join_signed", PROCEDURE, said))
    if not facts.offered:
        said = "所选的事项不在可以并入的范围，请重新选择。"
        found.append(Reason("tolerance.join_matter", PROCEDURE, said))
    if not facts.reason.strip():
        found.append(Reason("tolerance.join_reason", PROCEDURE, "请写明为什么是同一事项。"))
    if facts.earlier and not facts.open and not facts.new_facts.strip():
        way = "写明理由不予受理" if facts.returned else "先退回补正，请申请人在“新的事实”中写明"
        said = f"该干部在所选事项上申请过容错，再次申请须有新的事实，这份申请没有写：请{way}。"
        found.append(Reason("tolerance.new_facts", PROCEDURE, said))
    applied = may_apply(earlier_open=facts.open, earlier=facts.earlier, most=most)
    return Verdict((*found, *applied.reasons))
