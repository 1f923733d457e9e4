"""What is not needed any more goes: files after a week, the means of undoing after a month."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import clock
from core.models import Job

from ..models import Intake, IntakeState, UndoRow
from ..private import copies_sweep
from ..registry import kind_of
from ..selectors import UNDO_KEPT
from .cases import told
from .confirming import intake_drop
from .errors import errors_drop
from .reading import KEPT

S = IntakeState


BROKEN_OFF = "后台处理没有完成，没有写入任何数据。请重试；如再次出现，请告诉系统管理员。"


def intakes_rescue(*, actor: Any, pk: int | None = None) -> int:
    """Cases whose background work gave up go back to where somebody can go on; how many.

    pk: only that one, whose job is failing for the last time.
    """
    stuck = Intake.objects.filter(state__in=[S.MAPPED, S.APPLYING])
    stuck = stuck.filter(job__state=Job.State.FAILED) if pk is None else stuck.filter(pk=pk)
    rescued = 0
    for found in list(stuck.values_list("pk", flat=True)):
        with transaction.atomic():
            intake = Intake.objects.select_for_update(of=("self",)).get(pk=found)
            before = intake.state
            if before == S.MAPPED:
                intake.fail(BROKEN_OFF)
            elif before == S.APPLYING:
                intake.look_again(BROKEN_OFF)
            else:
                continue
            told(intake, actor=actor, before=before, note=BROKEN_OFF)
            rescued += 1
    return rescued


def intakes_sweep(*, actor: Any) -> int:
    """Deletes what is older than it may be; the number of cases given up."""
    now = clock.now()
    copies_sweep()
    intakes_rescue(actor=actor)
    old = Intake.objects.filter(
        state__in=[S.UPLOADED, S.MAPPED, S.STAGED, S.FAILED], created_at__lt=now - KEPT
    )
    given_up = 0
    for pk in list(old.values_list("pk", flat=True)):
        with transaction.atomic():
            intake = Intake.objects.select_for_update(of=("self",)).get(pk=pk)
            if intake.state in (S.UPLOADED, S.MAPPED, S.STAGED, S.FAILED):
                intake_drop(intake, actor=actor, note="七天没有完成，文件已删除")
                given_up += 1
    for intake in Intake.objects.filter(errors_file__isnull=False, applied_at__lt=now - KEPT):
        with transaction.atomic():
            errors_drop(intake)
    for intake in Intake.objects.filter(state=S.APPLIED, applied_at__lt=now - UNDO_KEPT):
        with transaction.atomic():
            kind_of(intake.kind).forget(intake)
            UndoRow.objects.filter(intake=intake).delete()
    return given_up
