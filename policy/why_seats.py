"""Seats and lines of both lists, said for one person (第七条): the arithmetic, the line, who is next."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from .numbers import plain, rounded
from .outcomes import BARRED, BOTTOM_WORDS, COMMEND_TIED, JUDGE_TIED, NONE, TOP_WORDS
from .parameters import AppraisalParameters
from .quotas import all_seats, claims
from .verdict import Reason
from .why_facts import Asked, Band, YearSeen

ARTICLE = "第七条"


def said(rule: str, text: str, article: str = ARTICLE) -> Reason:
    """A sentence with its article at the end."""
    return Reason(rule, article, f"{text}（{article}）。")


def top_part(person: Asked, year: YearSeen, p: AppraisalParameters) -> tuple[Reason, ...]:
    """The first seats: how many, what stands on the line, and where the person stands (第七条)."""
    seats, found = arithmetic("表彰", f"前 {plain(p.top_share)}%", person.category, year.sizes, p.top_share)
    mine = [band for band in year.bands if band.category == person.category]
    within = [band for band in mine if band.word in TOP_WORDS]
    if seats and within:
        behind = max((band.highest for band in mine if band.word not in TOP_WORDS), default=None)
        found.append(_top_line(within, behind))
    if person.word in TOP_WORDS:
        found.append(person.reasons[0])
    elif within and person.total is not None:
        short = min(band.lowest for band in within) - person.total
        found.append(
            said("why.top_short", f"本人总分 {person.total}，比名额线低 {short} 分，不在表彰名额以内")
        )
    return (*found, *_noted(person, year, "top.empty_seats"))


def bottom_part(person: Asked, year: YearSeen, p: AppraisalParameters) -> tuple[Reason, ...]:
    """The last seats likewise, and whether anybody listed has a higher total (第七条)."""
    part = f"后 {plain(p.bottom_share)}%"
    overall = p.bottom_scope == "overall"
    if overall:
        seats, found = _together(part, year.sizes, p.bottom_share)
    else:
        seats, found = arithmetic("研判", part, person.category, year.sizes, p.bottom_share)
    near = [band for band in year.bands if overall or band.category == person.category]
    listed = [band for band in near if band.word in BOTTOM_WORDS]
    hidden = overall and not year.whole
    if seats and listed and not hidden:
        above = min((band.lowest for band in near if band.word == NONE), default=None)
        found.append(_bottom_line(listed, above))
    if person.word in BOTTOM_WORDS:
        if not (hidden and person.word == JUDGE_TIED):
            found.append(person.reasons[0])
    elif person.word in TOP_WORDS:
        found.append(said("why.bottom_top", f"本人在前 {plain(p.top_share)}% 名单上，不列入研判名单"))
    else:
        found.append(said("why.bottom_none", "本人没有列入研判名单"))
    return (*found, *_noted(person, year, "bottom.empty_seats"), *_compared(person, year, overall=overall))


def arithmetic(
    kind: str, part: str, category: str, sizes: Mapping[str, int], share: Decimal
) -> tuple[int, list[Reason]]:
    """A category's seats and the sentences that work them out by largest remainder (第七条)."""
    ratio = Fraction(share) / 100
    seats, found = _all_seats(kind, part, sizes, ratio)
    if not seats:
        return 0, found
    by_claim = claims(sizes, ratio)
    mine = by_claim[category]
    whole = sum(claim.whole for claim in by_claim.values())
    text = f"{category}参加排名 {sizes[category]} 人，{part} 折算 {_figure(mine.quota)} 人，"
    text += f"先得整数 {mine.whole} 个"
    takers = [
        f"{name}（{sizes[name]} 人，折算 {_figure(claim.quota)} 人）"
        for name, claim in by_claim.items()
        if claim.extra
    ]
    if not takers:
        text += f"；各类别的整数合计正好 {whole} 个，没有余下的名额"
    else:
        order = "依次给小数部分最大的类别，小数部分相同的先给人数多的，再按类别顺序"
        text += f"；各类别的整数合计 {whole} 个，余下 {seats - whole} 个{order}，给了{'、'.join(takers)}"
    found.append(said(f"why.{'top' if kind == '表彰' else 'bottom'}_share", text))
    got = "得到余下名额中的 1 个，" if mine.extra else ("没有得到余下的名额，" if takers else "")
    none = f"本类别今年没有{kind}名额"
    count = f"本类别{kind}名额共 {mine.seats} 个" if mine.seats else none
    found.append(said("why.seats", f"{category}{got}{count}" if got else count))
    return mine.seats, found


