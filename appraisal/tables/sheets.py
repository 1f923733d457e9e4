"""The score sheet of one person as tables that page, paper and workbook share (第六条, 第八条, 第十四条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from matters.pending import WORD
from policy.disclosure import DIMENSION_DECIMALS, Disclosure, for_departments, for_the_cadre
from policy.numbers import plain, rounded
from policy.outcomes import UNGRADED
from policy.parameters import AppraisalParameters
from policy.sheet import GroupLine, MarkLine, Sheet

from ..models import Cycle
from ..selectors import whole_sight
from ..selectors.sheets import PersonSheet

NONE = "—"
MINUS = "\u2212"
PLACES = 4  # of an intermediate figure; the fraction beside it is exact
LONGEST_FRACTION = 16
NOT_RECORDED = "未录入"

AGREES = "核对：与系统总分一致"
DISAGREES = "核对：与系统总分不一致"
PENDING_NOTE = f"“{WORD}”的事项正在办理容错申请，认定之前扣分和影响照常计入（第十二条）。"
END_OF_TERM = "这里的总分是聘期末测评得分，只是聘期总分的一部分；聘期总分见考核得分和结果通知。"
UNRANKED = "不参加排名，不公布测评得分和总分。"
WHAT_TO_DO = (
    "计分之后数据有变动（如更正的测评票、事项或认定）。"
    "请先核对，再由组织部重新计分；重新计分之前，请勿使用本表。"
)
WHAT_STANDS = (
    "计分已经两人确认，系统计分的总分不再改动；差异来自确认之后登记或更正的事项和认定，"
    "对本次考核的总分没有影响。"
)
DASH = (
    "均分栏的“—”表示不公布：这类主体的票少于 {small} 张或者全部选同一档次，"
    "以及为防止用总分反推而一并隐去的其他主体。"
)
OWN_DASH = (
    "均分栏的“—”表示不向本人公布：{hidden}票少于 {least} 张或者全部选同一档次的主体，"
    "以及为防止用总分反推而一并隐去的其他主体。"
)
DIMENSIONS = (
    f"各维度均分为各类主体按权重合计，保留 {DIMENSION_DECIMALS} 位小数；"
    "测评得分用未取整的数计算，只在最后取整一次。"
)
NO_DIMENSIONS = "各维度均分不公布：公布后可以推算出应当隐去的均分。"


@dataclass(frozen=True)
class Cell:
    """What is read, and what a workbook holds where that is a number."""

    text: str
    value: Any = None


@dataclass(frozen=True)
class Table:
    """columns: (header, whether figures); notes stand below."""

    anchor: str
    title: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = ""

    @property
    def shown(self) -> list[list[tuple[Cell, bool]]]:
        """Rows as (cell, whether a figure)."""
        figures = [of for _, of in self.columns]
        return [list(zip(row, figures, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class SheetPage:
    """One person's sheet for one reader. check: (kind of notice, title, words)."""

    facts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    check: tuple[str, str, str]


def full_sheet(person: PersonSheet) -> SheetPage:
    """Everything, mark by mark; for the two scoring officers of the year."""
    sheet, names = person.sheet, _mark_words(person.parameters)
    tables = (
        _counts(sheet, names),
        _groups_in_full(sheet),
        _dimensions_in_full(sheet),
        *([_components(sheet)] if sheet.components else []),
        _marks(person),
        _sums(person, in_full=True),
    )
    return SheetPage(_facts(person), tables, _check(person))


def department_sheet(person: PersonSheet) -> SheetPage:
    """The replay without a count, and without small, unanimous and dependent groups."""
    disclosure = for_departments(person.sheet, person.shown, person.parameters)
    note = DASH.format(small=person.parameters.small_figure)
    return SheetPage(_facts(person), _told(person, disclosure, note), _check(person))


