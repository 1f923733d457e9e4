"""The sentences of the lists (第七条): complete, and fit to be read aloud in a committee meeting."""

from collections.abc import Mapping
from decimal import Decimal

from .lists import Place, Ranked
from .numbers import plain
from .outcomes import BARRED, COMMEND, COMMEND_TIED, JUDGE, JUDGE_TIED, TOP_WORDS, UNGRADED, WITHHELD
from .parameters import AppraisalParameters
from .participation import DISCREET_WORDS
from .standings import CategoryStanding, Standings
from .verdict import Reason

ARTICLE = "第七条"
RANKING = "第六条"


def _reason(rule: str, text: str, article: str = ARTICLE) -> Reason:
    return Reason(rule, article, f"{text}（{article}）。")


def place_reasons(
    person: Ranked, word: str, where: CategoryStanding, year: Standings, blocked_seat: str
) -> tuple[Reason, ...]:
    """Why a ranked person stands on a list or on none (第七条). word: the suggestion."""
    place = where.places[person.key]
    order = "并列" if place.alike else "列"
    stands = f"总分 {person.total}，在{where.name} {where.ranked} 人中{order}第 {place.rank} 名"
    if word in TOP_WORDS:
        reason = _top_reason(word, stands, place, where.top_seats, blocked_seat)
    elif word:
        reason = _bottom_reason(word, stands, where, year)
    else:
        reason = _reason("list.none", f"{stands}，不在表彰名额和研判名额之内")
    if year.highest_listed is None or person.total >= year.highest_listed or word in (JUDGE, JUDGE_TIED):
        return (reason,)
    why = "因已进入表彰名额范围" if word else "因研判名额按类别分配"
    lower = f"总分低于研判名单中的最高总分，{why}，未列入研判名单"
    return reason, _reason("bottom.lower_unlisted", lower)


def _top_reason(word: str, stands: str, place: Place, seats: int, blocked_seat: str) -> Reason:
    """Why somebody stands within or on the line of the first seats (第七条)."""
    if word == COMMEND_TIED:
        return _reason(
            "top.tied",
            f"{stands}，本类别表彰名额 {seats} 个，与 {place.alike} 人总分相同，名额不足，提请党委研究",
        )
    if place.rank + place.alike <= seats:
        reach = f"在本类别表彰名额 {seats} 个以内"
    elif place.rank <= seats:
        reach = f"处在本类别表彰名额 {seats} 个的并列线上"
    else:
        reach = f"因前面有人不得评优，依次递补进入本类别表彰名额 {seats} 个的范围"
    if word == COMMEND:
        return _reason(
            "top.listed", f"{stands}，{reach}，拟列为表彰人选，是否表彰由党委根据其主动作为和突出表现研究决定"
        )
    seat = "名额不递补" if blocked_seat == "keep" else "名额依次递补"
    return _reason("top.barred", f"{stands}，{reach}，但受措施限制不得评优，保留名次，{seat}")


def _bottom_reason(word: str, stands: str, where: CategoryStanding, year: Standings) -> Reason:
    """Why somebody stands within or on the line of the last seats (第七条)."""
    if where.bottom_seats is None:
        seats = f"全校研判名额 {year.bottom_seats} 个，按总分从低到高统算"
    else:
        seats = f"本类别研判名额 {where.bottom_seats} 个"
    if word == JUDGE_TIED:
        others = where.bottom_tied - 1
        return _reason(
            "bottom.tied", f"{stands}，{seats}，与 {others} 人总分相同，名额不足，提请党委研判是否列入"
        )
    return _reason("bottom.listed", f"{stands}，{seats}，列入提请研判人选，须经党委研判后方可进行谈话提醒")


def ungraded_by_list(reason: str) -> Reason:
    """确定等次 = 否 on the participant list (第六条)."""
    given = reason if reason == DISCREET_WORDS else f"原因是{reason}" if reason else "未写明原因"
    text = f"参加考核人员名单载明不确定等次，{given}，不参加排名，不公布总分"
    return _reason("person.ungraded", text, RANKING)


