"""Figures of few people, for readers outside the two offices (第十二条): hidden, and not to be reckoned back.

A table divides all people into groups, and its total stands beside it. A group of fewer than `least` people
is not shown, an empty one neither. What is hidden must add up to `least` at the least and be two groups, or
the total would give it away; else the next smallest group is hidden too.
"""

from __future__ import annotations

from collections.abc import Mapping


def shown_groups(groups: Mapping[str, int], *, least: int) -> frozenset[str]:
    """The names of the groups whose figures may be shown beside their total; least: of people, e.g. 3."""
    total = sum(groups.values())
    if total < least:
        return frozenset()
    by_size = sorted(groups, key=lambda name: (groups[name], name))
    hidden = [name for name in by_size if groups[name] < least]
    if not hidden:
        return frozenset(groups)
    for name in by_size[len(hidden) :]:
        if len(hidden) > 1 and sum(groups[one] for one in hidden) >= least:
            break
        hidden.append(name)
    return frozenset(groups) - frozenset(hidden)
