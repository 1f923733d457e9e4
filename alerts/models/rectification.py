"""Rectification (整改): item by item, closed by two, reported, checked again by two (第十三条)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import Unit
from core import clock
from core.fields import EncryptedTextField, StateField
from core.models import StoredFile
from core.models.history import Versioned
from policy.alerts import FINDINGS

from .cards import Card


class ItemState(models.TextChoices):
    OPEN = "open", "整改中"
    DONE = "done", "待销号"
    CLOSED = "closed", "已销号"


I = ItemState  # noqa: E741


class RectificationItem(ConcurrentTransitionMixin, Versioned):
    """One thing to mend. unit: the unit that mends it and keeps it; none where it is the cadre's own.

    A personal item goes with the cadre into the next post; a unit's item stays with the unit. checked_by:
    the first of the two who close it.
    """

    State = ItemState

    card = models.ForeignKey(Card, verbose_name="预警", on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(
        Unit, verbose_name="整改单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    problem = EncryptedTextField("问题")
    cause = EncryptedTextField("原因")
    measure = models.CharField("整改措施", max_length=500)
    remedy = models.CharField("单位的补救措施", max_length=500)
    helper = models.CharField("帮助的人", max_length=64)
    owner = models.CharField("责任人", max_length=64)
    due = models.DateField("完成时限")
    state = StateField("状态", default=I.OPEN, choices=ItemState.choices)
    evidence = models.CharField("佐证", max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="佐证材料", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="报告人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    done_on = models.DateField("报告完成日期", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="销号人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="复核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField("销号日期", null=True, blank=True)

    class Meta:
        verbose_name = "整改事项"
        verbose_name_plural = "整改事项"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "due"], name="item_state_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=I.values), name="item_state_known"),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(checked_by__isnull=False, closed_by__isnull=False, closed_on__isnull=False),
                name="item_closed_by_two",
                violation_error_message="销号须由两人办理。",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("checked_by")),
                name="item_closed_by_two_people",
                violation_error_message="销号的两人不能是同一人。",
            ),
        ]

    def __str__(self) -> str:
        return f"整改事项（{self.get_state_display()}）"

    @transition(state, source=[I.OPEN, I.DONE], target=I.DONE, custom={"label": "报告完成"})
    def finish(self, *, by: Any, evidence: str, file: StoredFile | None) -> None:
        self.done_by, self.done_on, self.evidence = by, clock.today(), evidence
        self.file = file or self.file
        self.checked_by = None

    @transition(state, source=I.DONE, target=I.OPEN, custom={"label": "退回"})
    def send_back(self) -> None:
        self.done_by = self.done_on = self.checked_by = None

    @transition(state, source=I.DONE, target=I.CLOSED, custom={"label": "销号"})
    def close(self, *, by: Any) -> None:
        self.closed_by, self.closed_on = by, clock.today()


class Report(models.Model):
    """A rectification report (整改报告); a further one after an extension."""

    card = models.ForeignKey(Card, verbose_name="预警", on_delete=models.PROTECT, related_name="reports")
    content = EncryptedTextField("整改情况")
    file = models.ForeignKey(
        StoredFile, verbose_name="附件", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提交人", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("提交日期", default=clock.today)

    class Meta:
        verbose_name = "整改报告"
        verbose_name_plural = "整改报告"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"整改报告（{self.on}）"


class Recheck(models.Model):
    """What the two who checked found (核查); it takes effect when the second has confirmed it."""

    report = models.OneToOneField(
        Report, verbose_name="整改报告", on_delete=models.PROTECT, related_name="recheck"
    )
    outcome = models.CharField("核查结论", max_length=10, choices=list(FINDINGS.items()))
    finding = EncryptedTextField("核查情况")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核查人", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("核查日期", default=clock.today)
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="复核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_on = models.DateField("复核日期", null=True, blank=True)

    class Meta:
        verbose_name = "整改核查"
        verbose_name_plural = "整改核查"
        constraints = [
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("by")),
                name="recheck_by_two_people",
                violation_error_message="核查的两人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True, confirmed_on__isnull=True)
                | Q(second__isnull=False, confirmed_on__isnull=False),
                name="recheck_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
