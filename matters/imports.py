"""The form of 扣分与认定: one row per matter, cadre and measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from cadres.matching import IDENTIFYING_FIELDS, NAME_FIELD, doubts_of, person_of
from core.imports import (
    WARNING,
    Differences,
    Doubt,
    FileField,
    FileForm,
    Problem,
    closed_word,
    key_text,
    plain_text,
)
from core.models import ImportBatch
from core.tables import values as v
from policy.parameters import AppraisalParameters

from . import selectors, services
from .models import StagedMatter

Pair = tuple[str, str]  # matter number, staff number
COLUMNS = {
    "事项编号": "number",
    "工号": "staff_no",
    "措施": "measure",
    "日期": "decided_on",
    "扣分": "points",
    "文号": "document_no",
    "认定": "finding",
}


class MatterForm(FileForm):
    """扣分与认定. registered: staff numbers (as `staff_no` rows) of the register."""

    code = "matters"
    label = "扣分与认定"
    model = StagedMatter
    columns = (*COLUMNS.values(), "name", "born", "identity_hash")
    may_be_empty = True  # a year in which nothing happened

    def __init__(
        self, parameters: AppraisalParameters, registered: Callable[[], QuerySet[Any, Any]], *, year: int
    ) -> None:
        self.year = year
        self._registered = registered
        self._lifting = {word for word, finding in parameters.findings.items() if finding.lifts}
        self._binding = set(parameters.findings) - self._lifting
        self.fields = [
            FileField("事项编号", key_text(40), required=True),
            FileField("工号", key_text(32), required=True),
            FileField("措施", closed_word(parameters.measures), required=True),
            FileField("日期", v.day, blank=None, required=True),
            FileField("扣分", v.points, blank=0),
            FileField("文号", plain_text(100)),
            FileField("认定", closed_word(["", *parameters.findings])),
            NAME_FIELD,
            *IDENTIFYING_FIELDS,
        ]
        self.needed = ["事项编号", "工号", "措施", "日期", "扣分", "认定"]

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        _, *identifying = person_of(values)
        return (*(values[header] for header in COLUMNS), *identifying)

    def doubts(self, batch: ImportBatch) -> Iterable[Doubt]:
        return doubts_of(StagedMatter.objects.filter(batch_id=batch.pk).exclude(staff_no=""))

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        rows = StagedMatter.objects.filter(batch_id=batch.pk)
        registered = set(self._registered().values_list("staff_no", flat=True))
        unknown = set(rows.values_list("staff_no", flat=True).distinct()) - registered - {""}
        strangers = set()
        for row, staff_no in rows.filter(staff_no__in=unknown).values_list("row", "staff_no"):
            strangers.add(row)
            yield Problem(row, "工号", staff_no, "不在干部名册中", "核对工号，或先在名册中补上此人")
        yield from self._held(batch)
        yield from self._exempted(batch)
        yield from self._contradictions(batch, strangers)

    def _held(self, batch: ImportBatch) -> Iterable[Problem]:
        """Rows that say what was cancelled, replaced or lifted in the system since."""
        held = selectors.held_rows(self.year)
        columns = ("row", "number", "staff_no", "measure", "decided_on")
        for row, *key in StagedMatter.objects.filter(batch_id=batch.pk).values_list(*columns) if held else ():
            if tuple(key) in held:
                yield Problem(
                    row,
                    "措施",
                    str(key[2]),
                    "这一条已在系统中撤销、解除或改按实际给予的措施，文件不再改变它",
                    "无需处理；确有变化的，在“处分与措施”中办理",
                    WARNING,
                )

    def _exempted(self, batch: ImportBatch) -> Iterable[Problem]:
        """New rows on a matter on which the cadre has been exempted in the system: they count nowhere."""
        rows = StagedMatter.objects.filter(batch_id=batch.pk).exclude(finding__in=self._lifting)
        exempted = selectors.exempted_pairs()
        known = selectors.file_keys(self.year) if exempted else set()
        columns = ("row", "number", "staff_no", "measure", "decided_on")
        for row, *key in rows.values_list(*columns) if exempted else ():
            if tuple(key[:2]) in exempted and tuple(key) not in known:
                yield Problem(
                    row,
                    "事项编号",
                    str(key[0]),
                    "该干部在此事项上已认定免除责任，这一条导入后不计入",
                    "核对事项编号；认定确有错误的，先撤销认定",
                    WARNING,
                )

    def _contradictions(self, batch: ImportBatch, strangers: set[int]) -> Iterable[Problem]:
        """Lifted in one row, not lifted in another of the same cadre and matter: all those rows are bad.

        Also where the other row is a stored one that stays beside the file's good rows.
        """
        rows = StagedMatter.objects.filter(batch_id=batch.pk).exclude(number="").exclude(staff_no="")
        copies: dict[Pair, list[tuple[int, str]]] = defaultdict(list)
        result: dict[Pair, set[str]] = defaultdict(set)
        for row, bad, number, staff_no, finding in rows.order_by("row").values_list(
            "row", "bad", "number", "staff_no", "finding"
        ):
            copies[number, staff_no].append((row, finding))
            if not bad and row not in strangers:
                result[number, staff_no].add(finding)
        for stored in selectors.file_plan(batch, self.year, bad=strangers).kept:
            if stored[:2] in result:
                result[stored[:2]].add(stored[-1])
        for pair in sorted(copies):
            told = copies[pair]
            if not (self._contradict({finding for _, finding in told}) or self._contradict(result[pair])):
                continue
            number, staff_no = pair
            for row, finding in told:
                yield Problem(
                    row,
                    "认定",
                    finding,
                    f"{staff_no} 在事项 {number} 上的认定互相矛盾",
                    "同一人同一事项只能有一种结论，与已导入的记录也要一致；核对认定书后改为一致",
                )

    def _contradict(self, findings: set[str]) -> bool:
        return not (findings.isdisjoint(self._lifting) or findings.isdisjoint(self._binding))

    def compare(self, batch: ImportBatch) -> Differences:
        return selectors.matter_differences(batch, self.year, in_full=self.in_full)

    def apply(self, batch: ImportBatch) -> None:
        services.file_apply(batch, self.year, lifting=self._lifting)
