"""The way of an appraisal from its plan to the archive, step by step (第六条).

A step is taken by people: what is missing is listed before it, and what blocks it must be mended first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .verdict import Reason, Verdict

ARTICLE = "第六条"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. sources: the states it may be taken from; by_meeting: the committee's final minutes take it.

    effect: what it brings about, read before it is confirmed.
    """

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actor: str
    effect: str
    by_meeting: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        "approve",
        "审定方案",
        ("draft",),
        "approved",
        "党委",
        "党委审定后方案不再改动，考核参数随之冻结。",
        by_meeting=True,
    ),
    Step(
        "open_reports",
        "布置述职",
        ("approved",),
        "self_report",
        "组织部",
        "名单上的干部收到撰写述职报告的待办。",
    ),
    Step(
        "publish_reports",
        "公示述职报告",
        ("self_report",),
        "report_public",
        "组织部",
        "已审核的述职报告在校内公示，供参加测评的人阅读。",
    ),
    Step(
        "open_voting",
        "开始民主测评",
        ("report_public",),
        "voting",
        "组织部",
        "考核类别的合并就此固定，名单只能凭理由更正。",
    ),
    Step(
        "close_voting",
        "结束民主测评",
        ("voting",),
        "interview",
        "组织部",
        "转入个别谈话和情况核实。",
    ),
    Step(
        "score",
        "汇总计分",
        ("interview",),
        "scored",
        "组织部",
        "系统按冻结的参数计分；缺票由两名计分人员核定，计分由两人确认。",
    ),
    Step(
        "open_panel",
        "转考核组评议",
        ("scored",),
        "panel",
        "组织部",
        "考核组逐人提出等次建议。",
    ),
    Step(
        "decide",
        "党委审定等次",
        ("panel",),
        "decided",
        "党委",
        "等次以会议纪要为准，此后的更正须由党委另行决定。",
        by_meeting=True,
    ),
    Step("publicize", "公示结果", ("decided",), "publicity", "组织部", "公示的内容只有姓名、单位和职务。"),
    Step(
        "open_feedback",
        "反馈结果",
        ("decided", "publicity"),
        "feedback",
        "组织部",
        "每名干部收到本人结果的通知，并签收。",
    ),
    Step("open_review", "转复核", ("feedback",), "review", "组织部", "复核期内受理干部提出的复核申请。"),
    Step("archive", "归档", ("review",), "archived", "组织部", "登记表归入干部人事档案，这次考核不再改动。"),
)
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}
# What happens to a year that came by file before its count happens by its files.
BY_FILE = frozenset(state for step in STEPS[: STEPS.index(BY_CODE["open_panel"])] for state in step.sources)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something still missing before a step. blocks: the step cannot be taken without it."""

    text: str
    blocks: bool


def next_steps(state: str, *, source: str) -> list[Step]:
    """The steps that lead on from a state. source: "plan" or "file", which has none before the panel."""
    if source == "file" and state in BY_FILE:
        return []
    return [step for step in STEPS if state in step.sources]


def may_step(step: Step, state: str, lacks: Sequence[Lack], *, why_now: str, source: str = "plan") -> Verdict:
    """Whether a step may be taken now (第六条). source: as in `next_steps`.

    why_now: the reason for going on although something that does not block is missing.
    """
    if source == "file" and state in BY_FILE:
        return _no("step.file", "这次考核由文件导入，计分之前的环节随文件办理，请到“导入数据”")
    if state not in step.sources:
        return _no("step.order", f"现在不能{step.label}：考核已不在相应的环节，请重新打开页面核对")
    if step.by_meeting:
        return _no("step.meeting", f"{step.label}以党委会议纪要为准，请在“会议”中列入议题并由党办定稿")
    reasons = [_reason("step.blocked", lack.text) for lack in lacks if lack.blocks]
    if not reasons and any(not lack.blocks for lack in lacks) and not why_now.strip():
        reasons.append(_reason("step.why", "还有事项未完成，如仍要办理，请写明理由"))
    return Verdict(tuple(reasons))


def may_discard_plan(meetings: Sequence[str], *, reason: str) -> Verdict:
    """Whether a draft plan may be given up (第六条). meetings: those before which it stands now."""
    found = [
        _reason(
            "plan.on_agenda",
            f"方案已列入{meeting}的议题，请先撤下议题或会后记为缓议，再放弃草案",
        )
        for meeting in meetings
    ]
    if not reason.strip():
        found.append(_reason("plan.why", "请写明放弃草案的原因"))
    return Verdict(tuple(found))


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text.rstrip('。')}（{ARTICLE}）。")


def _no(rule: str, text: str) -> Verdict:
    return Verdict((_reason(rule, text),))
