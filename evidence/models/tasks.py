"""Key tasks (重点任务、督办事项): what a unit and its cadres had to bring about, and whether they did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.fields import StateField
from core.models import CaseEvent, StoredFile

from ..access.facts import KeyTaskQuerySet


class KeyTask(ConcurrentTransitionMixin, models.Model):
    """One task of one unit; done only when a second person has verified what was handed in.

    progress: how far it is; submitted_by, verified_by: who said it is done, and who checked.
    """

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        SUBMITTED = "submitted", "待核验"
        DONE = "done", "已完成"
        OVERDUE = "overdue", "逾期未完成"
        CANCELLED = "cancelled", "取消"

    number = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("任务名称", max_length=200)
    unit = models.ForeignKey(
        Unit, verbose_name="责任单位", on_delete=models.PROTECT, related_name="key_tasks"
    )
    cadres = models.ManyToManyField(Cadre, verbose_name="责任干部", related_name="key_tasks")
    due_on = models.DateField("完成时限")
    required = models.TextField("应达到的结果")
    progress = models.TextField("进展情况", blank=True)
    state = StateField("状态", default=State.RUNNING, choices=State.choices)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="报送人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核验人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField("办结日期", null=True, blank=True)
    closing_reason = models.CharField("未完成或取消的原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = KeyTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "重点任务"
        verbose_name_plural = "重点任务"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(verified_by__isnull=False, submitted_by__isnull=False),
                name="task_done_was_verified",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(verified_by=F("submitted_by")),
                name="task_verified_by_a_second_person",
                violation_error_message="完成情况须由报送人以外的人核验。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("overdue", "cancelled")) | ~Q(closing_reason=""),
                name="task_not_done_with_reason",
                violation_error_message="未完成或取消须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("key_task", args=[self.pk])

    @transition(state, source=State.RUNNING, target=State.SUBMITTED, custom={"label": "报送完成情况"})
    def submit(self) -> None: ...

    @transition(state, source=State.SUBMITTED, target=State.DONE, custom={"label": "核验通过"})
    def verify(self) -> None: ...

    @transition(state, source=State.SUBMITTED, target=State.RUNNING, custom={"label": "退回补充"})
    def give_back(self) -> None: ...

    @transition(
        state,
        source=[State.RUNNING, State.SUBMITTED],
        target=State.OVERDUE,
        custom={"label": "认定逾期未完成"},
    )
    def miss(self) -> None: ...

    @transition(
        state,
        source=[State.RUNNING, State.SUBMITTED],
        target=State.CANCELLED,
        custom={"label": "取消"},
    )
    def cancel(self) -> None: ...


class KeyTaskFile(models.Model):
    """Evidence that a task was completed. Append-only."""

    task = models.ForeignKey(KeyTask, verbose_name="任务", on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "完成佐证"
        verbose_name_plural = "完成佐证"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class KeyTaskEvent(CaseEvent):
    """What happened to a task, by whom; append-only by trigger."""

    case = models.ForeignKey(KeyTask, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "重点任务大事记"
        verbose_name_plural = "重点任务大事记"
