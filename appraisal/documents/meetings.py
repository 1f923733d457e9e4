"""Agenda, extract of the minutes and notice: what `decisions` says of them, as the documents print it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from core import clock
from decisions.registry import AGENDA, MINUTES, NOTICE, register_document

from ..selectors import office_name
from . import agenda, minutes_extract, public_notice
from .contexts import (
    Agenda,
    AgendaLine,
    MinutesEntry,
    MinutesExtract,
    PublicNotice,
    day,
    listed,
    paragraphs,
    printed,
)

PARTY_OFFICE = "党委办公室"


def register_documents() -> None:
    """Called once, when the apps are ready."""
    register_document(AGENDA, lambda said: agenda(agenda_of(said)))
    register_document(MINUTES, lambda said: minutes_extract(minutes_of(said)))
    register_document(NOTICE, lambda said: public_notice(notice_of(said)))


def agenda_of(said: Mapping[str, Any]) -> Agenda:
    """会议议程 from `decisions.selectors.agenda_context`."""
    return Agenda(
        meeting=said["kind"],
        number=said["number"],
        at=said["held_on"],
        place=said["place"],
        chair=said["chair"],
        members=said["present"],
        others=said["observers"],
        items=tuple(
            AgendaLine(str(place), _titled(item), item["reporter"], item["recused"])
            for place, item in enumerate(said["items"], 1)
        ),
        issuer=_issuer(said),
        on=said["made_on"],
    )


def minutes_of(said: Mapping[str, Any]) -> MinutesExtract:
    """会议纪要摘录 from `decisions.selectors.minutes_context`."""
    decided, entries = _decided(said), said["entries"]
    return MinutesExtract(
        meeting=said["kind"],
        number=said["number"],
        at=said["held_on"],
        place=said["place"],
        chair=said["chair"],
        present=said["present"],
        absent=said["on_leave"],
        others=said["observers"],
        quorum=f"有表决权的成员应到{said['voters']}人，实到{said['voters_present']}人",
        item=printed(said["title"]),
        recused="；".join(said["recusals"]),
        discussion=_lines(("补充议题，理由：", said["supplementary"]), ("更正：", said["corrects"])),
        decided=decided,
        entries=()
        if said["postponed"]
        else tuple(
            MinutesEntry(row["label"], row["outcome"], "；".join(filter(None, (row["votes"], row["reason"]))))
            for row in entries
        ),
        resolution=(
            *paragraphs(said["text"]),
            *_lines(("理由：", said["reason"]), ("事后补录：", said["recorded_late"])),
            *_proxy(said["proxy_for"]),
        ),
        issuer=_issuer(said),
        on=day(timezone.localdate(said["finalised_at"], clock.ZONE)),
    )


def notice_of(said: Mapping[str, Any]) -> PublicNotice:
    """公示公告 from `decisions.selectors.notice_context`; where objections go, its own words say."""
    late = "，截止日期暂定" if said["provisional"] else ""
    return PublicNotice(
        title=printed(said["title"]),
        opening=paragraphs(printed(said["text"])),
        people=listed(said["people"]),
        period=f"{said['begins_on']}至{said['ends_on']}（{said['days']}个工作日，开始当天不计入{late}）。",
        objections=(),
        contact=(),
        issuer=office_name(),
        on=said["begins_on"],
    )


def _issuer(said: Mapping[str, Any]) -> str:
    return office_name() if said["of_department"] else PARTY_OFFICE


def _titled(item: Mapping[str, Any]) -> str:
    marks = (("（补充议题）", item["supplementary"]), ("（更正）", item["corrects"]))
    return printed(item["title"]) + "".join(mark for mark, is_so in marks if is_so)


def _decided(said: Mapping[str, Any]) -> str:
    """How the meeting decided, and of an item without entries what."""
    if said["postponed"]:
        return f"会议决定缓议：{said['postponed']}"
    way = f"决定方式：{said['method']}。" if said["method"] else ""
    if said["entries"]:
        return f"{way}会议形成如下决定："
    votes = f"（{said['votes']}）" if said["votes"] else ""
    return f"{way}{said['outcome']}{votes}"


def _lines(*parts: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}{value}" for name, value in parts if value)


def _proxy(leader: str) -> tuple[str, ...]:
    return (f"结果由工作人员代{leader}录入，有本人签字的扫描件。",) if leader else ()
