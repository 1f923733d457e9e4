"""试算: what a confirmed year would have been under other parameters, and what of it may be shown (第六条).

Never on votes that are still to be decided on: whoever could try parameters on this year's votes could choose
the rule by its outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from .facts import CadreFacts
from .figures import printable
from .outcomes import BOTTOM_WORDS, TOP_WORDS, CategoryOutcome, PersonOutcome, YearOutcome
from .parameters import AppraisalParameters
from .verdict import Reason, Verdict

ARTICLE = "第六条"
# Parameters that change what somebody scores: with these, order under made-up weights could be read
# back into the mean of a few papers.
SCORE_KEYS = (
    "marks",
    "dimensions",
    "groups",
    "components",
    "schemes",
    "min_marks",
    "missing_group",
    "decimals",
    "small_figure",
)
# With these, or with groups and dimensions at once, every cell of a sheet could be read back.
FINEST_KEYS = frozenset({"marks", "components", "schemes"})
BOTH_WEIGHTS = frozenset({"groups", "dimensions"})
TOP, BOTTOM = "表彰名单", "研判名单"


@dataclass(frozen=True, slots=True)
class YearState:
    """A year as far as trials ask: is its plan approved, and is its count confirmed by two people?"""

    year: int
    approved: bool
    confirmed: bool


def base_year(years: Collection[YearState], *, this_year: int) -> tuple[int | None, Verdict]:
    """(the year trials work on, what stands in the way): the newest confirmed one that is over (第六条).

    A year whose count is confirmed before it is over still waits for the Party committee. Once the plan of a
    later year is approved, its parameters are frozen and there is nothing left to try.
    """
    confirmed = max(
        (state.year for state in years if state.confirmed and state.year < this_year), default=None
    )
    if confirmed is None:
        text = "还没有计分经两人确认的以前年度。试算只用已确认的以前年度的数据，不用正在进行的年度"
        return None, _no("what_if.no_year", text)
    later = [state.year for state in years if state.year > confirmed and state.approved]
    if later:
        text = (
            f"{min(later)} 年度的考核方案已经审定，参数已经冻结。为防止看着结果选规则，"
            f"该年度结束、计分确认之前不再试算"
        )
        return confirmed, _no("what_if.closed", text)
    return confirmed, Verdict()


def may_try(cadres: Sequence[CadreFacts], frozen: AppraisalParameters, tried: AppraisalParameters) -> Verdict:
    """Whether last year's papers can be read with these parameters at all (第六条)."""
    reasons = []
    for title, old, new in (
        ("票面档次", [m.code for m in frozen.marks], [m.code for m in tried.marks]),
        ("测评维度", [d.code for d in frozen.dimensions], [d.code for d in tried.dimensions]),
        ("测评主体", [g.code for g in frozen.groups], [g.code for g in tried.groups]),
    ):
        if old != new:
            text = f"所选参数的{title}与该年度的票不同，用那一年的票无法试算，请选择其他版本或逐项试算"
            reasons.append(_reason("what_if.paper", text))
    categories = {kind + rank for kind in tried.kinds for rank in tried.ranks}
    if {cadre.category for cadre in cadres} - categories:
        text = "所选参数没有该年度用过的全部考核类别，无法试算，请选择其他版本或逐项试算"
        reasons.append(_reason("what_if.categories", text))
    if {mark.measure for cadre in cadres for mark in cadre.marks} - set(tried.measures):
        text = "所选参数没有该年度记录中的全部措施，无法试算，请选择其他版本或逐项试算"
        reasons.append(_reason("what_if.measures", text))
    return Verdict(tuple(reasons))


@dataclass(frozen=True, slots=True)
class CategoryTrial:
    """A category before and after; None where it does not exist on that side. counts: may be shown."""

    name: str
    before: CategoryOutcome | None
    after: CategoryOutcome | None
    rank_changes: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who enters or leaves a list. key: as in the facts; words: 建议 before and after."""

    key: Hashable
    list_name: str
    enters: bool
    category: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What would have been different, as far as one viewer may see it.

    left_out: categories of which nothing is shown (the viewer's own); guarded: categories of which only
    seats are shown; newly_ranked, no_longer_ranked: people, counted only; guarded_moves,
    guarded_rank_changes: of the guarded categories together.
    """

    categories: tuple[CategoryTrial, ...]
    moves: tuple[Move, ...]
    left_out: tuple[str, ...]
    guarded: tuple[str, ...]
    bottom_guarded: bool
    rank_changes: int
    newly_ranked: int
    no_longer_ranked: int
    guarded_moves: int
    guarded_rank_changes: int


