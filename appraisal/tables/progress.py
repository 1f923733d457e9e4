"""How far a year is and what comes next, in words and with the way there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

from policy.turnout import Turnout
from policy.workflow import next_steps

from ..models import Cycle
from ..models.cycle import JUDGED
from ..selectors import Sight

STAGES = ("方案审定", "民主测评", "汇总计分", "缺票核定", "计分确认", "党委研究")
# Of a cycle that is run here: stage -> the states it covers, in order.
PLAN_STAGES: Mapping[str, tuple[str, ...]] = {
    "方案审定": ("draft",),
    "个人述职": ("approved", "self_report", "report_public"),
    "民主测评": ("voting",),
    "汇总计分": ("interview", "scored"),
    "评议审定": ("panel",),
    "公示反馈": ("decided", "publicity", "feedback"),
    "复核归档": ("review", "archived"),
}


@dataclass(frozen=True)
class Progress:
    """current: from 1, of the steps; title, words: what comes next; url, label: the way there, or ""."""

    current: int
    title: str
    words: str
    url: str = ""
    label: str = ""
    steps: tuple[str, ...] = STAGES


def progress_of(cycle: Cycle, sight: Sight, *, participants: int, turnout: Iterable[Turnout]) -> Progress:
    """Where the year stands on its way to the committee, or to the archive where it is run here."""
    if cycle.source == Cycle.Source.PLAN:
        return _of_plan(cycle, sight)
    if cycle.state == Cycle.State.DRAFT:
        return Progress(1, "等待审定方案", "方案审定时冻结参数，此后才能开始测评。")
    if cycle.state in (Cycle.State.APPROVED, Cycle.State.VOTING):
        return _before_scores(cycle, participants)
    if sight.gaps_open:
        words = (
            f"还有 {sight.gaps_open} 人缺票待核。由两名计分人员逐人核定后，才显示{cycle.this}的"
            "得分、名次和名单。"
        )
        return Progress(4, "核定缺票", words, reverse("year_gaps", args=[cycle.code]), "核定缺票")
    if cycle.confirmed_at is None:
        missing = [found.group for found in turnout if not found.entered]
        words = "由计分人和监票人分别核对后确认。确认后，数据和结果都不再更改。"
        if missing:
            words += f"确认前请补登{'、'.join(missing)}的应到、实到、发出。"
        return Progress(5, "确认计分", words, reverse("year_scoring", args=[cycle.code]), "核对并确认计分")
    return _with_the_committee(cycle, sight)


def _with_the_committee(cycle: Cycle, sight: Sight) -> Progress:
    if cycle.state in JUDGED:
        return replace(_of_plan(cycle, sight), current=len(STAGES), steps=STAGES)
    words = "计分已经两人确认。以下建议由党委研究决定，会议材料可从“会议材料”印制。"
    return Progress(6, "提请党委研究", words, reverse("year_prints", args=[cycle.code]), "印制会议材料")


def _of_plan(cycle: Cycle, sight: Sight) -> Progress:
    """The stage that the state belongs to, and the next step of the way."""
    stages = tuple(PLAN_STAGES)
    current = next(place for place, states in enumerate(PLAN_STAGES.values(), 1) if cycle.state in states)
    url = reverse("cycle_flow", args=[cycle.code])
    if cycle.is_discarded:
        return Progress(current, "方案草案已放弃", "重新起草后继续办理。", url, "办理进程", stages)
    if cycle.state == Cycle.State.SCORED and (sight.gaps_open or cycle.confirmed_at is None):
        words = "缺票先由两名计分人员核定，再由两人分别确认计分。"
        return Progress(current, "核定缺票并确认计分", words, url, "办理进程", stages)
    steps = next_steps(cycle.state, source=cycle.source)
    if not steps:
        return Progress(current, "已归档", "这次考核已经办结。", url, "办理进程", stages)
    return Progress(current, steps[0].label, steps[0].effect, url, "办理进程", stages)


def _before_scores(cycle: Cycle, participants: int) -> Progress:
    if not participants:
        words = "名单中还没有人。请先导入参加考核人员名单，再导入民主测评和扣分与认定。"
        return Progress(2, "导入参加考核人员名单", words, reverse("imports"), "导入数据")
    words = (
        f"名单中有 {participants} 人，尚未汇总计分。票和扣分数据导入后由系统自动计分，结果将显示在这一页。"
    )
    return Progress(3, "等待汇总计分", words, reverse("imports"), "导入数据")
