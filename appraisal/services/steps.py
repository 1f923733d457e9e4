"""A cycle goes on, one step at a time, each with what is missing listed before it (第六条)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from core.pages import RuleBroken, StaleState, require
from decisions.services import PublicPerson, publicity_open
from policy.categories import merged_categories
from policy.workflow import BY_CODE, may_step

from .. import selectors
from ..access import MOVE, may
from ..agenda import GRADES, SUBJECT
from ..models import Cycle, CycleEvent, Participant
from ..signals import cycle_moved
from .counting import cycle_locked
from .year_import import score_enqueue

MOVED = "这次考核刚刚由其他人办理到了下一环节，您的操作没有执行。"
NOT_YOURS = "您现在的角色不能办理这一步，没有执行任何操作。"


@transaction.atomic
def cycle_step(*, cycle_pk: int, step: str, seen: str, why_now: str, note: str = "", actor: User) -> Cycle:
    """Takes a step that people take. seen: the state the page showed; why_now: in spite of what is missing.

    note: of 归档 the 复盘. 汇总计分 asks for the count, which moves the cycle when it is done. Raises
    RuleBroken, StaleState.
    """
    cycle = cycle_locked(cycle_pk)
    if cycle.state != seen:
        raise StaleState(MOVED)
    if not may(actor, MOVE, cycle):
        raise RuleBroken(NOT_YOURS)
    known = BY_CODE[step]
    # What is missing is asked only where the step has its time: a draft has no parameters to ask with.
    lacks = selectors.lacks_of(cycle, step) if cycle.state in known.sources else []
    require(may_step(known, cycle.state, lacks, why_now=why_now, source=cycle.source))
    if step == "score":
        return _count(cycle, why_now, actor)
    before = cycle.state
    _MOVES.get(step, _plain)(cycle, step, note, actor)
    cycle.save()
    said = f"{known.label}。{f'事项未完成仍办理的理由：{why_now}' if why_now else ''}"
    CycleEvent.record(cycle, actor=actor, from_state=before, note=said)
    cycle_moved.send(Cycle, cycle=cycle, from_state=before, to_state=cycle.state, actor=actor)
    return cycle


@transaction.atomic
def cycle_decided(*, cycle_pk: int, note: str, actor: Any) -> Cycle:
    """The committee has decided on everybody's grade: called as the last of them becomes final."""
    cycle = cycle_locked(cycle_pk)
    if cycle.state != Cycle.State.PANEL:
        raise RuleBroken(f"{cycle.label}考核不在评议环节，不能记录审定结果。")
    cycle.decide()
    cycle.save()
    CycleEvent.record(cycle, actor=actor, from_state=Cycle.State.PANEL, note=note)
    cycle_moved.send(Cycle, cycle=cycle, from_state=Cycle.State.PANEL, to_state=cycle.state, actor=actor)
    return cycle


def _plain(cycle: Cycle, step: str, note: str, actor: User) -> None:
    getattr(cycle, step)()


def _publicize(cycle: Cycle, step: str, note: str, actor: User) -> None:
    """Who is 优秀 (of a term: 合格) is made public with name, unit and post, and nothing else."""
    people = selectors.people_to_publish(cycle)
    if not people:
        raise RuleBroken("没有需要公示的等次，请直接反馈结果。")
    publicity_open(
        kind=GRADES,
        title=f"{cycle.label}考核{people[0].word}等次公示",
        subject_kind=SUBJECT,
        subject_id=cycle.pk,
        people=[PublicPerson(row.cadre_id, row.name, row.unit, row.post) for row in people],
        days=selectors.parameters_of(cycle).publicity_days,
        scope="school",
        text=f"经党委研究，下列同志{cycle.label}考核拟评为{people[0].word}等次，现予公示。"
        "公示期间，如有异议，请向组织部或纪委监察部门实名反映。",
        actor=actor,
    )
    cycle.publicize()


def _open_voting(cycle: Cycle, step: str, note: str, actor: User) -> None:
    """The merge is fixed by whoever stands on the list now, and by nothing that comes later."""
    listed = Participant.objects.filter(cycle=cycle, graded=True).order_by().values_list("category")
    sizes = dict(listed.annotate(Count("pk")))
    people = (name for name, size in sizes.items() for _ in range(size))
    merged = merged_categories(people, selectors.parameters_of(cycle))
    cycle.merged = [list(pair) for pair in merged.items()]
    cycle.open_voting()


def _archive(cycle: Cycle, step: str, note: str, actor: User) -> None:
    if not note.strip():
        raise RuleBroken({"note": "请写一段复盘：这次考核哪些做法有效，下一次方案要改什么。"})
    cycle.archive(closing_note=note.strip())


_MOVES = {"open_voting": _open_voting, "publicize": _publicize, "archive": _archive}


def _count(cycle: Cycle, why_now: str, actor: User) -> Cycle:
    if score_enqueue(cycle, actor=actor, by_hand=True) is None:
        raise RuleBroken("名单中还没有人，不能计分。")
    note = "提交汇总计分" + (f"，事项未完成仍办理的理由：{why_now}" if why_now else "")
    CycleEvent.record(cycle, actor=actor, note=note)
    return cycle
