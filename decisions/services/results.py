"""What a meeting decided, item by item, until its minutes are final."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, require
from policy.meetings import Votes, result_verdict

from ..access import RECORD, must_be_proxy
from ..models import AgendaItem, Meeting
from ..models.agenda import Decided
from ..selectors.results import WHOLE, item_facts
from .common import meeting_locked, must, touched

S = Meeting.State


@dataclass(frozen=True)
class ResultDraft:
    """The result of one entry as entered; votes: None for 集体研究决定."""

    outcome: str
    reason: str = ""
    votes: Votes | None = None


@transaction.atomic
def item_result_record(
    *,
    item_pk: int,
    version: int,
    method: str,
    text: str = "",
    results: Mapping[int, ResultDraft],
    actor: User,
) -> AgendaItem:
    """The result of a whole item: entry -> result; `WHOLE` (0) -> that of an item without entries.

    Raises RuleBroken with everything that is missing or does not fit, StaleState where somebody was faster.
    """
    must(actor, RECORD)
    item = AgendaItem.objects.get(pk=item_pk)
    meeting = meeting_locked(item.meeting_id, version, (S.HELD,))
    _proxied(meeting, actor)
    by_vote = method == AgendaItem.Method.VOTE
    require(result_verdict(item_facts(item, results=results, by_vote=by_vote, text=text)))
    item.method, item.text, item.postponed = method, text, ""
    item.recorded_by, item.recorded_at = actor, clock.now()
    entries = list(item.entries.all())
    if not entries:
        _decide(item, results[WHOLE], by_vote)
    for entry in entries:
        _decide(entry, results[entry.pk], by_vote)
        entry.save()
    item.save()
    touched(meeting, actor=actor, note=f"录入结果：{item.title}{_proxy_words(meeting)}")
    return item


@transaction.atomic
def item_postpone(*, item_pk: int, version: int, reason: str, actor: User) -> AgendaItem:
    """The meeting did not decide on it (缓议); it waits for another. Raises RuleBroken, StaleState."""
    must(actor, RECORD)
    item = AgendaItem.objects.get(pk=item_pk)
    meeting = meeting_locked(item.meeting_id, version, (S.HELD,))
    _proxied(meeting, actor)
    _clear(item)
    item.postponed, item.recorded_by, item.recorded_at = reason, actor, clock.now()
    item.save()
    touched(meeting, actor=actor, note=f"缓议：{item.title}，{reason}{_proxy_words(meeting)}")
    return item


@transaction.atomic
def item_result_withdraw(*, item_pk: int, version: int, reason: str, actor: User) -> AgendaItem:
    """Takes an entered result back before the minutes are final. Raises RuleBroken, StaleState."""
    must(actor, RECORD)
    item = AgendaItem.objects.get(pk=item_pk)
    meeting = meeting_locked(item.meeting_id, version, (S.HELD,))
    _clear(item)
    item.save()
    touched(meeting, actor=actor, note=f"撤回结果：{item.title}，{reason}")
    return item


def _proxied(meeting: Meeting, actor: User) -> None:
    if must_be_proxy(actor) and not meeting.is_proxy:
        raise RuleBroken("会议结果由党办录入；组织部代录的，请先登记代录的领导并上传签字扫描件。")


def _proxy_words(meeting: Meeting) -> str:
    return f"（代{meeting.proxy_for}录入）" if meeting.is_proxy else ""


def _decide(row: Decided, draft: ResultDraft, by_vote: bool) -> None:
    found = draft.votes if by_vote else None
    row.outcome, row.reason = draft.outcome, draft.reason.strip()
    row.agreed = found.agreed if found else None
    row.against = found.against if found else None
    row.abstained = found.abstained if found else None


def _clear(item: AgendaItem) -> None:
    nothing = {"outcome": "", "reason": "", "agreed": None, "against": None, "abstained": None}
    item.entries.update(**nothing)
    for name, value in nothing.items():
        setattr(item, name, value)
    item.method = item.text = item.postponed = ""
    item.recorded_by = item.recorded_at = None
