"""What each document says: strings ready for print. What is written by hand is an empty string.

Of 提醒、函询、诫勉 the system keeps no content, so their papers leave room for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


def day(on: date | None) -> str:
    """`2026年3月5日`; empty for none."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def paragraphs(text: str) -> tuple[str, ...]:
    """The text's lines without empty ones and without the spaces that indented them."""
    return tuple(line for line in (line.strip() for line in text.splitlines()) if line)


@dataclass(frozen=True)
class Notice:
    """预警提示通知书 or 黄牌警示通知书. word: which of them."""

    word: str
    number: str
    name: str
    unit: str
    post: str
    title: str
    facts: tuple[str, ...]
    demands: tuple[str, ...]
    issuer: str
    on: str


@dataclass(frozen=True)
class Letter:
    """提醒函, 函询通知书 or 诫勉书: whom, under which number, what is asked until when; no content."""

    title: str
    number: str
    name: str
    unit: str
    post: str
    opening: str
    demands: tuple[str, ...]
    issuer: str
    on: str


@dataclass(frozen=True)
class Talk:
    """诫勉谈话记录: filled in by hand but for whom and under which number."""

    number: str
    name: str
    unit: str
    post: str
    approved: str


@dataclass(frozen=True)
class Item:
    """One mended thing of a rectification report."""

    problem: str
    measure: str
    remedy: str
    owner: str
    due: str
    result: str


@dataclass(frozen=True)
class RectificationReport:
    """整改报告 with what the two who checked found."""

    number: str
    title: str
    name: str
    unit: str
    post: str
    items: tuple[Item, ...]
    content: tuple[str, ...]
    submitted: str
    finding: tuple[str, ...]
    outcome: str
    checked: str


@dataclass(frozen=True)
class Lifting:
    """解除通知书."""

    word: str
    number: str
    name: str
    unit: str
    post: str
    of_number: str
    title: str
    issuer: str
    on: str
