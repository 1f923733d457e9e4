"""The form of 参加考核人员名单, and the register that the year's files are judged against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet

from cadres import selectors as cadre_selectors
from cadres.matching import IDENTIFYING_FIELDS, PERSON_COLUMNS, doubts_of, person_of
from cadres.models import Cadre, StagedRoster
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
from core.tables import values as v
from policy.categories import listed_categories
from policy.parameters import AppraisalParameters

from . import selectors
from .access import TAKES_BALLOTS
from .models import Cycle, Participant, StagedParticipant
from .models.cycle import BEFORE_VOTE


@dataclass(frozen=True)
class Register:
    """Who is in the register once the staged roster (if any) is applied.

    strict: nothing goes in while a row is bad, so people of bad rows count as known and only the root of a
    problem is reported; otherwise good rows count, and whoever has a bad row stays as stored.
    """

    roster: ImportBatch | None
    strict: bool

    def staged(self) -> QuerySet[StagedRoster]:
        rows = StagedRoster.objects.filter(batch_id=self.roster.pk if self.roster else None)
        return rows if self.strict else rows.filter(bad=False)

    def staff_nos(self) -> QuerySet[Any, Any]:
        """Rows with `staff_no`."""
        stored = cadre_selectors.in_register().order_by().values("staff_no")
        if self.roster is None:
            return stored
        staged = self.staged().values("staff_no")
        if self.roster.supplement:
            return stored.union(staged)
        return staged if self.strict else stored.filter(staff_no__in=self._bad()).union(staged)

    def _bad(self) -> QuerySet[Any, Any]:
        rows = StagedRoster.objects.filter(batch_id=self.roster.pk if self.roster else None, bad=True)
        return rows.values("staff_no")

    def people(self) -> dict[str, tuple[str, str]]:
        """工号 -> (name, category by post)."""
        found: dict[str, tuple[str, str]] = {}
        if self.roster is None or self.roster.supplement or not self.strict:
            stored = cadre_selectors.in_register()
            if self.roster and not self.roster.supplement:
                stored = stored.filter(staff_no__in=self._bad())
            for row in cadre_selectors.with_primary_post(stored):
                found[row["staff_no"]] = (
                    row["name"],
                    cadre_selectors.category_of(row["unit_kind"], row["rank"]),
                )
        for staff_no, name, kind, rank in self.staged().values_list("staff_no", "name", "unit_kind", "rank"):
            category = cadre_selectors.category_of(kind, rank) if kind and rank else ""
            found[staff_no] = (name, category)
        return found


@dataclass(frozen=True)
class Listed:
    """Who is on the list once the staged one (if any) is applied; strict as in `Register`."""

    cycle: Cycle | None
    batch: ImportBatch | None
    strict: bool

    def staff_nos(self) -> QuerySet[Any, Any]:
        """Rows with `staff_no`."""
        stored = Participant.objects.filter(cycle=self.cycle).values(staff_no=F("cadre__staff_no"))
        if self.batch is None:
            return stored
        staged = StagedParticipant.objects.filter(batch_id=self.batch.pk)
        if self.strict:
            rows = staged.values("staff_no")
            return stored.union(rows) if self.batch.supplement else rows
        if not self.batch.supplement:
            stored = stored.filter(cadre__staff_no__in=staged.filter(bad=True).values("staff_no"))
        return stored.union(staged.filter(bad=False).values("staff_no"))


class ParticipantForm(FileForm):
    """参加考核人员名单."""

    code = "participants"
    label = "参加考核人员名单"
    model = StagedParticipant
    columns = (*PERSON_COLUMNS, "category", "graded", "ungraded_reason")

    def __init__(self, parameters: AppraisalParameters, register: Register, year: int) -> None:
        self.cycle: Cycle | None = None
        self._year = year
        self._register = register
        self.fields = [
            FileField("工号", key_text(32), required=True),
            FileField("姓名", limited(v.display_name, 64)),
            FileField("考核类别", closed_word(listed_categories(parameters)), required=True),
            FileField("确定等次", v.yes_no, blank=None, required=True),
            FileField("不确定等次原因", plain_text(200)),
            *IDENTIFYING_FIELDS,
        ]
        self.needed = ["工号", "姓名", "考核类别", "确定等次"]

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        if values["确定等次"] is False and not values["不确定等次原因"]:
            problems.append(
                Problem(row, "不确定等次原因", "", "不确定等次而未写原因", "补写原因，便于审核", WARNING)
            )
        graded = values["确定等次"] is not False
        return (*person_of(values), values["考核类别"], graded, values["不确定等次原因"])

    def doubts(self, batch: ImportBatch) -> Iterable[Doubt]:
        return doubts_of(StagedParticipant.objects.filter(batch_id=batch.pk).exclude(staff_no=""))

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        rows = StagedParticipant.objects.filter(batch_id=batch.pk)
        people, elsewhere = self._register.people(), self._elsewhere()
        twice = rows.exclude(staff_no="").values("staff_no").annotate(n=Count("row")).filter(n__gt=1)
        for row, staff_no in rows.filter(staff_no__in=twice.values("staff_no")).values_list(
            "row", "staff_no"
        ):
            yield Problem(row, "工号", staff_no, "工号重复", "每人只留一行；各行都须核对，改正后重新导入")
        for item in rows.exclude(staff_no="").order_by("row"):
            if item.staff_no not in people:
                yield Problem(
                    item.row, "工号", item.staff_no, "不在干部名册中", "核对工号，或先在名册中补上此人"
                )
                continue
            if other := elsewhere.get(item.staff_no):
                yield Problem(
                    item.row,
                    "工号",
                    item.staff_no,
                    f"已在{other}的名单中，同一年度不能参加两次年度考核",
                    "从本表删去此人；如应参加本次考核，先从那份名单中移出",
                )
            name, category = people[item.staff_no]  # either may be missing where the register row is bad
            if item.name and name and v.fold_name(item.name) != v.fold_name(name):
                yield Problem(
                    item.row,
                    "姓名",
                    item.name,
                    f"名册中工号 {item.staff_no} 是{name}",
                    "核对工号与姓名；以工号为准",
                    WARNING,
                )
            if item.category and category and item.category != category:
                yield Problem(
                    item.row,
                    "考核类别",
                    item.category,
                    f"名册中的岗位属于{category}",
                    "以名单为准；如有误请改名单",
                    WARNING,
                )

    def _elsewhere(self) -> dict[str, str]:
        """工号 -> another cycle of the year that lists the cadre (第六条); two queries."""
        cycle = self.cycle or Cycle.objects.annual(self._year).first() or Cycle(year=self._year)
        listed = selectors.taking_part_elsewhere(cycle)
        staff_nos = Cadre.objects.filter(pk__in=listed).values_list("pk", "staff_no")
        return {staff_no: listed[pk] for pk, staff_no in staff_nos}

    def compare(self, batch: ImportBatch) -> Differences:
        return selectors.participant_differences(batch, self.cycle, in_full=self.in_full)

    def apply(self, batch: ImportBatch) -> None:
        if self.cycle is None:
            raise RuntimeError("a participant form is applied to a cycle")
        from .services import participants_apply  # noqa: PLC0415 - the year's import service composes this form

        participants_apply(batch, self.cycle)


def no_ballots_now(cycle: Cycle | None) -> str:
    """Why an appraisal that is run here takes no ballots by file now, and what to do; "" where it does."""
    if cycle is None:
        return "没有这次考核，或它不在系统内办理。请重新选择所属考核。"
    if cycle.confirmed_at is not None:
        return f"{cycle.label}的计分已经确认，不能再导入文件。"
    if cycle.state in BEFORE_VOTE:
        return f"{cycle.label}考核还没有开始民主测评，请先办理“开始民主测评”。"
    if cycle.state not in TAKES_BALLOTS:
        return f"{cycle.label}考核已进入“{cycle.get_state_display()}”，不能再导入测评票。"
    return ""


def no_papers_words(cycle: Cycle) -> str:
    """That the round of a cycle takes no papers, and what to do."""
    ways = cycle.round.ways_label if cycle.round else ""
    return (
        f"{cycle.label}考核的投票方式只有{ways or '其他方式'}，不收机读票，不能导入测评票。"
        "请核对所选的考核；确需机读票的，由组织部在考核方案中写明。"
    )
