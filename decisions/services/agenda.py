"""What a meeting will decide on, before it is held."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.pages import RuleBroken, StaleState, require
from policy.meetings import may_add_item

from .. import registry
from ..access import PREPARE
from ..models import AgendaEntry, AgendaItem, Meeting
from ..registry import EntryDraft
from ..selectors.agenda import open_items_of, queued
from ..selectors.offers import find_offer, offer_now
from .attendance import recusals_propose
from .common import meeting_locked, must, touched

S = Meeting.State


@transaction.atomic
def agenda_item_add(
    *,
    meeting_pk: int,
    kind: str,
    title: str,
    subject_kind: str,
    subject_id: int,
    entries: Sequence[EntryDraft],
    supplementary: str = "",
    version: int | None = None,
    corrects: AgendaItem | None = None,
    judged: bool = False,
    actor: User,
) -> AgendaItem:
    """Puts an item with its entries at the end of a meeting's agenda.

    supplementary: the reason, once the agenda stands; version: of the meeting as the user saw it; judged: the
    room whose subject it is has found that the actor puts it before a meeting, who need not prepare meetings.
    Raises RuleBroken, StaleState; KeyError for a kind that nobody registered.
    """
    if not judged:
        must(actor, PREPARE)
    known = registry.kind_of(kind)
    _known_outcomes(known, entries)
    meeting = meeting_locked(meeting_pk, version, Meeting.State.values)
    require(may_add_item(state=meeting.state, supplementary=supplementary))
    if open_items_of(kind, subject_kind, subject_id).filter(title=title).exists():
        raise RuleBroken(f"“{title}”已经在一次会议的议题中，不能重复上会。")
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=_next_position(meeting),
        kind=kind,
        title=title,
        subject_kind=subject_kind,
        subject_id=subject_id,
        supplementary=supplementary if meeting.state == S.AGENDA_SET else "",
        corrects=corrects,
    )
    AgendaEntry.objects.bulk_create(
        AgendaEntry(item=item, subject_id=draft.subject_id, cadre_id=draft.cadre_id, **_said(draft, place))
        for place, draft in enumerate(entries, 1)
    )
    recusals_propose(meeting)
    word = "补充议题" if item.supplementary else "列入议题"
    why = f"；理由：{item.supplementary}" if item.supplementary else ""
    touched(meeting, actor=actor, note=f"{word}：{title}（{len(entries)} 条）{why}")
    return item


@transaction.atomic
def agenda_item_from_offer(
    *,
    meeting_pk: int,
    version: int | None,
    kind: str,
    subject_kind: str,
    subject_id: int,
    title: str,
    supplementary: str = "",
    judged: bool = False,
    actor: User,
) -> AgendaItem:
    """Puts what waits for a meeting on its agenda, as its app offers it now. judged: as in `agenda_item_add`.

    Raises RuleBroken, and StaleState where it is offered no more.
    """
    offer = find_offer(kind, subject_kind, subject_id, title)
    if offer is None:
        raise StaleState(f"“{title}”已不在待上会名单中，可能刚刚被列入其他会议，您的操作没有保存。")
    return agenda_item_add(
        meeting_pk=meeting_pk,
        kind=kind,
        title=offer.title,
        subject_kind=subject_kind,
        subject_id=subject_id,
        entries=offer.entries,
        supplementary=supplementary,
        version=version,
        judged=judged,
        actor=actor,
    )


@transaction.atomic
def agenda_item_renew(*, item_pk: int, version: int, actor: User) -> AgendaItem:
    """The item says what its app offers now: who is new, who is gone, other words; the answers to recusals of
    who stays are kept. Before the meeting is held. Raises RuleBroken, StaleState.
    """
    must(actor, PREPARE)
    item = AgendaItem.objects.get(pk=item_pk)
    meeting = meeting_locked(item.meeting_id, version, Meeting.BEFORE)
    offer = offer_now(item)
    if offer is None:
        raise RuleBroken(
            f"“{item.title}”现在没有可以提交会议的名单。请等名单重新确定后再更新，或者先撤下这一议题。"
        )
    _known_outcomes(registry.kind_of(item.kind), offer.entries)
    known = {entry.subject_id: entry for entry in item.entries.all()}
    gone = known.keys() - {draft.subject_id for draft in offer.entries}
    item.entries.filter(subject_id__in=gone).delete()
    changed = added = 0
    for place, draft in enumerate(offer.entries, 1):
        entry = known.get(draft.subject_id)
        words = _said(draft, place)
        if entry is None:
            AgendaEntry.objects.create(
                item=item, subject_id=draft.subject_id, cadre_id=draft.cadre_id, **words
            )
            added += 1
        elif any(getattr(entry, name) != value for name, value in words.items()):
            AgendaEntry.objects.filter(pk=entry.pk).update(**words)
            changed += 1
    recusals_propose(meeting)
    told = f"更新议题：{item.title}（变化 {changed} 条，新增 {added} 条，撤下 {len(gone)} 条）"
    touched(meeting, actor=actor, note=told)
    return item


def _said(draft: EntryDraft, place: int) -> dict[str, object]:
    """What an entry says of its subject."""
    return {
        "label": draft.label,
        "proposal": draft.proposal,
        "note": draft.note,
        "position": draft.position or place,
        "tied": draft.tied,
        "basis": dict(draft.basis),
    }


@transaction.atomic
def agenda_item_withdraw(*, item_pk: int, version: int, actor: User) -> Meeting:
    """Takes an item off while the meeting is being prepared. Raises RuleBroken, StaleState."""
    must(actor, PREPARE)
    item = AgendaItem.objects.get(pk=item_pk)
    meeting = meeting_locked(item.meeting_id, version, (S.PREPARING,))
    title = item.title
    item.entries.all().delete()
    item.delete()
    return touched(meeting, actor=actor, note=f"撤下议题：{title}")


@transaction.atomic
def agenda_item_move(*, item_pk: int, version: int, earlier: bool, actor: User) -> Meeting:
    """Changes places with the item before, or after; at the end of the agenda it stays. Raises RuleBroken."""
    must(actor, PREPARE)
    item = AgendaItem.objects.get(pk=item_pk)
    meeting = meeting_locked(item.meeting_id, version, (S.PREPARING,))
    items = list(meeting.items.order_by("position"))
    place = next(index for index, found in enumerate(items) if found.pk == item_pk)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(items):
        return meeting
    mine, theirs = items[place], items[other]
    spare = _next_position(meeting)
    AgendaItem.objects.filter(pk=mine.pk).update(position=spare)
    AgendaItem.objects.filter(pk=theirs.pk).update(position=mine.position)
    AgendaItem.objects.filter(pk=mine.pk).update(position=theirs.position)
    return touched(meeting, actor=actor, note=f"调整议题次序：{mine.title}")


@transaction.atomic
def correction_add(
    *,
    meeting_pk: int,
    version: int,
    item_pk: int,
    entry_pks: Collection[int],
    reason: str,
    supplementary: str = "",
    actor: User,
) -> AgendaItem:
    """Puts the correction (更正) of an earlier, final decision on the agenda of a later meeting.

    entry_pks: the entries to decide on again. Raises RuleBroken, StaleState.
    """
    earlier = AgendaItem.objects.select_related("meeting").get(pk=item_pk)
    if not earlier.meeting.is_final or not earlier.is_decided:
        raise RuleBroken("只能更正已经定稿的决定。")
    entries = list(queued(earlier).filter(pk__in=entry_pks))
    if not entries and earlier.entries.exists():
        raise RuleBroken("请选择要更正的条目。")
    label = f"{earlier.meeting}"
    drafts = [
        EntryDraft(
            subject_id=entry.subject_id,
            cadre_id=entry.cadre_id,
            label=entry.label,
            note=f"更正原因：{reason}；{label}的结果：{entry.outcome_label}",
            position=entry.position,
            tied=entry.tied,
        )
        for entry in entries
    ]
    return agenda_item_add(
        meeting_pk=meeting_pk,
        kind=earlier.kind,
        title=f"更正：{earlier.title}"[:200],
        subject_kind=earlier.subject_kind,
        subject_id=earlier.subject_id,
        entries=drafts,
        supplementary=supplementary,
        version=version,
        corrects=earlier,
        actor=actor,
    )


def _known_outcomes(kind: registry.AgendaKind, entries: Sequence[EntryDraft]) -> None:
    unknown = {draft.proposal for draft in entries if draft.proposal} - kind.choices.keys()
    if unknown:
        raise ValueError(f"{kind.code} has no outcome {sorted(unknown)}.")


def _next_position(meeting: Meeting) -> int:
    last: int | None = meeting.items.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1
