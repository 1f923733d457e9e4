"""results.xlsx: a scored year as the workbook that a Party committee gets (第六条, 第七条)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Q

from core.tables.writer import Workbook
from matters.models import Mark
from policy.parameters import AppraisalParameters
from policy.wording import parameter_rows

from .. import selectors
from ..models import Cycle, Result
from ..selectors import Sight

HIDDEN = "—"
# What the server's own command writes: the whole year as it was counted, also an old one, for the check of
# a recount; the file is the operator's (docs/rules/uses.md).
WHOLE = Sight(scored=True, gaps_open=0, own_categories=frozenset(), scoring_officer=False)
RANKING_FIXED = ("考核类别", "名次", "工号", "姓名", "单位", "现任职务")
RANKING_FIGURES = ("测评得分", "扣分", "总分", "建议", "说明")
WIDTHS = {"考核类别": 24, "单位": 18, "现任职务": 22, "建议": 16, "说明": 80, "姓名": 12}
# By content before the key, so that the order of rows in the file does not show.
MARK_ORDER = (
    "matter__number",
    "cadre__staff_no",
    "decided_on",
    "measure",
    "points",
    "document_no",
    "finding",
    "pk",
)
KINDS = {"名次": "integer", "测评得分": "number", "扣分": "auto", "总分": "number"}


def year_workbook(cycle: Cycle, path: Path, *, sight: Sight | None = None) -> None:
    """Writes results.xlsx of a scored year; every text cell is stored as text.

    sight: of whoever takes the file; people and figures of the own category stay out, and the file says so.
    None: the server's command, for the whole year.
    """
    parameters = selectors.parameters_of(cycle)
    book = Workbook()
    seen = sight or WHOLE
    _ranking(book, cycle, parameters, seen)
    _seats(book, cycle, parameters, seen)
    _marks(book, cycle, seen)
    _statistics(book, cycle, parameters)
    _parameters(book, cycle, parameters)
    book.save(path)


def ranking_header(parameters: AppraisalParameters) -> tuple[str, ...]:
    """The columns of sheet 排名: one per rater group between the fixed ones."""
    return (*RANKING_FIXED, *(group.name for group in parameters.groups), *RANKING_FIGURES)


def left_out(cycle: Cycle, sight: Sight) -> str:
    """What a file says of the categories whose figures it leaves out for its reader; '' for none."""
    names = "”“".join(sorted(sight.own_categories))
    return f"您是{cycle.this}“{names}”的参加考核人员，党委决定前不提供本类别的数字。" if names else ""


def _ranking(book: Workbook, cycle: Cycle, parameters: AppraisalParameters, sight: Sight) -> None:
    header = ranking_header(parameters)
    groups = {group.name for group in parameters.groups}
    sheet = book.sheet(
        "排名",
        [
            (name, WIDTHS.get(name, 10), "number" if name in groups else KINDS.get(name, "text"))
            for name in header
        ],
        left_out(cycle, sight),
    )
    for row in ranking_rows(cycle, parameters, sight):
        sheet.append(row)


def ranking_rows(cycle: Cycle, parameters: AppraisalParameters, sight: Sight = WHOLE) -> Iterator[list[Any]]:
    """Rows of sheet 排名, in category order, then rank with the unranked last, then 工号."""
    posts = selectors.posts_of(cycle)
    results = selectors.results_in_order(cycle).exclude(_own(sight))
    for result in results.iterator(chunk_size=2_000):
        cadre = result.participant.cadre
        yield [
            result.category,
            result.rank,
            cadre.staff_no,
            cadre.name,
            *posts.get(cadre.staff_no, ("", "")),
            *(_mean(result, group.code) for group in parameters.groups),
            result.score,
            _points(result.deducted),
            result.total,
            sight.word(result.suggestion),
            said(sight.said(result.reasons)),
        ]


def _own(sight: Sight) -> Q:
    """People of the reader's own category."""
    return Q(category__in=sight.own_categories) | Q(participant__category__in=sight.own_categories)


def said(reasons: Iterable[Mapping[str, Any]]) -> str:
    """Reasons one after the other, as they are read aloud."""
    return "".join(reason["text"] for reason in reasons)


def _points(value: Decimal) -> Decimal:
    """Points with two decimals, or with all they have."""
    short = value.quantize(Decimal("0.01"))
    return short if short == value else value.normalize()


def _mean(result: Result, code: str) -> Any:
    figure = result.group_means.get(code)
    return Decimal(figure["mean"]) if figure and figure["shown"] else HIDDEN