def own_sheet(person: PersonSheet) -> SheetPage:
    """What the cadre reads of a confirmed year: no rank, no suggestion, no counts."""
    parameters = person.parameters
    disclosure = for_the_cadre(person.sheet, person.shown, parameters)
    hidden = "、".join(group.name for group in parameters.groups if group.code in parameters.own_hidden)
    note = OWN_DASH.format(hidden=f"{hidden}，" if hidden else "", least=parameters.own_figure)
    grading = getattr(person.participant, "grading", None)
    open_word = NOT_RECORDED if person.sheet.ranked or person.participant.graded else UNGRADED
    grade = (grading.decided if grading else "") or open_word
    facts = (("考核类别", person.result.category), ("等次", grade), ("总分", figure(person.result.total)))
    return SheetPage(facts, _told(person, disclosure, note), _check(person))


def _told(person: PersonSheet, disclosure: Disclosure, note: str) -> tuple[Table, ...]:
    """The tables of a sheet that hides; figures only where they are those that were scored."""
    tables = [_marks(person), _sums(person, in_full=False)]
    if person.result.total is not None:
        fresh = not person.differences
        tables = [
            _groups_told(person, disclosure, note),
            _dimensions_told(person.sheet, told=disclosure.dimensions and fresh),
            *tables,
        ]
    return tuple(tables)


def _facts(person: PersonSheet) -> tuple[tuple[str, str], ...]:
    result = person.result
    return (
        ("工号", person.participant.cadre.staff_no),
        ("考核类别", result.category),
        ("总分", figure(result.total)),
        ("系统建议", whole_sight(person.participant.cycle).word(result.suggestion)),
    )


def _check(person: PersonSheet) -> tuple[str, str, str]:
    if person.differences:
        confirmed = person.participant.cycle.confirmed_at is not None
        said = WHAT_STANDS if confirmed else WHAT_TO_DO
        return "danger", DISAGREES, f"{'；'.join(person.differences)}。{said}"
    if person.result.total is None:
        return "good", AGREES, "重算与系统一致：不公布总分。"
    again = f"按现有的测评票、权重和扣分从头重算，得 {figure(person.result.total)}，与系统计分的总分相同。"
    return "good", AGREES, again


def _mark_words(parameters: AppraisalParameters) -> tuple[str, ...]:
    return tuple(mark.word for mark in parameters.marks)


def _counts(sheet: Sheet, words: tuple[str, ...]) -> Table:
    """Per group and dimension: papers by mark, points, mean, weight, product."""
    rows = [row for group in sheet.groups for row in _count_rows(group)]
    marks = "，".join(f"{word} {plain(p)} 分" for word, p in zip(words, sheet.points, strict=True))
    figures = (*words, "弃权", "有效票", "得分合计", "均分", "维度权重", "均分×权重")
    return Table(
        anchor="counts",
        title="各类主体各维度的票数和均分",
        columns=(("测评主体", False), ("维度", False), *((name, True) for name in figures)),
        rows=tuple(rows),
        notes=(f"{marks}；不了解、弃权和空白不计入分母。",),
    )


def _count_rows(group: GroupLine) -> Iterable[tuple[Cell, ...]]:
    for line in group.dimensions:
        counts = (*line.counts, line.abstained, line.votes)
        yield (
            Cell(group.name),
            Cell(line.name),
            *(Cell(str(count), count) for count in counts),
            exact(line.points),
            exact(line.mean),
            percent(line.share),
            exact(None if line.mean is None else line.share * line.mean),
        )
    said = group.why or f"收回 {group.papers} 张"
    blank = Cell("")
    gap = (blank,) * (len(group.dimensions[0].counts) + 5)
    yield (Cell(group.name), Cell(f"主体均分（{said}）"), *gap, exact(group.mean))


def _groups_in_full(sheet: Sheet) -> Table:
    rows = [
        (
            Cell(group.name),
            Cell(f"{plain(group.weight)}%", group.weight / 100),
            percent(group.share),
            exact(group.mean),
            exact(group.product),
            Cell(group.why),
        )
        for group in sheet.groups
    ]
    rows.append((Cell("合计"), *(Cell(""),) * 3, exact(sheet.ballots), Cell("")))
    names = (("方案权重", True), ("计分权重", True), ("主体均分", True), ("均分×权重", True), ("说明", False))
    return Table("groups", "各类主体加权", (("测评主体", False), *names), tuple(rows), _shared_note(sheet))


