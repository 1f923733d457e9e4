"""The form of 以前年度结果: one row per person and year. The file only adds and corrects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count

from cadres.matching import PERSON_COLUMNS, PERSON_FIELDS, PersonForm, person_of
from cadres.models import Cadre
from core import clock
from core.imports import Differences, FileField, Problem, RowChange, closed_word, plain_text, whole_number
from core.models import ImportBatch

from .models import Cycle, EarlierResult, Grade, StagedEarlier

FIRST_YEAR = 1990
_SAID = {"category": "类别", "grade": "等次", "rank": "名次", "out_of": "总人数"}


class EarlierForm(PersonForm):
    """以前年度结果."""

    code = "earlier_years"
    label = "以前年度结果"
    model = StagedEarlier
    columns = (*PERSON_COLUMNS, "year", *_SAID)
    needed = ("工号", "年度", "类别", "等次", "名次", "总人数")

    def __init__(self) -> None:
        self.fields = [
            *PERSON_FIELDS,
            FileField("年度", whole_number(FIRST_YEAR, 2100), blank=None, required=True, hint="如 2023"),
            FileField("类别", plain_text(40), hint="当年的考核类别，如 机关部门正职"),
            FileField("等次", closed_word(Grade.values), required=True),
            FileField("名次", whole_number(1, 99_999), blank=None, hint="没有排名的留空"),
            FileField("总人数", whole_number(1, 99_999), blank=None, hint="当年该类别参加排名的人数"),
        ]

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        year, rank, out_of = values["年度"], values["名次"], values["总人数"]
        if year and year > clock.today().year:
            problems.append(Problem(row, "年度", str(year), "年度还没有到", "核对年度"))
        if rank and out_of and rank > out_of:
            problems.append(Problem(row, "名次", str(rank), f"大于总人数 {out_of}", "核对名次和总人数"))
        if (rank is None) != (out_of is None) and not any(
            problem.row == row and problem.column in ("名次", "总人数") for problem in problems
        ):
            lacking = "名次" if rank is None else "总人数"
            problems.append(Problem(row, lacking, "", "名次和总人数只填了一个", "两个都填，或都留空"))
        return (*person_of(values), year or 0, values["类别"], values["等次"], rank, out_of)

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        yield from self.judge_people(batch)
        rows = StagedEarlier.objects.filter(batch_id=batch.pk).order_by("row")
        scored = Cycle.objects.filter(scored_at__isnull=False, kind=Cycle.Kind.ANNUAL).values("year")
        for row, year in rows.filter(year__in=scored).values_list("row", "year"):
            yield Problem(
                row, "年度", str(year), "这一年度已在本系统中计分", "结果以本系统为准；从文件中删去这一行"
            )
        named = rows.exclude(staff_no="").exclude(year=0)
        twice = named.order_by().values("staff_no", "year").annotate(n=Count("row")).filter(n__gt=1)
        keys = set(twice.values_list("staff_no", "year"))
        for row, staff_no, year in named.values_list("row", "staff_no", "year"):
            if (staff_no, year) in keys:
                yield Problem(
                    row, "年度", str(year), f"{staff_no} 的 {year} 年度重复", "只留一行，核对后重新导入"
                )

    def compare(self, batch: ImportBatch) -> Differences:
        found = Differences()
        for change in earlier_changes(batch):
            found.add(change, in_full=self.in_full)
        return found

    def apply(self, batch: ImportBatch) -> None:
        earlier_apply(batch)


def _stored() -> dict[tuple[str, int], dict[str, Any]]:
    rows = EarlierResult.objects.order_by().values("pk", "cadre__staff_no", "year", *_SAID)
    return {(row["cadre__staff_no"], row["year"]): row for row in rows}


def earlier_changes(batch: ImportBatch) -> Iterator[RowChange]:
    """What the staged file would change, row by row; nothing is ever removed."""
    stored = _stored()
    rows = StagedEarlier.objects.filter(batch_id=batch.pk, bad=False).order_by("row")
    for row in rows.values("row", "staff_no", "name", "year", *_SAID):
        key = " ".join(filter(None, (row["staff_no"], row["name"], f"{row['year']} 年度")))
        old = stored.get((row["staff_no"], row["year"]))
        if old is None:
            fields = [(header, "", _shown(row[name])) for name, header in _SAID.items() if row[name]]
            yield RowChange("new", row["row"], key, fields)
            continue
        fields = [
            (header, _shown(old[name]), _shown(row[name]))
            for name, header in _SAID.items()
            if old[name] != row[name]
        ]
        yield RowChange("changed" if fields else "unchanged", row["row"], key, fields)


def earlier_apply(batch: ImportBatch) -> None:
    """Adds and corrects what the batch's good rows say; runs inside the caller's transaction."""
    rows = list(StagedEarlier.objects.filter(batch_id=batch.pk, bad=False).values("staff_no", "year", *_SAID))
    wanted = {row["staff_no"] for row in rows}
    cadres = dict(Cadre.objects.filter(staff_no__in=wanted).values_list("staff_no", "pk"))
    stored = _stored()
    same = {
        _key(row)
        for row in rows
        if (old := stored.get(_key(row))) and all(old[name] == row[name] for name in _SAID)
    }
    EarlierResult.objects.bulk_create(
        (
            EarlierResult(
                cadre_id=cadres[row["staff_no"]],
                year=row["year"],
                source=batch,
                **{name: row[name] for name in _SAID},
            )
            for row in rows
            if _key(row) not in same
        ),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["cadre", "year"],
        update_fields=[*_SAID, "source"],
    )


def _key(row: dict[str, Any]) -> tuple[str, int]:
    return row["staff_no"], row["year"]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
