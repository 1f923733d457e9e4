"""Figures of few people cannot be read, nor reckoned back from the total (F18)."""

from __future__ import annotations

from itertools import product

import pytest

from policy.small_cells import shown_groups

LEAST = 3


def solutions(groups: dict[str, int], shown: frozenset[str]) -> set[tuple[int, ...]]:
    """Every way to fill the hidden groups that agrees with what is shown and the total."""
    hidden = [name for name in groups if name not in shown]
    left = sum(groups[name] for name in hidden)
    return {found for found in product(range(left + 1), repeat=len(hidden)) if sum(found) == left}


@pytest.mark.parametrize("sizes", list(product((0, 1, 2, 3, 7), repeat=3)))
def test_no_small_group_is_shown_or_solved(sizes: tuple[int, ...]) -> None:
    groups = dict(zip("abc", sizes, strict=True))
    shown = shown_groups(groups, least=LEAST)
    assert all(groups[name] >= LEAST for name in shown)
    if sum(sizes) < LEAST:
        return  # the page shows no total either
    found = solutions(groups, shown)
    hidden = [name for name in groups if name not in shown]
    for place, name in enumerate(hidden):
        if groups[name] < LEAST:
            assert len({one[place] for one in found}) > 1, (groups, shown)


def test_nothing_is_hidden_where_all_groups_are_large() -> None:
    assert shown_groups({"a": 3, "b": 9}, least=LEAST) == {"a", "b"}


def test_the_next_smallest_hides_a_single_small_one() -> None:
    assert shown_groups({"a": 1, "b": 4, "c": 9}, least=LEAST) == {"c"}
