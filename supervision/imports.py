"""The forms of 风险清单 and 日常监督台账: both only add and correct, what a file does not name stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Unit
from cadres.matching import PERSON_COLUMNS, PERSON_FIELDS, PersonForm, person_of
from cadres.models import Appointment, Cadre
from core import clock
from core.imports import Differences, FileField, FileForm, Problem, RowChange, closed_word, plain_text
from core.models import ImportBatch
from core.tables import values as v
from policy.private_numbers import may_keep
from policy.supervision import ARTICLE, may_close

from .models import ItemKind, ItemStatus, RegisterItem, Risk, RiskKind, RiskPost, StagedItem, StagedRisk
from .models.risks import RISK_FIELDS, said

KINDS = {kind.label: kind.value for kind in RiskKind}
RISK_COLUMNS: dict[str, str] = {
    "职权事项": "power",
    "流程环节": "step",
    "风险描述": "description",
    "类别": "kind",
    "前期预防": "before",
    "中期监控": "during",
    "后期检查": "after",
    "责任人": "owner",
    "权力行使影响重大": "heavy",
    "自由裁量无限制": "free",
    "曾发生不廉洁问题": "tainted",
}
RISK_KEY = ("power", "step", "description")
LIMITS = {"power": 100, "step": 100, "description": 300, "owner": 64}
YES = {"是": True, "否": False}


def _risk_fields() -> Iterator[FileField]:
    for header, name in RISK_COLUMNS.items():
        if name == "kind":
            yield FileField(header, closed_word(KINDS), required=True)
        elif header.endswith(("重大", "无限制", "问题")):
            yield FileField(header, closed_word(YES), blank="否", hint="是或否")
        else:
            needed = name in ("power", "description")
            yield FileField(header, plain_text(LIMITS.get(name, 500)), required=needed)


class RiskForm(FileForm):
    """风险清单: one row per risk."""

    code, label, model = "risks", "风险清单", StagedRisk
    columns = ("unit_name", "title", *RISK_FIELDS)
    needed = ("单位", "岗位", "职权事项", "风险描述", "类别")
    fields = (
        FileField("单位", plain_text(100), required=True),
        FileField("岗位", plain_text(100), required=True),
        *_risk_fields(),
    )

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        for header in ("风险描述", "前期预防", "中期监控", "后期检查", "责任人"):
            if not may_keep({header: values[header]}, ARTICLE).ok:
                problems.append(
                    Problem(row, header, "（未显示）", "含有身份证号码、电话或邮箱", "删除后再导入")
                )
        found = {name: values[header] for header, name in RISK_COLUMNS.items()}
        found["kind"] = KINDS.get(found["kind"], "")
        found |= {name: YES[found[name]] for name in ("heavy", "free", "tainted")}
        return (values["单位"], values["岗位"], *(found[name] for name in RISK_FIELDS))

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        rows = StagedRisk.objects.filter(batch_id=batch.pk).exclude(unit_name="")
        yield from _unknown_units(rows)
        key = ("unit_name", "title", *RISK_KEY)
        twice = set(rows.values(*key).annotate(n=Count("row")).filter(n__gt=1).values_list(*key))
        for row, *values in rows.order_by("row").values_list("row", *key):
            if tuple(values) in twice:
                yield Problem(row, "风险描述", values[-1], "同一岗位的同一风险点重复", "只留一行后重新导入")

    def compare(self, batch: ImportBatch) -> Differences:
        found, stored = Differences(), _stored_risks()
        for key, row, values in _staged_risks(batch):
            found.add(_changed(key, row, stored.get(key), values, RISK_COLUMNS), in_full=self.in_full)
        return found

    def apply(self, batch: ImportBatch) -> None:
        stored, units = _stored_risks(), _units()
        staged = list(_staged_risks(batch))
        wanted = {(units[key[0]], key[1]) for key, _, _ in staged}
        RiskPost.objects.bulk_create(
            (RiskPost(unit_id=unit, title=title) for unit, title in sorted(wanted)), ignore_conflicts=True
        )
        posts = {(unit, title): pk for pk, unit, title in RiskPost.objects.values_list("pk", "unit", "title")}
        new, changed = [], []
        for key, _, values in staged:
            unit = units[key[0]]
            old = stored.get(key)
            risk = Risk(unit_id=unit, post_id=posts[unit, key[1]], **values)
            if old is None:
                new.append(risk)
            elif any(old[name] != values[name] for name in RISK_FIELDS):
                risk.pk, risk.version = old["pk"], old["version"] + 1
                changed.append(risk)
        Risk.objects.bulk_create(new)
        Risk.objects.bulk_update(changed, [*RISK_FIELDS, "version"], batch_size=500)


def _units() -> dict[str, int]:
    """Name -> key of the units of today."""
    return dict(Unit.objects.filter(valid_to__isnull=True).values_list("name", "pk"))


def _unknown_units(rows: QuerySet[Any]) -> Iterator[Problem]:
    """Staged rows whose unit nobody knows."""
    known = _units()
    for row, name in rows.order_by("row").values_list("row", "unit_name"):
        if name not in known:
            yield Problem(row, "单位", name, "没有这个单位", "核对单位全称，已撤并的写现在的单位")


def _stored_risks() -> dict[tuple[str, ...], dict[str, Any]]:
    rows = Risk.objects.filter(closed_on__isnull=True).order_by()
    found = rows.values("pk", "version", "unit__name", "post__title", *RISK_FIELDS)
    return {(row["unit__name"], row["post__title"], *(row[name] for name in RISK_KEY)): row for row in found}


def _staged_risks(batch: ImportBatch) -> Iterator[tuple[tuple[str, ...], int, dict[str, Any]]]:
    rows = StagedRisk.objects.filter(batch_id=batch.pk, bad=False).order_by("row")
    for row in rows.values("row", "unit_name", "title", *RISK_FIELDS):
        values = {name: row[name] for name in RISK_FIELDS}
        yield (row["unit_name"], row["title"], *(row[name] for name in RISK_KEY)), row["row"], values


def _changed(
    key: tuple[str, ...],
    row: int,
    old: dict[str, Any] | None,
    values: dict[str, Any],
    columns: dict[str, str],
) -> RowChange:
    words = " ".join(part for part in key if part)
    if old is None:
        fields = [
            (header, "", _shown(name, values[name])) for header, name in columns.items() if values[name]
        ]
        return RowChange("new", row, words, fields)
    fields = [
        (header, _shown(name, old[name]), _shown(name, values[name]))
        for header, name in columns.items()
        if old[name] != values[name]
    ]
    return RowChange("changed" if fields else "unchanged", row, words, fields)


_WORDS: dict[str, str] = {**dict(RiskKind.choices), **dict(ItemKind.choices), **dict(ItemStatus.choices)}


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    return _WORDS.get(value, value) if name in ("kind", "status") else said(value)


ITEM_KINDS = {kind.label: kind.value for kind in ItemKind}
STATUSES = {status.label: status.value for status in ItemStatus}
ITEM_COLUMNS: dict[str, str] = {
    "种类": "kind",
    "年度或期次": "period",
    "状态": "status",
    "期限": "due_on",
    "办结日期": "done_on",
    "文号": "document_no",
}
ITEM_FIELDS = tuple(ITEM_COLUMNS.values())
ITEM_KEY = ("kind", "period", "document_no")


class ItemForm(PersonForm):
    """日常监督台账: one row per cadre, kind and period, or of 巡察整改 per unit where no cadre is named."""

    code, label, model = "register", "日常监督台账", StagedItem
    columns = (*PERSON_COLUMNS, "unit_name", *ITEM_FIELDS)
    needed = ("工号", "种类", "状态")
    fields = (
        *PERSON_FIELDS,
        FileField("单位", plain_text(100), hint="只有整个单位的巡察整改填写，这样的行不填工号和姓名"),
        FileField("种类", closed_word(ITEM_KINDS), required=True),
        FileField("年度或期次", plain_text(20)),
        FileField("状态", closed_word(STATUSES), required=True),
        FileField("期限", v.day, blank=None, hint="如 2026-01-31"),
        FileField("办结日期", v.day, blank=None, hint="已办结的填写"),
        FileField("文号", plain_text(60)),
    )

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        status, done = STATUSES.get(values["状态"], ""), values["办结日期"]
        verdict = may_close(status_done=status == ItemStatus.DONE, done_on=done, today=clock.today())
        if status and not verdict.ok:
            problems.append(
                Problem(row, "办结日期", str(done or ""), verdict.reasons[0].text.rstrip("。"), "核对")
            )
        kind = ITEM_KINDS.get(values["种类"], "")
        person = person_of(values)
        # Of a person the register knows the unit; a whole unit stands only where nobody is named.
        unit = values["单位"] if kind == ItemKind.INSPECTION and not any(person) else ""
        rest = (values["年度或期次"], status, values["期限"], done, values["文号"])
        return (*person, unit, kind, *rest)

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        yield from self.judge_people(batch, unit_name__gt="")
        staged = StagedItem.objects.filter(batch_id=batch.pk).exclude(kind="")
        yield from _unknown_units(staged.exclude(unit_name=""))
        placed = set(_places().keys())
        key = ("staff_no", "unit_name", *ITEM_KEY)
        rows = staged.exclude(staff_no="", unit_name="")
        twice = set(rows.values(*key).annotate(n=Count("row")).filter(n__gt=1).values_list(*key))
        names = set(Cadre.objects.values_list("staff_no", flat=True))
        for row, staff_no, *values in rows.order_by("row").values_list("row", *key):
            if (staff_no, *values) in twice:
                about = staff_no or values[0]
                yield Problem(row, "种类", about, "同一期次的同一事项重复", "只留一行后重新导入")
            if staff_no in names and staff_no not in placed:
                yield Problem(row, "工号", staff_no, "没有现任主职，不知道属于哪个单位", "先在名册中补任职")

    def compare(self, batch: ImportBatch) -> Differences:
        found, stored = Differences(), _stored_items()
        for key, row, values in _staged_items(batch):
            found.add(_changed(key, row, stored.get(key), values, ITEM_COLUMNS), in_full=self.in_full)
        return found

    def apply(self, batch: ImportBatch) -> None:
        stored, places, units = _stored_items(), _places(), _units()
        cadres = dict(Cadre.objects.values_list("staff_no", "pk"))
        new, changed = [], []
        for key, _, values in _staged_items(batch):
            old, (staff_no, unit_name, *_) = stored.get(key), key
            unit = units[unit_name] if unit_name else places[staff_no]
            item = RegisterItem(cadre_id=cadres.get(staff_no), unit_id=unit, **values)
            if old is None:
                new.append(item)
            elif any(old[name] != values[name] for name in ITEM_FIELDS):
                item.pk, item.version = old["pk"], old["version"] + 1
                changed.append(item)
        RegisterItem.objects.bulk_create(new)
        RegisterItem.objects.bulk_update(changed, [*ITEM_FIELDS, "version"], batch_size=500)


def _places() -> dict[str, int]:
    """工号 -> unit of the primary appointment."""
    held = Appointment.objects.filter(kind=Appointment.Kind.PRIMARY, ended_on="").order_by()
    return dict(held.values_list("cadre__staff_no", "post__unit"))


def _stored_items() -> dict[tuple[str, ...], dict[str, Any]]:
    rows = RegisterItem.objects.order_by().annotate(
        whose=Coalesce("cadre__staff_no", Value("")),
        unit_name=Case(When(cadre=None, then=F("unit__name")), default=Value("")),
    )
    found = rows.values("pk", "version", "whose", "unit_name", *ITEM_FIELDS)
    return {(row["whose"], row["unit_name"], *(row[name] for name in ITEM_KEY)): row for row in found}


def _staged_items(batch: ImportBatch) -> Iterator[tuple[tuple[str, ...], int, dict[str, Any]]]:
    rows = StagedItem.objects.filter(batch_id=batch.pk, bad=False).order_by("row")
    for row in rows.values("row", "staff_no", "unit_name", *ITEM_FIELDS):
        values = {name: row[name] for name in ITEM_FIELDS}
        yield (row["staff_no"], row["unit_name"], *(row[name] for name in ITEM_KEY)), row["row"], values