def compare(
    cadres: Sequence[CadreFacts],
    before: YearOutcome,
    after: YearOutcome,
    *,
    frozen: AppraisalParameters,
    tried: AppraisalParameters,
    own_categories: Collection[str] = (),
) -> Trial:
    """What changes between two outcomes of the same facts (第七条).

    own_categories: of the viewer, who sees nothing of them. Where scores themselves change, a category in
    which anybody has a group figure too small to print shows its seats only, and every category where points
    or both kinds of weights change: names and orders under freely chosen ones would give figures away.
    Who had no rank in the year is counted, not named.
    """
    pairs = list(zip(cadres, before.persons, after.persons, strict=True))
    left_out = _touching(
        pairs, lambda cadre, old, _: cadre.category in own_categories or old.category in own_categories
    ) | set(own_categories)
    guarded = _guarded(pairs, frozen, tried) - left_out
    overall = "overall" in (frozen.bottom_scope, tried.bottom_scope)
    hidden = left_out | guarded
    shown = [(old, new) for _, old, new in pairs if not {old.category, new.category} & left_out]
    open_pairs = [(old, new) for old, new in shown if not {old.category, new.category} & hidden]
    guarded_pairs = [(old, new) for old, new in shown if {old.category, new.category} & hidden]
    moves = [move for old, new in open_pairs if old.rank is not None for move in _moves(old, new)]
    bottom_guarded = bool(overall and guarded)
    if bottom_guarded:
        moves = [move for move in moves if move.list_name == TOP]
    names = dict.fromkeys(item.name for outcome in (before, after) for item in outcome.categories)
    old_by, new_by = _by_name(before), _by_name(after)
    return Trial(
        categories=tuple(
            CategoryTrial(
                name,
                old_by.get(name),
                new_by.get(name),
                None if name in guarded else _rank_changes(open_pairs, name),
            )
            for name in names
            if name not in left_out
        ),
        moves=tuple(sorted(moves, key=lambda move: (move.list_name != TOP, not move.enters))),
        left_out=tuple(name for name in names if name in left_out),
        guarded=tuple(name for name in names if name in guarded),
        bottom_guarded=bottom_guarded,
        rank_changes=sum(_moved(old, new) for old, new in open_pairs),
        newly_ranked=sum(old.rank is None and new.rank is not None for old, new in shown),
        no_longer_ranked=sum(old.rank is not None and new.rank is None for old, new in shown),
        guarded_moves=sum(len(_moves(old, new)) for old, new in guarded_pairs if old.rank is not None),
        guarded_rank_changes=sum(_moved(old, new) for old, new in guarded_pairs),
    )


def _guarded(
    pairs: Sequence[tuple[CadreFacts, PersonOutcome, PersonOutcome]],
    frozen: AppraisalParameters,
    tried: AppraisalParameters,
) -> set[str]:
    """Categories of which names and ranks could be read back into a figure that no page prints (第六条)."""
    anew = frozenset(key for key in SCORE_KEYS if getattr(frozen, key) != getattr(tried, key))
    finest = bool(anew & FINEST_KEYS) or anew >= BOTH_WEIGHTS
    if not anew:
        return set()
    return _touching(pairs, lambda cadre, old, new: finest or _has_small(cadre, old, new, frozen))


def _touching(
    pairs: Sequence[tuple[CadreFacts, PersonOutcome, PersonOutcome]],
    which: Callable[[CadreFacts, PersonOutcome, PersonOutcome], bool],
) -> set[str]:
    """Categories, before and after, in which anybody stands for whom `which` holds."""
    return {
        name for cadre, old, new in pairs if which(cadre, old, new) for name in (old.category, new.category)
    }


def _has_small(
    cadre: CadreFacts, old: PersonOutcome, new: PersonOutcome, frozen: AppraisalParameters
) -> bool:
    """Whether a group figure of this cadre is too small, or unanimous, to be printed (第六条).

    None is printed of who has no rank; and a trial can let a group in that the year left out for too few.
    """
    if old.rank is None:
        return new.rank is not None
    entered = [
        code for code, mean in old.group_means.items() if (mean, new.group_means.get(code)) != (None, None)
    ]
    may = printable(cadre.tallies, frozen, entered)
    return not all(may.values())


def _moves(old: PersonOutcome, new: PersonOutcome) -> list[Move]:
    found = []
    for name, words in ((TOP, TOP_WORDS), (BOTTOM, BOTTOM_WORDS)):
        was, becomes = old.suggestion in words, new.suggestion in words
        if was != becomes:
            found.append(Move(old.key, name, becomes, old.category, old.suggestion, new.suggestion))
    return found


def _moved(old: PersonOutcome, new: PersonOutcome) -> bool:
    return (
        old.rank is not None and new.rank is not None and (old.category, old.rank) != (new.category, new.rank)
    )


def _rank_changes(pairs: Sequence[tuple[PersonOutcome, PersonOutcome]], name: str) -> int:
    return sum(_moved(old, new) for old, new in pairs if old.category == name)


def _by_name(outcome: YearOutcome) -> Mapping[str, CategoryOutcome]:
    return {item.name: item for item in outcome.categories}


def _reason(rule: str, text: str) -> Reason:
    return Reason(rule, ARTICLE, f"{text}（{ARTICLE}）。")


def _no(rule: str, text: str) -> Verdict:
    return Verdict((_reason(rule, text),))
