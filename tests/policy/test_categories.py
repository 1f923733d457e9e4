import pytest

from policy.categories import category_notes, merged_categories, order_of

from .builders import ORDER, parameters, texts


def merged(sizes, **changes):
    graded = [name for name, size in zip(ORDER, sizes, strict=True) for _ in range(size)]
    return merged_categories(graded, parameters(**changes))


@pytest.mark.parametrize(
    ("sizes", "order"),
    [
        ((5, 5, 5, 5, 5, 5), ORDER),
        (
            (17, 42, 22, 22, 4, 6),
            ("机关部门正职", "机关部门副职", "二级学院正职", "二级学院副职", "直属单位（正副职合并）"),
        ),
        ((17, 42, 22, 22, 9, 0), (*ORDER[:4], "直属单位（正副职合并）")),
        ((4, 42, 22, 22, 9, 9), ("机关部门（正副职合并）", *ORDER[2:])),
        ((5, 4, 4, 5, 0, 0), ("机关部门（正副职合并）", "二级学院（正副职合并）", "直属单位（正副职合并）")),
    ],
)
def test_too_few_of_one_rank_merge_both_at_the_first_place(sizes, order):
    assert order_of(merged(sizes)) == order


@pytest.mark.parametrize(
    ("sizes", "order"),
    [
        ((5, 5, 1, 5, 5, 5), ORDER),
        ((4, 5, 5, 5, 9, 9), ("机关及直属单位正职", *ORDER[1:4], "直属单位副职")),
        ((9, 9, 5, 5, 9, 0), ("机关部门正职", "机关及直属单位副职", *ORDER[2:5])),
        ((9, 9, 9, 9, 0, 0), ("机关及直属单位正职", "机关及直属单位副职", "二级学院正职", "二级学院副职")),
    ],
)
def test_across_kind_merges_offices_and_direct_units_of_one_rank(sizes, order):
    assert order_of(merged(sizes, merge="across_kind")) == order


def test_a_merge_and_a_category_still_too_small_are_said_aloud():
    shown = merged((2, 1, 9, 9, 9, 9))
    graded = dict(zip(ORDER, (2, 1, 9, 9, 9, 9), strict=True))
    assert texts(category_notes("机关部门（正副职合并）", shown, graded, 3, 5)) == [
        "参加考核并确定等次的机关部门正职 2 人、机关部门副职 1 人，有类别不足 5 人，"
        "按考核方案合并为机关部门（正副职合并）排名（第六条）。",
        "机关部门（正副职合并）参加排名的只有 3 人，不足 5 人，请党委研究时留意（第六条）。",
    ]
    assert category_notes("二级学院正职", shown, graded, 9, 5) == ()
