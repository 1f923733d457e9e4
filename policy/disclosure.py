"""What a score sheet adds to the year's results, so that nothing hidden comes back out of it (第六条).

Which group means the results print, `figures.printable` says. A score and what is printed beside it are
linear equations on the group means, and every mean lies between the fewest and the most points of a mark.
What they leave open of a hidden mean is its doubt: the difference between the highest and the lowest value
it can still have. A sheet adds figures only while the doubt of every hidden one stays as wide as the
parameters demand, and dimension means only while one paper could also have said one mark more or less.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from .facts import GroupTally
from .figures import is_small
from .parameters import AppraisalParameters
from .sheet import GroupLine, Sheet

# Dimension means over all groups are printed with one decimal: two would tell the remainders of few papers.
DIMENSION_DECIMALS = 1
FREE = "free"


@dataclass(frozen=True, slots=True)
class Cell:
    """One dimension of a group, or all of them as one: exact mean, share of one, valid marks.

    secret: its mean is to stay in doubt although the group's own is printed.
    """

    mean: Fraction
    share: Fraction
    votes: int
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A group that entered the score: its share of the ballots' part and its cells, one per column."""

    code: str
    share: Fraction
    papers: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Fewest and most points of a mark, the widest step between two marks, and the doubt asked for."""

    low: Fraction
    high: Fraction
    step: Fraction
    doubt: Fraction

    def needed(self, votes: int) -> Fraction:
        """The doubt that a mean of so many marks must keep where dimension means are printed."""
        return max(self.doubt, self.step / votes)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What of a sheet is printed: codes of groups with their mean, and whether dimension means are."""

    groups: frozenset[str]
    dimensions: bool


def limits_of(points: Iterable[Decimal], parameters: AppraisalParameters) -> Limits:
    """The limits that a category's points set (第六条)."""
    ordered = sorted({Fraction(point) for point in points})
    steps = [after - before for before, after in pairwise(ordered)]
    return Limits(ordered[0], ordered[-1], max(steps, default=Fraction(0)), Fraction(parameters.figure_doubt))


def for_departments(sheet: Sheet, shown: Collection[str], parameters: AppraisalParameters) -> Disclosure:
    """What the two departments read of a published score (第六条).

    shown: the groups whose means the year's results print; a sheet prints no other.
    """
    rows = _rows(sheet)
    limits = limits_of(sheet.points, parameters)
    small = any(_few_or_one_voice(group, parameters.small_figure) for group in sheet.counting)
    return Disclosure(frozenset(shown), _in_doubt(rows, _hidden(rows, shown) if small else set(), limits))


def for_the_cadre(sheet: Sheet, shown: Collection[str], parameters: AppraisalParameters) -> Disclosure:
    """What the cadre reads of the own score (第六条): never a group of `own_hidden`, none of few papers.

    Where one group is hidden, the next smallest is too, or the total would give it away.
    """
    rows = _rows(sheet)
    limits = limits_of(sheet.points, parameters)
    may = {
        row.code
        for row in rows
        if row.code in shown and row.papers >= parameters.own_figure and row.code not in parameters.own_hidden
    }
    if len(_hidden(rows, may)) == 1 and may:
        may.discard(_smallest(rows, may))
    groups = _widened(rows, may, limits)
    return Disclosure(frozenset(groups), _in_doubt(rows, _hidden(rows, groups), limits))


def _rows(sheet: Sheet) -> list[Row]:
    return [
        Row(
            group.code,
            group.share,
            group.papers,
            tuple(
                Cell(line.mean, line.share, line.votes, max(line.counts) == line.votes)
                for line in group.dimensions
                if line.mean is not None
            ),
        )
        for group in sheet.counting
        if group.share is not None
    ]


def _few_or_one_voice(group: GroupLine, small_figure: int) -> bool:
    return is_small(GroupTally(group.papers, tuple(line.counts for line in group.dimensions)), small_figure)


def _hidden(rows: Iterable[Row], shown: Collection[str]) -> set[str]:
    return {row.code for row in rows if row.code not in shown}


def _smallest(rows: Iterable[Row], codes: Collection[str]) -> str:
    return min((row for row in rows if row.code in codes), key=lambda row: row.papers).code


