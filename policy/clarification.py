"""Clarification (澄清正名) of what was checked and found untrue, never wider than it spread (第十四条).

States and forms: design of the rules, domain page 14; 诬告陷害 is said by a higher body only
(纪检监察机关处理检举控告工作规则: 设区的市级以上党委或者纪检监察机关).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .months import months_later
from .verdict import Reason, Verdict

ARTICLE = "第十四条"
# Who may speak of a false accusation is said there, not in the regulation of the school.
ACCUSE = "纪检监察机关处理检举控告工作规则"
UNTRUE, PARTLY, TRUE = "untrue", "partly", "true"
PUBLIC, PRIVATE, NONE = "public", "private", "none"
LETTER, FACE, NOTICE, MEETING = "letter", "face", "notice", "meeting"
QUIET = frozenset({LETTER, FACE})
PERSONS, UNITS, CHIEFS, SCHOOL, OUTSIDE = "persons", "units", "chiefs", "school", "outside"
CIRCLES = {
    PERSONS: "知情的个别人员",
    UNITS: "有关单位",
    CHIEFS: "中层干部",
    SCHOOL: "全校",
    OUTSIDE: "校外和网络",
}
# circle -> the circles that it holds whole.
_HOLDS = {
    PERSONS: {PERSONS},
    UNITS: {PERSONS, UNITS},
    CHIEFS: {PERSONS, CHIEFS},
    SCHOOL: {PERSONS, UNITS, CHIEFS, SCHOOL},
    OUTSIDE: set(CIRCLES),
}
# The words that only a finding of the higher body allows.
ACCUSING = ("诬告", "诬陷", "陷害", "恶意举报", "恶意检举", "恶意控告")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom something reached: circles of `CIRCLES`; units: names of units, where the circle is 有关单位."""

    circles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """The reach as pages and letters say it."""
        named = f"（{'、'.join(sorted(self.units))}）" if self.units else ""
        return "、".join(
            label + (named if code == UNITS else "")
            for code, label in CIRCLES.items()
            if code in self.circles
        )


def beyond(audience: Reach, spread: Reach) -> tuple[str, ...]:
    """What the audience reaches and the rumour did not (第十四条: 适当方式), in words; () where it fits."""
    reached = {inner for circle in spread.circles for inner in _HOLDS[circle]}
    wider = [CIRCLES[circle] for circle in CIRCLES if circle in audience.circles - reached]
    everywhere = bool(spread.circles & {SCHOOL, OUTSIDE})
    if UNITS in audience.circles and UNITS in reached and not everywhere:
        wider += sorted(audience.units - spread.units)
    return tuple(wider)


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is to be clarified. words: what is said outside; risk: what may come of it, and what is done."""

    wishes: str
    channel: str
    audience: Reach
    spread: Reach
    words: str
    risk: str
    accused_document: str = ""


def may_plan(plan: Plan) -> Verdict:
    """Whether the plan may go to approval (第十四条)."""
    found = []
    if wider := beyond(plan.audience, plan.spread):
        found.append(
            _reason(
                "clarification.wider",
                f"澄清范围超出了传播范围：{'、'.join(wider)}。传播范围是{plan.spread.words or '未查明'}，"
                "只能在这个范围以内澄清",
            )
        )
    if not plan.audience.circles:
        found.append(_reason("clarification.audience", "请选择澄清范围"))
    if UNITS in plan.audience.circles and not plan.audience.units:
        found.append(_reason("clarification.units", "澄清范围是有关单位的，请选择单位"))
    if plan.wishes == PRIVATE and (plan.channel not in QUIET or plan.audience.circles - {PERSONS, UNITS}):
        found.append(
            _reason(
                "clarification.private",
                "本人要求不公开，只能发函说明或当面说明，范围限于知情的个别人员和有关单位",
            )
        )
    if not plan.words.strip():
        found.append(_reason("clarification.words", "请写明澄清的内容"))
    if not plan.risk.strip():
        found.append(_reason("clarification.risk", "请写明风险评估：可能带来什么影响，怎样应对"))
    return Verdict((*found, *may_accuse(plan.words, plan.accused_document).reasons))


def may_accuse(words: str, document_no: str) -> Verdict:
    """Whether a text may speak of a false accusation: with the higher body's document number only."""
    whole = "".join(words.split())  # a blank between two characters hides no word
    said = next((word for word in ACCUSING if word in whole), "")
    if not said or document_no.strip():
        return Verdict()
    return Verdict(
        (
            _reason(
                "clarification.accuse",
                f"内容里写了“{said}”。诬告陷害须由设区的市级以上党委或者纪检监察机关认定，"
                f"收到认定并登记文号之前，只能写“反映的问题失实”（{ACCUSE}）",
                ACCUSE,
            ),
        )
    )


