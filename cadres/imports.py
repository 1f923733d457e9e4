"""The form of 干部名册: columns, their habits, what makes a row bad, and how good rows reach the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count

from accounts.models import Unit, UnitKind
from core import crypto
from core.imports import (
    WARNING,
    Differences,
    Doubt,
    FileField,
    FileForm,
    Problem,
    closed_word,
    key_text,
    limited,
    plain_text,
)
from core.models import ImportBatch
from core.pinyin import pinyin_of
from core.tables import values as v

from . import selectors, services
from .matching import doubts_of
from .models import Cadre, PostRank, StagedRoster

SEXES = ("男", "女", "未知", "未说明")
PARTY_MEMBERS = ("中共党员", "中共预备党员")


def _ethnicity(cell: Any) -> str:
    text = v.fold(cell)
    return text if not text or text.endswith(("族", "人", "他")) else f"{text}族"


# header, column of the staged row, how to read it, must be filled
_COLUMNS: tuple[tuple[str, str, Any, bool], ...] = (
    ("工号", "staff_no", key_text(32), True),
    ("姓名", "name", limited(v.display_name, 64), True),
    ("性别", "sex", closed_word(SEXES), False),
    ("民族", "ethnicity", limited(_ethnicity, 20), False),
    ("籍贯", "native_place", plain_text(60), False),
    ("身份证号", "identity_no", v.identity_number, False),
    ("出生年月", "born", v.month, False),
    ("政治面貌", "political_status", key_text(30), False),
    ("入党时间", "joined_party", v.month, False),
    ("参加工作时间", "started_work", v.month, False),
    ("全日制教育/学历", "full_time_level", plain_text(30), False),
    ("全日制教育/学位", "full_time_degree", plain_text(30), False),
    ("全日制教育/毕业院校及专业", "full_time_school", plain_text(120), False),
    ("在职教育/学历", "in_service_level", plain_text(30), False),
    ("在职教育/学位", "in_service_degree", plain_text(30), False),
    ("在职教育/毕业院校及专业", "in_service_school", plain_text(120), False),
    ("专业技术职务", "professional_title", plain_text(60), False),
    ("所在单位", "unit", plain_text(100), True),
    ("单位类别", "unit_kind", closed_word(UnitKind.values), True),
    ("现任职务", "title", plain_text(100), True),
    ("正副职", "rank", closed_word(PostRank.values), True),
    ("行政级别", "admin_level", plain_text(20), False),
    ("任现职时间", "in_post_since", v.month, False),
    ("任现职级时间", "in_rank_since", v.month, False),
    ("任期/起", "term_starts", v.month, False),
    ("任期/止", "term_ends", v.month, False),
    ("分管校领导", "supervising_leader", plain_text(64), False),
    ("是否双肩挑", "double_role", v.yes_no, False),
    ("所在党组织", "party_organisation", plain_text(100), False),
    ("手机", "phone", key_text(32), False),
    ("邮箱", "email", key_text(120), False),
    ("备注", "remark", plain_text(300), False),
)
HEADERS = {column: header for header, column, _, _ in _COLUMNS}
COLUMNS_OF = {header: column for column, header in HEADERS.items()}


class RosterForm(FileForm):
    """干部名册. Staged values are those of `cadres.models.StagedRoster`."""

    code = "roster"
    label = "干部名册"
    model = StagedRoster
    columns = (*HEADERS, "identity_hash", "phone_hash", "pinyin", "initials")
    fields = [
        FileField(header, parse, blank=False if column == "double_role" else "", required=required)
        for header, column, parse, required in _COLUMNS
    ]
    needed = [header for header, _, _, required in _COLUMNS if required]

    def __init__(self) -> None:
        self._seal_identity = StagedRoster._meta.get_field("identity_no").seal
        self._seal_phone = StagedRoster._meta.get_field("phone").seal

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        problems.extend(_contradictions(row, values))
        identity, phone = values["身份证号"], values["手机"]
        identity_hash = crypto.lookup_hash(identity, "identity") if identity else None
        phone_hash = crypto.lookup_hash(phone, "phone") if phone else None
        values["身份证号"] = self._seal_identity(identity) if identity else None
        values["手机"] = self._seal_phone(phone) if phone else None
        return (*values.values(), identity_hash, phone_hash, *pinyin_of(values["姓名"]))

    def doubts(self, batch: ImportBatch) -> Iterable[Doubt]:
        rows = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
        return doubts_of(rows, listed=set(rows.values_list("staff_no", flat=True)))

    def carry_over(self, batch: ImportBatch) -> None:
        services.roster_carry_over(batch, absent=[COLUMNS_OF[header] for header in self.absent])

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        found = [*self._twice(batch, "staff_no", "工号"), *self._twice(batch, "identity_hash", "身份证号")]
        found += self._unit_of_two_kinds(batch)
        found += self._unit_of_the_past(batch)
        if batch.supplement:
            found += self._unit_of_another_kind(batch)
        return [*found, *self._identity_of_another(batch, {problem.row for problem in found})]

    def _twice(self, batch: ImportBatch, column: str, header: str) -> Iterable[Problem]:
        rows = StagedRoster.objects.filter(batch_id=batch.pk).exclude(
            **{column: "" if column == "staff_no" else None}
        )
        repeated = rows.values(column).annotate(n=Count("row")).filter(n__gt=1).values(column)
        for copy in rows.filter(**{f"{column}__in": repeated}).order_by("row"):
            shown = copy.staff_no if column == "staff_no" else copy.identity_no
            yield Problem(
                copy.row, header, shown or "", f"{header}重复", "每人只留一行；两行都须核对，改正后重新导入"
            )

    def _unit_of_two_kinds(self, batch: ImportBatch) -> Iterable[Problem]:
        rows = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
        torn = (
            rows.values("unit").annotate(n=Count("unit_kind", distinct=True)).filter(n__gt=1).values("unit")
        )
        for copy in rows.filter(unit__in=torn).order_by("row"):
            yield Problem(
                copy.row,
                "单位类别",
                copy.unit_kind,
                f"{copy.unit}在名册中写了不止一种单位类别",
                "同一单位只能是一种类别，改为一致",
            )

    def _unit_of_the_past(self, batch: ImportBatch) -> Iterable[Problem]:
        """A renamed or merged unit under its old name would be set up a second time."""
        rows = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
        now = selectors.present_names(set(rows.values_list("unit", flat=True).distinct()))
        for row, unit in rows.filter(unit__in=now).order_by("row").values_list("row", "unit"):
            yield Problem(
                row, "所在单位", unit, f"{unit}已经更名或并入{now[unit]}", f"改为{now[unit]}，并核对现任职务"
            )

    def _unit_of_another_kind(self, batch: ImportBatch) -> Iterable[Problem]:
        rows = StagedRoster.objects.filter(batch_id=batch.pk, bad=False)
        units = Unit.objects.filter(valid_to__isnull=True, name__in=rows.values("unit"))
        kinds = dict(units.values_list("name", "kind"))
        for row, unit, kind in rows.order_by("row").values_list("row", "unit", "unit_kind"):
            if kinds.get(unit, kind) != kind:
                yield Problem(
                    row,
                    "单位类别",
                    kind,
                    f"{unit}已登记为{kinds[unit]}",
                    "补充导入不改变单位类别；请改为一致，或导入整份名册",
                )

    def _identity_of_another(self, batch: ImportBatch, judged: set[int]) -> Iterable[Problem]:
        """Good rows with the number of somebody who keeps it: not in a supplement, or only with a bad row.

        A row that turns bad here leaves its own person as stored, so the next in the chain clashes with them.
        """
        rows = StagedRoster.objects.filter(batch_id=batch.pk)
        stored = Cadre.objects.filter(status=Cadre.Status.IN_REGISTER, identity_hash__isnull=False)
        holders = {
            bytes(number or b""): who for number, who in stored.values_list("identity_hash", "staff_no")
        }
        if not holders:
            return
        listed, good, wanted = set(), set(), {}  # wanted: holder -> (row, 工号) of who takes the number over
        for row, bad, staff_no, number in rows.values_list("row", "bad", "staff_no", "identity_hash"):
            listed.add(staff_no)
            if bad or row in judged:
                continue
            good.add(staff_no)
            holder = holders.get(bytes(number)) if number else None
            if holder and holder != staff_no:
                wanted[holder] = (row, staff_no)
        clashing = [who for who in wanted if who not in good and (batch.supplement or who in listed)]
        for holder in clashing:
            row, staff_no = wanted[holder]
            if staff_no in wanted:
                clashing.append(staff_no)
            yield Problem(
                row,
                "身份证号",
                rows.get(row=row).identity_no or "",
                f"与在册干部 {holder} 的身份证号相同",
                "核对两人的工号和身份证号",
            )

    def compare(self, batch: ImportBatch) -> Differences:
        return selectors.roster_differences(batch, HEADERS, in_full=self.in_full)

    def apply(self, batch: ImportBatch) -> None:
        services.roster_apply(batch)


def _contradictions(row: int, values: Mapping[str, Any]) -> Iterable[Problem]:
    born, started, identity = values["出生年月"], values["参加工作时间"], values["身份证号"]
    if born and started and born > started:
        yield Problem(row, "参加工作时间", started, f"早于出生年月 {born}", "核对出生年月和参加工作时间")
    starts, ends = values["任期/起"], values["任期/止"]
    if starts and ends and starts > ends:
        yield Problem(row, "任期/止", ends, f"早于任期起 {starts}", "核对任期起止")
    if identity:
        yield from _identity_beside_columns(row, values, identity)
    if values["入党时间"] and values["政治面貌"] and values["政治面貌"] not in PARTY_MEMBERS:
        yield Problem(
            row,
            "入党时间",
            values["入党时间"],
            f"政治面貌为{values['政治面貌']}，却有入党时间",
            "如为加入民主党派的时间，可以保留",
            WARNING,
        )


def _identity_beside_columns(row: int, values: Mapping[str, Any], identity: str) -> Iterable[Problem]:
    born, sex = values["出生年月"], values["性别"]
    if born and v.identity_birth_month(identity) != born:
        yield Problem(
            row,
            "出生年月",
            born,
            f"与身份证号中的 {v.identity_birth_month(identity)} 不一致",
            "以组织认定为准，两处都保留",
            WARNING,
        )
    if sex in ("男", "女") and v.identity_sex(identity) != sex:
        yield Problem(
            row, "性别", sex, f"与身份证号中的性别（{v.identity_sex(identity)}）不一致", "核对性别", WARNING
        )
