"""Reading self-reports: how far a cycle is, who misses, what one report says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from appraisal.models import Cycle, Participant, Plan
from cadres.models import Appointment

from ..access.reports import OPEN_STAGES, own_posts
from ..models import SelfReport, SelfReportFile

S = SelfReport.State
_UNHEARD = Q(report__isnull=True) | Q(report__state=S.DRAFT)
NOT_HANDED_IN = _UNHEARD & Q(excuse__isnull=True)
EXCUSED = _UNHEARD & Q(excuse__isnull=False)
WAITING = Q(report__state=S.SUBMITTED)
RETURNED = Q(report__state=S.RETURNED)
PASSED = Q(report__state__in=(S.CHECKED, S.PUBLIC))


def overdue(today: date) -> Q:
    """Participants whose report is past its day: not handed in, or handed in late."""
    return NOT_HANDED_IN & Q(cycle__plan__report_due__lt=today) | Q(report__late=True)


@dataclass(frozen=True)
class Progress:
    """How many of the people stand where; the six add up to `people`, late ones are among them."""

    people: int
    missing: int
    excused: int
    waiting: int
    returned: int
    checked: int
    public: int
    late: int

    @property
    def passed(self) -> int:
        return self.checked + self.public


def progress_of(people: QuerySet[Participant], today: date) -> Progress:
    """One query."""
    return Progress(
        **people.order_by().aggregate(
            people=Count("pk"),
            missing=Count("pk", filter=NOT_HANDED_IN),
            excused=Count("pk", filter=EXCUSED),
            waiting=Count("pk", filter=WAITING),
            returned=Count("pk", filter=RETURNED),
            checked=Count("pk", filter=Q(report__state=S.CHECKED)),
            public=Count("pk", filter=Q(report__state=S.PUBLIC)),
            late=Count("pk", filter=overdue(today)),
        )
    )


def due_of(cycle: Cycle) -> date | None:
    """The plan's last day for reports; None where the cycle has no plan."""
    return Plan.objects.filter(cycle=cycle).values_list("report_due", flat=True).first()


def own_participant(user: Any, cycle: Cycle) -> Participant | None:
    """The user as one who takes part, with the report where it is begun; one query."""
    people = Participant.objects.filter(cycle=cycle, cadre__staff_no=getattr(user, "staff_no", ""))
    return people.select_related("cycle", "cadre", "report", "excuse").first()


@dataclass(frozen=True)
class OwnReport:
    """One cycle that the user takes part in, and the report where it is begun."""

    cycle: Cycle
    report: SelfReport | None
    is_open: bool


def own_reports(user: Any) -> list[OwnReport]:
    """The user's own, the latest first: of cycles that take reports now, and all that is begun; one query."""
    people = Participant.objects.filter(cadre__staff_no=getattr(user, "staff_no", ""))
    wanted = people.filter(Q(cycle__state__in=OPEN_STAGES) | Q(report__isnull=False))
    rows = wanted.select_related("cycle", "report").order_by("-cycle__year", "pk")
    return [
        OwnReport(row.cycle, getattr(row, "report", None), row.cycle.state in OPEN_STAGES) for row in rows
    ]


def with_place(people: QuerySet[Participant]) -> QuerySet[Participant]:
    """Adds `unit_shown` and `post_shown`: as fixed on the cut-off day, else as the register says today."""
    held = (
        own_posts()
        .filter(cadre=OuterRef("cadre"))
        .order_by(Case(When(kind=Appointment.Kind.PRIMARY, then=0), default=1), "pk")
    )
    return people.annotate(
        unit_shown=Coalesce(
            NullIf(F("unit_name"), Value("")), Subquery(held.values("post__unit__name")[:1]), Value("")
        ),
        post_shown=Coalesce(
            NullIf(F("post_title"), Value("")), Subquery(held.values("post__title")[:1]), Value("")
        ),
    )


def home_units(cadres: Iterable[int]) -> Mapping[int, int]:
    """cadre -> the unit whose Party organisation checks the report: of the primary post, else of another."""
    rows = (
        own_posts().filter(cadre__in=list(cadres)).values_list("cadre", "post__unit", "kind").order_by("pk")
    )
    found: dict[int, int] = {}
    for cadre, unit, kind in rows:
        if kind == Appointment.Kind.PRIMARY or cadre not in found:
            found[cadre] = unit
    return found


def seen_with_place(reports: QuerySet[SelfReport]) -> QuerySet[SelfReport]:
    """Reports that the caller has narrowed to what the user sees, with person, place and cycle."""
    people = with_place(Participant.objects.select_related("cadre", "cycle"))
    return reports.select_related("checked_by", "entered_by").prefetch_related(
        Prefetch("participant", queryset=people)
    )


def document_text(report: SelfReport) -> str:
    """The text of the whole report as handed in as a Word file; empty where there is none."""
    files = report.files.filter(kind=SelfReportFile.Kind.DOCUMENT, handed_in=True)
    document = files.order_by("-pk").first()
    return document.text if document else ""