def _seats(book: Workbook, cycle: Cycle, parameters: AppraisalParameters, sight: Sight) -> None:
    sheet = book.sheet(
        "名额",
        [
            ("考核类别", 24, "text"),
            ("排名人数", 10, "integer"),
            (f"表彰限额（{parameters.top_share}%）", 16, "auto"),
            ("表彰名额", 10, "integer"),
            (f"研判限额（{parameters.bottom_share}%）", 16, "auto"),
            ("研判名额", 10, "integer"),
            ("平均分", 10, "number"),
            ("说明", 90, "text"),
        ],
        left_out(cycle, sight),
    )
    for item in cycle.categories.exclude(name__in=sight.own_categories).order_by("position"):
        sheet.append(
            [
                item.name,
                item.ranked,
                Decimal(item.top_quota),
                item.top_seats,
                Decimal(item.bottom_quota),
                "全体" if item.bottom_seats is None else item.bottom_seats,
                item.mean,
                said(sight.said(item.notes)),
            ]
        )
    total = cycle.summary
    sheet.append(
        [
            "合计",
            total["ranked"],
            None,
            total["top_seats"],
            None,
            total["bottom_seats"],
            None,
            said(sight.said(total["notes"])),
        ]
    )


def _marks(book: Workbook, cycle: Cycle, sight: Sight) -> None:
    names = ("事项编号", "工号", "姓名", "措施", "日期", "扣分", "文号", "认定", "处理", "计入扣分", "说明")
    widths = {"事项编号": 16, "文号": 20, "日期": 12, "说明": 80}
    kinds = {"日期": "date", "扣分": "auto", "计入扣分": "auto"}
    sheet = book.sheet(
        "扣分与认定",
        [(name, widths.get(name, 10), kinds.get(name, "text")) for name in names],
        left_out(cycle, sight),
    )
    judged = {
        item["mark"]: item
        for marks in Result.objects.filter(cycle=cycle).values_list("marks", flat=True)
        for item in marks
    }
    listed = set(cycle.participants.values_list("cadre_id", flat=True))
    own = Result.objects.filter(_own(sight), cycle=cycle).values("participant__cadre")
    marks = Mark.objects.standing().filter(file_year=cycle.year).select_related("matter", "cadre")
    for mark in marks.exclude(cadre__in=own).order_by(*MARK_ORDER):
        item = judged.get(mark.pk)
        sheet.append(
            [
                mark.matter.number,
                mark.cadre.staff_no,
                mark.cadre.name,
                mark.measure,
                mark.decided_on,
                mark.points,
                mark.document_no,
                mark.finding,
                *_judgement(item, cycle, listed=mark.cadre_id in listed),
            ]
        )


def _judgement(item: dict[str, Any] | None, cycle: Cycle, *, listed: bool) -> tuple[str, Decimal | None, str]:
    """处理, 计入扣分 and 说明 of a mark; item: what scoring made of it, if it did."""
    if item is None and listed:
        return HIDDEN, None, "尚未计分。"
    if item is None:
        return "不计", Decimal(0), f"不在 {cycle.label}参加考核人员名单中，不计。"
    unused = "免除" if item["rule"].endswith("lifted") else "不计"
    return "计入" if item["counted"] else unused, Decimal(item["points"]), item["text"]


def _statistics(book: Workbook, cycle: Cycle, parameters: AppraisalParameters) -> None:
    counts = ("应到", "实到", "发出", "收回", "有效", "弃权")
    sheet = book.sheet("统计", [("票类", 16, "text"), *((name, 10, "integer") for name in counts)])
    for found in selectors.turnout(cycle, parameters):
        sheet.append(
            [
                found.group,
                found.expected,
                found.present,
                found.issued,
                found.returned,
                found.valid,
                found.abstained,
            ]
        )


def _parameters(book: Workbook, cycle: Cycle, parameters: AppraisalParameters) -> None:
    sheet = book.sheet("口径", [("参数", 26, "text"), ("取值", 100, "text"), ("依据", 12, "text")])
    if cycle.policy is not None:
        day = cycle.policy.effective_from
        since = f"{day.year}年{day.month}月{day.day}日起施行"
        sheet.append(["参数版本", f"{cycle.policy}，{since}", "第一条"])
        sheet.append(["依据文件", cycle.policy.document.title, "第一条"])
    for label, text, article in parameter_rows(parameters):
        sheet.append([label, text, article])