def _shared_note(sheet: Sheet) -> tuple[str, ...]:
    dropped = [group.name for group in sheet.groups if group.weight and group.share is None]
    if not dropped or sheet.score is None:
        return ()
    return (f"{'、'.join(dropped)}不计入，其权重由其余主体按比例分担（折算）。",)


def _dimensions_in_full(sheet: Sheet) -> Table:
    rows = tuple(
        (Cell(name), percent(share), exact(mean), exact(None if mean is None else share * mean))
        for name, share, mean in sheet.dimensions
    )
    columns = (("维度", False), ("维度权重", True), ("均分", True), ("均分×权重", True))
    note = "均分为各类主体按计分权重合计；各维度加权之和等于各类主体加权之和。"
    return Table("dimensions", "各维度（各类主体合计）", columns, rows, (note,))


def _groups_told(person: PersonSheet, disclosure: Disclosure, note: str) -> Table:
    stored = person.result.group_means
    rows = tuple(
        (
            Cell(group.name),
            Cell(f"{plain(group.weight)}%", group.weight / 100),
            percent(group.share),
            _number(stored[group.code]["mean"]) if group.code in disclosure.groups else Cell(NONE),
        )
        for group in person.sheet.groups
    )
    columns = (("测评主体", False), ("方案权重", True), ("计分权重", True), ("主体均分", True))
    notes = (note, *_shared_note(person.sheet))
    return Table("groups", "各类主体", columns, rows, notes)


def _dimensions_told(sheet: Sheet, *, told: bool) -> Table:
    rows = tuple(
        (
            Cell(name),
            percent(share),
            _number(rounded(mean, DIMENSION_DECIMALS)) if told and mean is not None else Cell(NONE),
        )
        for name, share, mean in sheet.dimensions
    )
    columns = (("维度", False), ("维度权重", True), ("均分", True))
    note = DIMENSIONS if told else NO_DIMENSIONS
    return Table("dimensions", "各维度（各类主体合计）", columns, rows, (note,))


def _components(sheet: Sheet) -> Table:
    rows = [(Cell("民主测评"), percent(sheet.ballots_share), exact(sheet.ballots))]
    rows += [
        (Cell(line.name), percent(line.share), Cell(NONE) if line.value is None else _number(line.value))
        for line in sheet.components
    ]
    columns = (("成分", False), ("权重", True), ("成绩", True))
    return Table("components", "其他考核成分", columns, tuple(rows))


def _marks(person: PersonSheet) -> Table:
    marks, pending = person.sheet.marks, person.pending
    rows = tuple(
        (
            Cell(str(mark.decided_on), mark.decided_on),
            Cell(mark.measure),
            Cell("，".join(filter(None, (mark.matter, mark.document_no)))),
            _points(mark.points),
            _points(mark.deducted),
            Cell(_handled(mark) + (f"（{WORD}）" if mark.matter in pending else "")),
            Cell(mark.text),
        )
        for mark in marks
    )
    columns = (
        ("日期", False),
        ("措施", False),
        ("事项、文号", False),
        ("所定扣分", True),
        ("计入扣分", True),
        ("处理", False),
        ("说明", False),
    )
    notes = (PENDING_NOTE,) if pending else ()
    empty = "本次考核没有扣分、处分或其他措施，也没有免责、澄清认定。"
    return Table("marks", "扣分与认定", columns, rows, notes, empty)


def _handled(mark: MarkLine) -> str:
    return f"已认定{mark.lifted}" if mark.lifted else "计入" if mark.deducted else "不扣分"


