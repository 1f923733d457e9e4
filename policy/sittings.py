"""Votes held unit by unit: what a sitting may say, what is doubtful, whether sums agree (第六条)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .limits.base import TWELVE, share_words
from .turnout import ARTICLE, Turnout, sitting_verdict
from .verdict import Reason, Verdict

FIGURES = ("expected", "present", "issued", "returned", "valid")
WORDS = dict(zip(FIGURES, ("应到", "实到", "发出", "收回", "有效"), strict=True))
MEASURES = dict(zip(FIGURES, ("人", "人", "张", "张", "张"), strict=True))
COUNTED = ("returned", "valid")
NAMED = 3


@dataclass(frozen=True, slots=True)
class UnitSitting:
    """One unit's sitting of one rater group; None where nobody entered the figure."""

    unit: str
    group: str
    expected: int | None = None
    present: int | None = None
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None

    @property
    def name(self) -> str:
        return f"{self.unit}{self.group}"

    @property
    def lacking(self) -> tuple[str, ...]:
        """The figures that are still to be entered, in words."""
        return tuple(WORDS[name] for name in FIGURES if getattr(self, name) is None)

    @property
    def abstained(self) -> int | None:
        """弃权: papers without a single valid mark."""
        return None if self.returned is None or self.valid is None else self.returned - self.valid


def unit_sitting_verdict(found: UnitSitting) -> Verdict:
    """Whether these figures can be recorded: nobody comes who is not entitled, nothing is valid that did not
    come back (第六条)."""
    reasons = list(sitting_verdict(found.name, found.expected, found.present).reasons)
    if found.returned is not None and found.valid is not None and found.valid > found.returned:
        said = f"{found.name}有效 {found.valid} 张，多于收回 {found.returned} 张。请核对阅读机统计单后更正。"
        reasons.append(Reason("sitting.valid", ARTICLE, said))
    return Verdict(tuple(reasons))


def too_many_back(issued: int | None, returned: int | None) -> bool:
    """More papers came back than were given out: the whole round is void."""
    return issued is not None and returned is not None and returned > issued


def too_few_there(expected: int | None, present: int | None, *, enough: int) -> bool:
    """Fewer of those entitled came than is usual. enough: of twelve.

    The regulation names no share, so it is a doubt and never a refusal.
    """
    return bool(expected) and present is not None and present * TWELVE < enough * (expected or 0)


def unit_sitting_doubts(found: UnitSitting, *, enough: int) -> tuple[Reason, ...]:
    """What people have to look into; nothing here forbids anything by itself (第六条)."""
    doubts = []
    if too_many_back(found.issued, found.returned):
        said = (
            f"收回 {found.returned} 张，多于发出 {found.issued} 张：收回的票多于发出的票，该轮测评无效。"
            "请先核对；确属多出的，应重新组织测评。"
        )
        doubts.append(Reason("sitting.returned", ARTICLE, said))
    if too_few_there(found.expected, found.present, enough=enough):
        share = share_words(enough)
        said = f"实到 {found.present} 人，不足应到 {found.expected} 人的{share}，请核对签到表。"
        doubts.append(Reason("sitting.quorum", ARTICLE, said))
    return tuple(doubts)


@dataclass(frozen=True, slots=True)
class UnitSums:
    """The sittings of one rater group together. unfinished: how many lack a figure, which counts as none."""

    group: str
    sittings: int
    unfinished: int
    expected: int
    present: int
    issued: int
    returned: int
    valid: int


def unit_sums(group: str, found: Iterable[UnitSitting]) -> UnitSums:
    """Sums of one group's sittings."""
    rows = list(found)
    return UnitSums(
        group,
        len(rows),
        sum(1 for row in rows if row.lacking),
        *(sum(getattr(row, name) or 0 for row in rows) for name in FIGURES),
    )


def sums_doubts(whole: Turnout, sums: UnitSums) -> tuple[Reason, ...]:
    """Where the units' sittings and the whole institution say different things, in words (第六条).

    Nothing is compared for a group whose sittings nobody entered unit by unit.
    """
    if not sums.sittings:
        return ()
    doubts = []
    for name in FIGURES:
        one, all_of_them = getattr(sums, name), getattr(whole, name)
        if all_of_them is None or one == all_of_them:
            continue
        other = "导入的票" if name in COUNTED else "全校登记"
        more = "多" if one > all_of_them else "少"
        said = (
            f"{sums.group}{WORDS[name]}：各单位合计 {one} {MEASURES[name]}，"
            f"{other} {all_of_them} {MEASURES[name]}，"
            f"合计{more} {abs(one - all_of_them)} {MEASURES[name]}。{_why(name, sums)}"
        )
        doubts.append(Reason(f"sitting.sum_{name}", ARTICLE, said))
    return tuple(doubts)


def _why(name: str, sums: UnitSums) -> str:
    if sums.unfinished:
        return f"还有 {sums.unfinished} 场没有填齐。"
    if name in COUNTED:
        return "请核对各单位的阅读机统计单，以及是否有票没有导入。"
    return "请核对各单位和全校的登记。"


def voting_doubts(
    whole: Sequence[Turnout], units: Sequence[UnitSitting], *, enough: int
) -> tuple[Reason, ...]:
    """What must be answered with a reason before the vote is closed: papers too many, people too few, sums
    that differ (第六条). One sentence for each kind, however many sittings it is of.
    """
    doubts = []
    if void := [f.group for f in whole if too_many_back(f.issued, f.returned)] + [
        f.name for f in units if too_many_back(f.issued, f.returned)
    ]:
        said = f"{_named(void)}收回的票多于发出的票，该轮测评无效，请先核对；仍要结束的须写明理由"
        doubts.append(Reason("sitting.returned", ARTICLE, said))
    if few := [f.group for f in whole if too_few_there(f.expected, f.present, enough=enough)] + [
        f.name for f in units if too_few_there(f.expected, f.present, enough=enough)
    ]:
        said = f"{_named(few)}实到不足应到的{share_words(enough)}，请核对签到表；仍要结束的须写明理由"
        doubts.append(Reason("sitting.quorum", ARTICLE, said))
    if open_ones := [found.name for found in units if found.lacking]:
        said = f"{_named(open_ones)}的登记没有填齐"
        doubts.append(Reason("sitting.unfinished", ARTICLE, said))
    differing = [
        found.group
        for found in whole
        if sums_doubts(found, unit_sums(found.group, (u for u in units if u.group == found.group)))
    ]
    if differing:
        said = f"{_named(differing)}的各单位合计与全校登记或导入的票不一致"
        doubts.append(Reason("sitting.sums", ARTICLE, said))
    return tuple(doubts)


def _named(names: Sequence[str]) -> str:
    shown = "、".join(names[:NAMED])
    return f"{shown}等 {len(names)} 场" if len(names) > NAMED else shown
