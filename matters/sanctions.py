"""The form of 现行处分: sanctions in force when the system begins, one row per person, measure and day.

They are recorded as marks without a file year, so every year's appraisal sees them. The file only adds and
corrects: a sanction that it does not name is not lifted by silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from cadres.matching import PERSON_COLUMNS, PERSON_FIELDS, PersonForm, person_of
from cadres.models import Cadre
from core import clock
from core.imports import (
    WARNING,
    Differences,
    FileField,
    Problem,
    RowChange,
    closed_word,
    key_text,
    plain_text,
)
from core.models import ImportBatch
from core.tables import values as v
from intake.models import Intake
from policy.parameters import AppraisalParameters

from .models import EndSource, Mark, Matter, Relief, StagedSanction
from .selectors import FeltRow
from .services.periods import influence_refresh
from .signals import MarkChange, Why, marks_changed

END_HINT = "期满之日，当日起不再影响；以处分决定书为准，如 2026-03-12"
Key = tuple[str, str, date]
"""工号, 处分, 决定日期: which mark a row is."""
_SAID = {"influence_to": "影响期止", "document_no": "文号", "number": "事项编号"}


def sanction_words(parameters: AppraisalParameters) -> list[str]:
    """Measures that restrict the appraisal: those are sanctions, mere deductions are not."""
    return [word for word, measure in parameters.measures.items() if measure.effect != "points"]


class SanctionForm(PersonForm):
    """现行处分."""

    code = "sanctions"
    label = "现行处分"
    model = StagedSanction
    columns = (*PERSON_COLUMNS, "measure", "decided_on", "influence_to", "document_no", "number")
    needed = ("工号", "处分", "决定日期")

    def __init__(self, parameters: AppraisalParameters) -> None:
        self.fields = [
            *PERSON_FIELDS,
            FileField("处分", closed_word(sanction_words(parameters)), required=True),
            FileField("决定日期", v.day, blank=None, required=True, hint="如 2025-03-12"),
            FileField(
                "影响期止",
                v.day,
                blank=None,
                hint="期满之日，当日起不再影响；以处分决定书为准，如 2026-03-12",
            ),
            FileField("文号", plain_text(100)),
            FileField("事项编号", key_text(40), hint="选填；与扣分事项同属一件事时填同一编号"),
        ]

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        decided, ends, today = values["决定日期"], values["影响期止"], clock.today()
        if decided and decided > today:
            problems.append(Problem(row, "决定日期", str(decided), "晚于今天", "核对决定日期"))
        if decided and ends and ends < decided:
            problems.append(
                Problem(row, "影响期止", str(ends), f"早于决定日期 {decided}", "核对决定日期和影响期止")
            )
        elif ends and ends < today:
            problems.append(
                Problem(
                    row, "影响期止", str(ends), "影响期已满，不是现行处分", "如仍要登记，可以保留", WARNING
                )
            )
        said = (values["处分"], decided, ends, values["文号"], values["事项编号"])
        return (*person_of(values), *said)

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        yield from self.judge_people(batch)
        yield from self._exempted(batch)
        yield from self._held(batch)
        rows = StagedSanction.objects.filter(batch_id=batch.pk).exclude(staff_no="").exclude(measure="")
        twice = rows.values("staff_no", "measure", "decided_on").annotate(n=Count("row")).filter(n__gt=1)
        keys = set(twice.values_list("staff_no", "measure", "decided_on"))
        for row, *key in rows.order_by("row").values_list("row", "staff_no", "measure", "decided_on"):
            if tuple(key) in keys:
                yield Problem(
                    row, "处分", str(key[1]), "同一人同一天的同一处分重复", "只留一行，核对后重新导入"
                )

    def _exempted(self, batch: ImportBatch) -> Iterable[Problem]:
        """Rows on a matter on which the cadre has been exempted: nothing new is recorded there (第十四条)."""
        exempted = set(
            Relief.objects.filter(kind=Relief.Kind.EXEMPT, valid_to__isnull=True).values_list(
                "matter__number", "cadre__staff_no"
            )
        )
        columns = ("row", "number", "staff_no")
        for row, *key in StagedSanction.objects.filter(batch_id=batch.pk).values_list(*columns):
            if tuple(key) in exempted:
                yield Problem(
                    row,
                    "事项编号",
                    str(key[0]),
                    "该干部在此事项上已认定免除责任，不再登记处分",
                    "核对事项编号；认定确有错误的，先撤销认定",
                )

    def _held(self, batch: ImportBatch) -> Iterable[Problem]:
        """Rows that name a sanction which was cancelled or replaced in the system since."""
        held = {key for key, mark in _stored().items() if not mark.stands}
        rows = StagedSanction.objects.filter(batch_id=batch.pk)
        for row, *key in rows.values_list("row", "staff_no", "measure", "decided_on") if held else ():
            if tuple(key) in held:
                yield Problem(
                    row,
                    "处分",
                    str(key[1]),
                    "这一处分已在系统中撤销或改按实际给予的措施，文件不再改变它",
                    "无需处理；确有变化的，在“处分与措施”中办理",
                    WARNING,
                )

    def compare(self, batch: ImportBatch) -> Differences:
        found = Differences()
        for change in sanction_changes(batch):
            found.add(change, in_full=self.in_full)
        return found

    def apply(self, batch: ImportBatch) -> None:
        sanctions_apply(batch)


def _key(row: dict[str, Any]) -> Key:
    return (row["staff_no"], row["measure"], row["decided_on"])


def _sanctions() -> QuerySet[Mark]:
    return Mark.objects.filter(is_sanction=True).select_related("matter", "cadre")


def _stored() -> dict[Key, Mark]:
    return {(mark.cadre.staff_no, mark.measure, mark.decided_on): mark for mark in _sanctions()}


def _differs(mark: Mark, row: dict[str, Any]) -> bool:
    """Whether the file says something else of a stored sanction; one that counts no more stays as it is."""
    return mark.stands and _as_told(mark) != {name: row[name] for name in _SAID}


def _as_told(mark: Mark) -> dict[str, Any]:
    """What a file told of the mark; an end that was computed since is not from a file."""
    ends = None if mark.end_source == EndSource.COMPUTED else mark.influence_to
    return {"influence_to": ends, "document_no": mark.document_no, "number": mark.matter.number}


def _staged(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    rows = StagedSanction.objects.filter(batch_id=batch.pk, bad=False).order_by("row")
    for row in rows.values("row", "staff_no", "name", "measure", "decided_on", *_SAID):
        row["number"] = row["number"] or f"处分-{row['staff_no']}-{row['decided_on']:%Y%m%d}"
        yield row


def sanction_changes(batch: ImportBatch) -> Iterator[RowChange]:
    """What the staged file would change, row by row; nothing is ever removed."""
    stored = _stored()
    for row in _staged(batch):
        key = f"{row['staff_no']} {row['name']} {row['measure']} {row['decided_on']}"
        old = stored.get(_key(row))
        if old is None:
            fields = [(header, "", _shown(row[name])) for name, header in _SAID.items() if row[name]]
            yield RowChange("new", row["row"], key, fields)
            continue
        told = _as_told(old)
        fields = [
            (header, _shown(told[name]), _shown(row[name]))
            for name, header in _SAID.items()
            if old.stands and (told[name] or "") != (row[name] or "")
        ]
        yield RowChange("changed" if fields else "unchanged", row["row"], key, fields)


def sanctions_apply(batch: ImportBatch) -> None:
    """Adds and corrects the marks that the batch's good rows say; runs inside the caller's transaction.

    What counts otherwise now is told once, for the whole file.
    """
    rows, stored = list(_staged(batch)), _stored()
    numbers = {row["number"] for row in rows}
    Matter.objects.bulk_create((Matter(number=number) for number in sorted(numbers)), ignore_conflicts=True)
    matters = {matter.number: matter for matter in Matter.objects.filter(number__in=numbers)}
    wanted = {row["staff_no"] for row in rows}
    cadres = {cadre.staff_no: cadre for cadre in Cadre.objects.filter(staff_no__in=wanted)}
    new, corrected, now = [], [], clock.now()
    for row in rows:
        said = {name: row[name] for name in ("influence_to", "document_no")}
        said["matter"] = matters[row["number"]]
        mark = stored.get(_key(row))
        if mark is None:
            said |= {name: row[name] for name in ("measure", "decided_on")}
            new.append(Mark(cadre=cadres[row["staff_no"]], is_sanction=True, recorded_at=now, **said))
        elif _differs(mark, row):
            corrected.append((FeltRow.of(mark), mark))
            for name, value in said.items():
                setattr(mark, name, value)
            mark.end_source = ""
    Mark.objects.bulk_create(new)
    columns = ["matter", "influence_to", "document_no", "end_source"]
    Mark.objects.bulk_update([mark for _, mark in corrected], columns, batch_size=500)
    changes = [_change(mark, Why.RECORDED) for mark in new]
    # Another end or document number counts no otherwise; another matter does (第八条).
    changes += [
        _change(mark, Why.CORRECTED, was) for was, mark in corrected if was.fact.matter != mark.matter.number
    ]
    influence_refresh({mark.cadre_id for mark in (*new, *(mark for _, mark in corrected))})
    if changes:
        marks_changed.send(SanctionForm, changes=tuple(changes), actor=batch.created_by)


def sanctions_taken_back(intake: Intake) -> Callable[[Any], None]:
    """Remembers the sanctions as the file left them; what it returns tells once how the undoing did."""
    was = {mark.pk: mark for mark in _sanctions()}

    def tell(actor: Any) -> None:
        now = {mark.pk: mark for mark in _sanctions()}
        gone = [mark for pk, mark in was.items() if pk not in now]
        back = [(mark, now[pk]) for pk, mark in was.items() if pk in now and mark.version != now[pk].version]
        influence_refresh({mark.cadre_id for mark in (*gone, *(mark for mark, _ in back))})
        changes = [_change(mark, Why.TAKEN_BACK) for mark in gone]
        changes += [
            _change(mark, Why.TAKEN_BACK, FeltRow.of(left))
            for left, mark in back
            if left.matter_id != mark.matter_id
        ]
        if changes:
            marks_changed.send(SanctionForm, changes=tuple(changes), actor=actor)

    return tell


def _change(mark: Mark, why: Why, *was: FeltRow) -> MarkChange:
    return MarkChange(mark.matter, mark.cadre_id, why, mark, (*was, FeltRow.of(mark)))


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