def _without(person: PersonSheet) -> list[tuple[Cell, ...]]:
    """The total without what an open tolerance case may lift; counted as long as it is open (第十二条)."""
    sheet = person.without
    if sheet is None:
        return []
    total = _number(sheet.total if sheet.ranked else None)
    return [(Cell(f"不计{WORD}事项的总分"), total, Cell("供比较；认定之前照常扣分"))]


def _sums(person: PersonSheet, *, in_full: bool) -> Table:
    """The last lines: score, deductions, the one rounding; of a term, what this total is a part of."""
    table = _lines_of_total(person, in_full=in_full)
    of_term = person.participant.cycle.kind == Cycle.Kind.TERM
    return replace(table, notes=(*table.notes, END_OF_TERM)) if of_term else table


def _lines_of_total(person: PersonSheet, *, in_full: bool) -> Table:
    sheet, result = person.sheet, person.result
    columns = (("项目", False), ("数值", True), ("算法", False))
    deducted = (Cell("扣分"), _number(result.deducted), Cell("各事项计入扣分之和，同一事项按考核方案计"))
    if in_full:
        deducted = (Cell("扣分"), exact(sheet.deducted), deducted[2])
    bonus = [(Cell("加分"), _points(sheet.bonus), Cell("经公布的加分"))] if sheet.bonus else []
    whole = "测评得分减扣分再加加分" if sheet.bonus else "测评得分减扣分"
    once = f"{whole}，只在这里取整一次：四舍五入到 {person.parameters.decimals} 位小数"
    if not in_full and result.total is None:
        return Table("total", "总分", columns, (deducted, *bonus), (UNRANKED,))
    if in_full:
        score, total = exact(sheet.score), exact(sheet.exact)
        rows = (
            (Cell("测评得分"), score, Cell("各类主体加权之和，未取整")),
            deducted,
            *bonus,
            (Cell("总分（未取整）"), total, Cell(whole)),
            (Cell("总分"), _number(sheet.total if sheet.ranked else None), Cell(once)),
            *_without(person),
        )
        return Table("total", "总分", columns, rows, () if sheet.ranked else (UNRANKED,))
    rows = (
        (Cell("测评得分"), _number(result.score), Cell("各类主体均分按权重相加")),
        deducted,
        *bonus,
        (Cell("总分"), _number(result.total), Cell(once)),
        *_without(person),
    )
    return Table("total", "总分", columns, rows)


def _number(value: Decimal | str | None) -> Cell:
    return Cell(NONE) if value is None else Cell(figure(Decimal(value)), _short(Decimal(value)))


def _points(value: Decimal) -> Cell:
    """With two decimals at least, so that those of a column stand below each other."""
    return _number(value + Decimal("0.00"))


def figure(value: Decimal | None) -> str:
    """As many decimals as the value has, at least as written; a dash for none."""
    return NONE if value is None else f"{_short(value):f}".replace("-", MINUS)


def _short(value: Decimal) -> Decimal:
    """Without the zeros that a column of the database adds."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -2:
        return value
    cut = value.quantize(Decimal("0.01"))
    return cut if cut == value else value.normalize()


def exact(value: Fraction | None) -> Cell:
    """A figure before rounding: as a decimal where it ends, else shortened with the exact fraction."""
    if value is None:
        return Cell(NONE)
    short = rounded(value, PLACES)
    if Fraction(short) == value:
        return Cell(plain(short).replace("-", MINUS), short)
    fraction = f"{value.numerator}/{value.denominator}"
    said = f"（{fraction}）" if len(fraction) <= LONGEST_FRACTION else ""
    return Cell(f"≈{short}{said}".replace("-", MINUS), rounded(value, 8))


def percent(share: Fraction | None) -> Cell:
    """A part of one as a percentage, with the exact fraction where it does not end."""
    if share is None:
        return Cell(NONE)
    short = rounded(share * 100, 2)
    said = "" if Fraction(short) == share * 100 else f"（{share.numerator}/{share.denominator}）"
    return Cell(f"{plain(short)}%{said}", rounded(share, 6))
