"""Everything about one person, from all rooms below; the same number of queries whatever there is to tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When

from accounts.selectors import Visitor
from appraisal.models import CategoryResult, Cycle, EarlierResult, Participant
from appraisal.selectors import Sight, sights_of
from appraisal.selectors.totals import totals_in_force
from cadres.models import Absence, Appointment, Cadre
from cadres.selectors.history import BASELINE
from outcomes.selectors.bottom import places_named
from policy.outcomes import BOTTOM_WORDS, UNGRADED

_VERBS = {"+": "登记", "~": "更正", "-": "删除"}


@dataclass(frozen=True)
class YearFact:
    """A year's appraisal of one cadre, scored here or imported from earlier years.

    decided: whether it is told, so that others than the departments read it. code: of its cycle, '' where
    imported. hidden: why the viewer sees no figure of it, '' where they may be seen; then there are none here
    either.
    """

    year: int
    category: str
    grade: str
    rank: int | None
    ranked: int | None
    total: Any
    suggestion: str
    scored: bool
    decided: bool
    imported: bool
    hidden: str = ""
    confirmed: bool = True
    code: str = ""
    revision: int = 1


def appointments_of(cadre: Cadre) -> QuerySet[Appointment]:
    """All appointments: the present main one, other present ones, the newest; each with unit and term."""
    main = When(ended_on="", kind=Appointment.Kind.PRIMARY, then=0)
    place = Case(main, When(ended_on="", then=1), default=2)
    return (
        Appointment.objects.filter(cadre=cadre)
        .select_related("post__unit")
        .annotate(term_starts=F("terms__starts"), term_ends=F("terms__ends"))
        .order_by(place, "-in_post_since", "-ended_on", "pk")
    )


def absences_of(cadre: Cadre) -> QuerySet[Absence]:
    """Time away, the newest first."""
    return Absence.objects.filter(cadre=cadre).order_by("-starts", "-pk")


def years_of(cadre: Cadre, viewer: Visitor, *, own_category: bool) -> list[YearFact]:
    """Every year in which the cadre took part, the newest first, with the figures that the viewer may see.

    own_category: the viewer may see figures of the own category, as a cadre who reads the own page.
    """
    of_category = CategoryResult.objects.filter(
        cycle=OuterRef("cycle"), position=OuterRef("result__position")
    )
    rows = (
        Participant.objects.filter(cadre=cadre, cycle__kind=Cycle.Kind.ANNUAL)
        .select_related("cycle", "result", "grading")
        .annotate(of=Subquery(of_category.values("ranked")[:1]))
        .order_by("-cycle__year")
    )
    sights = sights_of(viewer, [row.cycle for row in rows])
    earlier = EarlierResult.objects.filter(cadre=cadre)
    totals = totals_in_force({row.pk: row.result.total for row in rows if hasattr(row, "result")})
    behind = [row for row in rows if hasattr(row, "result") and row.result.suggestion in BOTTOM_WORDS]
    untold = {row.pk for row in behind} - places_named(behind)
    scored = (_scored_year(row, sights[row.cycle.pk], own_category, totals, untold) for row in rows)
    found = [*scored, *(_earlier_year(row) for row in earlier)]
    return sorted(found, key=lambda year: year.year, reverse=True)


def _scored_year(
    row: Any, sight: Sight, own_category: bool, totals: Mapping[int, Any], untold: Collection[int]
) -> YearFact:
    found = getattr(row, "result", None)
    result: Any = found if row.cycle.has_results else None
    scored = result is not None
    hidden = ""
    if scored and sight.gaps_open:
        hidden = "缺票待核尚未核定，暂不显示"
    elif scored and not own_category and sight.own_categories & {row.category, result.category}:
        hidden = "您所在的类别，党委决定前不显示"
    seen = result if scored and not hidden else None
    return YearFact(
        year=row.cycle.year,
        category=result.category if scored else row.category,
        grade=_grade_of(row),
        rank=seen.rank if seen else None,
        ranked=row.of if seen and seen.rank is not None else None,
        total=totals[row.pk] if seen else None,
        suggestion=seen.suggestion if seen and row.pk not in untold else "",
        scored=scored,
        decided=scored and row.cycle.is_told,
        imported=False,
        hidden=hidden,
        confirmed=row.cycle.confirmed_at is not None,
        code=row.cycle.code,
        revision=_revision_of(row),
    )


def _revision_of(row: Any) -> int:
    """Which state of a decided result it is; later ones were corrected by the committee."""
    grading = getattr(row, "grading", None)
    return max(1, grading.revision) if grading and row.cycle.is_told else 1


def _grade_of(row: Any) -> str:
    """What the committee has decided; before that only that there will be none."""
    grading = getattr(row, "grading", None)
    return (grading.decided if grading else "") or ("" if row.graded else UNGRADED)


def _earlier_year(row: EarlierResult) -> YearFact:
    return YearFact(
        year=row.year,
        category=row.category,
        grade=row.grade,
        rank=row.rank,
        ranked=row.out_of,
        total=None,
        suggestion="",
        scored=True,
        decided=True,
        imported=True,
    )


@dataclass(frozen=True)
class Edit:
    """One change of the register about a cadre: when, who, what kind of row, and why."""

    when: datetime
    who: str
    what: str
    reason: str


def latest_edits(cadre: Cadre, *, most: int) -> list[Edit]:
    """The newest changes, without their fields (`cadres.selectors.history_of` tells those); one query."""
    parts = [
        copies.filter(**of)
        .exclude(history_change_reason=BASELINE)
        .order_by()
        .values_list(
            "history_date",
            "history_user__name",
            Value(what, output_field=CharField()),
            "history_type",
            "history_change_reason",
        )
        for copies, of, what in (
            (Cadre.history, {"id": cadre.pk}, "基本信息"),
            (Appointment.history, {"cadre_id": cadre.pk}, "任职"),
            (Absence.history, {"cadre_id": cadre.pk}, "离岗"),
        )
    ]
    newest = parts[0].union(*parts[1:], all=True).order_by("-history_date")[:most]
    return [
        Edit(when, who or "系统", f"{_VERBS.get(kind, '更正')}{what}", reason or "")
        for when, who, what, kind, reason in newest
    ]