def _widened(rows: list[Row], shown: Collection[str], limits: Limits) -> set[str]:
    """The groups that stay printed: the smallest goes until what is hidden is in doubt."""
    left = set(shown)
    while left and not _totals_keep_doubt(rows, _hidden(rows, left), limits):
        left.discard(_smallest(rows, left))
    return left


def _totals_keep_doubt(rows: list[Row], hidden: Collection[str], limits: Limits) -> bool:
    """Whether the score and the printed group means leave every hidden one in doubt."""
    secret = [row for row in rows if row.code in hidden]
    return all(_row_doubt(row, secret, limits) >= limits.doubt for row in secret)


def _row_doubt(row: Row, hidden: Iterable[Row], limits: Limits) -> Fraction:
    """How far a hidden mean can move while the other hidden ones make up for it."""
    mean = _mean(row)
    others = [other for other in hidden if other is not row]
    up = sum((other.share * (_mean(other) - limits.low) for other in others), Fraction(0)) / row.share
    down = sum((other.share * (limits.high - _mean(other)) for other in others), Fraction(0)) / row.share
    return min(up, limits.high - mean) + min(down, mean - limits.low)


def _mean(row: Row) -> Fraction:
    return sum((cell.share * cell.mean for cell in row.cells), Fraction(0))


Graph = dict[Hashable, dict[Hashable, Fraction]]


def _in_doubt(rows: list[Row], hidden: Collection[str], limits: Limits) -> bool:
    """Whether hidden means stay in doubt when the means over all groups are printed for every dimension.

    What can still move is what flows around the table of groups and dimensions: a printed group and every
    dimension keep their sums, a hidden group need not.
    """
    graph = _graph(rows, hidden, limits)
    for row in rows:
        node = ("group", row.code)
        if row.code in hidden:
            free = _without(graph, node, FREE)
            moved = _most(free, node, FREE) + _most(free, FREE, node)
            if moved < row.share * limits.needed(row.papers):
                return False
        for place, cell in enumerate(row.cells):
            if not (cell.secret or row.code in hidden):
                continue
            column = ("dimension", place)
            bare = _without(graph, node, column)
            up = min(graph[node][column], _most(bare, column, node))
            down = min(graph[column][node], _most(bare, node, column))
            if up + down < row.share * cell.share * limits.needed(cell.votes):
                return False
    return True


def _graph(rows: Iterable[Row], hidden: Collection[str], limits: Limits) -> Graph:
    """group → dimension: by how much that cell can rise, dimension → group: fall, in points of the score."""
    graph: Graph = {FREE: {}}
    for row in rows:
        node = ("group", row.code)
        graph[node] = {}
        if row.code in hidden:
            graph[node][FREE] = graph[FREE][node] = limits.high - limits.low
        for place, cell in enumerate(row.cells):
            column = ("dimension", place)
            weight = row.share * cell.share
            graph[node][column] = weight * (limits.high - cell.mean)
            graph.setdefault(column, {})[node] = weight * (cell.mean - limits.low)
    return graph


def _without(graph: Graph, one: Hashable, other: Hashable) -> Graph:
    copied = {node: dict(arcs) for node, arcs in graph.items()}
    copied[one].pop(other, None)
    copied[other].pop(one, None)
    return copied


def _most(graph: Graph, source: Hashable, sink: Hashable) -> Fraction:
    """The largest flow from source to sink, by shortest augmenting paths; the graph is left as it was."""
    left = {node: dict(arcs) for node, arcs in graph.items()}
    total = Fraction(0)
    while (path := _path(left, source, sink)) is not None:
        amount = min(left[before][after] for before, after in path)
        for before, after in path:
            left[before][after] -= amount
            left[after][before] = left[after].get(before, Fraction(0)) + amount
        total += amount
    return total


def _path(graph: Graph, source: Hashable, sink: Hashable) -> list[tuple[Hashable, Hashable]] | None:
    came: dict[Hashable, Hashable] = {source: source}
    waiting = deque([source])
    while waiting and sink not in came:
        node = waiting.popleft()
        for after, capacity in graph[node].items():
            if capacity > 0 and after not in came:
                came[after] = node
                waiting.append(after)
    if sink not in came:
        return None
    path = []
    while sink != source:
        path.append((came[sink], sink))
        sink = came[sink]
    return path[::-1]
