"""What the school is told before a decision takes effect (公示), and what people say against it (异议)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from accounts.models import Unit
from cadres.models import Cadre
from core import clock
from core.fields import EncryptedTextField, StateField
from core.models import CaseEvent

from ..access import PublicityQuerySet


class Publicity(ConcurrentTransitionMixin, models.Model):
    """One list that is public for some working days. Only names, units and posts; never a score or a rank.

    kind, subject_kind, subject_id: the upper app's own words. ends_on: the last day, counted again when the
    calendar of working days changes while it runs; provisional: it touches a year not published yet.
    """

    class Scope(models.TextChoices):
        SCHOOL = "school", "全校"
        UNIT = "unit", "本单位"
        CADRES = "cadres", "中层会"

    class State(models.TextChoices):
        DRAFT = "draft", "草拟"
        RUNNING = "running", "公示中"
        EXPIRED = "expired", "期满（有异议待查）"
        ENDED = "ended", "结束"
        WITHDRAWN = "withdrawn", "撤回"

    kind = models.CharField("种类", max_length=60)
    title = models.CharField("标题", max_length=200)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    scope = models.CharField("公示范围", max_length=8, choices=Scope.choices)
    text = models.TextField("公示正文")
    days = models.PositiveSmallIntegerField("公示期（工作日）")
    begins_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("截止日期", null=True, blank=True)
    provisional = models.BooleanField("截止日期暂定", default=False, editable=False)
    state = StateField("状态", default=State.DRAFT, choices=State.choices)
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="草拟人", on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("草拟时间", default=clock.now, editable=False)
    withdrawn_reason = models.CharField("撤回原因", max_length=300, blank=True)

    objects = PublicityQuerySet.as_manager()

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="publicity_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=("school", "unit", "cadres")), name="publicity_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn"))
                | Q(begins_on__isnull=False, ends_on__isnull=False),
                name="publicity_running_has_days",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                name="publicity_days_in_order",
                violation_error_message="公示截止日期须晚于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="publicity_withdrawn_with_reason",
                violation_error_message="撤回公示须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publicity", args=[self.pk])

    @transition(state, source=State.DRAFT, target=State.RUNNING, custom={"label": "开始公示"})
    def publish(self) -> None: ...

    @transition(state, source=State.RUNNING, target=State.EXPIRED, custom={"label": "期满，有异议待查"})
    def expire(self) -> None: ...

    @transition(
        state, source=[State.RUNNING, State.EXPIRED], target=State.ENDED, custom={"label": "结束公示"}
    )
    def end(self) -> None: ...

    @transition(
        state,
        source=[State.DRAFT, State.RUNNING, State.EXPIRED],
        target=State.WITHDRAWN,
        custom={"label": "撤回公示"},
    )
    def withdraw(self, *, reason: str) -> None:
        self.withdrawn_reason = reason


class PublicityPerson(ConcurrentTransitionMixin, models.Model):
    """One person of the list, in words as they were frozen; each finishes, or not, alone.

    scope_unit: the unit whose people read it where the scope is 本单位.
    """

    class State(models.TextChoices):
        RUNNING = "running", "公示中"
        FINISHED = "finished", "期满无异议"
        UPHELD = "upheld", "异议成立，不再继续"
        WITHDRAWN = "withdrawn", "撤下"

    publicity = models.ForeignKey(
        Publicity, verbose_name="公示", on_delete=models.PROTECT, related_name="people"
    )
    position = models.PositiveSmallIntegerField("次序")
    cadre = models.ForeignKey(
        Cadre,
        verbose_name="干部",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="publicities",
    )
    name = models.CharField("姓名", max_length=64)
    unit = models.CharField("单位", max_length=100)
    post = models.CharField("职务", max_length=100)
    scope_unit = models.ForeignKey(
        Unit, verbose_name="公示单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = StateField("状态", default=State.RUNNING, choices=State.choices)
    finished_on = models.DateField("办结日期", null=True, blank=True)
    withdrawn_reason = models.CharField("撤下原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "公示人员"
        verbose_name_plural = "公示人员"
        ordering = ["publicity", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publicity", "position"], name="publicity_person_position_once"),
            models.UniqueConstraint(
                fields=["publicity", "cadre"],
                condition=Q(cadre__isnull=False),
                name="publicity_person_once",
                violation_error_message="同一人只能公示一次。",
            ),
            models.CheckConstraint(
                condition=Q(state="running", finished_on__isnull=True)
                | (~Q(state="running") & Q(finished_on__isnull=False)),
                name="publicity_person_finished_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transition(state, source=State.RUNNING, target=State.FINISHED, custom={"label": "期满无异议"})
    def finish(self) -> None:
        self.finished_on = clock.today()

    @transition(state, source=State.RUNNING, target=State.UPHELD, custom={"label": "异议成立"})
    def uphold(self) -> None:
        self.finished_on = clock.today()

    @transition(state, source=State.RUNNING, target=State.WITHDRAWN, custom={"label": "撤下"})
    def withdraw(self, *, reason: str) -> None:
        self.finished_on, self.withdrawn_reason = clock.today(), reason


class Objection(models.Model):
    """What somebody said against a list, or one person of it. Sealed; open until there is a finding.

    person: None where it is about the whole list. objector is shown to the discipline office only.
    stays: whether the person goes on; None while it is open.
    """

    class Channel(models.TextChoices):
        LETTER = "letter", "来信"
        VISIT = "visit", "来访"
        PHONE = "phone", "电话"
        MAIL = "mail", "电子邮件"
        OTHER = "other", "其他"

    class Finding(models.TextChoices):
        TRUE = "true", "属实"
        PARTLY = "partly", "部分属实"
        NOT_TRUE = "not_true", "不属实"

    publicity = models.ForeignKey(
        Publicity, verbose_name="公示", on_delete=models.PROTECT, related_name="objections"
    )
    person = models.ForeignKey(
        PublicityPerson,
        verbose_name="涉及人员",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objections",
    )
    received_on = models.DateField("收到日期")
    channel = models.CharField("反映渠道", max_length=8, choices=Channel.choices)
    objector = EncryptedTextField("反映人", default="", blank=True)
    content = EncryptedTextField("反映内容")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="查核人", on_delete=models.PROTECT, related_name="+"
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    finding = models.CharField("查核结论", max_length=8, choices=Finding.choices, blank=True)
    finding_note = EncryptedTextField("查核情况和依据", default="", blank=True)
    stays = models.BooleanField("继续", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="结论登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_at = models.DateTimeField("结论时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "公示异议"
        verbose_name_plural = "公示异议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="", closed_by__isnull=True, closed_at__isnull=True, stays__isnull=True)
                | (
                    Q(finding__in=("true", "partly", "not_true"))
                    & Q(closed_by__isnull=False, closed_at__isnull=False, stays__isnull=False)
                ),
                name="objection_closed_with_finding",
            ),
            models.CheckConstraint(
                condition=~Q(finding="true") | Q(stays=False), name="objection_true_takes_off"
            ),
            models.CheckConstraint(
                condition=~Q(finding="not_true") | Q(stays=True), name="objection_untrue_leaves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.get_channel_display()}"

    @property
    def is_open(self) -> bool:
        """Whether nothing was found yet."""
        return not self.finding


class PublicityEvent(CaseEvent):
    """What happened to a publicity, by whom; append-only. Nothing of an objection's content."""

    case = models.ForeignKey(Publicity, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "公示大事记"
        verbose_name_plural = "公示大事记"
