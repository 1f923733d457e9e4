"""Marks and reliefs of a year's file."""

from __future__ import annotations

from collections.abc import Collection

from cadres.models import Cadre
from core.models import ImportBatch

from .. import selectors
from ..models import Mark, Matter, Relief


def file_apply(batch: ImportBatch, year: int, *, lifting: Collection[str]) -> None:
    """Makes the year's file-born marks and reliefs those of the batch's good rows (`selectors.file_plan`).

    Unchanged marks keep their primary key. Runs inside the caller's transaction.
    """
    plan = selectors.file_plan(batch, year)
    Mark.objects.filter(pk__in=plan.gone).delete()
    new = list(plan.new.elements())
    matters = _matters({row[0] for row in new})
    cadres = dict(Cadre.objects.filter(staff_no__in={row[1] for row in new}).values_list("staff_no", "pk"))
    Mark.objects.bulk_create(
        Mark(
            matter_id=matters[number],
            cadre_id=cadres[staff_no],
            measure=measure,
            decided_on=decided_on,
            points=points,
            document_no=document_no,
            finding=finding,
            file_year=year,
        )
        for number, staff_no, measure, decided_on, points, document_no, finding in new
    )
    _reliefs_follow(batch, year, lifting)


def _matters(numbers: set[str]) -> dict[str, int]:
    Matter.objects.bulk_create((Matter(number=number) for number in sorted(numbers)), ignore_conflicts=True)
    return dict(Matter.objects.filter(number__in=numbers).values_list("number", "pk"))


def _reliefs_follow(batch: ImportBatch, year: int, lifting: Collection[str]) -> None:
    """One relief per cadre, matter and lifting word that the year's file holds."""
    wanted = set(
        Mark.objects.filter(file_year=year, finding__in=lifting).values_list(
            "matter_id", "cadre_id", "finding"
        )
    )
    stored = {
        (relief.matter_id, relief.cadre_id, relief.kind): relief.pk
        for relief in Relief.objects.filter(file_year=year)
    }
    Relief.objects.filter(pk__in=[pk for key, pk in stored.items() if key not in wanted]).delete()
    Relief.objects.bulk_create(
        Relief(
            matter_id=matter,
            cadre_id=cadre,
            kind=kind,
            source=f"{year} 年度文件 {batch.file_name}",
            file_year=year,
        )
        for matter, cadre, kind in sorted(wanted - stored.keys())
    )
