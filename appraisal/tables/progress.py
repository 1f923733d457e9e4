"""How far a year is and what comes next, in words and with the way there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from policy.turnout import Turnout

from ..models import Cycle
from ..selectors import Sight

STAGES = ("方案审定", "民主测评", "汇总计分", "缺票核定", "计分确认", "党委研究")


@dataclass(frozen=True)
class Progress:
    """current: from 1, of `STAGES`; title and words: what comes next; url and label: the way there, or ""."""

    current: int
    title: str
    words: str
    url: str = ""
    label: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        return STAGES


def progress_of(cycle: Cycle, sight: Sight, *, participants: int, turnout: Iterable[Turnout]) -> Progress:
    """Where the year stands on its way to the committee."""
    if cycle.state == Cycle.State.DRAFT:
        return Progress(1, "等待审定方案", "方案审定时冻结参数，此后才能开始测评。")
    if cycle.state in (Cycle.State.APPROVED, Cycle.State.VOTING):
        return _before_scores(cycle, participants)
    if sight.gaps_open:
        words = (
            f"还有 {sight.gaps_open} 人缺票待核。由两名计分人员逐人核定后，才显示本年度的得分、名次和名单。"
        )
        return Progress(4, "核定缺票", words, reverse("year_gaps", args=[cycle.code]), "核定缺票")
    if cycle.confirmed_at is None:
        missing = [found.group for found in turnout if not found.entered]
        words = "由计分人和监票人分别核对后确认。确认后，数据和结果都不再更改。"
        if missing:
            words += f"确认前请补登{'、'.join(missing)}的应到、实到、发出。"
        return Progress(5, "确认计分", words, reverse("year_scoring", args=[cycle.code]), "核对并确认计分")
    words = "计分已经两人确认。以下建议由党委研究决定，会议材料可从“会议材料”印制。"
    return Progress(6, "提请党委研究", words, reverse("year_prints", args=[cycle.code]), "印制会议材料")


def _before_scores(cycle: Cycle, participants: int) -> Progress:
    if not participants:
        words = "名单中还没有人。请先导入参加考核人员名单，再导入民主测评和扣分与认定。"
        return Progress(2, "导入参加考核人员名单", words, reverse("imports"), "导入数据")
    words = (
        f"名单中有 {participants} 人，尚未汇总计分。票和扣分数据导入后由系统自动计分，结果将显示在这一页。"
    )
    return Progress(3, "等待汇总计分", words, reverse("imports"), "导入数据")
