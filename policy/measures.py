"""What one cadre's marks do to the year: deductions and restrictions (第八条), and relief (第十四条)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .facts import MarkFact
from .numbers import plain
from .outcomes import MarkOutcome
from .parameters import AppraisalParameters, Measure
from .verdict import Reason, Verdict

ARTICLE = "第八条"
RELIEF = "第十四条"
CLEAR = Verdict()
# What some measures leave to the committee although the year has no grade for them (第八条).
TO_THE_COMMITTEE = "是否定为不称职由党委研究"


@dataclass(frozen=True, slots=True)
class MarksJudged:
    """All marks of one cadre for one year.

    ungraded and barred: verdicts whose reasons say which measure restricts; deductions, relief and
    warnings: sentences about what was deducted, what was lifted, and what needs a second look.
    """

    deducted: Fraction = Fraction(0)
    ungraded: Verdict = CLEAR
    barred: Verdict = CLEAR
    deductions: tuple[Reason, ...] = ()
    relief: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    outcomes: tuple[MarkOutcome, ...] = ()


NOTHING = MarksJudged()


def judge_marks(
    marks: Sequence[MarkFact], lifted: Mapping[str, str], *, year: int, parameters: AppraisalParameters
) -> MarksJudged:
    """Judge every mark for the year of the cycle (第八条, 第十四条).

    lifted: matter -> finding that lifts all of this cadre's marks on it. Raises ValueError for a measure
    the policy does not know.
    """
    if not marks:
        return NOTHING
    # By content, never by key or by input order, so neither can change what is counted.
    ordered = sorted(marks, key=lambda m: (m.decided_on, m.matter, m.measure, m.document_no, m.points))
    standing = [mark for mark in ordered if mark.matter not in lifted]
    deducting = {mark.key: mark for mark in deducting_marks(standing, year, parameters.same_matter)}
    judged = {
        mark.key: _judge_standing(mark, mark.key in deducting, year, measure_of(mark, parameters))
        for mark in standing
    }
    return MarksJudged(
        deducted=sum((Fraction(mark.points) for mark in deducting.values()), Fraction(0)),
        ungraded=Verdict(_told(one.ungraded for one in judged.values())),
        barred=Verdict(_told(one.barred for one in judged.values())),
        deductions=_told(one.deduction for one in judged.values()),
        relief=_relief(ordered, lifted, year, parameters),
        warnings=_told(one.warning for one in judged.values()),
        outcomes=tuple(
            judged[mark.key].outcome if mark.key in judged else _lifted_outcome(mark, lifted[mark.matter])
            for mark in ordered
        ),
    )


def deducting_marks(standing: Iterable[MarkFact], year: int, same_matter: str) -> list[MarkFact]:
    """The marks whose points are deducted (第八条): decided in the year; of one matter the highest, or all.

    standing: one cadre's marks that are not lifted, in a fixed order; the first of equals deducts.
    """
    in_year = [mark for mark in standing if mark.decided_on.year == year and mark.points]
    if same_matter == "sum":
        return in_year
    highest: dict[str, MarkFact] = {}
    for mark in in_year:
        if mark.matter not in highest or mark.points > highest[mark.matter].points:
            highest[mark.matter] = mark
    return list(highest.values())


def measure_of(mark: MarkFact, parameters: AppraisalParameters) -> Measure:
    """The policy's row for a measure (第八条); raises ValueError for an unknown word."""
    if mark.measure not in parameters.measures:
        raise ValueError(f"措施「{mark.measure}」不在考核参数的措施表中")
    return parameters.measures[mark.measure]


def effect_in(year: int, mark: MarkFact, measure: Measure) -> str:
    """'ungraded', 'barred' or '' for the year (第八条): it runs by calendar year from the decision's."""
    return measure.effect if mark.decided_on.year <= year < mark.decided_on.year + measure.years else ""


def is_felt(mark: MarkFact, year: int, parameters: AppraisalParameters) -> bool:
    """Whether a mark concerns that year's appraisal (第八条): decided in it, or its effect reaches into it.

    A measure that the parameters do not know concerns the year of its decision.
    """
    if mark.decided_on.year == year:
        return True
    measure = parameters.measures.get(mark.measure)
    return measure is not None and bool(effect_in(year, mark, measure))


@dataclass(frozen=True, slots=True)
class _Judged:
    outcome: MarkOutcome
    ungraded: Reason | None
    barred: Reason | None
    deduction: Reason | None
    warning: Reason | None


