"""A trial made ready for its page and its workbook."""

from __future__ import annotations

from collections.abc import Iterator

from policy.what_if import TOP, CategoryTrial, Move

from ..services.what_if import Tried

ABSENT = "—"
OVERALL = "全体统算"
# Where nobody may be named, people are told in full tens: an exact count would say which weights just turn
# an order, and with that a difference of scores.
TEN = 10


def category_rows(tried: Tried) -> list[tuple[str, ...]]:
    """(类别, 排名人数 old, new, 表彰名额 old, new, 研判名额 old, new, 名次变化) as words."""
    return [_category(item) for item in tried.trial.categories]


def _category(item: CategoryTrial) -> tuple[str, ...]:
    sides = []
    for name in ("ranked", "top_seats", "bottom_seats"):
        for side in (item.before, item.after):
            value = getattr(side, name) if side else ABSENT
            sides.append(OVERALL if value is None else str(value))
    changes = "不显示" if item.rank_changes is None else f"{item.rank_changes} 人"
    return (item.name, *sides, changes if item.before else ABSENT)


def move_rows(tried: Tried) -> Iterator[tuple[str, ...]]:
    """(名单, 进出, 工号, 姓名, 考核类别, 原建议, 试算的建议) of who enters or leaves a list."""
    ordered = sorted(tried.trial.moves, key=lambda move: (_place(move), tried.names[move.key]))
    for move in ordered:
        yield (
            move.list_name,
            "进入" if move.enters else "离开",
            *tried.names[move.key],
            move.category,
            move.before or "无",
            move.after or "无",
        )


def _place(move: Move) -> tuple[bool, bool]:
    return (move.list_name != TOP, not move.enters)


def headline(tried: Tried) -> str:
    """What stands first: how many people enter or leave a list that may be shown, and change their rank."""
    moves = f"有 {len(tried.trial.moves)} 人次进出" if tried.trial.moves else "没有人进出"
    return f"名单上{moves}，名次变化 {tried.trial.rank_changes} 人。"


def _tens(number: int) -> str:
    return f"不到 {TEN} " if number < TEN else f"{number // TEN * TEN} 多"


def remarks(tried: Tried) -> list[str]:
    """What has to be said with the figures, in full sentences."""
    trial, said = tried.trial, []
    if trial.left_out:
        names = "”“".join(trial.left_out)
        said.append(
            f"您是该年度参加考核人员，“{names}”是您所在或并入您所在的类别，数字不显示，也不计入合计。"
        )
    if trial.guarded:
        names = "、".join(trial.guarded)
        said.append(
            f"这次试算改变了得分的算法。为防止由多次试算反推少数票的均分，{names}只列人数和名额，"
            "不列姓名和名次。这些类别合计"
            f"{_tens(trial.guarded_moves)}人次进出名单，{_tens(trial.guarded_rank_changes)}人名次变化。"
        )
    if trial.bottom_guarded:
        said.append("研判名单按全体统算，受上述类别影响，变化不显示。")
    if trial.newly_ranked or trial.no_longer_ranked:
        said.append(
            f"原不参加排名、试算后参加的 {trial.newly_ranked} 人；"
            f"原参加排名、试算后不参加的 {trial.no_longer_ranked} 人。前者只计人数，不列姓名。"
        )
    if tried.drift:
        said.append(
            f"有 {tried.drift} 人的记录在计分确认后有变动；两边都按现在的记录计算，已公布的结果不受影响。"
        )
    return said
