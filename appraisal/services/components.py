"""Scores of weighted components and bonus points: entered until the count is confirmed (第六条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState, require
from core.twice import second_click
from policy.components import ComponentLine, may_add_bonus, may_enter, may_store
from policy.numbers import plain

from ..models import BonusPoint, ComponentScore, Cycle, CycleEvent, Participant
from ..selectors.components import standing_bonus, weighing
from ..selectors.year import parameters_of
from .counting import cycle_locked
from .year_files import year_follow

MOST_TOLD = 40
Key = tuple[int, str]


@dataclass(frozen=True)
class ScoreDraft:
    """One cell of the table. score: None takes the stored one away; version: as the page showed it, or 0."""

    participant: int
    code: str
    score: Decimal | None
    version: int
    note: str = ""


@transaction.atomic
def component_scores_set(*, cycle_pk: int, drafts: Sequence[ScoreDraft], actor: User) -> int:
    """Stores the cells that changed and has the cycle scored again where it was; how many changed.

    Raises RuleBroken, StaleState where somebody else changed one of the cells meanwhile.
    """
    cycle = _open(cycle_pk)
    parameters = parameters_of(cycle)
    names = {item.code: item.name for item in weighing(parameters)}
    people = dict(Participant.objects.filter(cycle=cycle).values_list("pk", "cadre__name"))
    require(may_store(tuple(_lines(drafts, names, people))))
    stored: dict[Key, ComponentScore] = {
        (row.participant_id, row.code): row for row in ComponentScore.objects.filter(participant__cycle=cycle)
    }
    changed = [draft for draft in drafts if _differs(draft, stored)]
    for draft in changed:
        row = stored.get((draft.participant, draft.code))
        if (row.version if row else 0) != draft.version:
            raise StaleState("有的得分刚刚由其他人录入，您的修改没有保存。")
    _store(changed, stored, actor)
    if changed:
        said = [_told(draft, stored, names, people) for draft in changed[:MOST_TOLD]]
        more = f"；等共 {len(changed)} 项" if len(changed) > MOST_TOLD else ""
        CycleEvent.record(cycle, actor=actor, note=f"录入成分得分：{'；'.join(said)}{more}")
        _follow(cycle, actor)
    return len(changed)


def _lines(
    drafts: Sequence[ScoreDraft], names: Mapping[str, str], people: Mapping[int, str]
) -> list[ComponentLine]:
    if any(draft.participant not in people for draft in drafts):
        raise StaleState("参加考核人员名单刚刚有变动，您的修改没有保存。")
    return [
        ComponentLine(
            label=f"{people[draft.participant]}“{names.get(draft.code, draft.code)}”",
            known=draft.code in names,
            score=draft.score,
        )
        for draft in drafts
        if draft.score is not None
    ]


def _differs(draft: ScoreDraft, stored: Mapping[Key, ComponentScore]) -> bool:
    row = stored.get((draft.participant, draft.code))
    if row is None:
        return draft.score is not None
    return (row.score, row.note) != (draft.score, draft.note or row.note)


def _store(changed: Sequence[ScoreDraft], stored: Mapping[Key, ComponentScore], actor: User) -> None:
    made, kept, gone = [], [], []
    now = clock.now()
    for draft in changed:
        row = stored.get((draft.participant, draft.code))
        if draft.score is None:
            gone.append(row.pk if row else 0)
        elif row is None:
            made.append(
                ComponentScore(
                    participant_id=draft.participant,
                    code=draft.code,
                    score=draft.score,
                    note=draft.note,
                    entered_by=actor,
                    entered_at=now,
                )
            )
        else:
            changes = {"score": draft.score, "note": draft.note or row.note, "version": row.version + 1}
            kept.append(
                ComponentScore(
                    pk=row.pk,
                    participant_id=row.participant_id,
                    code=row.code,
                    entered_by=actor,
                    entered_at=now,
                    **changes,
                )
            )
    ComponentScore.objects.filter(pk__in=gone).delete()
    ComponentScore.objects.bulk_create(made)
    ComponentScore.objects.bulk_update(kept, ["score", "note", "version", "entered_by", "entered_at"])


def _told(
    draft: ScoreDraft,
    stored: Mapping[Key, ComponentScore],
    names: Mapping[str, str],
    people: Mapping[int, str],
) -> str:
    row = stored.get((draft.participant, draft.code))
    before = f"{plain(row.score)} 改为 " if row else ""
    after = "清空" if draft.score is None else plain(draft.score)
    return f"{people[draft.participant]}“{names[draft.code]}”{before}{after}"


@transaction.atomic
def bonus_add(
    *,
    cycle_pk: int,
    cadre_pk: int,
    points: Decimal,
    reason: str,
    document_no: str,
    announced_on: date,
    actor: User,
) -> BonusPoint:
    """Bonus points that were announced, with their document. Raises RuleBroken.

    One fact of one document counts once; the second of two clicks gets the row of the first.
    """
    cycle = _open(cycle_pk)
    if announced_on > clock.today():
        raise RuleBroken({"announced_on": "公布日期不能晚于今天，加分须先公布。"})
    cadre = Cadre.objects.filter(pk=cadre_pk, participations__cycle=cycle).first()
    if cadre is None:
        raise RuleBroken({"cadre": "该同志不在本次考核名单中。"})
    if cadre.staff_no == actor.staff_no:
        raise RuleBroken("本人的加分由其他同志录入。")
    fact = {"cadre": cadre, "document_no": document_no.strip(), "reason": reason.strip()}
    twin = standing_bonus(cycle).filter(**fact).first()
    if twin and (twin.points, twin.announced_on) == (points, announced_on) and second_click(twin, actor):
        return twin
    told = f"{plain(twin.points)} 分，{timezone.localdate(twin.entered_at, clock.ZONE)}" if twin else ""
    require(may_add_bonus(told=told), {"bonus.twice": "document_no"})
    row = BonusPoint(
        cycle=cycle,
        cadre=cadre,
        points=points,
        reason=reason.strip(),
        document_no=document_no.strip(),
        announced_on=announced_on,
        entered_by=actor,
    )
    row.full_clean(exclude=["takes_back"])
    row.save()
    CycleEvent.record(cycle, actor=actor, note=f"{cadre.name}加 {plain(points)} 分：{row.reason}")
    _follow(cycle, actor)
    return row


@transaction.atomic
def bonus_take_back(*, bonus_pk: int, reason: str, actor: User) -> BonusPoint:
    """The points were a mistake: a row of their own takes them back. Raises RuleBroken, StaleState."""
    row = BonusPoint.objects.select_related("cadre").get(pk=bonus_pk)
    cycle = _open(row.cycle_id)
    if not standing_bonus(cycle).filter(pk=row.pk).exists():
        raise StaleState("这项加分刚刚已由其他人撤回，您的操作没有保存。")
    if not reason.strip():
        raise RuleBroken({"reason": "请写明撤回的原因。"})
    undone = BonusPoint.objects.create(
        cycle=cycle,
        cadre=row.cadre,
        points=row.points,
        reason=reason.strip(),
        document_no=row.document_no,
        announced_on=row.announced_on,
        takes_back=row,
        entered_by=actor,
    )
    CycleEvent.record(
        cycle, actor=actor, note=f"撤回{row.cadre.name}的加分 {plain(row.points)} 分：{undone.reason}"
    )
    _follow(cycle, actor)
    return undone


def _open(cycle_pk: int) -> Cycle:
    cycle = cycle_locked(cycle_pk)
    require(may_enter(approved=cycle.state != Cycle.State.DRAFT, confirmed=cycle.confirmed_at is not None))
    return cycle


def _follow(cycle: Cycle, actor: User) -> None:
    """What was scored is no longer this year's result; before the count there is nothing to score again."""
    if cycle.has_results:
        year_follow(cycle=cycle, actor=actor)
