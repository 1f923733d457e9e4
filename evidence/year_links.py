"""The pages of this room among those of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from appraisal.models import Cycle
from appraisal.year_parts import Asked, Link

ALWAYS = (
    ("重点任务", "year_tasks"),
    ("个别谈话", "year_interviews"),
    ("廉政意见", "year_integrity"),
    ("成分得分与加分", "year_components"),
)
WITH_FIGURES = (("考核组评议", "year_panel"), ("各单位各维度", "year_units"))


def year_links(asked: Asked) -> Iterator[Link]:
    """Reports of a cycle that is run here, facts of every one, the panel's pages once figures are shown."""
    code = asked.cycle.code
    if asked.cycle.source == Cycle.Source.PLAN:
        yield Link("述职报告", reverse("reports", args=[code]), early=True)
    for words, name in (*ALWAYS, *(WITH_FIGURES if asked.figures else ())):
        yield Link(words, reverse(name, args=[code]))
