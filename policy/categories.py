"""Categories of the ranking (第六条 分类考核): unit kind × post rank, merged where too few take part."""

from collections import Counter
from collections.abc import Iterable, Mapping

from .parameters import AppraisalParameters
from .verdict import Reason

ARTICLE = "第六条"


def listed_categories(parameters: AppraisalParameters) -> tuple[str, ...]:
    """Every unmerged category in category order (第六条): 机关部门正职, 机关部门副职, 二级学院正职, …"""
    return tuple(kind + rank for kind in parameters.kinds for rank in parameters.ranks)


def merged_categories(graded: Iterable[str], parameters: AppraisalParameters) -> dict[str, str]:
    """Listed category -> category of the ranking, in category order (第六条).

    graded: the listed category of every participant with 确定等次 = 是. Only this list decides, because
    the merge is fixed before voting; measures and missing votes come later and change nothing.
    """
    size = Counter(graded)
    shown = {name: name for name in listed_categories(parameters)}
    if parameters.merge == "across_rank":
        groups = [
            ([kind + rank for rank in parameters.ranks], kind + parameters.merge_suffix)
            for kind in parameters.kinds
        ]
    else:
        together = parameters.merge_kinds
        groups = [
            ([kind + rank for kind in together.kinds], together.name + rank) for rank in parameters.ranks
        ]
    for names, merged in groups:
        if any(size[name] < parameters.min_category for name in names):
            shown.update(dict.fromkeys(names, merged))
    return shown


def order_of(shown: Mapping[str, str]) -> tuple[str, ...]:
    """Categories of the ranking in order: a merged one stands where its first part stood (第六条)."""
    return tuple(dict.fromkeys(shown.values()))


def category_notes(
    name: str, shown: Mapping[str, str], graded: Mapping[str, int], ranked: int, minimum: int
) -> tuple[Reason, ...]:
    """Say aloud that a category was merged, and that it is still too small (第六条).

    graded: participants with 确定等次 = 是 by listed category; ranked: N of the category.
    """
    notes = []
    parts = [part for part, target in shown.items() if target == name]
    if len(parts) > 1:
        sizes = "、".join(f"{part} {graded.get(part, 0)} 人" for part in parts)
        text = f"参加考核并确定等次的{sizes}，有类别不足 {minimum} 人，按考核方案合并为{name}排名"
        notes.append(Reason("category.merged", ARTICLE, f"{text}（{ARTICLE}）。"))
    if ranked < minimum:
        text = f"{name}参加排名的只有 {ranked} 人，不足 {minimum} 人，请党委研究时留意"
        notes.append(Reason("category.small", ARTICLE, f"{text}（{ARTICLE}）。"))
    return tuple(notes)
