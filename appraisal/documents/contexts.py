"""What each document says: strings ready for print, gathered by selectors and by the areas' own pages.

Dates are written `2026年3月5日` (`day`), months `1975年3月` (`month`), and what is to be filled in by hand is
an empty string. Long texts are paragraphs (`paragraphs`). What a context has no field for, a document cannot
show: a publicity notice knows neither score nor rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


def day(on: date | None) -> str:
    """`2026年3月5日`; empty for none."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def month(partial: str) -> str:
    """`1975年3月` of `1975-03` or `1975-03-20`; empty for none."""
    return f"{int(partial[:4])}年{int(partial[5:7])}月" if partial else ""


def printed(text: str) -> str:
    """As papers print it: no blank between a figure and the Chinese that follows (2025年度)."""
    return re.sub(r"(?<=[0-9]) (?=[\u4e00-\u9fff])", "", text)


def post_in(unit: str, post: str) -> str:
    """The post beside its unit: one that begins with the unit says it once."""
    return post.removeprefix(unit).strip() or post


def paragraphs(text: str) -> tuple[str, ...]:
    """The text's lines without empty ones and without the spaces that indented them."""
    return tuple(line for line in (line.strip() for line in text.splitlines()) if line)


@dataclass(frozen=True)
class Basics:
    """Who a form is about, as the register says."""

    name: str
    sex: str
    born: str
    ethnicity: str
    political_status: str
    joined_party: str
    education: str
    professional_title: str
    staff_no: str
    unit: str
    post: str
    admin_level: str
    in_post_since: str
    in_rank_since: str
    duties: str = ""


@dataclass(frozen=True)
class Opinion:
    """A box that somebody signs: what is written there, by whom, when; each may be empty."""

    text: str = ""
    signed: str = ""
    on: str = ""


@dataclass(frozen=True)
class Line:
    """A name and what stands beside it."""

    label: str
    value: str


@dataclass(frozen=True)
class AnnualForm:
    """年度考核登记表 of one person (第六条).

    report: the self-report's paragraphs. dimensions: name and mean, as disclosure allows; dimensions_note
    says what is not shown. ungraded: why no grade is determined.
    """

    year: str
    office: str
    category: str
    basics: Basics
    report: tuple[str, ...] = ()
    reported: Opinion = Opinion()
    dimensions: tuple[Line, ...] = ()
    dimensions_note: str = ""
    leader: Opinion = Opinion()
    committee: Opinion = Opinion()
    grade: str = ""
    own: Opinion = Opinion()
    ungraded: str = ""
    remark: str = ""


@dataclass(frozen=True)
class TermYear:
    """One year of a term."""

    year: str
    grade: str
    score: str = ""


@dataclass(frozen=True)
class TermForm:
    """聘期考核登记表 of one person: annual part, end-of-term part, their sum and 合格/不合格."""

    term: str
    office: str
    basics: Basics
    report: tuple[str, ...] = ()
    reported: Opinion = Opinion()
    years: tuple[TermYear, ...] = ()
    parts: tuple[Line, ...] = ()
    parts_note: str = ""
    leader: Opinion = Opinion()
    committee: Opinion = Opinion()
    conclusion: str = ""
    own: Opinion = Opinion()
    remark: str = ""


@dataclass(frozen=True)
class ResultNotice:
    """考核结果通知书 to one person.

    what: `2025年度考核` or `聘期考核`. outcome: the grade or conclusion. details: what the cadre may be told.
    review_by: until when a review may be asked for, and review_at: where.
    """

    number: str
    name: str
    unit: str
    post: str
    what: str
    outcome: str
    details: tuple[Line, ...]
    review_by: str
    review_at: str
    issuer: str
    on: str


@dataclass(frozen=True)
class Listed:
    """Somebody on a decision or a notice: name, unit, post and nothing else."""

    name: str
    unit: str
    post: str


@dataclass(frozen=True)
class Commendation:
    """表彰决定 (第七条). issuer: who decides, e.g. 中共某大学委员会; honour: as decided, e.g. 通报表扬."""

    issuer: str
    number: str
    title: str
    to: str
    grounds: tuple[str, ...]
    honour: str
    people: tuple[Listed, ...]
    hopes: tuple[str, ...]
    on: str


@dataclass(frozen=True)
class Witness:
    """Who saw that somebody refused to sign."""

    name: str
    post: str


@dataclass(frozen=True)
class TalkRecord:
    """谈话提醒记录 of article 7; kept apart from the discipline office's measures.

    year: `2025年度` or `2023—2025聘期`; signed_on: that the cadre signed, and when; refused: why the person
    did not sign; then witnesses holds two.
    """

    year: str
    name: str
    unit: str
    post: str
    talker: str
    talker_post: str
    recorder: str
    at: str
    place: str
    grounds: tuple[str, ...]
    content: tuple[str, ...]
    said: tuple[str, ...]
    points: tuple[str, ...]
    signed_on: str = ""
    refused: str = ""
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True)
class PublicNotice:
    """公示公告: name, unit and post only, never a score or a rank. contact: where objections go."""

    title: str
    opening: tuple[str, ...]
    people: tuple[Listed, ...]
    period: str
    objections: tuple[str, ...]
    contact: tuple[Line, ...]
    issuer: str
    on: str


@dataclass(frozen=True)
class AgendaLine:
    """One item of an agenda. recused: who leaves the room for it."""

    number: str
    title: str
    reporter: str = ""
    recused: str = ""


@dataclass(frozen=True)
class Agenda:
    """会议议程."""

    meeting: str
    number: str
    at: str
    place: str
    chair: str
    members: str
    others: str
    items: tuple[AgendaLine, ...]
    issuer: str
    on: str


@dataclass(frozen=True)
class MinutesEntry:
    """One person or matter decided under an item."""

    label: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class MinutesExtract:
    """会议纪要摘录 of one item. quorum: e.g. 应到 9 人，实到 8 人，符合规定; decided: by vote or 集体研究."""

    meeting: str
    number: str
    at: str
    place: str
    chair: str
    present: str
    absent: str
    others: str
    quorum: str
    item: str
    recused: str
    discussion: tuple[str, ...]
    decided: str
    entries: tuple[MinutesEntry, ...]
    resolution: tuple[str, ...]
    issuer: str
    on: str


@dataclass(frozen=True)
class Report:
    """One self-report of the volume."""

    name: str
    unit: str
    post: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ReportsVolume:
    """述职报告汇编: cover, contents and every report on a page of its own."""

    title: str
    subtitle: str
    issuer: str
    on: str
    reports: tuple[Report, ...]


def listed(people: Iterable[tuple[str, str, str]]) -> tuple[Listed, ...]:
    """People as (name, unit, post), in their order."""
    return tuple(Listed(*who) for who in people)