def withheld() -> Reason:
    """缺票待核 (第六条): a missing group never counts as zero."""
    return _reason("person.withheld", "测评票不足，暂不计总分，不参加排名，待两名工作人员共同核定", RANKING)


def unranked() -> Reason:
    """缺票待核, decided by two officers (第六条): this year without a rank."""
    return _reason("person.unranked", "测评票不足，经两名计分人员核定不排名，不计总分", RANKING)


def bonus_reason(bonus: Decimal) -> Reason:
    """Announced points in addition (第六条)."""
    return _reason("score.bonus", f"按事先公布的办法加 {plain(bonus)} 分", RANKING)


def list_notes(where: CategoryStanding, year: Standings, blocked_seat: str) -> tuple[Reason, ...]:
    """What a category's page says aloud (第七条): empty seats, who stands next, who is lower but unlisted."""
    notes = []
    if where.top.empty:
        barred = sum(word == BARRED for word in where.top.words.values())
        why = f"，有 {barred} 人不得评优" if barred else ""
        kept = "，名额不递补" if barred and blocked_seat == "keep" else ""
        empty = f"{where.name}表彰名额 {where.top_seats} 个{why}{kept}，空缺 {where.top.empty} 个"
        notes.append(_reason("top.empty_seats", f"{empty}，{_next_in_line(where)}"))
    if where.bottom_seats and where.bottom.empty:
        text = f"{where.name}研判名额 {where.bottom_seats} 个，空缺 {where.bottom.empty} 个"
        notes.append(_reason("bottom.empty_seats", f"{text}，其余的人均在表彰名额范围内，不再列入研判名单"))
    if where.lower:
        text = f"{where.name}有 {len(where.lower)} 人总分低于研判名单中的最高总分 {year.highest_listed}"
        notes.append(_reason("bottom.lower_unlisted", f"{text}，按名额规则未列入研判名单"))
    return tuple(notes)


def _next_in_line(where: CategoryStanding) -> str:
    if not where.top.next_in_line:
        return "其后没有可以表彰的人"
    first = where.top.next_in_line[0]
    count = len(where.top.next_in_line)
    return f"其后可以表彰的是第 {where.places[first.key].rank} 名，总分 {first.total}，共 {count} 人"


def year_notes(
    year: Standings, participants: int, words: Mapping[str, int], decided: int, p: AppraisalParameters
) -> tuple[Reason, ...]:
    """The opening of the report (第六条, 第七条): who took part, seats of both lists, an empty list aloud.

    words: how many have which suggestion; decided: of those withheld, for whom two officers
    decided that they stay without a rank.
    """
    settled = f"（其中已核定不排名 {decided} 人）" if decided else ""
    notes = [
        _reason(
            "year.ranked",
            f"参加考核 {participants} 人，其中不确定等次 {words.get(UNGRADED, 0)} 人，"
            f"缺票待核 {words.get(WITHHELD, 0)} 人{settled}，参加排名 {year.ranked} 人",
            RANKING,
        )
    ]
    for rule, name, share, seats in (
        ("year.top", "表彰", p.top_share, year.top_seats),
        ("year.bottom", "研判", p.bottom_share, year.bottom_seats),
    ):
        part = f"{'前' if rule == 'year.top' else '后'} {plain(share)}%"
        quota = f"参加排名 {year.ranked} 人，{part} 折算 {plain(year.ranked * share / 100)} 人"
        if seats:
            notes.append(_reason(rule, f"{quota}，取整为{name}名额 {seats} 个"))
        else:
            notes.append(_reason(f"{rule}_empty", f"{quota}，不足 1 人，今年{name}名单为空"))
    if p.bottom_scope == "overall" and year.categories and year.categories[0].bottom.empty:
        empty = year.categories[0].bottom.empty
        text = f"全校研判名额 {year.bottom_seats} 个，空缺 {empty} 个，其余的人均在表彰名额范围内"
        notes.append(_reason("bottom.empty_seats", text))
    return tuple(notes)
