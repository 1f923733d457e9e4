"""Who has to step aside, as far as the register knows: the cadre concerned, relatives, namesakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cadres.models import Kin
from core.tables.values import fold

from ..models import AgendaEntry, Attendee, Meeting, Recusal

Ground = Recusal.Ground


def proposed_recusals(meeting: Meeting) -> list[Recusal]:
    """Unsaved recusals of members with a vote, one per entry and member. Three queries.

    A relative outside the register is known by name only, so a namesake is asked about, never assumed.
    """
    members = [person for person in meeting.attendees.select_related("user") if person.is_voter]
    entries = list(
        AgendaEntry.objects.filter(item__meeting=meeting, cadre__isnull=False).select_related("cadre")
    )
    if not members or not entries:
        return []
    kin = _kin_of({entry.cadre_id for entry in entries})
    return [
        Recusal(item_id=entry.item_id, entry=entry, attendee=member, ground=ground)
        for entry in entries
        for member in members
        for ground in _grounds(entry, member, kin)
    ]


def _kin_of(cadre_ids: set[int | None]) -> dict[int, list[tuple[int | None, str, str]]]:
    """cadre -> (key, 工号 and name of every relative); for relatives in the register both ways round."""
    found = defaultdict(list)
    known = Kin.objects.filter(removed_on__isnull=True).select_related("relative", "cadre")
    for row in known.filter(cadre__in=cadre_ids):
        staff_no = row.relative.staff_no if row.relative else ""
        found[row.cadre_id].append((row.relative_id, staff_no, fold(row.name or "")))
    for row in known.filter(relative__in=cadre_ids):
        found[row.relative_id or 0].append((row.cadre_id, row.cadre.staff_no, fold(row.cadre.name)))
    return found


def _grounds(
    entry: AgendaEntry, member: Attendee, kin: dict[int, list[tuple[int | None, str, str]]]
) -> Iterator[str]:
    staff_no = member.user.staff_no if member.user else ""
    cadre = entry.cadre
    if cadre is None:
        return
    if staff_no == cadre.staff_no or (not staff_no and fold(member.name) == fold(cadre.name)):
        yield Ground.SELF if staff_no else Ground.NAMESAKE
        return
    relatives = kin.get(cadre.pk, [])
    if staff_no and any(number == staff_no for _, number, _ in relatives):
        yield Ground.KIN
    elif any(name and name == fold(member.name) for _, _, name in relatives):
        yield Ground.NAMESAKE
