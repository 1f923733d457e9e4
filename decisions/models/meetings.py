"""A meeting that decides, from its preparation to its final minutes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import User
from core import clock
from core.fields import StateField
from core.models import CaseEvent, StoredFile

from ..access import MeetingQuerySet


class Meeting(ConcurrentTransitionMixin, models.Model):
    """One meeting; append-only by trigger once its minutes are final.

    version: counted up by every change of the meeting, its agenda, attendance or results, so that nobody
    overwrites what somebody else wrote. late_reason: why it was entered after its day. proxy_for: the leader
    for whom staff entered the results (代录), with the signed scan.
    """

    class Kind(models.TextChoices):
        STANDING = "standing", "党委常委会"
        PLENARY = "plenary", "党委全委会"
        SECRETARY = "secretary", "书记专题会"
        SPECIAL = "special", "专题会"
        DEPARTMENT = "department", "部务会"

    class State(models.TextChoices):
        PREPARING = "preparing", "筹备"
        AGENDA_SET = "agenda_set", "议题已定"
        HELD = "held", "已召开"
        FINAL = "final", "纪要定稿"
        CANCELLED = "cancelled", "已取消"

    OPEN = (State.PREPARING, State.AGENDA_SET, State.HELD)
    BEFORE = (State.PREPARING, State.AGENDA_SET)

    kind = models.CharField("会议类别", max_length=12, choices=Kind.choices)
    number = models.CharField("会议文号", max_length=60)
    held_on = models.DateField("会议日期")
    place = models.CharField("地点", max_length=100)
    chair = models.CharField("主持人", max_length=64)
    state = StateField("状态", default=State.PREPARING, choices=State.choices)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    recorded_late = models.BooleanField("事后补录", default=False, editable=False)
    late_reason = models.CharField("补录原因", max_length=300, blank=True)
    proxy_for = models.CharField("代录（领导姓名）", max_length=64, blank=True)
    scan = models.ForeignKey(
        StoredFile,
        verbose_name="签字扫描件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="定稿人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    finalised_at = models.DateTimeField("定稿时间", null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "会议"
        verbose_name_plural = "会议"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                condition=~Q(state="cancelled"),
                name="meeting_number_once",
                violation_error_message="这一类会议已有相同的文号，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("standing", "plenary", "secretary", "special", "department")),
                name="meeting_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(recorded_late=False) | ~Q(late_reason=""),
                name="meeting_late_has_reason",
                violation_error_message="事后补录须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(state="final", finalised_by__isnull=False, finalised_at__isnull=False)
                | (~Q(state="final") & Q(finalised_by__isnull=True, finalised_at__isnull=True)),
                name="meeting_final_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="final") | Q(proxy_for="") | Q(scan__isnull=False),
                name="meeting_proxy_has_scan",
                violation_error_message="代录的会议须有领导签字的扫描件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def is_final(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state == self.State.FINAL

    @property
    def is_proxy(self) -> bool:
        """Whether staff entered its results for a leader (代录)."""
        return bool(self.proxy_for)

    @transition(state, source=State.PREPARING, target=State.AGENDA_SET, custom={"label": "议题已定"})
    def set_agenda(self) -> None: ...

    @transition(state, source=State.AGENDA_SET, target=State.PREPARING, custom={"label": "重新安排议题"})
    def reopen_agenda(self) -> None: ...

    @transition(state, source=State.AGENDA_SET, target=State.HELD, custom={"label": "登记召开"})
    def hold(self) -> None: ...

    @transition(state, source=State.HELD, target=State.FINAL, custom={"label": "纪要定稿"})
    def finalise(self, *, by: User) -> None:
        self.finalised_by, self.finalised_at = by, clock.now()

    @transition(state, source=BEFORE, target=State.CANCELLED, custom={"label": "取消会议"})
    def cancel(self) -> None: ...


class MeetingEvent(CaseEvent):
    """What happened to a meeting, by whom; append-only by trigger."""

    case = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "会议大事记"
        verbose_name_plural = "会议大事记"
