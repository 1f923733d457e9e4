"""Which group means may be printed: a small or unanimous group must not be readable back (第六条)."""

from collections.abc import Collection, Mapping

from .facts import GroupTally
from .parameters import AppraisalParameters


def is_small(tally: GroupTally | None, small_figure: int) -> bool:
    """Fewer papers than the limit, or unanimous: one and the same mark throughout each dimension (第六条)."""
    if tally is None or tally.papers < small_figure:
        return True
    return all(row.count(0) >= len(row) - 1 for row in tally.counts)


def printable(
    tallies: Mapping[str, GroupTally], parameters: AppraisalParameters, entered: Collection[str]
) -> dict[str, bool]:
    """For one cadre, by group code: may the group's mean be printed (第六条)?

    entered: codes of the groups whose mean is part of this cadre's score; no other mean is printed.
    One hidden figure could be taken back out of the total, so with any small group, entered or not, the
    next smallest by papers (the first in group order among equals) is hidden too. That one is looked for
    among the groups that entered: hiding a figure that is not in the total would protect nothing.
    """
    codes = [group.code for group in parameters.groups]
    small = {code for code in codes if is_small(tallies.get(code), parameters.small_figure)}
    shown = {code: code in entered and code not in small for code in codes}
    open_codes = [code for code in codes if shown[code]]
    if small and open_codes:
        shown[min(open_codes, key=lambda code: tallies[code].papers)] = False
    return shown
