"""An attacker who subtracts: what one person's printed figures leave open of the group means behind them.

Knows the published parameters, every printed figure to its last decimal, and that a mean lies between the
fewest and the most points. Shares no code with the product.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

LOW, HIGH = 40.0, 90.0
WEIGHTS = {"校领导": 0.3, "中层干部": 0.3, "教职工": 0.4}
SHARES = {"政治素质": 0.3, "工作实绩": 0.4, "作风建设": 0.2, "决策部署执行": 0.1}
EPSILON = 1e-9


@dataclass
class Known:
    """Figures of one person as printed; dropped: groups whose weight the sheet says the others share."""

    score: str = ""
    means: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)


def half(printed: str) -> float:
    """How far a printed figure may be from the true one."""
    return 0.5 * 10 ** -len(printed.partition(".")[2])


def ranges(known: Known, wanted: Collection[str]) -> dict[tuple[str, str], tuple[float, float]]:
    """(group wanted, '' or dimension) -> lowest and highest value that agrees with all that is known.

    Raises ValueError where the figures contradict each other.
    """
    groups = [group for group in WEIGHTS if group not in known.dropped]
    whole = sum(WEIGHTS[group] for group in groups)
    cells = [(group, dimension) for group in groups for dimension in SHARES]
    place = {cell: i for i, cell in enumerate(cells)}

    def row(weights: Mapping[tuple[str, str], float]) -> list[float]:
        return [weights.get(cell, 0.0) for cell in cells]

    score = {(g, d): WEIGHTS[g] / whole * SHARES[d] for g, d in cells}
    facts = [(row(score), known.score)]
    facts += [
        (row({(g, d): SHARES[d] for d in SHARES}), mean) for g, mean in known.means.items() if g in groups
    ]
    facts += [
        (row({(g, d): WEIGHTS[g] / whole for g in groups}), mean) for d, mean in known.dimensions.items()
    ]
    # y = x - LOW lies between 0 and HIGH - LOW.
    limits, bounds = [], []
    for coefficients, printed in facts:
        base, around = LOW * sum(coefficients), half(printed)
        limits += [coefficients, [-c for c in coefficients]]
        bounds += [float(printed) + around - base, base + around - float(printed)]
    for i in range(len(cells)):
        limits.append([1.0 if j == i else 0.0 for j in range(len(cells))])
        bounds.append(HIGH - LOW)
    found = {}
    for g in wanted:
        for d in ("", *SHARES):
            aim = [0.0] * len(cells)
            for dimension in SHARES if not d else (d,):
                aim[place[g, dimension]] = SHARES[dimension] if not d else 1.0
            most = best(aim, limits, bounds)
            least = -best([-a for a in aim], limits, bounds)
            found[g, d] = (least + LOW, most + LOW)
    return found


def best(aim: Sequence[float], limits: Sequence[Sequence[float]], bounds: Sequence[float]) -> float:
    """The largest aim·y with limits·y <= bounds, y >= 0: the simplex method in two phases."""
    n, m = len(aim), len(bounds)
    width = n + m + 1  # variables, slacks, one artificial
    table = []
    for i in range(m):
        slack = [1.0 if j == i else 0.0 for j in range(m)]
        table.append([*limits[i], *slack, -1.0, bounds[i]])
    basis = [n + i for i in range(m)]
    worst = min(range(m), key=lambda i: bounds[i])
    if bounds[worst] < 0:
        cost = [0.0] * (width - 1) + [1.0, 0.0]
        _pivot(table, cost, basis, worst, width - 1)
        _improve(table, cost, basis, width)
        if abs(cost[-1]) > 1e-6:
            raise ValueError("the figures contradict each other")
        if width - 1 in basis:
            i = basis.index(width - 1)
            j = next(j for j in range(width - 1) if abs(table[i][j]) > EPSILON)
            _pivot(table, cost, basis, i, j)
    for line in table:
        line[width - 1] = 0.0
    cost = [-a for a in aim] + [0.0] * (m + 2)
    for i, j in enumerate(basis):
        if cost[j]:
            factor = cost[j]
            cost = [c - factor * t for c, t in zip(cost, table[i], strict=True)]
    _improve(table, cost, basis, width)
    return cost[-1]


def _improve(table: list[list[float]], cost: list[float], basis: list[int], width: int) -> None:
    for _ in range(2_000):
        j = next((j for j in range(width) if cost[j] < -EPSILON), None)
        if j is None:
            return
        rows = [i for i in range(len(table)) if table[i][j] > EPSILON]
        i = min(rows, key=lambda i: (table[i][-1] / table[i][j], basis[i]))
        _pivot(table, cost, basis, i, j)
    raise AssertionError("no end")


def _pivot(table: list[list[float]], cost: list[float], basis: list[int], i: int, j: int) -> None:
    by = table[i][j]
    table[i] = [value / by for value in table[i]]
    for k, line in enumerate(table):
        if k != i and line[j]:
            factor = line[j]
            table[k] = [a - factor * b for a, b in zip(line, table[i], strict=True)]
    factor = cost[j]
    cost[:] = [a - factor * b for a, b in zip(cost, table[i], strict=True)]
    basis[i] = j
