"""Why somebody is, or is not, on a list: whole sentences with their article, fit to be read aloud.

第六条: who is ranked, and where. 第七条: seats, lines and lists. 第八条, 第十四条: what counts, what not.
"""

from .numbers import plain
from .outcomes import BARRED, COMMEND, COMMEND_TIED, JUDGE, JUDGE_TIED, NONE, UNGRADED, WITHHELD
from .parameters import AppraisalParameters
from .verdict import Reason
from .why_facts import Asked, CategorySeen, Part, YearSeen
from .why_seats import ARTICLE, bottom_part, said, top_part

RANKING = "第六条"
MEASURES = "第八条"
# Where it is told no more who stood among the last: the same of everybody who is on no other list.
_OVER = "这次考核的研判名单已过查看期限，不再说明谁列入、谁未列入"
_FOLLOWS = {
    COMMEND: (
        "拟表彰人选是按规则算出的建议。表彰还须主动作为、表现突出，并由党委研究决定",
        "表彰名单与考核的优秀等次是两件事，等次另行确定",
    ),
    COMMEND_TIED: (
        "名额不足，由党委在并列的人中研究确定；表彰还须主动作为、表现突出，并由党委研究决定",
        "表彰名单与考核的优秀等次是两件事，等次另行确定",
    ),
    BARRED: ("保留名次，但不得评为优秀，也不列为表彰人选",),
    JUDGE: ("列入研判名单不等于谈话提醒。须先经党委研判，研判认为需要的，再由分管领导进行谈话提醒",),
    JUDGE_TIED: ("是否列入研判名单由党委研究；列入的须经党委研判，研判认为需要的，再由分管领导进行谈话提醒",),
    NONE: ("不在两个名单上，没有须由党委研究的事项；考核等次另行确定",),
    UNGRADED: ("不列入表彰名单，也不列入研判名单",),
    WITHHELD: ("不列入表彰名单，也不列入研判名单",),
}


def headline(person: Asked, *, last: bool = True) -> str:
    """The answer in one line. last: see `YearSeen`."""
    if person.word == NONE and not last:
        return "不在表彰名单上"
    if person.word == NONE:
        return "不在表彰名单上，也不在研判名单上"
    if person.rank is None:
        return f"{person.word}，不参加排名，不在两个名单上"
    return person.word


def why(person: Asked, year: YearSeen, p: AppraisalParameters) -> tuple[Part, ...]:
    """All parts in the order in which they are read aloud."""
    if person.rank is None:
        return (
            Part("参加考核", _taking_part(person, year)),
            Part("为什么不参加排名", _unranked(person)),
            *([Part("其他措施", further)] if (further := _measures(person)) else []),
            Part("接下来", _follows(person, year)),
        )
    behind = bottom_part(person, year, p) if year.last else (said("why.last_over", _OVER),)
    return (
        Part("参加考核", _taking_part(person, year)),
        Part("扣分、限制与免除", _measures(person)),
        Part("总分与名次", _place(person, year)),
        Part(f"前 {plain(p.top_share)}% 名单", top_part(person, year, p)),
        Part(f"后 {plain(p.bottom_share)}% 名单", behind),
        Part("接下来", _follows(person, year)),
    )


def quotes_other_categories(rule: str, bottom_scope: str) -> bool:
    """Whether a reason of scoring may give away a total of another category (第七条).

    The highest total listed may be anybody's; under overall scope so may a tie on the line and an empty seat.
    """
    if rule == "bottom.lower_unlisted":
        return True
    return bottom_scope == "overall" and rule in ("bottom.tied", "bottom.empty_seats")


def _taking_part(person: Asked, year: YearSeen) -> tuple[Reason, ...]:
    unit = "" if person.post.startswith(person.unit) else person.unit
    held = "，".join(filter(None, (unit, person.post))) or person.unit or "名册中没有现任职务"
    who = f"{person.name}，工号 {person.staff_no}，{held}，列入 {year.label}参加考核人员名单"
    found = [said("why.person", who, RANKING)]
    category = year.category(person.category)
    if person.category != person.listed:
        text = f"名单所列考核类别是{person.listed}，并入{person.category}排名"
        found.append(said("why.category", text, RANKING))
    else:
        found.append(said("why.category", f"考核类别是{person.category}", RANKING))
    if category and person.rank is not None:
        found += [note for note in category.notes if note.rule in ("category.merged", "category.small")]
    return tuple(found)


def _unranked(person: Asked) -> tuple[Reason, ...]:
    """The reasons of 不确定等次 or 缺票待核 (第六条, 第八条)."""
    rules = ("person.", "score.gap", "mark.ungraded")
    found = [reason for reason in person.reasons if reason.rule.startswith(rules)]
    if person.gap:
        found.append(said("why.gap", f"核定的理由是：{person.gap.rstrip('。；，')}", RANKING))
    return tuple(found)


def _measures(person: Asked) -> tuple[Reason, ...]:
    """Every measure with what it does or why it does nothing (第八条, 第十四条), and what needs a look."""
    if not person.marks:
        return (said("why.no_marks", "没有扣分、限制评优或不确定等次的措施", MEASURES),)
    warnings = [reason for reason in person.reasons if reason.rule == "mark.expelled"]
    told = {reason.text for reason in person.reasons if reason.rule == "mark.ungraded"}
    return tuple(mark for mark in (*person.marks, *warnings) if mark.text not in told)


def _place(person: Asked, year: YearSeen) -> tuple[Reason, ...]:
    found = [_total(person)]
    found += [reason for reason in person.reasons if reason.rule in ("score.bonus", "score.dropped")]
    if person.gap:
        found.append(said("why.gap", f"核定的理由是：{person.gap.rstrip('。；，')}", RANKING))
    category = year.category(person.category)
    if category is None:
        return tuple(found)
    alike = sum(band.alike for band in year.bands if band.category == person.category) - 1
    order = f"与 {alike} 人总分相同，并列第 {person.rank} 名" if alike > 0 else f"列第 {person.rank} 名"
    place = f"{category.name}参加排名 {category.ranked} 人，总分从高到低，{person.name}{order}"
    found.append(said("why.place", place, RANKING))
    if category.mean is not None and person.distance is not None:
        found.append(said("why.mean", _distance(person, category)))
    return tuple(found)


def _total(person: Asked) -> Reason:
    """Total = score − deductions (第六条); where rounding or 加分 stand between, only the parts are said."""
    points = plain(person.deducted)
    text = (
        f"测评得分 {person.score} 分，扣 {points} 分"
        if person.deducted
        else f"测评得分 {person.score} 分，没有扣分"
    )
    if person.score is not None and person.score - person.deducted == person.total:
        sum_ = f"{person.score} − {points} = " if person.deducted else ""
        return said("why.total", f"{text}，总分 {sum_}{person.total} 分", RANKING)
    return said("why.total", f"{text}；总分按未取整的得分计算，最后取整一次，为 {person.total} 分", RANKING)


def _distance(person: Asked, category: CategorySeen) -> str:
    mean = f"{category.name}的平均总分是 {category.mean} 分"
    if not person.distance:
        return f"{mean}，本人与平均分相同"
    return f"{mean}，本人{'高' if person.distance > 0 else '低'} {abs(person.distance)} 分"


def _follows(person: Asked, year: YearSeen) -> tuple[Reason, ...]:
    if person.word == NONE and not year.last:
        return (said("why.follows", "不在表彰名单上；考核等次由党委另行确定", ARTICLE),)
    return tuple(said("why.follows", text, ARTICLE) for text in _FOLLOWS[person.word])
