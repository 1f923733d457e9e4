"""Jobs and deliveries as operators see them: states, tries, errors; never arguments, names or addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q

from core import clock
from core.health import a_job_is_late
from core.jobs import UnknownKind, kind_of
from core.models import Job
from core.models.jobs import OPEN, JobState

from .models import Channel, Delivery, DeliveryState, ReminderRun
from .selectors_deliveries import a_delivery_is_late, channel_figures

ON_A_PAGE, MOST_SHOWN = 30, 50
TABS = (
    ("", "全部", Q()),
    ("open", "未完成", Q(state__in=OPEN)),
    ("failed", "失败", Q(state=JobState.FAILED)),
)


@dataclass(frozen=True)
class JobLine:
    """One job and what its kind is called."""

    job: Job
    label: str


def jobs_page(*, state: str, number: str) -> dict[str, Any]:
    """What the page of jobs shows; the same number of queries for any number of rows."""
    chosen = next((tab for tab in TABS if tab[0] == state), TABS[0])
    figures = Job.objects.aggregate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        failed=Count("pk", filter=Q(state=JobState.FAILED)),
        oldest=Min("created_at", filter=Q(state__in=OPEN)),
    )
    page = Paginator(Job.objects.filter(chosen[2]), ON_A_PAGE).get_page(number)
    return {
        "tabs": [(code, label, code == chosen[0]) for code, label, _ in TABS],
        "page": page,
        "lines": [JobLine(job, label_of(job.kind)) for job in page],
        "open": figures["open"],
        "failed": figures["failed"],
        "oldest": max(clock.now() - figures["oldest"], timedelta()) if figures["oldest"] else None,
        "a_job_is_late": a_job_is_late(),
        "a_delivery_is_late": a_delivery_is_late(),
        "channels": channel_figures(),
        "troubled": _troubled(),
        "most": MOST_SHOWN,
        "run": ReminderRun.objects.first(),
        "today": clock.today(),
    }


def label_of(kind: str) -> str:
    """What a kind of job is called; jobs of a kind that is gone have no name."""
    try:
        return kind_of(kind).label
    except UnknownKind:
        return "已停用的任务"


def _troubled() -> list[Delivery]:
    """Deliveries that did not arrive, may not have, or are tried again; the newest of them."""
    again = Q(state=DeliveryState.WAITING, tries__gt=0)
    states = Q(state__in=[DeliveryState.UNCERTAIN, DeliveryState.FAILED])
    rows = Delivery.objects.exclude(channel=Channel.IN_APP).filter(states | again)
    return list(rows.select_related("digest__user").order_by("-pk")[:MOST_SHOWN])
