"""Self-reports (个人述职): what they speak of, and who may hand in, check and publish (第六条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .verdict import Reason, Verdict

ARTICLE = "第六条"
LONGEST = 20_000  # characters of one section
SHORT_HEADING = 30  # characters of a line that may be a heading
_NUMBERING = "（）()一二三四五六七八九十0123456789１２３４５６７８９０、.．:： 　"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. keys: what a heading of it says in a document that people bring."""

    code: str
    title: str
    hint: str
    keys: tuple[str, ...]


# 第六条: 政治素质, 工作实绩, 作风建设, 贯彻执行重大决策部署; a report also says what is lacking.
SECTIONS: tuple[Section, ...] = (
    Section(
        "politics",
        "政治素质",
        "理论学习、政治立场，落实全面从严治党责任的情况。",
        ("政治素质", "政治表现", "政治建设", "思想政治", "理论学习"),
    ),
    Section(
        "results",
        "工作实绩",
        "考核期内承担的主要工作和取得的成效，尽量写明数据和事例。",
        ("工作实绩", "工作业绩", "履职情况", "主要工作", "工作成效", "岗位职责"),
    ),
    Section(
        "conduct",
        "作风建设",
        "履职担当、联系群众、廉洁自律的情况。",
        ("作风建设", "工作作风", "廉洁自律", "廉政", "述廉"),
    ),
    Section(
        "decisions",
        "重大决策部署执行",
        "贯彻上级和学校党委重大决策部署、完成重点任务的情况。",
        ("决策部署", "重点任务", "重点工作", "贯彻执行", "贯彻落实"),
    ),
    Section(
        "lacks",
        "存在问题与改进",
        "存在的不足、原因和下一步的改进措施。",
        ("存在问题", "存在的问题", "不足", "改进", "努力方向", "下一步", "整改"),
    ),
)


@dataclass(frozen=True, slots=True)
class HandingIn:
    """What decides on handing in. open_stage: the cycle still takes reports; editable: nobody has it now."""

    open_stage: bool
    editable: bool
    texts: Mapping[str, str]
    has_document: bool


@dataclass(frozen=True, slots=True)
class Checking:
    """What decides on a check. own: whose report it is; entered_it: who put it in from paper."""

    waiting: bool
    own: bool
    entered_it: bool


def may_write(*, open_stage: bool, editable: bool) -> Verdict:
    """Whether the text may be changed now (第六条)."""
    if not open_stage:
        return _no("report.stage", "现在不是撰写述职报告的环节，报告不再改动")
    if not editable:
        return _no("report.handed_in", "报告已经提交，不能再改动；如需修改，请先撤回或由审核人退回")
    return Verdict()


def may_hand_in(facts: HandingIn) -> Verdict:
    """Whether the report may go to the unit's Party organisation (第六条).

    Every section is filled, or the whole report stands in a document of its own.
    """
    first = may_write(open_stage=facts.open_stage, editable=facts.editable)
    if not first.ok:
        return first
    reasons = []
    for section in SECTIONS:
        text = facts.texts.get(section.code, "").strip()
        if not text and not facts.has_document:
            reasons.append(
                _reason("report.empty", f"“{section.title}”还没有内容，请填写，或上传 Word 报告全文")
            )
        if len(text) > LONGEST:
            reasons.append(
                _reason("report.long", f"“{section.title}”最多 {LONGEST} 字，现在是 {len(text)} 字，请删减")
            )
    return Verdict(tuple(reasons))


def may_check(facts: Checking) -> Verdict:
    """Whether somebody may pass the report or send it back: never the own, never one entered oneself."""
    if facts.own:
        return _no("report.own", "不能审核本人的述职报告，请由本单位党组织的其他同志或组织部审核")
    if facts.entered_it:
        return _no("report.entered", "这份报告由您代录，须由其他人审核")
    if not facts.waiting:
        return _no("report.not_waiting", "这份报告现在不在待审核状态，请重新打开页面核对")
    return Verdict()


def is_late(on: date, due: date | None) -> bool:
    """Whether a report handed in on that day came after the last one."""
    return due is not None and on > due


def public_until(start: date, days: int) -> date:
    """The last day of the publicity of `days` days; the first day does not count."""
    return start + timedelta(days=days)


def check_due(voting_from: date, report_days: int) -> date:
    """Until when the unit checks, so that the reports are public long enough before the vote."""
    return voting_from - timedelta(days=report_days + 1)


@dataclass(frozen=True, slots=True)
class Split:
    """A document read into the sections. before: paragraphs ahead of the first heading, placed nowhere."""

    texts: Mapping[str, str]
    before: tuple[str, ...]


def split(paragraphs: Sequence[str]) -> Split:
    """The paragraphs under the headings that name a section; each section is named by its first heading."""
    found: dict[str, list[str]] = {}
    before: list[str] = []
    current: list[str] = before
    for line in (paragraph.strip() for paragraph in paragraphs):
        code = _heading(line)
        if code and code not in found:
            current = found[code] = []
        elif line:
            current.append(line)
    return Split({code: "\n".join(lines) for code, lines in found.items() if lines}, tuple(before))


def _heading(line: str) -> str:
    """The section that a short line names, "" for none; a sentence is no heading."""
    if not line or len(line) > SHORT_HEADING or line.endswith(("。", "；", "，", ";", ",")):
        return ""
    words = line.lstrip(_NUMBERING)
    return next((s.code for s in SECTIONS if any(key in words for key in s.keys)), "")


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}。")


def _no(rule: str, text: str) -> Verdict:
    return Verdict((_reason(rule, text),))
