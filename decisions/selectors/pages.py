"""A meeting and an item as their pages show them; a fixed number of queries whatever the number of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from policy.meetings import Attendance, Entry, Item, quorum
from policy.verdict import Verdict

from ..models import AgendaEntry, AgendaItem, Attendee, Meeting, Recusal
from .closed import CLOSED, entries_closed, told_entries, told_item
from .meetings import attendance_of
from .results import item_facts
from .stale import stale_items

SEVERAL = 3


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda. summary: what became of it, in words; recusals: how many stepped aside; stale:
    why it may not be decided on as it stands, in sentences."""

    item: AgendaItem
    entries: int
    summary: str
    recusals: int
    recusals_open: int
    stale: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetingView:
    """What the page of a meeting shows."""

    items: list[ItemLine]
    people: list[Attendee]
    attendance: Attendance
    quorum: Verdict
    recusals_open: tuple[str, ...]

    @property
    def undecided(self) -> list[ItemLine]:
        """Items without a result."""
        return [line for line in self.items if not line.item.is_recorded]

    @property
    def stale(self) -> list[ItemLine]:
        """Items whose list has changed since."""
        return [line for line in self.items if line.stale]

    @property
    def facts(self) -> list[tuple[str, int]]:
        """Presence in words and numbers."""
        found = Counter(person.presence for person in self.people)
        return [(label, found[value]) for value, label in Attendee.Presence.choices]


def meeting_page(meeting: Meeting) -> MeetingView:
    """Everything on the page of a meeting; a fixed number of queries, however many items and entries."""
    people = list(meeting.attendees.select_related("user"))
    items = list(
        meeting.items.select_related("recorded_by", "corrects__meeting").prefetch_related(
            "entries", "recusals"
        )
    )
    recusals = Recusal.objects.filter(item__meeting=meeting, answer=Recusal.Answer.OPEN)
    said = tuple(
        f"{found.attendee.name}（{found.entry or found.item}，{found.get_ground_display()}）"
        for found in recusals.select_related("attendee", "entry", "item")
    )
    attendance = attendance_of(meeting)
    stale = stale_items(items) if meeting.state in Meeting.OPEN else {}
    closed = entries_closed(items)
    lines = [_line(item, stale.get(item.pk, ()), closed) for item in items]
    return MeetingView(lines, people, attendance, quorum(attendance), said)


def _line(item: AgendaItem, stale: tuple[str, ...], closed: Collection[int]) -> ItemLine:
    answers = Counter(recusal.answer for recusal in item.recusals.all())
    return ItemLine(
        item,
        entries=len(item.entries.all()),
        summary=summary_of(item, closed),
        recusals=answers[Recusal.Answer.RECUSED],
        recusals_open=answers[Recusal.Answer.OPEN],
        stale=stale,
    )


def summary_of(item: AgendaItem, closed: Collection[int]) -> str:
    """表彰 12 人，不表彰 1 人; what the item's result is in a few words. Entries must have been read.

    closed: entries that are told no more.
    """
    if item.postponed:
        return f"缓议：{item.postponed}"
    if not item.is_decided:
        return "尚未录入结果"
    entries = list(item.entries.all())
    if not entries:
        return item.outcome_label
    counted = Counter(entry.outcome for entry in entries if entry.pk not in closed)
    order = [outcome.code for outcome in item.agenda_kind.outcomes]
    unit = " 人" if item.agenda_kind.names_people else " 项"
    said = [f"{item.agenda_kind.label_of(code)} {counted[code]}{unit}" for code in order if counted[code]]
    return "，".join(said) or f"已作出决定{CLOSED}"


@dataclass(frozen=True)
class EntryLine:
    """An entry with how many vote on it and who steps aside."""

    entry: AgendaEntry
    fact: Entry
    recusals: list[Recusal]


@dataclass(frozen=True)
class ItemView:
    """What the page of an item shows."""

    item: AgendaItem
    facts: Item
    entries: list[EntryLine]
    recusals: list[Recusal]
    corrections: list[AgendaItem]
    stale: tuple[str, ...]

    @property
    def whole(self) -> Entry:
        """The item itself where it has no entries."""
        return self.facts.entries[0]

    @property
    def recusals_open(self) -> list[Recusal]:
        return [found for found in self.recusals if found.answer == Recusal.Answer.OPEN]


def item_page(item: AgendaItem) -> ItemView:
    """Everything on the page of an item; a fixed number of queries."""
    facts = item_facts(item, results={}, by_vote=True, text="")
    recusals = list(item.recusals.select_related("attendee", "entry", "item", "answered_by"))
    closed = entries_closed([item])
    rows = told_entries(item.entries.select_related("item", "cadre").order_by("position", "pk"), closed)
    told_item(item, rows, closed)
    told_entries((found.entry for found in recusals if found.entry), closed)
    of_entry = {fact.key: fact for fact in facts.entries}
    return ItemView(
        item=item,
        facts=facts,
        entries=[
            EntryLine(
                row, of_entry[row.pk], [found for found in recusals if found.entry_id in (row.pk, None)]
            )
            for row in rows
        ],
        recusals=recusals,
        stale=stale_items([item]).get(item.pk, ()) if item.meeting.state in Meeting.OPEN else (),
        corrections=list(item.corrections.select_related("meeting").exclude(meeting__state="cancelled")),
    )
