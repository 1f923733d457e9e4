"""The form of 单位目标考核结果: one row per unit, of one year. The file only adds and corrects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from accounts.models import Unit, User
from core.imports import Differences, FileField, FileForm, Problem, RowChange, key_text, plain_text
from core.models import ImportBatch
from core.tables.values import fold

from .models import StagedUnitResult, UnitResult

UNIT, RESULT, DOCUMENT, REASON = "单位", "等次或得分", "文号", "更正的原因"
_SAID = {"result": RESULT, "document_no": DOCUMENT}


class UnitResultTable(FileForm):
    """单位目标考核结果 of one year. A row with nothing but a unit, as in the blank table, says nothing.

    actor: who enters them, set before `apply`; made: the rows that it wrote.
    """

    code = "unit_results"
    label = "单位目标考核结果"
    model = StagedUnitResult
    columns = ("unit", "result", "document_no", "reason")
    needed = (UNIT, RESULT, DOCUMENT)

    def __init__(self, year: int) -> None:
        self.year = year
        self.actor: User | None = None
        self.made: list[UnitResult] = []
        self.fields = [
            FileField(UNIT, key_text(100), required=True, hint="系统中现存单位的名称"),
            FileField(RESULT, plain_text(40), hint="如 优秀，或 92.5；没有结果的单位留空"),
            FileField(DOCUMENT, plain_text(100), hint="公布结果的文件"),
            FileField(REASON, plain_text(200), hint="已有结果、这次更正的单位填写"),
        ]

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        told = {problem.column for problem in problems if problem.row == row}
        if any(values[name] for name in (RESULT, DOCUMENT, REASON)):
            for name in (RESULT, DOCUMENT):
                if not values[name] and name not in told:
                    problems.append(Problem(row, name, "", "不能为空", f"填写{name}"))
        return (values[UNIT], values[RESULT], values[DOCUMENT], values[REASON])

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        """Units that are none, units named twice, and corrections without a reason; three queries."""
        units, held = _standing(), self._held()
        rows = [row for row in _rows(batch) if _says(row)]
        times = Counter(row["unit"] for row in rows)
        for row in rows:
            place, name = row["row"], row["unit"]
            if name and name not in units:
                yield Problem(
                    place, UNIT, name, "没有这个名称的现存单位", "改为系统中的单位名称，或先登记这个单位"
                )
                continue
            if name and times[name] > 1:
                yield Problem(place, UNIT, name, "同一单位出现多行", "只留一行，核对后重新导入")
            now = held.get(units.get(name, 0))
            if now is not None and not (row["bad"] or row["reason"]) and _differs(now, row):
                yield Problem(
                    place,
                    REASON,
                    "",
                    f"{name} {self.year} 年度已有结果“{now.result}”（{now.document_no}）",
                    "更正须写明原因；不更正的改回原结果，或删去这一行",
                )

    def compare(self, batch: ImportBatch) -> Differences:
        found = Differences()
        for change, _ in self._changes(batch):
            found.add(change, in_full=self.in_full)
        return found

    def apply(self, batch: ImportBatch) -> None:
        assert self.actor is not None
        self.made = UnitResult.objects.bulk_create(
            UnitResult(
                unit_id=row["unit_id"],
                year=self.year,
                result=row["result"],
                document_no=row["document_no"],
                reason=row["reason"] if change.kind == "changed" else "",
                entered_by=self.actor,
            )
            for change, row in self._changes(batch)
            if change.kind != "unchanged"
        )

    def unit_keys(self, batch: ImportBatch) -> list[int]:
        """The units of the good rows."""
        units = _standing()
        return [units[row["unit"]] for row in _rows(batch) if not row["bad"] and row["unit"] in units]

    def _held(self) -> dict[int, UnitResult]:
        return {row.unit_id: row for row in UnitResult.objects.current().filter(year=self.year)}

    def _changes(self, batch: ImportBatch) -> Iterator[tuple[RowChange, dict[str, Any]]]:
        """What each good row does, with the row and its unit's key; nothing is ever removed."""
        units, held = _standing(), self._held()
        for row in _rows(batch):
            if row["bad"] or row["unit"] not in units:
                continue
            row["unit_id"] = units[row["unit"]]
            key, old = f"{row['unit']} {self.year} 年度", held.get(row["unit_id"])
            if not _says(row) or (old is not None and not _differs(old, row)):
                yield RowChange("unchanged", row["row"], key), row
                continue
            fields = [
                (header, getattr(old, name, ""), row[name])
                for name, header in _SAID.items()
                if old is None or fold(getattr(old, name)) != fold(row[name])
            ]
            if old is not None:
                fields.append((REASON, "", row["reason"]))
            yield RowChange("new" if old is None else "changed", row["row"], key, fields), row


def _rows(batch: ImportBatch) -> list[dict[str, Any]]:
    rows: Any = StagedUnitResult.objects.filter(batch_id=batch.pk).order_by("row")
    return list(rows.values("row", "bad", *UnitResultTable.columns))


def _standing() -> dict[str, int]:
    """Folded name -> key of every unit that stands."""
    units = Unit.objects.filter(valid_to__isnull=True).values_list("name", "pk")
    return {fold(name): pk for name, pk in units}


def _says(row: dict[str, Any]) -> bool:
    return bool(row["result"] or row["document_no"] or row["reason"])


def _differs(old: UnitResult, row: dict[str, Any]) -> bool:
    return any(fold(getattr(old, name)) != fold(row[name]) for name in _SAID)
