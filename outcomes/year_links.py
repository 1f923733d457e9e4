"""What is made of a cycle's results, among its pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from appraisal.models import Cycle
from appraisal.year_parts import Asked, Link, Section

from .access.uses import READERS


def year_links(asked: Asked) -> Iterator[Link]:
    """Feedback and review, once results are told."""
    if asked.cycle.is_told:
        yield Link("反馈与复核", reverse("feedback_list", args=[asked.cycle.code]))


def year_sections(asked: Asked) -> Iterator[Section]:
    """The first and the last of the year and the talks, for who may read of them; a term has neither."""
    if not READERS & asked.roles or asked.cycle.kind == Cycle.Kind.TERM:
        return
    code = [asked.cycle.code]
    yield Section(
        "结果运用",
        (
            Link("前列：表彰人选", reverse("commendations", args=code), "事迹、党委研究、公示、表彰"),
            Link("后段：研判人选", reverse("bottom", args=code), "情况表、党委研判、谈话提醒"),
            Link("谈话提醒", reverse("talks"), "记录、签字、跟踪"),
        ),
    )