def _all_seats(kind: str, part: str, sizes: Mapping[str, int], ratio: Fraction) -> tuple[int, list[Reason]]:
    ranked = sum(sizes.values())
    seats = all_seats(ranked, ratio)
    text = f"全体参加排名 {ranked} 人，{part} 折算 {_figure(ranked * ratio)} 人"
    end = f"取整为{kind}名额 {seats} 个" if seats else f"不足 1 人，今年{kind}名单为空"
    return seats, [said("why.all_seats", f"{text}，{end}")]


def _together(part: str, sizes: Mapping[str, int], share: Decimal) -> tuple[int, list[Reason]]:
    """The last seats of everybody together (第七条 bottom_scope)."""
    seats, found = _all_seats("研判", part, sizes, Fraction(share) / 100)
    if seats:
        text = "按事先审定的考核方案，研判名额不分类别，按全体总分从低到高统算，已在表彰名额范围内的人不计"
        found.append(said("why.bottom_overall", text))
    return seats, found


def _top_line(within: list[Band], behind: Decimal | None) -> Reason:
    tied = next((band for band in within if band.word == COMMEND_TIED), None)
    if tied:
        barred = any(band.word == BARRED and band.lowest == tied.lowest for band in within)
        alike = f"名额线上有 {tied.people} 人总分同为 {tied.lowest}"
        if barred:
            alike = f"名额线的总分是 {tied.lowest}，除不得评优的人以外有 {tied.people} 人"
        text = f"{alike}，余下的名额不够，由党委研究"
    else:
        text = f"名额范围内的最后一名总分 {min(band.lowest for band in within)}"
    after = "其后没有人" if behind is None else f"其后一名总分 {behind}"
    return said("why.top_line", f"{text}；{after}")


def _bottom_line(listed: list[Band], above: Decimal | None) -> Reason:
    tied = next((band for band in listed if band.word == JUDGE_TIED), None)
    if tied:
        people = sum(band.people for band in listed if band.word == JUDGE_TIED)
        text = f"名额线上有 {people} 人总分同为 {tied.highest}，余下的名额不够，由党委研判是否列入"
    else:
        text = f"列入研判名单的最高总分 {max(band.highest for band in listed)}"
    before = "其前没有未列入名单的人" if above is None else f"其前一名未列入，总分 {above}"
    return said("why.bottom_line", f"{text}；{before}")


def _compared(person: Asked, year: YearSeen, *, overall: bool) -> Iterable[Reason]:
    """Whether anybody listed has a higher total, and who has a lower one and is not listed (第七条)."""
    if not year.whole:
        return [said("why.not_compared", "与其他类别总分的比较，党委决定前不向您显示")]
    listed = [band for band in year.bands if band.word in BOTTOM_WORDS]
    if not listed or person.total is None:
        return []
    top = max(listed, key=lambda band: band.highest)
    higher = f"研判名单中总分最高的是{top.category}的 {top.highest} 分"
    by_rule = "因研判名额不列入已在表彰名额范围内的人" if overall else "因研判名额按类别分配"
    if person.word not in BOTTOM_WORDS:
        if top.highest <= person.total:
            return [said("why.none_higher", "研判名单中没有人的总分高于本人")]
        why = "因已在表彰名额范围内" if person.word in TOP_WORDS else by_rule
        return [
            said("why.lower_unlisted", f"{higher}，高于本人的 {person.total} 分；本人{why}，未列入研判名单")
        ]
    found = []
    if top.highest > person.total:
        found.append(said("why.listed_higher", f"{higher}，高于本人"))
    lower = sum(band.lower for band in year.bands if band.word not in BOTTOM_WORDS)
    if lower:
        also = "" if overall else "，已在表彰名额范围内的也不列入"
        text = f"另有 {lower} 人总分低于本人而未列入研判名单，{by_rule}{also}"
        found.append(said("why.others_lower", text))
    else:
        found.append(said("why.none_lower", "没有总分低于本人而未列入研判名单的人"))
    return found


def _noted(person: Asked, year: YearSeen, rule: str) -> tuple[Reason, ...]:
    category = year.category(person.category)
    return tuple(note for note in category.notes if note.rule == rule) if category else ()


def _figure(value: Fraction) -> str:
    """A quota as people write it: exact where it ends, else to six places."""
    return plain(rounded(value, 6))