def _judge_standing(mark: MarkFact, deducts: bool, year: int, measure: Measure) -> _Judged:
    """One mark that is not lifted: its restriction, its points, or why it does not count (第八条)."""
    what = described(mark)
    effect = effect_in(year, mark, measure)
    restriction = _restriction(effect, measure, year)
    points = _points_clause(mark, deducts, year)
    counted = bool(deducts or effect or (mark.decided_on.year == year and not mark.points))
    clause = "，".join(filter(None, (points, restriction))) or _idle(mark, measure, year)
    warning = f"{what}之后应另行办理退出名册，现仍在 {year} 年度参加考核人员名单中，请核对（{ARTICLE}）。"
    gone = measure.expels and mark.decided_on.year < year
    return _Judged(
        outcome=MarkOutcome(
            mark.key,
            counted,
            mark.points if deducts else Decimal(0),
            Reason("mark.counted" if counted else "mark.idle", ARTICLE, f"{what}{clause}（{ARTICLE}）。"),
        ),
        ungraded=_reason("mark.ungraded", what, restriction) if effect == "ungraded" else None,
        barred=_reason("mark.barred", what, restriction) if effect == "barred" else None,
        deduction=_reason("mark.deducted", what, points) if deducts else None,
        warning=Reason("mark.expelled", ARTICLE, warning) if gone else None,
    )


def described(mark: MarkFact) -> str:
    """The subject of a mark's sentence (第八条): 事项 SX2025003 的黄牌（2025年6月1日，纪〔2025〕3号）."""
    day = mark.decided_on
    source = "，".join(filter(None, (f"{day.year}年{day.month}月{day.day}日", mark.document_no)))
    return f"事项 {mark.matter} 的{mark.measure}（{source}）"


def _reason(rule: str, what: str, clause: str) -> Reason:
    return Reason(rule, ARTICLE, f"{what}{clause}（{ARTICLE}）。")


def _told(reasons: Iterable[Reason | None]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason)


def _restriction(effect: str, measure: Measure, year: int) -> str:
    """The clause for what a measure restricts in the year (第八条)."""
    if effect == "barred":
        return f"影响评优，{year} 年度可参加排名，但不得评为优秀，也不得列为表彰人选"
    if effect != "ungraded":
        return ""
    span = "决定当年" if measure.years == 1 else f"决定当年起 {measure.years} 个年度"
    clause = f"使其{span}不确定等次，{year} 年度不参加排名"
    if measure.incompetent:
        clause += f"；有关规定对此类情形有定为不称职的要求，{TO_THE_COMMITTEE}"
    return clause


def _points_clause(mark: MarkFact, deducts: bool, year: int) -> str:
    """The clause for a mark's points in the decision's year (第八条); a lighter finding lifts nothing."""
    if mark.decided_on.year != year or not mark.points:
        return ""
    if not deducts:
        return "不再扣分，因为同一事项的多项措施只扣最高的一项"
    unlifted = f"（认定为{mark.finding}，不免除扣分）" if mark.finding else ""
    return f"扣 {plain(mark.points)} 分{unlifted}"


def _idle(mark: MarkFact, measure: Measure, year: int) -> str:
    """The clause for a mark with neither points nor restriction in the year (第八条)."""
    decided = mark.decided_on.year
    if decided == year:
        return "计入本年度，未定扣分"
    ended = f"，其限制到 {decided + measure.years - 1} 年度为止" if measure.years and decided < year else ""
    return f"不是 {year} 年度决定的，不计入本年度{ended}"


def _lifted_outcome(mark: MarkFact, finding: str) -> MarkOutcome:
    """A lifted mark has no effect and no points, whatever its date (第十四条)."""
    text = f"{described(mark)}不计入，该事项对其已认定{finding}，措施和扣分均不产生影响（{RELIEF}）。"
    return MarkOutcome(mark.key, False, Decimal(0), Reason("mark.lifted", RELIEF, text))


def _relief(
    ordered: Sequence[MarkFact], lifted: Mapping[str, str], year: int, parameters: AppraisalParameters
) -> tuple[Reason, ...]:
    """One sentence per lifted matter that would have counted this year (第十四条); it covers all its rows."""
    rows = Counter(mark.matter for mark in ordered)
    felt = dict.fromkeys(
        mark.matter
        for mark in ordered
        if mark.matter in lifted
        and (mark.decided_on.year == year or effect_in(year, mark, measure_of(mark, parameters)))
    )
    return tuple(
        Reason(
            "mark.lifted",
            RELIEF,
            f"事项 {matter} 已认定{lifted[matter]}，其在该事项上的 {rows[matter]} 项措施和扣分均不计入，"
            f"考核不作负面评价（{RELIEF}）。",
        )
        for matter in felt
    )