def may_ask(*, facts: str, content: str, demand: str) -> Verdict:
    """Whether the cadre's request may be handed in: facts, what is to be clarified, and the demand."""
    asked = (("facts", facts, "事实经过"), ("content", content, "需要澄清的内容"), ("demand", demand, "诉求"))
    return Verdict(
        tuple(
            _reason(f"clarification.{name}", f"请写明{label}")
            for name, text, label in asked
            if not text.strip()
        )
    )


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves what. managed: a cadre of the Party committee (校管干部); body: 党委会 or 纪委书记."""

    approver: int
    planner: int | None
    managed: bool
    body: str
    document_no: str


def may_approve(said: Approval) -> Verdict:
    """Whether the approval holds (第十四条): not by who drew the plan up, and above the office where due."""
    found = []
    if said.approver == said.planner:
        found.append(_reason("clarification.second", "拟定方案的人不能审批自己的方案，请由另一位负责人审批"))
    if said.managed and not (said.body and said.document_no.strip()):
        found.append(
            _reason(
                "clarification.managed",
                "校管干部的澄清由党委会或纪委书记审批，请填写审批机关和会议或签批文号",
            )
        )
    return Verdict(tuple(found))


def is_managed(admin_level: str) -> bool:
    """Whether a cadre of that 行政级别 is the Party committee's (校管干部): by default all but 科级."""
    return "科" not in admin_level


def may_manage(said: bool, known: bool, reason: str) -> Verdict:
    """Whether a plan may say 校管干部 or not; other than the register (known), with a reason."""
    if said == known or reason.strip():
        return Verdict()
    which = "是" if known else "不是"
    return Verdict(
        (_reason("clarification.register", f"按名册的行政级别{which}校管干部；确需更正的，请写明理由"),)
    )


def may_visit(day: date, due: date | None, early: int, reason: str) -> Verdict:
    """Whether the visit may have been on that day: more than `early` days before its own, with a reason."""
    if due is None or day >= due - timedelta(days=early) or reason.strip():
        return Verdict()
    return Verdict(
        (
            _reason(
                "clarification.early",
                f"回访日期是{due:%Y-%m-%d}，提前 {(due - day).days} 天；提前超过 {early} 天的，请写明理由",
            ),
        )
    )


def may_overturn(*, untrue: bool, document_no: str, reason: str) -> Verdict:
    """Whether a clarification may be overturned: one of what was found untrue, by a later finding."""
    found = []
    if not untrue:
        found.append(_reason("clarification.nothing", "没有审定失实的结论，不需要撤销"))
    if not document_no.strip():
        found.append(_reason("clarification.overturn_no", "请填写新的核查结论的文号"))
    if not reason.strip():
        found.append(_reason("clarification.overturn_reason", "请写明撤销的理由，理由告知本人"))
    return Verdict(tuple(found))


def may_archive(*, ended: bool, visited: bool, blocked: int) -> Verdict:
    """Whether the case may be put away. ended: without doing; blocked: things still to be restored."""
    found = []
    if not ended and not visited:
        found.append(_reason("clarification.visit", "回访之后才能归档"))
    if blocked:
        found.append(
            _reason("clarification.blocked", f"还有 {blocked} 项受影响的事项没有恢复，办结后才能归档")
        )
    return Verdict(tuple(found))


def day_in_order(label: str, day: date, *, after: date | None, today: date) -> Verdict:
    """Whether something can have happened on that day: not in the future, not before what it follows."""
    if day > today:
        return Verdict((_reason("clarification.future", f"{label}不能晚于今天"),))
    if after is not None and day < after:
        return Verdict((_reason("clarification.order", f"{label}不能早于{after:%Y-%m-%d}"),))
    return Verdict()


def visit_day(delivered: date, months: int) -> date:
    """The day of the visit, so many months after delivery."""
    return months_later(delivered, months)


def panel_note(*, since: date, document_no: str, words: str) -> str:
    """What a panel reads beside the votes that were cast after a rumour began."""
    said = f"{since:%Y-%m-%d}起有针对该同志的不实传言，经查不实（{document_no}）；其后形成的票数请据此研判"
    return f"{said}。{words}" if words else f"{said}。"


def _reason(rule: str, text: str, article: str = ARTICLE) -> Reason:
    # The steps serve the article; it does not say them, so the words do not call on it.
    return Reason(rule, article, f"{text}。")
