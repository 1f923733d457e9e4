"""The list of who takes part: made from the register, corrected by hand with a reason (第六条)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from cadres.models import Cadre
from core.pages import RuleBroken, StaleState
from policy.categories import listed_categories
from policy.participation import LeftOut, Taken

from .. import selectors
from ..access import EDIT_PEOPLE, may
from ..models import Cycle, CycleEvent, Participant

CLOSED = "计分已经确认，名单不能再改动。"
FIXED = "民主测评已经开始，名单不能重新生成；个别更正请逐人办理并写明理由。"


@transaction.atomic
def participants_generate(*, cycle_pk: int, actor: User) -> Cycle:
    """Makes the list from the register of the cut-off day; who was put there by hand stays as put.

    Set-based and repeatable until the vote opens: the same register gives the same list. Raises RuleBroken.
    """
    cycle = _open_cycle(cycle_pk, actor)
    if cycle.state not in (Cycle.State.APPROVED, Cycle.State.SELF_REPORT, Cycle.State.REPORT_PUBLIC):
        raise RuleBroken(FIXED)
    people = selectors.people_for(cycle, cycle.plan.cutoff_on)
    taken = {person.cadre_id: person for person in people if isinstance(person.verdict, Taken)}
    by_hand = set(_listed(cycle).filter(source=Participant.Source.HAND).values_list("cadre_id", flat=True))
    made = _listed(cycle).filter(source=Participant.Source.REGISTER)
    before = set(made.values_list("cadre_id", flat=True))
    made.exclude(cadre__in=taken).delete()
    wanted = [_row(cycle, person) for pk, person in taken.items() if pk not in by_hand]
    Participant.objects.bulk_create(
        wanted,
        update_conflicts=True,
        unique_fields=["cycle", "cadre"],
        update_fields=list(_FIELDS),
        batch_size=1_000,
    )
    # Whoever has one of these rows open would else write over what the register says now.
    made.filter(cadre__in=before & taken.keys()).update(version=F("version") + 1)
    now = {row.cadre_id for row in wanted}
    said = f"新列入 {len(now - before)} 人，不再列入 {len(before - now)} 人"
    note = f"按名册生成名单：{len(now) + len(by_hand)} 人，{said}"
    CycleEvent.record(cycle, actor=actor, note=note)
    return cycle


@transaction.atomic
def participant_correct(
    *,
    participant_pk: int,
    version: int,
    category: str,
    graded: bool,
    ungraded_reason: str,
    discreet: bool,
    why: str,
    actor: User,
) -> Participant:
    """One person's row corrected by hand; why: stands in the cycle's record, never a discreet ground.

    version: of the row as it was shown. Raises RuleBroken, StaleState.
    """
    row = Participant.objects.select_related("cadre").get(pk=participant_pk)
    cycle = _open_cycle(row.cycle_id, actor)
    _judge(cycle, category, graded, ungraded_reason)
    changes = _differences(row, category, graded)
    row.category, row.graded = category, graded
    row.ungraded_reason, row.discreet = ("", False) if graded else (ungraded_reason, discreet)
    row.source, row.version = Participant.Source.HAND, version + 1
    written = {name: getattr(row, name) for name in _CORRECTED}
    if not Participant.objects.filter(pk=row.pk, version=version).update(**written):
        raise StaleState(f"{row.cadre}的考核信息刚刚被其他人更正，您的更正没有保存。")
    _record(cycle, row.cadre, f"更正（{changes or '不确定等次原因'}）", why, actor)
    return row


@transaction.atomic
def participant_add(*, cycle_pk: int, staff_no: str, category: str, why: str, actor: User) -> Participant:
    """Puts somebody of the register on the list by hand. Raises RuleBroken."""
    cycle = _open_cycle(cycle_pk, actor)
    cadre = Cadre.objects.filter(staff_no=staff_no).first()
    if cadre is None:
        raise RuleBroken({"staff_no": f"名册中没有工号 {staff_no}，请核对。"})
    if _listed(cycle).filter(cadre=cadre).exists():
        raise RuleBroken({"staff_no": f"{cadre}已在名单中。"})
    if elsewhere := selectors.taking_part_elsewhere(cycle).get(cadre.pk):
        raise RuleBroken({"staff_no": f"{cadre}已列入{elsewhere}，同类考核不能重叠（第六条）。"})
    _judge(cycle, category, True, "")
    people = selectors.people_for(cycle, cycle.plan.cutoff_on)
    person = next((person for person in people if person.cadre_id == cadre.pk), None)
    if person is None:
        raise RuleBroken({"staff_no": f"{cadre}在考核期开始之前已经离任，不能列入。"})
    row = Participant.objects.create(
        cycle=cycle,
        cadre=cadre,
        category=category,
        source=Participant.Source.HAND,
        unit_name=person.unit,
        post_title=person.post,
        basis=[{"rule": "participant.hand", "article": "第六条", "text": f"人工列入：{why}（第六条）。"}],
    )
    _record(cycle, cadre, f"列入名单（{category}）", why, actor)
    return row


@transaction.atomic
def participant_remove(*, participant_pk: int, why: str, actor: User) -> Cycle:
    """Takes somebody off the list before the vote. Raises RuleBroken."""
    row = Participant.objects.select_related("cadre").get(pk=participant_pk)
    cycle = _open_cycle(row.cycle_id, actor)
    if cycle.merged:
        raise RuleBroken("民主测评已经开始，不能移出名单；不能确定等次的，请更正为不确定等次并写明原因。")
    cadre = row.cadre
    row.delete()
    _record(cycle, cadre, "移出名单", why, actor)
    return cycle


_CORRECTED = ("category", "graded", "ungraded_reason", "discreet", "source", "version")
_FIELDS = ("category", "graded", "ungraded_reason", "discreet", "unit_name", "post_title", "basis", "source")


def _row(cycle: Cycle, person: selectors.Person) -> Participant:
    verdict = person.verdict
    assert not isinstance(verdict, LeftOut)
    return Participant(
        cycle=cycle,
        cadre_id=person.cadre_id,
        category=verdict.category,
        graded=verdict.graded,
        ungraded_reason=verdict.reason,
        discreet=verdict.discreet,
        unit_name=person.unit,
        post_title=person.post,
        basis=[{"rule": r.rule, "article": r.article, "text": r.text} for r in verdict.basis],
        source=Participant.Source.REGISTER,
    )


def _open_cycle(pk: int, actor: User) -> Cycle:
    # Cycles of one kind take turns, so that nobody is put on two lists at the same moment; all of them are
    # locked in one order before anything is read, so that two who begin at once do not wait for each other.
    kind = Cycle.objects.filter(pk=pk).values("kind")
    turns = Cycle.objects.select_for_update(of=("self",)).filter(kind__in=kind).order_by("pk")
    cycle = next(row for row in turns if row.pk == pk)
    if cycle.source != Cycle.Source.PLAN:
        raise RuleBroken("这次考核的名单由文件导入，请改正文件后重新导入。")
    if not may(actor, EDIT_PEOPLE, cycle):
        raise RuleBroken(CLOSED if cycle.confirmed_at else "方案审定后才能确定名单。")
    return cycle


def _listed(cycle: Cycle) -> QuerySet[Participant]:
    return Participant.objects.filter(cycle=cycle)


def _judge(cycle: Cycle, category: str, graded: bool, reason: str) -> None:
    if category not in listed_categories(selectors.parameters_of(cycle)):
        raise RuleBroken({"category": "所选的考核类别不在本次考核的参数中，请重新选择。"})
    if not graded and not reason.strip():
        raise RuleBroken({"ungraded_reason": "不确定等次须写明原因。"})


def _differences(row: Participant, category: str, graded: bool) -> str:
    said = []
    if row.category != category:
        said.append(f"考核类别 {row.category} 改为 {category}")
    if row.graded != graded:
        said.append("确定等次 是改为否" if row.graded else "确定等次 否改为是")
    return "，".join(said)


def _record(cycle: Cycle, cadre: Cadre, what: str, why: str, actor: User) -> None:
    if not why.strip():
        raise RuleBroken({"why": "请写明更正的理由。"})
    CycleEvent.record(cycle, actor=actor, note=f"{cadre}：{what}。理由：{why}")
