"""Key tasks: registered, reported, verified by a second person, or closed with a reason (第六条)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState, require
from core.uploads import EVIDENCE, upload_store
from policy.key_tasks import TaskFacts, may_cancel, may_miss, may_submit, may_verify
from policy.verdict import Verdict

from ..access.facts import REGISTER_TASK, REPORT_TASK, VERIFY_TASK
from ..models import KeyTask, KeyTaskEvent, KeyTaskFile
from .common_facts import must, unmoved

S = KeyTask.State


@transaction.atomic
def key_task_register(
    *,
    number: str,
    title: str,
    unit: Unit,
    cadres: Iterable[Cadre],
    due_on: date,
    required: str,
    actor: User,
) -> KeyTask:
    """A task for a unit and the cadres who answer for it. Raises RuleBroken."""
    must(actor, REGISTER_TASK)
    people = list(cadres)
    if not people:
        raise RuleBroken({"cadres": "请至少选择一名责任干部。"})
    try:
        with transaction.atomic():
            task = KeyTask.objects.create(
                number=number, title=title, unit=unit, due_on=due_on, required=required, entered_by=actor
            )
    except IntegrityError:
        raise RuleBroken({"number": f"编号 {number} 已经登记过，请核对。"}) from None
    task.cadres.set(people)
    names = "、".join(person.name for person in people)
    KeyTaskEvent.record(task, actor=actor, note=f"登记，责任干部：{names}")
    return task


@transaction.atomic
def key_task_progress(*, task_pk: int, version: int | None, progress: str, file: Any, actor: User) -> KeyTask:
    """How far it is, with evidence where there is some. Raises RuleBroken, StaleState."""
    task = _reported(task_pk, version, actor)
    if task.state != S.RUNNING:
        raise RuleBroken("只有进行中的任务可以填报进展。")
    task.progress = progress.strip()
    _file_add(task, file, actor)
    return _touched(task, actor, f"进展：{task.progress}")


@transaction.atomic
def key_task_submit(*, task_pk: int, version: int | None, progress: str, file: Any, actor: User) -> KeyTask:
    """It is done, says whoever answers for it; a second person verifies. Raises RuleBroken, StaleState."""
    task = _reported(task_pk, version, actor)
    require(may_submit(_facts(task, actor, progress=progress)))
    task.progress, task.submitted_by = progress.strip(), actor
    _file_add(task, file, actor)
    before = task.state
    task.submit()
    return _touched(task, actor, f"报送完成情况：{task.progress}", before=before)


@transaction.atomic
def key_task_verify(*, task_pk: int, version: int | None, actor: User) -> KeyTask:
    """A second person has seen that it is done. Raises RuleBroken, StaleState."""
    task = _verified(task_pk, version, actor, may_verify)
    before = task.state
    task.verified_by, task.closed_on = actor, clock.today()
    task.verify()
    return _touched(task, actor, "核验通过", before=before)


@transaction.atomic
def key_task_return(*, task_pk: int, version: int | None, reason: str, actor: User) -> KeyTask:
    """What was handed in does not show that it is done. Raises RuleBroken, StaleState."""
    task = _verified(task_pk, version, actor, may_verify)
    if not reason.strip():
        raise RuleBroken({"reason": "请写明还缺什么。"})
    before, task.submitted_by = task.state, None
    task.give_back()
    return _touched(task, actor, f"退回：{reason.strip()}", before=before)


@transaction.atomic
def key_task_miss(*, task_pk: int, version: int | None, reason: str, actor: User) -> KeyTask:
    """Its day is over and it is not done. Raises RuleBroken, StaleState."""
    task = _verified(task_pk, version, actor, lambda facts: may_miss(facts, reason))
    before = task.state
    task.closing_reason, task.closed_on = reason.strip(), clock.today()
    task.miss()
    return _touched(task, actor, task.closing_reason, before=before)


@transaction.atomic
def key_task_cancel(*, task_pk: int, version: int | None, reason: str, actor: User) -> KeyTask:
    """It is no longer asked for. Raises RuleBroken, StaleState."""
    task = _verified(task_pk, version, actor, lambda facts: may_cancel(facts, reason))
    before = task.state
    task.closing_reason, task.closed_on = reason.strip(), clock.today()
    task.cancel()
    return _touched(task, actor, task.closing_reason, before=before)


def _reported(pk: int, version: int | None, actor: User) -> KeyTask:
    """A task that this person may report on: of the own scope. Raises RuleBroken, StaleState."""
    must(actor, REPORT_TASK)
    if not KeyTask.objects.visible_to(actor).filter(pk=pk).exists():
        raise RuleBroken("这项任务不在您负责的单位范围内。")
    return _locked(pk, version)


def _verified(pk: int, version: int | None, actor: User, verdict: Any) -> KeyTask:
    must(actor, VERIFY_TASK)
    task = _locked(pk, version)
    found: Verdict = verdict(_facts(task, actor))
    require(found)
    return task


def _facts(task: KeyTask, actor: User, *, progress: str = "") -> TaskFacts:
    return TaskFacts(
        running=task.state == S.RUNNING,
        submitted=task.state == S.SUBMITTED,
        due_on=task.due_on,
        today=clock.today(),
        progress=progress,
        by_submitter=task.submitted_by_id == actor.pk,
    )


def _file_add(task: KeyTask, file: Any, actor: User) -> None:
    if file is not None:
        stored = upload_store(file, name=file.name, actor=actor, kinds=EVIDENCE)
        KeyTaskFile.objects.create(task=task, file=stored)


def _locked(pk: int, version: int | None) -> KeyTask:
    task = KeyTask.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if task is None:
        raise StaleState
    unmoved(task.version, version)
    return task


def _touched(task: KeyTask, actor: User, note: str, *, before: str = "") -> KeyTask:
    task.version += 1
    task.save()
    KeyTaskEvent.record(task, actor=actor, from_state=before or task.state, note=note)
    return task
