"""Recording marks and reliefs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.models import ImportBatch
from core.pages import RuleBroken

from . import selectors
from .models import Mark, Matter, Relief
from .signals import relief_recorded


@transaction.atomic
def relief_record(
    *, matter: Matter, cadre: Cadre, kind: str, source: str, valid_from: date | None = None, actor: User
) -> Relief:
    """Lifts all of one cadre's marks on one matter, and nobody else's (第十四条).

    Called by the room whose case led to it; `relief_recorded` tells the rooms above. valid_from:
    today where none is given. Raises RuleBroken where it is recorded already, begins in the future or lifts
    nothing.
    """
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    if not source.strip():
        raise RuleBroken("请写明认定的来源，如会议和文号。")
    if valid_from is not None and valid_from > clock.today():
        raise RuleBroken("认定的起始日期不能晚于今天，请在生效之日登记。")
    if Relief.objects.filter(
        matter=matter, cadre=cadre, valid_to__isnull=True, file_year__isnull=True
    ).exists():
        raise RuleBroken(f"{cadre.name}在事项 {matter.number} 上已有认定，不能重复登记。")
    if not Mark.objects.filter(matter=matter, cadre=cadre).exists():
        raise RuleBroken(f"{cadre.name}在事项 {matter.number} 上没有记录，没有可以免除的。")
    relief = Relief.objects.create(
        matter=matter, cadre=cadre, kind=kind, source=source.strip(), valid_from=valid_from or clock.today()
    )
    relief_recorded.send(Relief, relief=relief, actor=actor)
    return relief


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
