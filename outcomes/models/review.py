"""A review asked for by the cadre (复核), who verifies it, its answer, and an appeal against that (申诉)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import ConcurrentTransitionMixin, transition

from appraisal.models import GradeWord
from core import clock
from core.fields import StateField
from core.models import CaseEvent, StoredFile
from core.models.history import Versioned

from ..access.review import ReviewQuerySet
from .feedback import Feedback


class ReviewState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待受理"
    REFUSED = "refused", "不予受理"
    VERIFYING = "verifying", "核实中"
    COMMITTEE = "committee", "提请党委研究"
    ANSWERED = "answered", "已答复"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = ("draft", "submitted", "verifying", "committee")


class Review(ConcurrentTransitionMixin, Versioned):
    """One request for review of one notice.

    outcome: 维持 or 更正, once decided; entry, meeting: of the committee's decision, where it was needed.
    answer_due: last day of the answer, counted from the day of the request.
    """

    State = ReviewState

    class Outcome(models.TextChoices):
        KEEP = "keep", "维持"
        CORRECT = "correct", "更正"

    feedback = models.ForeignKey(
        Feedback, verbose_name="结果反馈", on_delete=models.PROTECT, related_name="reviews"
    )
    state = StateField("状态", default=State.DRAFT, choices=State.choices)
    reasons = models.TextField("申请复核的事实和理由", max_length=4000, blank=True)
    submitted_on = models.DateField("提出日期", null=True, blank=True)
    answer_due = models.DateField("答复期限", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="受理人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    refusal = models.CharField("不予受理的理由", max_length=500, blank=True)
    outcome = models.CharField("复核结果", max_length=8, choices=Outcome.choices, blank=True)
    grade = models.CharField("更正后的等次", max_length=10, choices=GradeWord.choices, blank=True)
    answer = models.TextField("答复", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="答复人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    appeal_until = models.DateField("申诉期限", null=True, blank=True)
    meeting = models.CharField("研究会议", max_length=120, blank=True)
    entry = models.PositiveBigIntegerField("议题条目", null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "复核"
        verbose_name_plural = "复核"
        constraints = [
            models.UniqueConstraint(
                fields=["feedback"],
                condition=Q(state__in=OPEN),
                name="review_one_open",
                violation_error_message="已有一份复核申请正在办理。",
            ),
            models.UniqueConstraint(
                fields=["feedback"],
                condition=Q(state="answered"),
                name="review_answered_once",
                violation_error_message="这次考核的复核已经答复。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_on__isnull=False),
                name="review_submitted_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="review_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | (Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="review_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback.participant.cadre.name} {self.get_state_display()}"

    @property
    def appealed(self) -> Appeal | None:
        """The appeal against the answer, if there is one."""
        return getattr(self, "appeal", None)

    def get_absolute_url(self) -> str:
        return reverse("review_page", args=[self.feedback.participant.cycle.code, self.pk])

    @transition(state, source=State.DRAFT, target=State.SUBMITTED, custom={"label": "提交"})
    def submit(self) -> None: ...

    @transition(
        state,
        source=[State.DRAFT, State.SUBMITTED, State.VERIFYING],
        target=State.WITHDRAWN,
        custom={"label": "撤回"},
    )
    def withdraw(self) -> None: ...

    @transition(state, source=State.SUBMITTED, target=State.VERIFYING, custom={"label": "受理"})
    def accept(self) -> None: ...

    @transition(state, source=State.SUBMITTED, target=State.REFUSED, custom={"label": "不予受理"})
    def refuse(self) -> None: ...

    @transition(state, source=State.VERIFYING, target=State.COMMITTEE, custom={"label": "提请党委研究"})
    def refer(self) -> None: ...

    @transition(
        state, source=[State.VERIFYING, State.COMMITTEE], target=State.ANSWERED, custom={"label": "答复"}
    )
    def reply(self) -> None: ...


class ReviewVerifier(models.Model):
    """One of the two who verify, and what that one found. Nobody's finding is changed once it stands."""

    review = models.ForeignKey(
        Review, verbose_name="复核", on_delete=models.PROTECT, related_name="verifiers"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="核实人员", on_delete=models.PROTECT, related_name="+"
    )
    conclusion = models.CharField("核实结论", max_length=8, choices=Review.Outcome.choices, blank=True)
    grade = models.CharField("建议更正为", max_length=10, choices=GradeWord.choices, blank=True)
    finding = models.TextField("核实意见", max_length=4000, blank=True)
    found_at = models.DateTimeField("核实时间", null=True, blank=True)

    class Meta:
        verbose_name = "核实人员"
        verbose_name_plural = "核实人员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "officer"],
                name="review_verifier_once",
                violation_error_message="两名核实人员须是不同的人。",
            ),
            models.CheckConstraint(
                condition=Q(conclusion="", found_at__isnull=True)
                | (~Q(conclusion="") & ~Q(finding="") & Q(found_at__isnull=False)),
                name="review_finding_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.get_conclusion_display()}"


class ReviewAttachment(models.Model):
    """A file that the cadre adds to the request."""

    review = models.ForeignKey(
        Review, verbose_name="复核", on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.OneToOneField(
        StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="review_attachment"
    )
    added_at = models.DateTimeField("上传时间", default=clock.now)

    class Meta:
        verbose_name = "复核附件"
        verbose_name_plural = "复核附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class Appeal(Versioned):
    """An appeal (申诉) that was made to a higher body: noted here, decided there.

    due_on: until when the result is looked for, None of what was noted before there was such a day. changed:
    the higher body found that the result has to change; the committee then decides (`StaleResult`).
    """

    review = models.OneToOneField(
        Review, verbose_name="复核", on_delete=models.PROTECT, related_name="appeal"
    )
    appealed_on = models.DateField("申诉日期")
    to_whom = models.CharField("受理申诉的机关", max_length=120)
    due_on = models.DateField("处理期限", null=True, blank=True)
    changed = models.BooleanField("决定变更考核结果", default=False)
    result = models.CharField("申诉处理结果", max_length=500, blank=True)
    document_no = models.CharField("文号", max_length=100, blank=True)
    resulted_on = models.DateField("处理日期", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "申诉"
        verbose_name_plural = "申诉"
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", document_no="", resulted_on__isnull=True)
                | (~Q(result="") & ~Q(document_no="") & Q(resulted_on__isnull=False)),
                name="appeal_result_with_document",
                violation_error_message="申诉结果须有日期和文号。",
            ),
            models.CheckConstraint(
                condition=Q(changed=False) | ~Q(result=""), name="appeal_changed_has_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review} {self.to_whom}"


class ReviewEvent(CaseEvent):
    """What happened to a review, by whom; append-only by trigger."""

    case = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "复核记录"
        verbose_name_plural = "复核记录"
