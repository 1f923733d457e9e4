"""The risk list: levels of posts, its yearly review, its update after a change (第十三条)."""

from dataclasses import dataclass
from datetime import date

from .months import months_later
from .verdict import Reason, Verdict
from .workdays import Calendar, Deadline, deadline, month_end

ARTICLE, DAILY = "第十三条", "第八条"
FIRST, SECOND, THIRD, NO_LEVEL = 1, 2, 3, 0
LEVELS = {FIRST: "一级", SECOND: "二级", THIRD: "三级", NO_LEVEL: "未定级"}
MANAGED_BY = {FIRST: "主要领导", SECOND: "分管领导", THIRD: "部门领导", NO_LEVEL: ""}


@dataclass(frozen=True, slots=True)
class PostRisks:
    """A post's risks. count: how many stand; the flags: whether any of them is so marked."""

    count: int
    heavy: bool = False
    free: bool = False
    tainted: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """level: of `LEVELS`; reasons: why."""

    level: int
    reasons: tuple[Reason, ...] = ()

    @property
    def why(self) -> str:
        """All reasons as one text."""
        return "".join(reason.text for reason in self.reasons)


def level_of(post: PostRisks, *, second: int, first: int) -> Graded:
    """The level of a post (第十三条). second, first: from how many risks on it is of that level."""
    if not post.count:
        return Graded(NO_LEVEL)
    grave = [
        _reason("risk.heavy", "权力行使影响重大，定为一级") if post.heavy else None,
        _reason("risk.free", "自由裁量无限制，定为一级") if post.free else None,
        _reason("risk.tainted", "曾发生不廉洁问题，定为一级") if post.tainted else None,
        _reason("risk.many", f"有 {post.count} 个风险点，定为一级") if post.count >= first else None,
    ]
    if reasons := tuple(reason for reason in grave if reason):
        return Graded(FIRST, reasons)
    level = SECOND if post.count >= second else THIRD
    said = f"有 {post.count} 个风险点，定为{LEVELS[level]}"
    return Graded(level, (_reason("risk.count", said),))


def may_set_level(*, level: int, reason: str) -> Verdict:
    """Whether a level may be set by hand: a known one, with the reason in writing."""
    found = []
    if level not in (FIRST, SECOND, THIRD):
        found.append(_reason("risk.level", "请选择一级、二级或三级"))
    if not reason.strip():
        found.append(_reason("risk.reason", "不按规则定级的，请写明理由"))
    return Verdict(tuple(found))


def update_due(changed: date, nth: int, calendar: Calendar) -> Deadline:
    """The last day to update after a change: the nth working day of the next month."""
    return deadline(month_end(changed.year, changed.month), nth, calendar)


def review_due(reviewed: date, months: int) -> date:
    """The last day of the next review."""
    return months_later(reviewed, months)


def covered(changed: str, updated: date | None) -> bool:
    """Whether an update came after a change that is known to the day or to the month (`YYYY-MM`)."""
    return updated is not None and f"{updated:%Y-%m-%d}"[: len(changed)] >= changed


def may_close(*, status_done: bool, done_on: date | None, today: date) -> Verdict:
    """Whether a line of the daily register holds: what is done has a day, and that not in the future."""
    if status_done and done_on is None:
        return Verdict((Reason("register.done", DAILY, "已办结的，请填写办结日期。"),))
    if done_on is not None and done_on > today:
        return Verdict((Reason("register.future", DAILY, "办结日期不能晚于今天。"),))
    if not status_done and done_on is not None:
        return Verdict((Reason("register.open", DAILY, "填写了办结日期的，状态应为已办结。"),))
    return Verdict()


# Lines that only the two offices know and keep: the rest a unit keeps too.
ORG_LINES, DISCIPLINE_LINES = frozenset({"personal", "travel", "audit"}), frozenset({"duty"})
OFFICE_LINES = ORG_LINES | DISCIPLINE_LINES


def may_record(kind: str, *, by_office: bool, about_self: bool) -> Verdict:
    """Whether somebody may add or move on a line of that kind: an office any, a unit its own kinds; nobody a
    line about himself."""
    found = []
    if not by_office and kind in OFFICE_LINES:
        said = "个人有关事项报告、出国（境）证照、经济责任审计、述责述廉由组织部、纪委监察部门登记"
        found.append(Reason("register.office", DAILY, f"{said}（{DAILY}）。"))
    if about_self:
        said = "关于本人的事项，请由他人登记和办理"
        found.append(Reason("register.self", DAILY, f"{said}（{DAILY}）。"))
    return Verdict(tuple(found))


def _reason(rule: str, text: str) -> Reason:
    # 第十三条 asks for the list; how a post is graded is the school's own rule, so no words call on it.
    return Reason(rule, ARTICLE, f"{text}。")
