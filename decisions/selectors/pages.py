"""A meeting and an item as their pages show them; a fixed number of queries whatever the number of rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from policy.meetings import Attendance, Entry, Item, quorum
from policy.verdict import Verdict

from ..models import AgendaEntry, AgendaItem, Attendee, Meeting, Recusal
from .meetings import attendance_of
from .results import item_facts

SEVERAL = 3


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda. summary: what became of it, in words; recusals: how many stepped aside."""

    item: AgendaItem
    entries: int
    summary: str
    recusals: int
    recusals_open: int


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
    def facts(self) -> list[tuple[str, int]]:
        """Presence in words and numbers."""
        found = Counter(person.presence for person in self.people)
        return [(label, found[value]) for value, label in Attendee.Presence.choices]


def meeting_page(meeting: Meeting) -> MeetingView:
    """Everything on the page of a meeting. Four queries."""
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
    return MeetingView([_line(item) for item in items], people, attendance, quorum(attendance), said)


def _line(item: AgendaItem) -> ItemLine:
    answers = Counter(recusal.answer for recusal in item.recusals.all())
    return ItemLine(
        item,
        entries=len(item.entries.all()),
        summary=summary_of(item),
        recusals=answers[Recusal.Answer.RECUSED],
        recusals_open=answers[Recusal.Answer.OPEN],
    )


def summary_of(item: AgendaItem) -> str:
    """表彰 12 人，不表彰 1 人; what the item's result is in a few words. Entries must have been read."""
    if item.postponed:
        return f"缓议：{item.postponed}"
    if not item.is_decided:
        return "尚未录入结果"
    entries = list(item.entries.all())
    if not entries:
        return item.outcome_label
    counted = Counter(entry.outcome for entry in entries)
    order = [outcome.code for outcome in item.agenda_kind.outcomes]
    unit = " 人" if item.agenda_kind.names_people else " 项"
    said = [f"{item.agenda_kind.label_of(code)} {counted[code]}{unit}" for code in order if counted[code]]
    return "，".join(said)


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

    @property
    def whole(self) -> Entry:
        """The item itself where it has no entries."""
        return self.facts.entries[0]

    @property
    def recusals_open(self) -> list[Recusal]:
        return [found for found in self.recusals if found.answer == Recusal.Answer.OPEN]


def item_page(item: AgendaItem) -> ItemView:
    """Everything on the page of an item. Seven queries."""
    facts = item_facts(item, results={}, by_vote=True, text="")
    recusals = list(item.recusals.select_related("attendee", "entry", "item", "answered_by"))
    rows = item.entries.select_related("item", "cadre").order_by("position", "pk")
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
        corrections=list(item.corrections.select_related("meeting").exclude(meeting__state="cancelled")),
    )
