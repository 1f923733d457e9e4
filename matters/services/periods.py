"""Influence periods as stored with the marks: computed by `policy.influence`, beside what was entered."""

from __future__ import annotations

from collections.abc import Iterable

from core import clock

from ..models import EndSource, Mark
from ..selectors import influences_of


def influence_refresh(cadres: Iterable[int]) -> int:
    """Writes the computed periods of the marks recorded on line; the number of marks that changed.

    An end from a document or by hand stays. Runs inside the caller's transaction. Four queries.
    """
    wanted = list(cadres)
    found = influences_of(wanted, on=clock.today())
    periods = {period.mark: period for some in found.values() for period in some}
    changed = []
    for mark in Mark.objects.standing().filter(cadre__in=wanted, file_year__isnull=True):
        period = periods.get(mark.pk)
        if period is None:
            continue  # lifted by a relief: what was written stays as it was
        before = (mark.influence_from, mark.influence_to, mark.end_source)
        ends = period.influence.ends
        mark.influence_from = period.influence.starts if ends else None
        mark.influence_to = ends
        mark.end_source = period.influence.source or ""
        if mark.end_source not in EndSource.values:
            mark.end_source = ""
        if before != (mark.influence_from, mark.influence_to, mark.end_source):
            changed.append(mark)
    Mark.objects.bulk_update(changed, ["influence_from", "influence_to", "end_source"])
    return len(changed)
