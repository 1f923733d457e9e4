"""Printing a meeting's papers in numbered copies, and getting each of them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import SecurityEvent
from accounts.services.security_log import security_event_record
from core import clock
from core.pages import RuleBroken

from .. import selectors
from ..models import Cycle, CycleEvent, PrintDocument, PrintedCopy, PrintRun
from ..models.prints import MOST_COPIES


@transaction.atomic
def prints_make(
    *,
    cycle_pk: int,
    document: PrintDocument,
    meeting: str,
    meeting_on: date | None,
    copies: int,
    holders: Sequence[str] = (),
    actor: Any,
) -> PrintRun:
    """One run of numbered copies of the results that stand now, all of them out.

    holders: who gets numbers 1, 2, …; an empty name leaves its number without one. Raises RuleBroken where
    the actor may not be shown the whole year, or the numbers do not fit.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_pk)
    if refused := whole_refused(cycle, actor):
        raise RuleBroken(refused)
    if not 1 <= copies <= MOST_COPIES:
        raise RuleBroken({"copies": f"份数应在 1 至 {MOST_COPIES} 之间，请核对。"})
    if len(holders) > copies:
        said = f"只印 {copies} 份，持有人却写了 {len(holders)} 行。请增加份数，或删去多余的行。"
        raise RuleBroken({"holders": said})
    run = PrintRun.objects.create(
        cycle=cycle,
        document=document,
        meeting=meeting,
        meeting_on=meeting_on,
        copies=copies,
        outcome_sha256=cycle.outcome_sha256,
        printed_by=actor,
    )
    names = [*holders, *[""] * (copies - len(holders))]
    PrintedCopy.objects.bulk_create(
        PrintedCopy(run=run, number=number, holder=holder) for number, holder in enumerate(names, 1)
    )
    _note(run, actor, f"印制{run.get_document_display()} {copies} 份，用于{meeting}")
    security_event_record(
        kind=SecurityEvent.Kind.EXPORT,
        actor=actor,
        subject=f"{cycle.label}{run.get_document_display()}",
        note=f"印制 {copies} 份，第 1 至 {copies} 号，用于{meeting}",
    )
    return run


def whole_refused(cycle: Cycle, actor: Any) -> str:
    """Why this user cannot be given a paper with everybody's figures; empty where nothing forbids it."""
    sight = selectors.sight_of(actor, cycle)
    if not sight.scored:
        return f"{cycle.label}尚未汇总计分，没有可以印制的材料。"
    if not sight.figures:
        return (
            f"{cycle.label}还有 {sight.gaps_open} 人缺票待核尚未核定，核定之前不显示、不印制任何数字。"
            "请先办理缺票核定。"
        )
    if not sight.whole:
        named = "、".join(sorted(sight.own_categories))
        return (
            f"您是{cycle.this}“{named}”的参加考核人员，党委决定前不显示本类别的数字，不能印制或下载全部人员的材料。"
            "请由不参加这次考核的工作人员办理。"
        )
    return ""


@transaction.atomic
def copy_collect(*, run_pk: int, numbers: Iterable[int], actor: Any) -> list[int]:
    """Notes that these copies came back; the numbers that had not come back before, in order.

    A copy that was reported missing and found is collected too. Raises RuleBroken for none, or for a number
    that was not printed.
    """
    run = _held(run_pk)
    asked = sorted(set(numbers))
    copies = list(run.numbered.filter(number__in=asked).order_by("number"))
    if not asked or len(copies) != len(asked):
        raise RuleBroken("请勾选收回的份号；只能勾选这次印制的份号。")
    back = [copy.number for copy in copies if copy.collected_at is None]
    run.numbered.filter(number__in=back).update(collected_at=clock.now(), collected_by=actor)
    if back:
        _note(run, actor, f"收回{run.get_document_display()}{_numbers(back)}（{run.meeting}）")
    return back


@transaction.atomic
def copy_uncollect(*, run_pk: int, number: int, actor: Any) -> PrintedCopy:
    """Takes back a collection noted by mistake: the copy is where it was before. Raises RuleBroken."""
    run = _held(run_pk)
    copy = run.numbered.get(number=number)
    if copy.collected_at is None:
        raise RuleBroken(f"第 {number} 号{copy.state_word}，没有可以撤销的收回。")
    copy.collected_at = copy.collected_by = None
    copy.save(update_fields=["collected_at", "collected_by"])
    _note(run, actor, f"撤销收回{run.get_document_display()}第 {number} 号（{run.meeting}）")
    return copy


@transaction.atomic
def copy_report_missing(*, run_pk: int, number: int, note: str, actor: Any) -> PrintedCopy:
    """Notes that a copy will not come back, and what was done about it. Raises RuleBroken."""
    run = _held(run_pk)
    copy = run.numbered.get(number=number)
    if copy.collected_at is not None:
        raise RuleBroken(f"第 {number} 号已经收回，不能报告遗失。")
    if copy.missing_note:
        raise RuleBroken(f"第 {number} 号已经报告遗失。找到以后请办理收回。")
    copy.missing_note, copy.missing_at, copy.missing_by = note, clock.now(), actor
    copy.save(update_fields=["missing_note", "missing_at", "missing_by"])
    _note(run, actor, f"{run.get_document_display()}第 {number} 号报告遗失：{note}")
    return copy


def _held(run_pk: int) -> PrintRun:
    """The run, locked: who collects and who reports missing come one after the other."""
    return PrintRun.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=run_pk)


def _note(run: PrintRun, actor: Any, note: str) -> None:
    state = run.cycle.state
    CycleEvent.record(run.cycle, actor=actor, from_state=state, to_state=state, note=note)


def _numbers(numbers: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, numbers))} 号"
